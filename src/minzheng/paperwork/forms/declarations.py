"""What the household says and signs, and what it is told when it comes: application to acceptance."""

from django.utils.translation import gettext_lazy as _

from minzheng.paperwork.forms.shape import (
    Column,
    Form,
    Grid,
    Group,
    Lines,
    Note,
    Shape,
    Signs,
    Slot,
    Subject,
    Table,
    Text,
    Words,
    by_hand,
    of,
)

MEMBER_COLUMNS = (
    Column("name", "姓名", 1.1),
    Column("relation", "与户主关系", 1.1),
    Column("sex", "性别", 0.6),
    Column("age", "年龄", 0.6),
    Column("id_number", "公民身份号码", 2.4),
    Column("health", "健康状况", 1.2),
    Column("work", "学习或工作", 1.3),
    Column("income", "月收入（元）", 1.1),
)

FORMS = (
    Form(
        code="application",
        title=_("社会救助申请书"),
        has_program_title=True,
        shape=Shape.FORM,
        group=Group.APPLICATION,
        subject=Subject.CASE,
        law="社会救助法 第三十七条、第四十条；民发〔2021〕57号 第十条",
        body=(
            Grid(
                (
                    of("applicant.name", "applicant.sex", "applicant.birth_date"),
                    of("applicant.ethnic", "applicant.phone", "household.size"),
                    of("applicant.id_number"),
                    (Slot("", "户籍地址"),),
                    of("household.address"),
                    (Slot("program.name", "申请项目"), Slot("household.standard")),
                ),
                title="申请人基本情况",
            ),
            Table("members", MEMBER_COLUMNS, blank_rows=3, title="共同生活的家庭成员"),
            Grid(
                (
                    of("household.house", "household.vehicle"),
                    of("household.deposit", "household.other_assets"),
                    of("household.support_payment", "household.account"),
                ),
                title="家庭财产和收款账户",
            ),
            Words("申请理由", "application.reason", lines=4),
            Words(
                "诚信承诺",
                lines=2,
                signs=("申请人（签名或捺印）",),
            ),
            Note("本人承诺以上内容真实，家庭情况变化时及时告知。能够通过部门信息核对取得的材料，不需要申请人提供。"),
        ),
    ),
    Form(
        code="entrustment",
        title=_("委托申请书"),
        shape=Shape.DECLARATION,
        group=Group.APPLICATION,
        subject=Subject.CASE,
        law="社会救助法 第三十七条",
        body=(
            Text("委托人：{applicant.name:8}　公民身份号码：{applicant.id_number:14}"),
            Text("受委托人（村（居）民委员会或者其他人）：{:14}　联系电话：{:10}"),
            Text(
                "本人因{:20}，不便自行提出申请，现委托上述受委托人代为申请{program.name:10}，代为提交材料、接收文书。"
            ),
            Text("本人知悉申请的内容，并对所申报情况的真实性负责。"),
            Signs(("委托人（签名或捺印）", "受委托人（签名）")),
        ),
    ),
    Form(
        code="consent",
        title=_("家庭经济状况核对授权书"),
        shape=Shape.DECLARATION,
        group=Group.APPLICATION,
        subject=Subject.CASE,
        law="社会救助法 第四十条、第四十一条；民发〔2021〕57号 第十七条；个人信息保护法 第十三条、第三十五条",
        body=(
            Text(
                "为申请或者接受{program.name:10}，下列人员授权{county.name:6}民政部门依法查询、核对本人的"
                "户籍、纳税、社会保险、不动产、市场主体登记、住房公积金、车辆船舶，以及银行、商业保险、证券、"
                "非银行支付机构等的信息，用于认定家庭经济状况。"
            ),
            Text("授权自签署之日起至本次申请终结，获得救助的，至停止救助之日止；核对取得的信息不用于其他目的。"),
            Table(
                "consenting",
                (
                    Column("name", "授权人", 1.2),
                    Column("relation", "与户主关系", 1.1),
                    Column("id_number", "公民身份号码", 2.4),
                    Column("", "签名或捺印", 1.6),
                    Column("", "日期", 1.3),
                ),
                blank_rows=4,
            ),
            Note(
                "家庭以外的赡养、抚养、扶养义务人，须由其本人另行签署，且仅在必要时核对。"
                "无民事行为能力人、限制民事行为能力人由监护人代签。"
            ),
        ),
    ),
    Form(
        code="supporter_consent",
        title=_("赡养、抚养、扶养义务人核对授权书"),
        shape=Shape.DECLARATION,
        group=Group.APPLICATION,
        subject=Subject.CASE,
        law="社会救助法 第四十一条；民发〔2021〕43号 第十条；个人信息保护法 第十三条、第二十九条",
        body=(
            Text(
                "{applicant.name:8}申请或者接受{program.name:10}（办件编号{case.number:14}）。本人是下列表中"
                "所列人员的法定赡养、抚养、扶养义务人，授权{county.name:6}民政部门依法查询、核对本人的收入和财产信息，"
                "用于认定本人有无履行义务的能力。"
            ),
            Text("授权自签署之日起至本次认定终结；没有本人签署，不得查询。核对取得的信息不用于其他目的。"),
            Table(
                "supporters",
                (
                    Column("name", "义务人", 1.2),
                    Column("relation", "义务人是其", 1.1),
                    Column("member", "被赡养（抚养、扶养）人", 1.6),
                    Column("", "公民身份号码", 2.4),
                    Column("", "签名或捺印", 1.6),
                    Column("", "日期", 1.3),
                ),
                blank_rows=4,
            ),
            Note("由义务人本人签署；不同意的，不查询，按其他证据认定。签署日期登记在家庭档案的义务人记录中。"),
        ),
    ),
    Form(
        code="commitment",
        title=_("诚信承诺书"),
        shape=Shape.DECLARATION,
        group=Group.APPLICATION,
        subject=Subject.CASE,
        law="社会救助法 第四十条、第七十三条",
        body=(
            Text("本人{applicant.name:8}，公民身份号码{applicant.id_number:14}，申请{program.name:10}，郑重承诺："),
            Text("一、如实申报家庭人口、收入、财产和支出，所提交的材料真实、完整。"),
            Text("二、配合入户调查、信息核对、民主评议和动态复核。"),
            Text("三、家庭人口、收入、财产发生重大变化的，在三个月内告知乡镇人民政府（街道办事处）。"),
            Text(
                "四、知悉：采取虚报、隐瞒、伪造等手段骗取救助的，由有关部门决定停止救助，责令退回，可以并处罚款；"
                "构成犯罪的，依法追究刑事责任。"
            ),
            Signs(("承诺人（签名或捺印）", "见证人（签名）")),
        ),
    ),
    Form(
        code="one_time_supplement",
        title=_("一次性补正告知书"),
        shape=Shape.NOTICE,
        group=Group.APPLICATION,
        subject=Subject.SUPPLEMENT,
        law="民发〔2021〕57号 第十条；社会救助法 第六十二条",
        is_issued=True,
        receipt=True,
        body=(
            Text(
                "您于{application.submitted_on:9}提出的{program.name:10}申请（办件编号{case.number:14}）收悉。"
                "经审查，还缺少下列材料，现一次告知："
            ),
            Lines("supplement.missing", blank=4),
            Text("请在{supplement.due_on:9}以前补齐。逾期不补正又不说明理由的，本次申请终结，您可以重新申请。"),
            Text("能够通过部门信息核对取得的材料，不要求您提供；除上列材料外，不再要求补充其他材料。"),
        ),
    ),
    Form(
        code="acceptance",
        title=_("受理通知书"),
        shape=Shape.NOTICE,
        group=Group.APPLICATION,
        subject=Subject.CASE,
        law="社会救助法 第三十七条；民发〔2021〕57号 第十条",
        is_issued=True,
        receipt=True,
        body=(
            Text(
                "您于{application.submitted_on:9}提出的{program.name:10}申请，材料齐备，"
                "已于{case.accepted_on:9}受理，办件编号{case.number:14}。"
            ),
            Text("接下来将核对家庭经济状况、入户调查，并在村（社区）公示审核意见，请予配合。"),
            Text("法定办理时限到{application.due_on:9}止。办理结果将书面告知；您可以凭办件编号查询进度。"),
            Text("经办人：{application.accepted_by:8}"),
        ),
    ),
    Form(
        code="close_relative_register",
        title=_("近亲属备案表"),
        shape=Shape.FORM,
        group=Group.SUPERVISION,
        subject=Subject.CASE,
        flipped=True,
        law="民发〔2012〕220号 第十四条；民发〔2021〕57号 第十一条、第二十条",
        body=(
            Table(
                "relatives",
                (
                    Column("applicant", "申请人或在保人员", 1.4),
                    Column("relation", "与备案人关系", 1.2),
                    Column("official", "工作人员或村（居）委会成员", 1.6),
                    Column("post", "单位和职务", 2.2),
                    Column("", "救助项目", 1.2),
                    Column("", "本人签名", 1.2),
                    Column("date", "备案日期", 1.1),
                ),
                blank_rows=10,
            ),
            Note(
                "近亲属：配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女。备案只用于加强核查，不作为不予救助的理由。"
            ),
        ),
    ),
    Form(
        code="self_report",
        title=_("家庭情况变化报告书"),
        shape=Shape.FORM,
        group=Group.APPLICATION,
        subject=Subject.CASE,
        law="民发〔2022〕83号",
        body=(
            Grid(
                (
                    of("applicant.name", "case.number"),
                    of("household.address"),
                ),
            ),
            Grid(
                (
                    by_hand("变化发生日期", "报告日期"),
                    by_hand("人口变化"),
                    by_hand("收入变化"),
                    by_hand("财产变化"),
                    by_hand("其他变化"),
                ),
                title="变化情况",
            ),
            Words("所附材料", lines=2),
            Words("报告人", lines=1, signs=("报告人（签名或捺印）",)),
            Words("受理意见", lines=2, signs=("经办人",)),
        ),
    ),
)

"""What the offices write on the way to a decision: check, visit, appraisal, opinion, board, objection, spot check."""

from django.utils.translation import gettext_lazy as _

from minzheng.paperwork.forms.declarations import MEMBER_COLUMNS
from minzheng.paperwork.forms.shape import (
    Column,
    Form,
    Grid,
    Group,
    Level,
    Lines,
    Note,
    Rows,
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

BOARD_COLUMNS = (
    Column("name", "申请人", 1.2),
    Column("members", "保障人数", 1.0),
    Column("amount", "月救助金（元）", 1.3),
    Column("village", "村（社区）", 1.4),
)

FORMS = (
    Form(
        code="means_check_request",
        title=_("家庭经济状况核对委托书"),
        shape=Shape.FORM,
        group=Group.SURVEY,
        subject=Subject.CHECK,
        law="社会救助法 第四十一条；民发〔2021〕57号 第十七条",
        sealed=True,
        is_issued=True,
        body=(
            Grid(
                (
                    of("case.number", "program.name"),
                    of("applicant.name", "household.size"),
                    of("household.address"),
                    of("check.requested_on", "check.requested_by"),
                ),
                title="委托核对的家庭",
            ),
            Table(
                "consenting",
                (
                    Column("name", "被核对人", 1.2),
                    Column("relation", "与户主关系", 1.1),
                    Column("id_number", "公民身份号码", 2.4),
                    Column("", "是否已签授权", 1.2),
                ),
                blank_rows=3,
                title="被核对人（均已签署授权书）",
            ),
            Words("核对事项", lines=3),
            Note("核对单位应自收到委托之日起3个工作日内开始核对。所列信息仅用于本次认定，不得复制留存、转交他人。"),
        ),
    ),
    Form(
        code="means_check_report",
        title=_("家庭经济状况核对报告"),
        shape=Shape.FORM,
        group=Group.SURVEY,
        subject=Subject.CHECK,
        level=Level.COUNTY,
        law="社会救助法 第四十一条；民发〔2021〕57号 第十七条、第十八条",
        sealed=True,
        is_issued=True,
        body=(
            Grid(
                (
                    of("case.number", "program.name"),
                    of("applicant.name", "household.size"),
                    of("check.requested_on", "check.reported_on"),
                    of("check.as_of", "check.status"),
                    of("check.sources"),
                ),
            ),
            Words("核对情况", "check.text", lines=8, signs=("报告人",)),
            Words("申请人说明", "check.rebuttal", lines=3, signs=("申请人",)),
            Words("复核意见", "check.rebuttal_result", lines=2, signs=("复核人",)),
            Note("核对结果与申报不一致的，应当告知申请人；申请人可以说明情况并提供证据。"),
        ),
    ),
    Form(
        code="household_visit",
        title=_("入户调查表"),
        shape=Shape.FORM,
        group=Group.SURVEY,
        subject=Subject.VISIT,
        law="民发〔2021〕57号 第十五条、第十六条",
        body=(
            Grid(
                (
                    of("case.number", "program.name"),
                    of("applicant.name", "visit.date"),
                    of("visit.place"),
                    of("visit.surveyors", "visit.present"),
                ),
                title="调查情况",
            ),
            Table("members", MEMBER_COLUMNS, blank_rows=2, title="家庭成员"),
            Grid(
                (
                    (Slot("household.house", "住房"), Slot("", "结构和面积"), Slot("", "装修")),
                    (Slot("household.vehicle", "车辆"), Slot("", "家用电器"), Slot("", "畜禽养殖")),
                    (
                        Slot("household.deposit", "存款"),
                        Slot("", "承包土地"),
                        Slot("household.other_assets", "其他财产"),
                    ),
                ),
                title="住房和财产",
            ),
            Grid(
                (
                    by_hand("工资性收入", "经营净收入", "财产净收入"),
                    by_hand("转移净收入", "水电燃气费", "通信费"),
                    by_hand("医疗支出", "教育支出", "其他支出"),
                ),
                title="收入和支出（每月，元）",
            ),
            Table(
                "",
                (
                    Column("", "赡养、抚养、扶养义务人", 1.6),
                    Column("", "与申请人关系", 1.1),
                    Column("", "家庭人口", 0.8),
                    Column("", "家庭收入", 1.1),
                    Column("", "每月给付", 1.1),
                ),
                blank_rows=2,
                title="家庭以外的义务人",
            ),
            Words("邻里反映", lines=2),
            Words("调查结论", "visit.findings", lines=3, signs=("调查人", "调查人")),
            Words("在场成员", lines=1, signs=("家庭成员（签名或捺印）",)),
            Note("调查人不少于两人，出示证件。照片、录音录像随表存档。重大突发事件期间可以电话、视频方式调查。"),
        ),
    ),
    Form(
        code="appraisal_record",
        title=_("民主评议记录表"),
        shape=Shape.FORM,
        group=Group.SURVEY,
        subject=Subject.APPRAISAL,
        law="民发〔2012〕220号 第二十一条至第二十三条；民发〔2021〕57号 第十九条",
        body=(
            Grid(
                (
                    of("case.number", "program.name"),
                    of("applicant.name", "appraisal.date"),
                    of("appraisal.place"),
                    of("appraisal.participants", "appraisal.representatives"),
                ),
            ),
            Grid(
                (
                    by_hand("1. 宣讲政策"),
                    by_hand("2. 介绍情况"),
                    by_hand("3. 现场评议"),
                    by_hand("4. 形成结论"),
                    by_hand("5. 签字确认"),
                ),
                title="评议程序（逐项记录）",
            ),
            Words("评议发言", "appraisal.opinions", lines=6),
            Grid((of("appraisal.is_true"),)),
            Words("评议结论", "appraisal.conclusion", lines=3, signs=("主持人", "记录人")),
            Words("参加人签名", lines=4),
            Note(
                "村（居）民代表人数不得少于参加评议总人数的三分之二。评议的是入户调查情况是否属实，不是表决给不给救助。"
            ),
        ),
    ),
    Form(
        code="review_and_confirmation",
        title=_("社会救助审核确认表"),
        has_program_title=True,
        shape=Shape.FORM,
        group=Group.REVIEW,
        subject=Subject.DETERMINATION,
        law="社会救助法 第四十四条；民发〔2021〕57号 第十九条至第二十三条",
        body=(
            Grid(
                (
                    of("case.number", "determination.month"),
                    of("applicant.name", "household.size"),
                    of("household.address"),
                    of("household.standard", "household.account"),
                ),
                title="申请家庭",
            ),
            Table(
                "determination.members",
                (
                    Column("name", "姓名", 1.1),
                    Column("relation", "与户主关系", 1.1),
                    Column("sex", "性别", 0.6),
                    Column("age", "年龄", 0.6),
                    Column("id_number", "公民身份号码", 2.4),
                    Column("", "备注", 1.2),
                ),
                blank_rows=2,
                title="计入的家庭成员",
            ),
            Rows("conditions", "conditions", title="逐项条件"),
            Rows("calculation", "calculation", title="计算过程"),
            Words("乡镇（街道）审核意见", "determination.opinion", lines=3, signs=("经办人", "负责人（盖章）")),
            Words("县级审核确认意见", "decision.opinion", lines=3, signs=("经办人", "负责人（盖章）")),
        ),
    ),
    Form(
        code="publicity_notice",
        title=_("社会救助公示"),
        has_program_title=True,
        shape=Shape.POSTER,
        group=Group.REVIEW,
        subject=Subject.PUBLICITY,
        law="民发〔2021〕57号 第十九条",
        is_public=True,
        is_issued=True,
        body=(
            Text("经入户调查和审核，下列家庭拟给予{program.name:8}，现予公示："),
            Table("publicity.rows", BOARD_COLUMNS, blank_rows=0),
            Text(
                "公示期{publicity.days:3}天，自{publicity.from:9}至{publicity.until:9}。"
                "对公示内容有异议的，请在公示期内向我单位反映，可以具名，也可以匿名；具名反映的，核实后予以答复。"
            ),
            Text("监督电话：{publicity.phone:10}　张贴地点：{publicity.place:10}"),
        ),
    ),
    Form(
        code="publication_notice",
        title=_("社会救助公布"),
        has_program_title=True,
        shape=Shape.POSTER,
        group=Group.REVIEW,
        subject=Subject.PUBLICATION,
        level=Level.COUNTY,
        law="社会救助法 第四十五条；民发〔2021〕57号 第二十四条",
        is_public=True,
        is_issued=True,
        body=(
            Text("经审核确认，下列家庭享受{program.name:8}，现予公布："),
            Table("publication.rows", BOARD_COLUMNS, blank_rows=0),
            Text("公布地点：{publication.place:10}　监督电话：{publication.phone:10}"),
        ),
    ),
    Form(
        code="objection_record",
        title=_("公示异议登记处理表"),
        shape=Shape.FORM,
        group=Group.REVIEW,
        subject=Subject.OBJECTION,
        law="民发〔2021〕57号 第十九条、第三十七条",
        body=(
            Grid(
                (
                    of("case.number", "program.name"),
                    of("applicant.name", "publicity.until"),
                    (Slot("objection.name", "异议人（匿名留空）"), Slot("", "联系电话")),
                    of("objection.recorded_on", "objection.recorded_by"),
                ),
            ),
            Words("异议内容", "objection.text", lines=5, signs=("异议人",)),
            Words("核实情况和结论", "objection.finding", lines=5, signs=("核实人", "核实人")),
            Grid((of("objection.result", "objection.resolved_on"),)),
            Words("答复异议人", lines=2, signs=("异议人",)),
        ),
    ),
    Form(
        code="spot_check_list",
        title=_("入户抽查名单"),
        shape=Shape.FORM,
        group=Group.SUPERVISION,
        subject=Subject.GIVEN,
        level=Level.COUNTY,
        flipped=True,
        law="民发〔2012〕220号 第二十六条；民发〔2021〕43号 第十六条",
        body=(
            Grid(
                (
                    of("spot_check.batch", "spot_check.date"),
                    of("spot_check.size", "spot_check.drawn", "spot_check.seed"),
                ),
            ),
            Table(
                "spot_check.rows",
                (
                    Column("number", "序号", 0.5),
                    Column("case", "办件编号", 1.8),
                    Column("name", "申请人", 1.0),
                    Column("place", "乡镇、村（社区）", 1.8),
                    Column("reason", "抽中原因", 1.0),
                    Column("", "入户日期", 1.0),
                    Column("", "核查结果", 1.6),
                    Column("", "核查人签名", 1.2),
                ),
                blank_rows=8,
            ),
            Note(
                "名单由系统按随机种子抽取，凭种子可以重新抽出同一名单。近亲属备案和有举报的家庭逐户核查，不占抽查比例。"
            ),
        ),
    ),
    Form(
        code="hearing_notice",
        title=_("听取意见告知书"),
        shape=Shape.NOTICE,
        group=Group.DECISION,
        subject=Subject.HEARING_NOTICE,
        law="社会救助法 第四十八条",
        is_issued=True,
        receipt=True,
        body=(
            Text(
                "对您家庭享受的{program.name:10}（办件编号{case.number:14}），拟作如下处理，作出决定之前听取您的意见："
            ),
            Text("{hearing.subject}"),
            Lines("hearing.told", title="告知内容", blank=3),
            Text("请在{hearing.answer_until:9}以前提出意见，可以当面、电话或者书面提出，也可以委托他人代为提出。"),
            Text("逾期不提出意见的，我们将依据已经查明的事实作出决定，并书面告知您理由和救济途径。"),
        ),
    ),
    Form(
        code="opinion_record",
        title=_("听取意见记录"),
        shape=Shape.FORM,
        group=Group.DECISION,
        subject=Subject.HEARING,
        law="社会救助法 第四十八条",
        body=(
            Grid(
                (
                    of("case.number", "program.name"),
                    of("applicant.name", "household.address"),
                    of("hearing.date", "hearing.by"),
                ),
            ),
            Words("拟作出的处理和理由", "hearing.subject", lines=4),
            Words("当事人意见", "hearing.opinion", lines=6, signs=("当事人（签名或捺印）",)),
            Words("记录", lines=1, signs=("听取人", "记录人")),
            Note("减发、停发救助金之前应当听取当事人的意见。当事人拒绝签名的，由听取人注明情况。"),
        ),
    ),
    Form(
        code="hearing_record",
        title=_("听证笔录"),
        shape=Shape.FORM,
        group=Group.DECISION,
        level=Level.COUNTY,
        law="行政处罚法 第六十三条、第六十四条",
        body=(
            Grid(
                (
                    by_hand("案由", "案号"),
                    by_hand("时间", "地点"),
                    by_hand("主持人", "记录人"),
                    by_hand("当事人", "代理人"),
                    by_hand("调查人员", "其他参加人"),
                ),
            ),
            Words("调查人员陈述", lines=5),
            Words("当事人陈述申辩", lines=5),
            Words("质证和辩论", lines=4),
            Words("最后陈述", lines=2),
            Words("核对笔录", lines=1, signs=("当事人", "主持人", "记录人")),
        ),
    ),
    Form(
        code="proof_of_service",
        title=_("送达回证"),
        shape=Shape.FORM,
        group=Group.DECISION,
        subject=Subject.LETTER,
        level=Level.COUNTY,
        law="行政处罚法 第六十一条",
        sealed=True,
        body=(
            Grid(
                (
                    (Slot("case.number", "案件编号"),),
                    of("letter.title"),
                    of("letter.number"),
                    (Slot("applicant.name", "受送达人"),),
                    (Slot("household.address", "送达地址"),),
                    of("letter.method", "letter.served_on"),
                    (Slot("letter.served_by", "送达人"), Slot("", "送达人（第二人）")),
                ),
            ),
            Words("受送达人", lines=2, signs=("受送达人（签名或捺印）",)),
            Words("代收人", lines=1, signs=("代收人（与受送达人关系）",)),
            Words("拒收事由", lines=2, signs=("见证人",)),
        ),
    ),
    Form(
        code="withdrawal",
        title=_("撤回申请书"),
        shape=Shape.DECLARATION,
        group=Group.APPLICATION,
        subject=Subject.CASE,
        law="社会救助法 第三十七条",
        body=(
            Text(
                "本人{applicant.name:8}于{application.submitted_on:9}申请{program.name:10}（办件编号{case.number:14}），"
                "现因{:24}，自愿撤回申请。"
            ),
            Text("本人知悉：撤回后可以重新申请。"),
            Signs(("申请人（签名或捺印）",)),
        ),
    ),
)

"""Forms of the bureau's other work, printed blank for handwriting until their rooms keep the records."""

from django.utils.translation import gettext_lazy as _

from minzheng.paperwork.forms.shape import Column, Form, Grid, Group, Level, Note, Shape, Table, Words, by_hand


def _columns(*labels: str) -> tuple[Column, ...]:
    """Return columns written by hand; "名称*2" is twice as wide."""
    found = []
    for label in labels:
        name, _star, width = label.partition("*")
        found.append(Column("", name, float(width or 1)))
    return tuple(found)


FORMS = (
    Form(
        code="disaster_initial",
        title=_("自然灾害情况初报表"),
        shape=Shape.FORM,
        group=Group.OTHER,
        law="国务院令第577号；应急〔2020〕19号",
        body=(
            Grid(
                (
                    by_hand("灾害种类", "发生时间"),
                    by_hand("受灾地点"),
                    by_hand("报告时间", "报告人", "审核人"),
                ),
            ),
            Grid(
                (
                    by_hand("受灾人口", "死亡人口", "失踪人口"),
                    by_hand("紧急转移安置", "需紧急生活救助", "伤病人口"),
                ),
                title="人口（人）",
            ),
            Grid(
                (
                    by_hand("倒塌房屋户数", "倒塌间数", "严重损坏户数"),
                    by_hand("严重损坏间数", "一般损坏户数", "一般损坏间数"),
                ),
                title="房屋",
            ),
            Grid(
                (
                    by_hand("受灾面积（公顷）", "成灾面积", "绝收面积"),
                    by_hand("直接经济损失（万元）", "其中农业", "其中房屋"),
                )
            ),
            Words("已采取的措施", lines=4),
            Words("需要的支援", lines=3, signs=("填报人", "负责人")),
            Note("数字为初步掌握的情况，核定后另行上报。未掌握的留空，不得估填。"),
        ),
    ),
    Form(
        code="collapsed_house_ledger",
        title=_("倒损房屋台账"),
        shape=Shape.FORM,
        group=Group.OTHER,
        flipped=True,
        law="国务院令第577号；应急〔2020〕19号",
        body=(
            Table(
                "",
                _columns(
                    "序号*0.5",
                    "户主*1",
                    "公民身份号码*2.2",
                    "村、组*1.4",
                    "人口*0.5",
                    "倒塌间数*0.7",
                    "损坏间数*0.7",
                    "损坏等级*0.8",
                    "重建方式*1",
                    "进度*0.9",
                    "补助金额（元）*1",
                    "签名*1",
                ),
                blank_rows=14,
            ),
        ),
    ),
    Form(
        code="station_registration",
        title=_("求助登记表"),
        shape=Shape.FORM,
        group=Group.OTHER,
        level=Level.COUNTY,
        law="国务院令第381号 第六条；民发〔2014〕132号",
        body=(
            Grid(
                (
                    by_hand("姓名", "性别", "年龄"),
                    by_hand("公民身份号码"),
                    by_hand("户籍地址"),
                    by_hand("来站方式", "来站时间"),
                    by_hand("亲属姓名", "联系电话"),
                ),
                title="求助人员",
            ),
            Words("求助原因和经过", lines=3),
            Grid((by_hand("健康和精神状况"), by_hand("随身物品（逐件登记）"), by_hand("安全检查情况"))),
            Words("求助需求", lines=2, signs=("求助人（签名或捺印）",)),
            Words("救助站意见", lines=2, signs=("经办人", "负责人")),
            Note("求助人员不能提供个人情况的，先行救助，再核实身份。公安机关护送的，另附交接单。"),
        ),
    ),
    Form(
        code="station_refusal",
        title=_("不予救助告知书（救助站）"),
        shape=Shape.FORM,
        group=Group.OTHER,
        level=Level.COUNTY,
        law="国务院令第381号；民发〔2014〕132号",
        body=(
            Grid((by_hand("姓名", "性别", "年龄"), by_hand("公民身份号码"), by_hand("求助时间", "告知时间"))),
            Words("不予救助的理由", lines=5),
            Words("依据", lines=2),
            Words("可以另行求助的部门", lines=2),
            Words(
                "救济途径",
                lines=3,
            ),
            Words("签收", lines=1, signs=("求助人（签名或捺印）", "经办人")),
            Note(
                "不服的，可以自知道之日起60日内申请行政复议，也可以自知道之日起6个月内提起行政诉讼；受理机关由救助站写明。"
            ),
        ),
    ),
    Form(
        code="station_self_leave",
        title=_("自愿离站声明"),
        shape=Shape.FORM,
        group=Group.OTHER,
        level=Level.COUNTY,
        law="国务院令第381号；民发〔2014〕132号",
        body=(
            Grid((by_hand("姓名", "性别", "年龄"), by_hand("公民身份号码"), by_hand("进站时间", "离站时间"))),
            Words("离站去向", lines=2),
            Words("声明", lines=3, signs=("声明人（签名或捺印）",)),
            Words("救助站意见", lines=2, signs=("经办人", "负责人")),
            Note("未成年人、精神障碍患者等不得自行离站，由监护人或者有关机构接领。"),
        ),
    ),
    Form(
        code="station_leaving",
        title=_("在站和离站记录"),
        shape=Shape.FORM,
        group=Group.OTHER,
        level=Level.COUNTY,
        law="国务院令第381号；民发〔2014〕132号",
        body=(
            Grid((by_hand("姓名", "登记编号"), by_hand("进站时间", "离站时间"))),
            Table(
                "",
                _columns("日期*1", "食宿*1", "医疗*1", "教育、心理服务*1.3", "联系亲属*1.3", "值班人*0.9"),
                blank_rows=8,
                title="在站服务",
            ),
            Grid((by_hand("离站方式", "目的地"), by_hand("乘车凭证", "接领人"), by_hand("物品返还（逐件签收）"))),
            Words("签名", lines=1, signs=("受助人", "接领人", "经办人")),
        ),
    ),
    Form(
        code="station_termination",
        title=_("终止救助通知书"),
        shape=Shape.FORM,
        group=Group.OTHER,
        level=Level.COUNTY,
        law="国务院令第381号；民发〔2014〕132号",
        sealed=True,
        body=(
            Grid((by_hand("姓名", "登记编号"), by_hand("进站时间", "终止时间"))),
            Words("终止的理由", lines=5),
            Words("依据", lines=2),
            Words("签收", lines=1, signs=("受助人（签名或捺印）", "经办人")),
            Note(
                "不服的，可以自知道之日起60日内申请行政复议，也可以自知道之日起6个月内提起行政诉讼；受理机关由救助站写明。"
            ),
        ),
    ),
    Form(
        code="medical_aid_claim",
        title=_("医疗救助申请审批表"),
        shape=Shape.FORM,
        group=Group.OTHER,
        law="社会救助法；财社〔2013〕217号",
        body=(
            Grid(
                (
                    by_hand("患者姓名", "性别", "年龄"),
                    by_hand("公民身份号码"),
                    by_hand("救助对象类别", "参保地"),
                    by_hand("住址"),
                    by_hand("就诊医院", "入院日期", "出院日期"),
                    by_hand("开户银行", "账号"),
                ),
                title="患者",
            ),
            Grid(
                (
                    by_hand("医疗总费用", "政策范围内费用", "自费费用"),
                    by_hand("基本医保支付", "大病保险支付", "其他补助"),
                    by_hand("个人负担", "起付标准", "救助比例"),
                    by_hand("本次救助金额", "本年累计救助", "年度限额"),
                ),
                title="费用（元）",
            ),
            Words("申请人", lines=2, signs=("申请人（签名或捺印）",)),
            Words("乡镇（街道）意见", lines=2, signs=("经办人", "负责人（盖章）")),
            Words("县级部门意见", lines=2, signs=("经办人", "负责人（盖章）")),
            Note("附：费用结算单、医保支付凭证。已由“一站式”结算扣减的，不再填报。"),
        ),
    ),
    Form(
        code="house_file",
        title=_("农村危房改造农户档案表"),
        shape=Shape.FORM,
        group=Group.OTHER,
        law="地方农户档案样式",
        body=(
            Grid(
                (
                    by_hand("户主", "家庭人口", "贫困类型"),
                    by_hand("公民身份号码"),
                    by_hand("住址（村、组）"),
                    by_hand("原房结构", "建造年代", "建筑面积"),
                    by_hand("鉴定等级", "鉴定日期", "鉴定人"),
                    by_hand("改造方式", "改造面积", "总投资（元）"),
                    by_hand("补助金额（元）", "开工日期", "竣工日期"),
                ),
                title="农户和房屋",
            ),
            Table(
                "",
                _columns("材料*2.4", "有无*0.6", "日期*1", "备注*1.4"),
                blank_rows=11,
                title="档案材料（申请、入户调查、鉴定报告、审批表、纸质档案表、验收表、身份证和户口簿复印件、有关证件复印件、改造前中后照片、协议、公示照片）",
            ),
            Words("乡镇意见", lines=1, signs=("经办人", "负责人（盖章）")),
            Words("县级意见", lines=1, signs=("经办人", "负责人（盖章）")),
        ),
    ),
    Form(
        code="village_disclosure",
        title=_("村务公开表"),
        shape=Shape.FORM,
        group=Group.OTHER,
        level=Level.VILLAGE,
        flipped=True,
        law="村民委员会组织法 第三十五条",
        body=(
            Grid((by_hand("公开事项类别", "公开时段"), by_hand("公开日期", "公开地点"))),
            Table(
                "",
                _columns("序号*0.5", "事项*2.4", "金额（元）*1", "凭证号*1", "经手人*0.9", "审批人*0.9", "备注*1"),
                blank_rows=10,
            ),
            Words("村务监督委员会", lines=1, signs=("主任", "成员")),
            Note("涉及村民利益的事项应当随时公布；接受村民查询。不得公布身份证号码、银行账号、病情。"),
        ),
    ),
    Form(
        code="task_entry",
        title=_("社区工作事项准入申请表"),
        shape=Shape.FORM,
        group=Group.OTHER,
        level=Level.COUNTY,
        law="中办发〔2010〕27号；关于加强和完善城乡社区治理的意见",
        body=(
            Grid(
                (
                    by_hand("申请部门", "申请日期"),
                    by_hand("事项名称"),
                    by_hand("设立依据"),
                    by_hand("适用社区"),
                    by_hand("预计工作量", "所需人员"),
                    by_hand("经费标准", "经费总额", "拨付方式"),
                    by_hand("开始日期", "结束日期"),
                ),
            ),
            Words("事项内容", lines=4),
            Words("申请部门", lines=1, signs=("负责人（盖章）",)),
            Words("社区意见", lines=2, signs=("社区负责人",)),
            Words("民政部门审核", lines=2, signs=("经办人", "负责人（盖章）")),
            Words("县（市、区）审批", lines=2, signs=("负责人（盖章）",)),
            Note("权随责走、费随事转：没有经费的事项不予准入。准入期满自动退出。"),
        ),
    ),
)

"""Every name that may fill a form: what it is called, and what it looks like in a preview.

Forms, Word templates and previews know these and no others. The room that has the record fills them (casework:
queries/paper_facts.py); the samples are invented and belong to nobody.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """A name: its label, and a sample (a text, or for a list the sample rows)."""

    label: Any
    sample: Any = ""


MEMBERS = [
    {"name": "王样例", "relation": "户主", "sex": "男", "age": "52", "id_number": "4299************18",
     "health": "重病", "work": "务农", "income": "550.00"},
    {"name": "李样例", "relation": "妻", "sex": "女", "age": "49", "id_number": "4299************26",
     "health": "健康", "work": "无", "income": "0.00"},
]  # fmt: skip
CONDITIONS = [
    {"label": "家庭月人均收入低于当地标准", "needs": "低于800.00元", "has": "275.00元", "differs": "低525.00元",
     "law": "社会救助法 第十八条", "passed": True, "arises": True},
    {"label": "家庭财产符合规定", "needs": "存款不超过24,000.00元", "has": "5,000.00元", "differs": "低19,000.00元",
     "law": "民发〔2021〕57号 第十四条", "passed": True, "arises": True},
]  # fmt: skip
CALCULATION = [
    {"label": "家庭月收入", "value": "550.00元", "source": "工资性收入 550.00元", "law": "民发〔2021〕57号 第十一条"},
    {"label": "家庭月人均收入", "value": "275.00元", "source": "家庭月收入 550.00元；2人", "law": "同上"},
    {"label": "月救助金", "value": "1,050.00元", "source": "标准 800.00元；2人", "law": "社会救助法 第十九条"},
]

TERMS: dict[str, Term] = {
    # the office and the paper itself
    "issuer": Term(_("制发机关"), "样例市民政局"),
    "county.name": Term(_("县（市、区）"), "样例市"),
    "township.name": Term(_("乡镇（街道）"), "样例镇"),
    "village.name": Term(_("村（社区）"), "样例村"),
    "paper.number": Term(_("文号"), "样民救〔2026〕1号"),
    "paper.date": Term(_("制发日期"), "2026年11月24日"),
    "paper.title": Term(_("标题"), "最低生活保障确认告知书"),
    "paper.opening": Term(_("开头语"), "您家庭的救助事项已办结，现将结果告知如下："),
    "paper.closing": Term(_("结束语"), "家庭情况发生变化的，请及时告知乡镇人民政府（街道办事处）。"),
    "paper.contact": Term(_("联系方式"), "联系电话：0717-0000000。"),
    "verify.code": Term(_("查验码"), "0000-0000-0000-0000"),
    "verify.url": Term(_("查验网址"), ""),
    "remedies.text": Term(
        _("救济途径（复议、诉讼）"),
        "如您不服本决定，可以自知道本决定之日起60日内向样例市人民政府申请行政复议，也可以自知道本决定之日起"
        "6个月内直接向样例市人民法院提起行政诉讼。",
    ),
    # the case and the household
    "program.name": Term(_("救助项目"), "最低生活保障"),
    "case.number": Term(_("办件编号"), "DB-420000-2026-00001"),
    "case.opened_on": Term(_("登记日期"), "2026年9月1日"),
    "case.accepted_on": Term(_("受理日期"), "2026年9月2日"),
    "household.number": Term(_("户号"), "H-0001"),
    "household.address": Term(_("居住地址"), "样例镇样例村一组1号"),
    "household.size": Term(_("家庭人口"), "2"),
    "household.standard": Term(_("适用标准"), "农村标准"),
    "household.account": Term(_("收款账户"), "样例农商银行 尾号0018"),
    "household.house": Term(_("住房"), "自住 1 处"),
    "household.vehicle": Term(_("机动车辆"), "没有"),
    "household.deposit": Term(_("存款"), "5,000.00元"),
    "household.other_assets": Term(_("其他财产"), "没有"),
    "household.income": Term(_("家庭月收入"), "550.00元"),
    "household.support_payment": Term(_("赡养、抚养、扶养费"), "没有"),
    "applicant.name": Term(_("申请人"), "王样例"),
    "applicant.public_name": Term(_("申请人姓名（公示用）"), "王样例"),
    "applicant.sex": Term(_("性别"), "男"),
    "applicant.age": Term(_("年龄"), "52"),
    "applicant.birth_date": Term(_("出生日期"), "1974年2月14日"),
    "applicant.ethnic": Term(_("民族"), "汉"),
    "applicant.id_number": Term(_("公民身份号码"), "4299************18"),
    "applicant.phone": Term(_("联系电话"), None),
    "members": Term(_("家庭成员"), MEMBERS),
    "consenting": Term(_("授权人"), MEMBERS),
    "supporters": Term(_("义务人"), [{"name": "王样例三", "relation": "子女", "member": "王样例"}]),
    "application.reason": Term(_("申请理由"), "本人患病，家庭收入低，基本生活困难。"),
    "application.submitted_on": Term(_("申请日期"), "2026年9月1日"),
    "application.accepted_by": Term(_("受理人"), "赵样例"),
    "application.due_on": Term(_("办结期限"), "2026年10月20日"),
    "supplement.missing": Term(_("需补正的材料"), ["户口簿复印件", "劳动合同或收入说明"]),
    "supplement.due_on": Term(_("补正期限"), "2026年10月1日"),
    "supplement.asked_on": Term(_("告知日期"), "2026年9月1日"),
    # what was found
    "check.number": Term(_("核对次序"), "1"),
    "check.requested_on": Term(_("发起日期"), "2026年9月3日"),
    "check.requested_by": Term(_("发起人"), "赵样例"),
    "check.reported_on": Term(_("报告日期"), "2026年9月6日"),
    "check.reported_by": Term(_("报告人"), "钱样例"),
    "check.as_of": Term(_("数据截至"), "2026年9月5日"),
    "check.sources": Term(_("核对来源"), "银行存款、车辆登记、不动产登记"),
    "check.status": Term(_("核对结果"), "核对一致"),
    "check.text": Term(_("核对报告"), "与申报一致。"),
    "check.rebuttal": Term(_("申请人说明"), None),
    "check.rebuttal_result": Term(_("复核意见"), None),
    "visit.date": Term(_("入户日期"), "2026年9月8日"),
    "visit.place": Term(_("入户地点"), "样例镇样例村一组1号"),
    "visit.surveyors": Term(_("调查人"), "赵样例、孙样例"),
    "visit.present": Term(_("在场家庭成员"), "王样例"),
    "visit.findings": Term(_("调查情况"), "家庭人口、收入、财产与申报相符。"),
    "visit.photos": Term(_("照片"), "3张"),
    "appraisal.date": Term(_("评议日期"), "2026年9月10日"),
    "appraisal.place": Term(_("评议地点"), "样例村村委会"),
    "appraisal.participants": Term(_("参加人数"), "9"),
    "appraisal.representatives": Term(_("其中村（居）民代表"), "7"),
    "appraisal.opinions": Term(_("评议意见"), ["周样例：情况属实。", "吴样例：情况属实。"]),
    "appraisal.is_true": Term(_("调查情况是否属实"), "属实"),
    "appraisal.conclusion": Term(_("评议结论"), "与会人员认为入户调查情况属实。"),
    "determination.month": Term(_("认定月份"), "2026年9月"),
    "determination.outcome": Term(_("审核结论"), "符合条件"),
    "determination.amount": Term(_("拟月救助金"), "1,050.00元（壹仟零伍拾元整）"),
    "determination.proposed_by": Term(_("审核人"), "赵样例"),
    "determination.proposed_on": Term(_("审核日期"), "2026年9月12日"),
    "determination.members": Term(_("计入成员"), MEMBERS),
    "determination.opinion": Term(_("乡镇（街道）审核意见"), "经审核，该家庭符合条件，拟每月救助1,050.00元。"),
    "conditions": Term(_("逐项条件"), CONDITIONS),
    "calculation": Term(_("计算过程"), CALCULATION),
    # the board
    "publicity.members": Term(_("保障人数"), "2"),
    "publicity.amount": Term(_("拟月救助金（公示）"), "1,050.00元"),
    "publicity.from": Term(_("公示开始"), "2026年9月13日"),
    "publicity.until": Term(_("公示截止"), "2026年9月20日"),
    "publicity.days": Term(_("公示天数"), "7"),
    "publicity.phone": Term(_("监督电话"), "0717-0000000"),
    "publicity.place": Term(_("张贴地点"), "样例村村务公开栏"),
    "publicity.rows": Term(
        _("公示名单"), [{"name": "王样例", "members": "2", "amount": "1,050.00", "village": "样例村"}]
    ),
    "publication.rows": Term(
        _("公布名单"), [{"name": "王样例", "members": "2", "amount": "1,050.00", "village": "样例村"}]
    ),
    "publication.place": Term(_("公布地点"), "样例村村务公开栏"),
    "publication.date": Term(_("公布日期"), "2026年9月24日"),
    "publication.phone": Term(_("监督电话（公布）"), "0717-0000000"),
    "objection.name": Term(_("异议人"), "郑样例"),
    "objection.text": Term(_("异议内容"), "反映其家庭另有收入。"),
    "objection.recorded_on": Term(_("登记日期（异议）"), "2026年9月15日"),
    "objection.recorded_by": Term(_("登记人"), "赵样例"),
    "objection.finding": Term(_("核实结论"), "经重新入户调查，反映的情况不存在。"),
    "objection.result": Term(_("处理结果"), "异议不成立"),
    "objection.resolved_on": Term(_("处理日期"), "2026年9月18日"),
    "objection.resolved_by": Term(_("处理人"), "赵样例"),
    # the decision
    "decision.number": Term(_("决定文号"), "样民救〔2026〕1号"),
    "decision.kind": Term(_("决定"), "予以确认"),
    "decision.date": Term(_("决定日期"), "2026年9月22日"),
    "decision.by": Term(_("决定人"), "钱样例"),
    "decision.amount": Term(_("救助金额"), "每月1,050.00元（壹仟零伍拾元整）"),
    "decision.from_month": Term(_("起始月份"), "2026年10月"),
    "decision.reason": Term(_("决定理由"), "符合条件。"),
    "decision.opinion": Term(_("县级审核确认意见"), "予以确认，自2026年10月起每月发给1,050.00元。"),
    "decision.members": Term(_("保障成员"), MEMBERS),
    "decision.lines": Term(
        _("决定内容"),
        ["每月1,050.00元（壹仟零伍拾元整），自2026年10月起发放，保障2人。", "发放至王样例名下登记的银行账户。"],
    ),
    "decision.facts": Term(_("查明的事实"), ["2026年9月8日入户调查（调查人：赵样例、孙样例）：与申报相符。"]),
    "decision.laws": Term(_("法律依据"), ["社会救助法 第十八条、第四十四条、第四十五条"]),
    "changes": Term(
        _("变更记载"),
        [{"date": "2026年10月", "members": "2", "amount": "1,050.00", "reason": "初次确认", "by": "钱样例"}],
    ),
    "hearing.opinion": Term(_("当事人意见"), "没有意见。"),
    "hearing.by": Term(_("听取人"), "赵样例"),
    "hearing.date": Term(_("听取日期"), "2026年11月20日"),
    "hearing.told": Term(_("告知内容"), ["经复核，您家庭的收入有变化，拟自2026年12月起减发。"]),
    "hearing.answer_until": Term(_("答复截止日"), "2026年11月27日"),
    "hearing.method": Term(_("告知方式"), "上门告知"),
    "hearing.subject": Term(_("拟作出的处理"), "拟自2026年12月起减发，每月由1,050.00元减为900.00元。"),
    "letter.title": Term(_("送达文书名称"), "最低生活保障确认告知书"),
    "letter.number": Term(_("送达文书文号"), "样民救〔2026〕1号"),
    "letter.served_on": Term(_("送达日期"), "2026年9月24日"),
    "letter.method": Term(_("送达方式"), "直接送达"),
    "letter.served_by": Term(_("送达人"), "赵样例"),
    # responsibility: filled by the rooms that hold the files
    "offence.person": Term(_("当事人"), "王样例"),
    "offence.facts": Term(_("违法事实"), ["2026年3月至6月隐瞒务工收入，骗取最低生活保障金4,800.00元。"]),
    "offence.evidence": Term(_("证据"), ["工资发放记录", "调查笔录"]),
    "offence.laws": Term(_("处理依据"), ["社会救助法 第七十三条"]),
    "offence.lines": Term(_("处理内容"), ["退回骗取的最低生活保障金4,800.00元。", "罚款4,800.00元。"]),
    "offence.hearing": Term(_("陈述申辩和听证权利"), "可以在收到本告知书之日起5个工作日内陈述、申辩或者要求听证。"),
    "offence.payment": Term(_("缴款方式和期限"), "收到本决定书之日起15日内缴至指定账户。"),
    "recovery.amount": Term(_("应退回金额"), "4,800.00元（肆仟捌佰元整）"),
    "recovery.reason": Term(_("退回原因"), "就业后未及时告知，2026年3月至6月多领4个月。"),
    "recovery.plan": Term(_("退回安排"), "分4期，每月20日前退回1,200.00元。"),
    # linked help: filled by the room of care
    "referral.target": Term(_("转介事项"), "教育救助"),
    "referral.head": Term(_("户主"), "王样例"),
    "referral.person": Term(_("为哪一位成员"), "王样例之子"),
    "referral.address": Term(_("家庭地址"), "样例镇样例村一组12号"),
    "referral.reason": Term(_("转介理由"), "孩子在义务教育年龄，家庭最低生活保障在保。"),
    "referral.law": Term(_("转介依据"), "社会救助暂行办法 第三十三条"),
    "referral.due": Term(_("反馈期限"), "2026年12月22日"),
    "training.person": Term(_("学员姓名"), "李样例"),
    "training.course": Term(_("培训班"), "家政服务员培训班"),
    "training.content": Term(_("培训内容"), "家庭保洁、老人照料、安全常识"),
    "training.organiser": Term(_("培训机构"), "样例市职业技能培训学校"),
    "training.place": Term(_("上课地点"), "样例镇便民服务中心"),
    "training.from": Term(_("第一天"), "2026年11月2日"),
    "training.until": Term(_("最后一天"), "2026年11月13日"),
    "training.days": Term(_("实际出勤天数"), "9"),
    "training.of_days": Term(_("应出勤天数"), "10"),
    "spot_check.rows": Term(
        _("抽查名单"),
        [{"number": "1", "case": "DB-420000-2026-00001", "name": "王样例", "place": "样例镇样例村", "reason": "随机"}],
    ),
    "spot_check.batch": Term(_("抽查批次"), "2026年第三季度"),
    "spot_check.size": Term(_("本批总户数"), "47"),
    "spot_check.drawn": Term(_("抽取户数"), "15"),
    "spot_check.seed": Term(_("随机种子"), "20260924"),
    "spot_check.date": Term(_("抽取日期"), "2026年9月24日"),
    "relatives": Term(
        _("近亲属备案"),
        [
            {
                "applicant": "王样例",
                "relation": "兄",
                "official": "王样例二",
                "post": "样例村村委会委员",
                "date": "2026年9月1日",
            }
        ],
    ),
}


# What the columns of the lists are called, where an author of a template reads them.
COLUMNS: dict[str, Any] = {
    "member": _("被赡养（抚养、扶养）人"),
    "name": _("姓名"), "relation": _("与户主关系"), "sex": _("性别"), "age": _("年龄"), "id_number": _("公民身份号码"),
    "health": _("健康状况"), "work": _("学习或工作"), "income": _("月收入"), "label": _("项目"), "needs": _("要求"),
    "has": _("您家的情况"), "differs": _("相差"), "law": _("依据"), "passed": _("是否符合"), "arises": _("是否涉及"),
    "value": _("数值"), "source": _("来源"), "members": _("人数"), "amount": _("金额"), "village": _("村（社区）"),
    "date": _("日期"), "reason": _("原因"), "by": _("经办"), "number": _("序号"), "case": _("办件编号"),
    "place": _("地点"),
    "applicant": _("申请人"), "official": _("有关人员"), "post": _("单位和职务"),
}  # fmt: skip


def term(path: str) -> Term:
    """Return the term of a path; KeyError for a name nobody declared."""
    return TERMS[path.partition("[]")[0]]


def sample() -> dict[str, Any]:
    """Return the whole vocabulary filled with samples, nested as the paths are."""
    nested: dict[str, Any] = {}
    for path, one in TERMS.items():
        if one.sample is not None:
            put(nested, path, one.sample)
    return nested


def put(nested: dict[str, Any], path: str, value: Any) -> None:
    """Write a value at a path."""
    *heads, last = path.split(".")
    for head in heads:
        nested = nested.setdefault(head, {})
    nested[last] = value


def look_up(nested: Any, path: str) -> Any:
    """Return what stands at a path, None where nothing does."""
    for name in path.split("."):
        if not isinstance(nested, dict):
            return None
        nested = nested.get(name)
    return None if nested == "" else nested

"""What temporary assistance asks of one request: what happened, to whom, where, how bad, and what was given before.

Incomes, costs and property are the shared facts; they matter to the expenditure type only.
"""

from minzheng.rules.fact import AskWhen, FactSpec, count, money, yes_no

HOUSEHOLD = "household"
PERSON = "person"

# The order of the two lets "at least" ask what concerns the emergency type alone.
TYPES = ((1, "支出型"), (2, "急难型"))
EMERGENCY = 2
CAUSES = (
    *((1, "火灾"), (2, "交通事故"), (3, "其他意外事件"), (4, "突发重大疾病"), (5, "残疾引起的突发困难")),
    *((6, "自然灾害"), (7, "遭受犯罪侵害或者民事侵权"), (8, "教育支出"), (9, "医疗支出")),
    *((10, "主要收入人死亡"), (11, "失业且没有失业保险"), (12, "其他特殊困难")),
)
TIES = ((1, "没有本地户籍，也没有居住证"), (2, "持有本地居住证"), (3, "本地户籍"))
SEVERITIES = ((1, "较轻"), (2, "中等"), (3, "严重"))
FORMS = ((1, "救助金"), (2, "转介服务"), (3, "实物"))
GOODS = 3
LONGEST_MONTHS = 6
MOST_INSTALMENTS = 12
MOST_ITEMS = 10_000
LONGEST_SINCE = 1_200


def _choice(code: str, label: str, about: str, choices: tuple[tuple[int, str], ...], **more: object) -> FactSpec:
    low, high = choices[0][0], choices[-1][0]
    return FactSpec(code, label, HOUSEHOLD, "choice", "choice", low, high, about, choices=choices, **more)  # type: ignore[arg-type]


WHAT = (
    _choice(
        "need_type",
        "困难类型",
        "急难型：突发意外、重病等，需要马上救助。支出型：教育、医疗等必需支出突然增加，家庭承担不了。",
        TYPES,
    ),
    _choice("cause_code", "困难原因", "选最主要的一项；几项都有的，选最先发生的。", CAUSES),
    yes_no(
        "is_urgent",
        "情况紧急，不能等",
        HOUSEHOLD,
        "72小时内，生命、吃饭、住处或者治疗有危险的，选“是”。",
        ask_when=(AskWhen("need_type", EMERGENCY),),
        not_asked=False,
    ),
    yes_no(
        "disaster_relief_pending",
        "自然灾害救助还没有给",
        HOUSEHOLD,
        "困难原因是自然灾害的才看：还没有得到灾害救助的，选“是”，先办灾害救助，剩下的困难再办临时救助。",
        default=False,
        who_provides="check",
    ),
)
WHO = (
    yes_no("is_affected", "受困、需要救助", PERSON, "这次困难影响到本人基本生活的，选“是”。救助金按受困的人数计算。"),
    yes_no(
        "applies_as_individual",
        "以个人名义申请",
        HOUSEHOLD,
        "只为本人申请，不以家庭申请的，选“是”。",
        default=False,
        who_provides="applicant",
    ),
    yes_no(
        "lacks_family_support",
        "暂时得不到家庭支持",
        HOUSEHOLD,
        "以个人名义申请的才问：家人联系不上、不在本地或者无力帮助的，选“是”。",
        ask_when=(AskWhen("applies_as_individual"),),
        not_asked=False,
    ),
    _choice("local_tie", "与本地的关系", "按申请人的户口簿、居住证填写。", TIES),
    yes_no(
        "happened_here",
        "困难发生在本地",
        HOUSEHOLD,
        "意外、急病发生在本县（市）的，选“是”；支出困难的，家庭现在住在本县（市）的，选“是”。",
    ),
)
STATUS = (
    yes_no("receives_dibao", "低保家庭", HOUSEHOLD, "正在享受低保的。", default=False, who_provides="check"),
    yes_no(
        "receives_destitute_support",
        "特困人员",
        HOUSEHOLD,
        "正在享受特困供养（五保）的。",
        default=False,
        who_provides="check",
    ),
    yes_no(
        "is_recognised_edge",
        "已认定的低保边缘家庭",
        HOUSEHOLD,
        "认定还在有效期内的。",
        default=False,
        who_provides="check",
    ),
    yes_no(
        "is_recognised_rigid",
        "已认定的刚性支出困难家庭",
        HOUSEHOLD,
        "认定还在有效期内的。",
        default=False,
        who_provides="check",
    ),
)
BEFORE = (
    yes_no(
        "same_cause_granted",
        "以前因同样原因得到过临时救助",
        HOUSEHOLD,
        "按困难原因的类别在救助记录中查找。",
        who_provides="check",
    ),
    yes_no(
        "is_same_event",
        "是同一件事",
        HOUSEHOLD,
        "与上一次是同一场事故、同一次住院等，选“是”；又发生了一次新的，选“否”。",
        ask_when=(AskWhen("same_cause_granted"),),
        not_asked=False,
        who_provides="check",
    ),
    FactSpec(
        "months_since_same_cause",
        "距上一次救助满几个月",
        HOUSEHOLD,
        "int",
        "months",
        0,
        LONGEST_SINCE,
        "从上一次决定的那天起，满几个月填几；不满一个月填0。",
        (AskWhen("same_cause_granted"),),
        not_asked=0,
        who_provides="check",
    ),
    money(
        "event_granted_fen",
        "同一件事已经给过的救助",
        HOUSEHOLD,
        "同一件事已经决定的临时救助合计，单位为元，由系统按事件编号加总：一件事不能拆成几笔来躲开上限。",
        default=0,
        who_provides="check",
    ),
    yes_no(
        "has_repeat_reason",
        "再次申请有正当理由",
        HOUSEHOLD,
        "同一件事再次申请的，要写明理由，由个案会商决定。",
        default=False,
        who_provides="check",
    ),
)
NEEDS = (
    yes_no(
        "needs_are_stated",
        "各项需要的金额都已查明",
        HOUSEHOLD,
        "缺什么、各要多少钱都登记了的，选“是”；有一项不知道的，选“否”。",
        default=False,
        who_provides="check",
    ),
    money(
        "needs_left_fen",
        "各项需要还差多少",
        HOUSEHOLD,
        "各项需要扣除其他来源为同一项已经给过的以后，还差多少，单位为元，由系统按合并台账算出：同一笔费用不重复救助。",
        ask_when=(AskWhen("needs_are_stated"),),
        not_asked=0,
        who_provides="check",
    ),
)
HOW_BAD = (
    FactSpec(
        "duration_months",
        "困难要持续几个月",
        HOUSEHOLD,
        "int",
        "months",
        1,
        LONGEST_MONTHS,
        "入户调查时估计，1至6个月；不满一个月填1。",
        who_provides="check",
    ),
    _choice("severity", "困难程度", "入户调查时按当地分档确定。", SEVERITIES, who_provides="check"),
    yes_no(
        "has_conflicting_facts",
        "各方说法不一致",
        HOUSEHOLD,
        "调查中关键事实互相矛盾、一时弄不清的，选“是”。",
        default=False,
        who_provides="check",
    ),
    yes_no(
        "needs_several_departments",
        "需要几个部门一起办",
        HOUSEHOLD,
        "需要民政以外的部门一起救助的，选“是”。",
        default=False,
        who_provides="check",
    ),
)
CONFERENCE = (
    money(
        "conference_grant_fen",
        "会商确定的金额",
        HOUSEHOLD,
        "需要个案会商的才填：会商记录写明的救助金额，单位为元；会商决定不救助的填0，还没有会商的留空。",
        who_provides="check",
    ),
)
GRANT = (
    _choice("help_form", "救助方式", "一般发放救助金。", FORMS, default=1, who_provides="check"),
    count(
        "goods_items",
        "实物件数",
        HOUSEHOLD,
        "发放实物的才填：从库里领出几件。",
        unit="items",
        maximum=MOST_ITEMS,
        ask_when=(AskWhen("help_form", GOODS),),
        not_asked=0,
        who_provides="check",
    ),
    FactSpec(
        "instalments",
        "分几次发放",
        HOUSEHOLD,
        "int",
        "times",
        1,
        MOST_INSTALMENTS,
        "一次发完的填1。分次发放的，每月一次。",
        default=1,
        who_provides="check",
    ),
    count(
        "instalments_paid",
        "已经发放了几次",
        HOUSEHOLD,
        unit="times",
        maximum=MOST_INSTALMENTS,
        default=0,
        who_provides="check",
    ),
    yes_no(
        "is_visited_since",
        "上一次发放以后探访过",
        HOUSEHOLD,
        "分次发放的，探访以后才能发下一次。",
        default=False,
        who_provides="check",
    ),
    yes_no(
        "is_difficulty_over",
        "探访发现困难已经解除",
        HOUSEHOLD,
        "选“是”的，余下的不再发放。",
        default=False,
        who_provides="check",
    ),
    yes_no(
        "is_opinion_heard",
        "取消余下的以前听取过本人意见",
        HOUSEHOLD,
        "有听取意见记录的，选“是”。",
        default=False,
        who_provides="check",
    ),
    money(
        "reserve_fund_fen",
        "乡镇备用金余额",
        HOUSEHOLD,
        "先行救助时备用金账上还有多少，单位为元。",
        who_provides="check",
    ),
)

FACTS: tuple[FactSpec, ...] = (*WHAT, *WHO, *STATUS, *BEFORE, *NEEDS, *HOW_BAD, *CONFERENCE, *GRANT)

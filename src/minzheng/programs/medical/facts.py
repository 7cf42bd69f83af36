"""What medical assistance asks beyond the shared facts: who the patient is, the bill, what the year has used up.

Money of the bill is fen of this one settlement. The facts that remember the year are never typed: they come from the
earlier bills of the same person and calendar year.
"""

from typing import Any

from minzheng.rules.fact import AskWhen, FactSpec, money, yes_no

PERSON, HOUSEHOLD = "person", "household"
LARGEST_BILL_FEN = 10**10
PREMIUM, FIXED, OUTPATIENT, INPATIENT = 1, 2, 3, 4
KINDS = (
    (PREMIUM, "资助参保"),
    (FIXED, "门诊定额救助"),
    (OUTPATIENT, "门诊慢特病费用"),
    (INPATIENT, "住院费用"),
)
SCHEMES = (
    (0, "不涉及"),
    (1, "新型农村合作医疗"),
    (2, "城镇居民医保（成年人）"),
    (3, "城镇居民医保（未成年人、学生）"),
    (4, "城乡居民医保"),
)
OF_PREMIUMS = (AskWhen("aid_kind", PREMIUM, PREMIUM),)
OF_FIXED = (AskWhen("aid_kind", FIXED, FIXED),)
OF_BILLS = (AskWhen("aid_kind", OUTPATIENT, INPATIENT),)
OF_AID = (AskWhen("aid_kind", FIXED, INPATIENT),)
SLIP = "按结算单填写，单位为元。没有的填0；不知道的留空。"
YEAR = "本年度此前各笔的累计，由系统算出，单位为元。"


def _status(code: str, label: str, about: str) -> FactSpec:
    """A status that another office confirmed; what is not recorded is not so."""
    return yes_no(code, label, PERSON, about, default=False, who_provides="check")


def _of_bill(code: str, label: str, about: str) -> FactSpec:
    return FactSpec(
        code, label, HOUSEHOLD, "fen", "fen", 0, LARGEST_BILL_FEN, f"{about}{SLIP}", OF_BILLS, 0, who_provides="check"
    )


def _remembered(code: str, label: str, asked: tuple[AskWhen, ...]) -> FactSpec:
    return money(code, label, HOUSEHOLD, YEAR, ask_when=asked, not_asked=0, who_provides="check")


def _about_bill(code: str, label: str, about: str, *, not_asked: bool) -> FactSpec:
    return yes_no(code, label, HOUSEHOLD, about, ask_when=OF_BILLS, not_asked=not_asked, who_provides="check")


def _choice(
    code: str, label: str, about: str, unit: str, choices: tuple[tuple[int, str], ...], **more: Any
) -> FactSpec:
    low, high = choices[0][0], choices[-1][0]
    return FactSpec(code, label, HOUSEHOLD, "choice", unit, low, high, about, choices=choices, **more)


PATIENT: tuple[FactSpec, ...] = (
    yes_no("is_patient", "本次救助的人员", PERSON, "看病的人，或者由政府资助参保的人。一次只填一人。", default=False),
    _status("is_dibao_recipient", "最低生活保障对象", "以低保的审核确认结果为准，不再重复审核。"),
    _status("is_edge_member", "低保边缘家庭成员", "以低保边缘家庭的认定结果为准。"),
    _status("is_rigid_member", "刚性支出困难家庭成员", "以刚性支出困难家庭的认定结果为准，在有效期内。"),
    _status("is_orphan", "孤儿、事实无人抚养儿童", "以民政部门的认定为准。"),
    _status("is_returned_to_poverty", "返贫致贫人口", "以农业农村部门的认定为准。"),
    _status("is_illness_poor", "因病致贫重病患者", "已经按当地办法认定的。"),
    _status("is_named_poor", "当地规定的其他特殊困难人员", "县级以上人民政府文件列明的。"),
    _status("is_key_pensioner", "重点优抚对象", "以退役军人事务部门（2018年以前为民政部门）的名册为准。"),
    _status("needs_chronic_care", "患慢性病需要长期门诊治疗", "以医疗机构的诊断为准，不限病种。公示、公布时不得出现。"),
)
CLAIM: tuple[FactSpec, ...] = (
    _choice("aid_kind", "申请哪一种救助", "一张结算单一次；资助参保、定额救助一年一次。", "aid_kind", KINDS),
    _about_bill(
        "is_insured",
        "已参加基本医疗保险",
        "新农合、居民医保、职工医保都算。医疗保险没有结算的，先去结算。",
        not_asked=True,
    ),
    yes_no(
        "could_not_enrol",
        "因客观原因没能参保",
        HOUSEHOLD,
        "例如刚被认定、错过缴费期；自己不愿参保的不算。",
        default=False,
        who_provides="check",
    ),
    _of_bill("bill_fen", "医疗总费用", "这张结算单的总额。"),
    _of_bill("out_of_catalogue_fen", "目录外费用（全自费）", "不在医保药品、耗材、诊疗目录内的。"),
    _of_bill("not_allowed_fen", "其他不符合规定的费用", "超限价、违规住院等不予支付的部分。"),
    _of_bill("basic_insurance_fen", "基本医疗保险支付", "新农合、居民医保或者职工医保统筹基金支付的。"),
    _of_bill("serious_illness_insurance_fen", "大病保险支付", "居民大病保险或者职工大额医疗费用补助支付的。"),
    _of_bill("supplementary_fen", "其他补充医疗保险支付", "公务员补助、企业补充保险、大病保险试点等。"),
    _of_bill("commercial_fen", "商业保险赔付", "商业健康保险、意外险等对这笔费用的赔付。"),
    _about_bill("is_at_designated_hospital", "在定点医疗机构就医", "急诊抢救的，按当地规定视同定点。", not_asked=True),
    _about_bill(
        "was_recognised_at_treatment",
        "就医时已是救助对象",
        "因病致贫的，当地规定可以追溯的期间也填“是”。",
        not_asked=True,
    ),
    _about_bill("bill_aided_before", "这张结算单已经救助过", "同一张票据只救助一次。", not_asked=False),
    _about_bill(
        "follows_referral_in_province",
        "在省内就医且符合转诊规定",
        "在本地就医的填“是”；只影响倾斜救助。",
        not_asked=False,
    ),
    FactSpec(
        "listed_from_month",
        "本年度从几月起在名册内",
        HOUSEHOLD,
        "int",
        "month",
        1,
        12,
        "全年都在的填1，7月进入名册的填7。",
        OF_FIXED,
        1,
        who_provides="check",
    ),
    _choice(
        "insurance_scheme",
        "参加哪一种居民医保",
        "按参保登记填写。",
        "insurance_scheme",
        SCHEMES,
        ask_when=OF_PREMIUMS,
        not_asked=0,
        who_provides="check",
    ),
    yes_no(
        "enrolled_elsewhere",
        "已在别处参保或者已参加职工医保",
        HOUSEHOLD,
        "不得重复参保，也就不再资助。",
        ask_when=OF_PREMIUMS,
        not_asked=False,
        who_provides="check",
    ),
)
REMEMBERED: tuple[FactSpec, ...] = (
    _remembered("self_paid_before_fen", "本年度此前的政策范围内自付", OF_BILLS),
    _remembered("deductible_used_fen", "本年度此前已抵的起付标准", OF_BILLS),
    _remembered("aid_before_fen", "本年度此前的医疗救助", OF_AID),
    _remembered("own_share_before_fen", "本年度此前救助后的个人负担（可倾斜救助的）", OF_BILLS),
    _remembered("tilted_before_fen", "本年度此前的倾斜救助", OF_BILLS),
    _remembered("fixed_before_fen", "本年度此前的门诊定额救助", OF_FIXED),
    _remembered("premium_before_fen", "本年度此前的参保资助", OF_PREMIUMS),
)

FACTS: tuple[FactSpec, ...] = (*PATIENT, *CLAIM, *REMEMBERED)

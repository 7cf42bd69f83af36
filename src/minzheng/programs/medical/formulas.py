"""One bill: what the payers left, the deductible and the cap of the year, the aid. Other files: groups, since 2021.

Own-expense items never count. The deductible and the cap belong to the calendar year: the facts that remember say what
earlier bills used up. Each aid is rounded once, half up to the fen.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, States, household

from .citations import AID, EVER, FUND_RULES, SINCE_2014, within

PREMIUM, FIXED, OUTPATIENT, INPATIENT = 1, 2, 3, 4
YES = 1
UNINSURED = {
    **within(AID, ("notice_81",)),
    **dict.fromkeys(SINCE_2014, f"{FUND_RULES} 第八条"),
}
KIND = dict.fromkeys(EVER, "医疗救助的方式（资助参保、定额、比例）")


@household.value("是资助参保", law=KIND, unit="yes_no")
def is_premium(aid_kind: int) -> bool:
    return aid_kind == PREMIUM


@household.value("是费用救助或者定额救助", law=KIND, unit="yes_no")
def is_aid(aid_kind: int) -> bool:
    return aid_kind >= FIXED


@household.value("是门诊定额救助", law=KIND, unit="yes_no")
def is_fixed(aid_kind: int) -> bool:
    return aid_kind == FIXED


@household.value("是医疗费用救助", law=KIND, unit="yes_no")
def is_bill(aid_kind: int) -> bool:
    return aid_kind >= OUTPATIENT


# ---- what the payers left


@household.value("政策范围内费用", law=AID)
def policy_scope_fen(bill_fen: Fen, out_of_catalogue_fen: Fen, not_allowed_fen: Fen) -> Fen:
    return max(0, bill_fen - out_of_catalogue_fen - not_allowed_fen)


@household.value("各项保险支付合计", law=within(AID, SINCE_2014))
def insurers_fen(
    basic_insurance_fen: Fen, serious_illness_insurance_fen: Fen, supplementary_fen: Fen, commercial_fen: Fen
) -> Fen:
    return basic_insurance_fen + serious_illness_insurance_fen + supplementary_fen + commercial_fen


@household.value("结算单各项合计", law=AID)
def accounted_fen(out_of_catalogue_fen: Fen, not_allowed_fen: Fen, insurers_fen: Fen) -> Fen:
    return out_of_catalogue_fen + not_allowed_fen + insurers_fen


@household.value("保险支付后的政策范围内自付", law=AID)
def burden_fen(policy_scope_fen: Fen, insurers_fen: Fen) -> Fen:
    return max(0, policy_scope_fen - insurers_fen)


@household.condition(
    "医疗保险先行结算",
    law=UNINSURED,
    shows=States("已参加医疗保险，或者确因客观原因没能参保而当地允许直接救助", "没有参保，应先办理参保", "is_bill"),
)
def insurance_comes_first(is_insured: bool, is_bill: bool, uninsured_aided: int, could_not_enrol: bool = False) -> bool:
    return not is_bill or is_insured or (could_not_enrol and uninsured_aided == YES)


@household.condition(
    "结算单各项合计不超过总费用",
    law=AID,
    shows=Compare("accounted_fen", "<=", "bill_fen", concerns="is_bill"),
)
def settlement_adds_up(accounted_fen: Fen, bill_fen: Fen, is_bill: bool) -> bool:
    return accounted_fen <= bill_fen or not is_bill


@household.condition(
    "这张结算单没有救助过",
    law=AID,
    shows=States("一张结算单只救助一次", "这张结算单已经救助过", "is_bill"),
)
def is_used_once(is_bill: bool, bill_aided_before: bool) -> bool:
    return not is_bill or not bill_aided_before


@household.condition(
    "在定点医疗机构就医",
    law=AID,
    shows=States("定点医疗机构（急诊抢救视同）", "不是定点医疗机构", "is_bill"),
)
def is_designated(is_bill: bool, is_at_designated_hospital: bool) -> bool:
    return not is_bill or is_at_designated_hospital


@household.condition(
    "就医时已是救助对象",
    law=AID,
    shows=States("就医时已具备救助对象身份", "就医时还不是救助对象", "is_bill"),
)
def is_in_membership(is_bill: bool, was_recognised_at_treatment: bool) -> bool:
    return not is_bill or was_recognised_at_treatment


@household.value("本笔计入全年累计", law=AID, unit="yes_no")
def bill_counts(
    is_bill: bool,
    has_one_patient: bool,
    is_in_group: bool,
    insurance_comes_first: bool,
    settlement_adds_up: bool,
    is_used_once: bool,
    is_designated: bool,
    is_in_membership: bool,
) -> bool:
    is_sound = has_one_patient and is_in_group and settlement_adds_up
    return is_bill and is_sound and insurance_comes_first and is_used_once and is_designated and is_in_membership


# ---- the deductible and the cap of the year


@household.value("本年度起付标准的余额", law=AID)
def deductible_left_fen(deductible_fen: Fen, deductible_used_fen: Fen) -> Fen:
    return max(0, deductible_fen - deductible_used_fen)


@household.value("本笔抵掉的起付标准", law=AID)
def deductible_reached_fen(burden_fen: Fen, deductible_left_fen: Fen) -> Fen:
    return min(burden_fen, deductible_left_fen)


@household.value("计算救助的费用（超过起付标准的部分）", law=AID)
def base_fen(burden_fen: Fen, deductible_reached_fen: Fen) -> Fen:
    return max(0, burden_fen - deductible_reached_fen)


@household.value("结算单可以计算", law=AID, unit="yes_no")
def is_sound_bill(is_bill: bool, settlement_adds_up: bool) -> bool:
    return is_bill and settlement_adds_up


@household.condition(
    "政策范围内自付超过起付标准的余额",
    law=AID,
    shows=Compare("burden_fen", ">", "deductible_left_fen", concerns="is_sound_bill"),
)
def is_over_deductible(burden_fen: Fen, deductible_left_fen: Fen, is_sound_bill: bool) -> bool:
    return burden_fen > deductible_left_fen or not is_sound_bill


@household.value("本年度限额的余额", law=AID)
def cap_left_fen(medical_annual_cap_fen: Fen, aid_before_fen: Fen) -> Fen:
    return max(0, medical_annual_cap_fen - aid_before_fen)


@household.value("本笔比例救助（不超过限额余额）", law=AID)
def ordinary_aid_fen(reckoned_fen: Fen, cap_left_fen: Fen) -> Fen:
    return min(reckoned_fen, cap_left_fen)


@household.value("个人实际负担", law=AID)
def self_pays_fen(bill_fen: Fen, insurers_fen: Fen, bill_aid_fen: Fen) -> Fen:
    return max(0, bill_fen - insurers_fen - bill_aid_fen)


# ---- what the year remembers of this claim


@household.value("计入全年累计的自付", law=AID)
def burden_counted_fen(bill_counts: bool, burden_fen: Fen) -> Fen:
    return burden_fen if bill_counts else 0


@household.value("计入全年累计的起付标准", law=AID)
def deductible_counted_fen(bill_counts: bool, deductible_reached_fen: Fen) -> Fen:
    return deductible_reached_fen if bill_counts else 0


@household.value("计入全年限额的救助", law=AID)
def aid_counted_fen(bill_counts: bool, ordinary_aid_fen: Fen, fixed_counted_fen: Fen) -> Fen:
    return (ordinary_aid_fen if bill_counts else 0) + fixed_counted_fen


@household.amount("本次医疗救助金额", law=AID)
def benefit_fen(is_premium: bool, is_fixed: bool, premium_aid_fen: Fen, fixed_aid_fen: Fen, bill_aid_fen: Fen) -> Fen:
    if is_premium:
        return premium_aid_fen
    return fixed_aid_fen if is_fixed else bill_aid_fen

"""Until 2021-10-27: three groups, one ratio each, one cap; since 2015-04-21 no less than 70 per cent for key groups."""

from minzheng.kernel.arithmetic import share
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, household, person

from .citations import AID, EARLY, WHO, within

NOBODY, DESTITUTE, DIBAO, OTHERS = 0, 1, 2, 5
BASIS = 10_000
IN_FORCE = within(AID, EARLY)


@person.value("本人的救助类别（就高不就低）", law=within(WHO, EARLY), unit="aid_group")
def own_group(is_destitute: bool = False, is_dibao_recipient: bool = False, is_named_poor: bool = False) -> int:
    if is_destitute:
        return DESTITUTE
    if is_dibao_recipient:
        return DIBAO
    return OTHERS if is_named_poor else NOBODY


@household.value("本年度起付标准", law=IN_FORCE)
def deductible_fen(group: int, medical_deductible_others_fen: Fen) -> Fen:
    return medical_deductible_others_fen if group == OTHERS else 0


@household.value("各项保险支付合计", law=within(AID, ("notice_81",)))
def insurers_fen(basic_insurance_fen: Fen, supplementary_fen: Fen, commercial_fen: Fen) -> Fen:
    return basic_insurance_fen + supplementary_fen + commercial_fen


@household.value("当地的救助比例", law=IN_FORCE, unit="basis_points")
def local_ratio(group: int, medical_ratio_destitute: int, medical_ratio_dibao: int, medical_ratio_others: int) -> int:
    if group == DESTITUTE:
        return medical_ratio_destitute
    if group == DIBAO:
        return medical_ratio_dibao
    return medical_ratio_others if group == OTHERS else 0


@household.value("救助比例", law=within(AID, ("notice_81", "order_649")), unit="basis_points")
def ratio(local_ratio: int) -> int:
    return local_ratio


@household.value("按比例计算的救助", law=IN_FORCE)
def reckoned_fen(base_fen: Fen, ratio: int) -> Fen:
    return share(base_fen, ratio, BASIS)


@household.condition(
    "本年度救助没有达到限额",
    law=IN_FORCE,
    shows=Compare("aid_before_fen", "<", "medical_annual_cap_fen", concerns="is_aid"),
)
def has_room(aid_before_fen: Fen, medical_annual_cap_fen: Fen, is_aid: bool) -> bool:
    return aid_before_fen < medical_annual_cap_fen or not is_aid


@household.value("本笔费用救助", law=IN_FORCE)
def bill_aid_fen(ordinary_aid_fen: Fen) -> Fen:
    return ordinary_aid_fen

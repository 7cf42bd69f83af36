"""Since 2021-10-28, within three guarantees: a deductible by group, one or two bands, the ratio of each, the cap.

Bands run over what the person bore within policy scope in the year, deductible included; outpatient bills may get a
part of the inpatient ratio. One rounding.
"""

from minzheng.kernel.arithmetic import round_half_up, share
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household

from .citations import AID, SINCE_2021, within

DESTITUTE, DIBAO, MONITORED, EDGE, OTHERS = 1, 2, 3, 4, 5
OUTPATIENT = 3
BY_INCOME = 1
BASIS = 10_000
LAW = within(AID, SINCE_2021)


@household.value("按上年人均可支配收入比例的起付标准", law=LAW)
def deductible_by_income_fen(
    group: int,
    medical_income_base_fen: Fen,
    medical_deductible_monitored_rate: int,
    medical_deductible_edge_rate: int,
    medical_deductible_others_rate: int,
) -> Fen:
    if group == MONITORED:
        return share(medical_income_base_fen, medical_deductible_monitored_rate, BASIS)
    if group == EDGE:
        return share(medical_income_base_fen, medical_deductible_edge_rate, BASIS)
    return share(medical_income_base_fen, medical_deductible_others_rate, BASIS) if group == OTHERS else 0


@household.value("当地定额的起付标准", law=LAW)
def deductible_fixed_fen(
    group: int,
    medical_deductible_monitored_fen: Fen,
    medical_deductible_edge_fen: Fen,
    medical_deductible_others_fen: Fen,
) -> Fen:
    if group == MONITORED:
        return medical_deductible_monitored_fen
    if group == EDGE:
        return medical_deductible_edge_fen
    return medical_deductible_others_fen if group == OTHERS else 0


@household.value("本年度起付标准", law=LAW)
def deductible_fen(medical_deductible_way: int, deductible_by_income_fen: Fen, deductible_fixed_fen: Fen) -> Fen:
    return deductible_by_income_fen if medical_deductible_way == BY_INCOME else deductible_fixed_fen


@household.value("第一段的救助比例", law=LAW, unit="basis_points")
def ratio(
    group: int,
    medical_key_ratio_floor: int,
    medical_ratio_destitute: int,
    medical_ratio_dibao: int,
    medical_ratio_monitored: int,
    medical_ratio_edge: int,
    medical_ratio_others: int,
) -> int:
    if group == DESTITUTE:
        return max(medical_ratio_destitute, medical_key_ratio_floor)
    if group == DIBAO:
        return max(medical_ratio_dibao, medical_key_ratio_floor)
    if group == MONITORED:
        return medical_ratio_monitored
    if group == EDGE:
        return medical_ratio_edge
    return medical_ratio_others if group == OTHERS else 0


@household.value("第一段以上的救助比例", law=LAW, unit="basis_points")
def ratio_above(
    group: int,
    ratio: int,
    medical_ratio_above_dibao: int,
    medical_ratio_above_monitored: int,
    medical_ratio_above_edge: int,
    medical_ratio_above_others: int,
) -> int:
    if group == DIBAO:
        return max(medical_ratio_above_dibao, ratio)
    if group == MONITORED:
        return medical_ratio_above_monitored
    if group == EDGE:
        return medical_ratio_above_edge
    return medical_ratio_above_others if group == OTHERS else ratio


@household.value("第一段的终点（0为不分段）", law=LAW)
def band_end_fen(group: int, medical_band_dibao_fen: Fen, medical_band_rest_fen: Fen) -> Fen:
    if group == DIBAO:
        return medical_band_dibao_fen
    return medical_band_rest_fen if group == MONITORED or group == EDGE or group == OTHERS else 0


@household.value("其中第一段", law=LAW)
def first_part_fen(
    base_fen: Fen, burden_fen: Fen, deductible_reached_fen: Fen, self_paid_before_fen: Fen, band_end_fen: Fen
) -> Fen:
    if band_end_fen == 0:
        return base_fen
    reaches = min(self_paid_before_fen + burden_fen, band_end_fen)
    return max(0, min(base_fen, reaches - self_paid_before_fen - deductible_reached_fen))


@household.value("门诊折算比例（住院不折算）", law=LAW, unit="basis_points")
def kind_part(aid_kind: int, medical_outpatient_part: int) -> int:
    return medical_outpatient_part if aid_kind == OUTPATIENT else BASIS


@household.value("按比例计算的救助", law=LAW)
def reckoned_fen(base_fen: Fen, first_part_fen: Fen, ratio: int, ratio_above: int, kind_part: int) -> Fen:
    above = max(0, base_fen - first_part_fen)
    return round_half_up((first_part_fen * ratio + above * ratio_above) * kind_part, BASIS * BASIS)

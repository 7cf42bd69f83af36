"""Since 2021-10-28, the second step (倾斜救助): what is still heavy after three guarantees, with a cap of its own.

Only for treatment in the province by the rules of referral; the cap of the first step does not touch it.
"""

from minzheng.kernel.arithmetic import share
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import States, household

from .citations import AID, SINCE_2021, within

DESTITUTE, DIBAO, MONITORED, EDGE, OTHERS = 1, 2, 3, 4, 5
BASIS = 10_000
LAW = within(AID, SINCE_2021)


@household.value("三重保障后的个人负担（可倾斜救助的）", law=LAW)
def own_share_fen(burden_fen: Fen, ordinary_aid_fen: Fen, follows_referral_in_province: bool) -> Fen:
    return max(0, burden_fen - ordinary_aid_fen) if follows_referral_in_province else 0


@household.value("倾斜救助的起点", law=LAW)
def tilted_threshold_fen(group: int, tilted_threshold_key_fen: Fen, tilted_threshold_rest_fen: Fen) -> Fen:
    return tilted_threshold_rest_fen if group == EDGE or group == OTHERS else tilted_threshold_key_fen


@household.value("倾斜救助的比例", law=LAW, unit="basis_points")
def tilted_ratio(
    group: int,
    tilted_ratio_destitute: int,
    tilted_ratio_dibao: int,
    tilted_ratio_monitored: int,
    tilted_ratio_edge: int,
    tilted_ratio_others: int,
) -> int:
    if group == DESTITUTE:
        return tilted_ratio_destitute
    if group == DIBAO:
        return tilted_ratio_dibao
    if group == MONITORED:
        return tilted_ratio_monitored
    if group == EDGE:
        return tilted_ratio_edge
    return tilted_ratio_others if group == OTHERS else 0


@household.value("超过起点的部分", law=LAW)
def tilted_base_fen(own_share_fen: Fen, own_share_before_fen: Fen, tilted_threshold_fen: Fen) -> Fen:
    return max(0, own_share_fen - max(0, tilted_threshold_fen - own_share_before_fen))


@household.value("本笔倾斜救助", law=LAW)
def tilted_aid_fen(tilted_base_fen: Fen, tilted_ratio: int, tilted_cap_fen: Fen, tilted_before_fen: Fen) -> Fen:
    return min(share(tilted_base_fen, tilted_ratio, BASIS), max(0, tilted_cap_fen - tilted_before_fen))


@household.condition(
    "本年度限额内还可以救助",
    law=LAW,
    shows=States("本年度限额（含倾斜救助的限额）还有余额", "本年度救助已经达到限额", "is_aid"),
)
def has_room(cap_left_fen: Fen, tilted_aid_fen: Fen, is_aid: bool) -> bool:
    return cap_left_fen > 0 or tilted_aid_fen > 0 or not is_aid


@household.value("本笔费用救助（含倾斜救助）", law=LAW)
def bill_aid_fen(ordinary_aid_fen: Fen, tilted_aid_fen: Fen) -> Fen:
    return ordinary_aid_fen + tilted_aid_fen


@household.value("计入全年累计的个人负担", law=LAW)
def own_share_counted_fen(bill_counts: bool, own_share_fen: Fen) -> Fen:
    return own_share_fen if bill_counts else 0


@household.value("计入全年限额的倾斜救助", law=LAW)
def tilted_counted_fen(bill_counts: bool, tilted_aid_fen: Fen) -> Fen:
    return tilted_aid_fen if bill_counts else 0

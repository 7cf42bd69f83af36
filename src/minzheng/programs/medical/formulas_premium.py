"""Premiums (资助参保): a share of what the person would pay, once a year, straight to the insurance account."""

from minzheng.kernel.arithmetic import share
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, States, household, members, person

from .citations import FUND_RULES, PREMIUM, SINCE_2014, SINCE_2021, within

DESTITUTE, DIBAO, MONITORED, EDGE, OTHERS = 1, 2, 3, 4, 5
RESIDENT = 4
BY_SUM = 2
BASIS = 10_000
LAW = within(PREMIUM, SINCE_2021)
TRANSFER = {**within(PREMIUM, ("notice_81",)), **dict.fromkeys(SINCE_2014, f"{FUND_RULES} 第十一条")}


@person.value("重点优抚对象", law=PREMIUM, unit="yes_no")
def is_pensioner(is_key_pensioner: bool = False) -> bool:
    return is_key_pensioner


is_pensioner_helped = members.any("是重点优抚对象", law=PREMIUM, of="is_pensioner", where="is_helped")


@household.value("本人应缴的参保费", law=LAW)
def own_premium_fen(insurance_scheme: int, premium_resident_fen: Fen) -> Fen:
    return premium_resident_fen if insurance_scheme == RESIDENT else 0


@household.value("按比例的参保资助", law=LAW)
def premium_by_share_fen(
    group: int,
    is_pensioner_helped: bool,
    own_premium_fen: Fen,
    premium_share_destitute: int,
    premium_share_dibao: int,
    premium_share_monitored: int,
    premium_share_others: int,
    premium_share_pensioner: int,
) -> Fen:
    mine = premium_share_others if group == EDGE or group == OTHERS else 0
    if group == DESTITUTE:
        mine = premium_share_destitute
    if group == DIBAO:
        mine = premium_share_dibao
    if group == MONITORED:
        mine = premium_share_monitored
    pensioner = premium_share_pensioner if is_pensioner_helped else 0
    return share(own_premium_fen, max(mine, pensioner), BASIS)


@household.value("本年度的参保资助", law=LAW)
def premium_due_fen(
    group: int,
    own_premium_fen: Fen,
    premium_by_share_fen: Fen,
    premium_way: int,
    premium_sum_dibao_fen: Fen,
    premium_sum_monitored_fen: Fen,
) -> Fen:
    if premium_way == BY_SUM and group == DIBAO:
        return min(own_premium_fen, premium_sum_dibao_fen)
    if premium_way == BY_SUM and group == MONITORED:
        return min(own_premium_fen, premium_sum_monitored_fen)
    return premium_by_share_fen


@household.condition(
    "属于资助参保的对象",
    law=PREMIUM,
    shows=States("属于当时当地资助参保的对象和险种", "不属于当时当地资助参保的对象或者险种", "is_premium"),
)
def premium_is_subsidised(is_premium: bool, premium_due_fen: Fen) -> bool:
    return premium_due_fen > 0 or not is_premium


@household.condition(
    "没有重复参保",
    law=PREMIUM,
    shows=States("只参加这一种基本医疗保险", "已在别处参保或者已参加职工医保", "is_premium"),
)
def is_enrolled_once(is_premium: bool, enrolled_elsewhere: bool) -> bool:
    return not is_premium or not enrolled_elsewhere


@household.value("问到资助而属于对象", law=PREMIUM, unit="yes_no")
def premium_is_open(is_premium: bool, premium_due_fen: Fen) -> bool:
    return is_premium and premium_due_fen > 0


@household.condition(
    "本年度的参保没有资助过",
    law=PREMIUM,
    shows=Compare("premium_before_fen", "<", "premium_due_fen", concerns="premium_is_open"),
)
def premium_is_not_paid(premium_before_fen: Fen, premium_due_fen: Fen, premium_is_open: bool) -> bool:
    return premium_before_fen < premium_due_fen or not premium_is_open


@household.value("本次参保资助", law=PREMIUM)
def premium_aid_fen(premium_due_fen: Fen, premium_before_fen: Fen) -> Fen:
    return max(0, premium_due_fen - premium_before_fen)


@household.value("计入全年累计的参保资助", law=PREMIUM)
def premium_counted_fen(is_premium: bool, has_one_patient: bool, is_enrolled_once: bool, premium_aid_fen: Fen) -> Fen:
    return premium_aid_fen if is_premium and has_one_patient and is_enrolled_once else 0


@household.value("直接划入医保基金，不发给个人", law=TRANSFER, unit="yes_no")
def is_paid_to_insurance(is_premium: bool) -> bool:
    return is_premium

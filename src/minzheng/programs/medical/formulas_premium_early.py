"""Premiums until 2021-10-27: the rural scheme and the town residents' insurance, for minors at a lower rate."""

from minzheng.kernel.arithmetic import share
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household

from .citations import EARLY, PREMIUM, within

DESTITUTE, DIBAO, OTHERS = 1, 2, 5
RURAL, URBAN_ADULT, URBAN_MINOR = 1, 2, 3
BASIS = 10_000
LAW = within(PREMIUM, EARLY)


@household.value("本人应缴的参保费", law=within(PREMIUM, ("notice_81", "order_649")))
def own_premium_fen(
    insurance_scheme: int, premium_rural_fen: Fen, premium_urban_adult_fen: Fen, premium_urban_minor_fen: Fen
) -> Fen:
    if insurance_scheme == RURAL:
        return premium_rural_fen
    if insurance_scheme == URBAN_ADULT:
        return premium_urban_adult_fen
    return premium_urban_minor_fen if insurance_scheme == URBAN_MINOR else 0


@household.value("本年度的参保资助", law=LAW)
def premium_due_fen(
    group: int,
    is_pensioner_helped: bool,
    own_premium_fen: Fen,
    premium_share_destitute: int,
    premium_share_dibao: int,
    premium_share_others: int,
    premium_share_pensioner: int,
) -> Fen:
    mine = premium_share_others if group == OTHERS else 0
    if group == DESTITUTE:
        mine = premium_share_destitute
    if group == DIBAO:
        mine = premium_share_dibao
    pensioner = premium_share_pensioner if is_pensioner_helped else 0
    return share(own_premium_fen, max(mine, pensioner), BASIS)

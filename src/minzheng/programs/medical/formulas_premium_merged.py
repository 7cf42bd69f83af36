"""Premiums between 2015-04-21 and 2021-10-27: the merged residents' insurance stands beside the two it replaced."""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household

from .citations import PREMIUM, within

RURAL, URBAN_ADULT, URBAN_MINOR, RESIDENT = 1, 2, 3, 4


@household.value("本人应缴的参保费", law=within(PREMIUM, ("notice_30",)))
def own_premium_fen(
    insurance_scheme: int,
    premium_rural_fen: Fen,
    premium_urban_adult_fen: Fen,
    premium_urban_minor_fen: Fen,
    premium_resident_fen: Fen,
) -> Fen:
    if insurance_scheme == RURAL:
        return premium_rural_fen
    if insurance_scheme == URBAN_ADULT:
        return premium_urban_adult_fen
    if insurance_scheme == URBAN_MINOR:
        return premium_urban_minor_fen
    return premium_resident_fen if insurance_scheme == RESIDENT else 0

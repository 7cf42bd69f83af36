"""The caps of an application from 2012-12-12 to 2021-06-30: one set, for a household and for who applies alone."""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household

from .citations import since_2012

PROPERTY = since_2012("第四条、第十七条", "第九条")

MONTHS_IN_YEAR = 12


@household.value("金融资产上限", law=PROPERTY)
def assets_cap_fen(line_fen: Fen, owners: int, financial_assets_cap: int) -> Fen:
    return line_fen * MONTHS_IN_YEAR * financial_assets_cap * owners


@household.value("生活用机动车上限", law=PROPERTY, unit="cars")
def cars_cap(passenger_cars_cap: int) -> int:
    return passenger_cars_cap


@household.value("住房套数上限", law=PROPERTY, unit="houses")
def homes_cap(houses_cap: int) -> int:
    return houses_cap

"""The property side of “no source of income” since 2016-10-10: what applicants own themselves, within local caps."""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, household, members

from .citations import since_2016

PROPERTY = since_2016("第六条、第七条", "第二十三条")

own_assets_total_fen = members.sum("申请人金融资产合计", law=PROPERTY, of="own_assets_fen", where="is_applicant")
own_cars_total = members.sum("申请人生活用机动车合计", law=PROPERTY, of="own_cars", where="is_applicant", unit="cars")
own_houses_total = members.sum("申请人住房合计", law=PROPERTY, of="own_houses", where="is_applicant", unit="houses")


@household.value("申请人金融资产上限", law=PROPERTY)
def own_assets_cap_fen(head_line_fen: Fen, destitute_assets_cap: int, applicants: int) -> Fen:
    return head_line_fen * destitute_assets_cap * applicants


@household.value("申请人生活用机动车上限", law=PROPERTY, unit="cars")
def own_cars_cap(destitute_cars_cap: int, applicants: int) -> int:
    return destitute_cars_cap * applicants


@household.value("申请人住房上限", law=PROPERTY, unit="houses")
def own_houses_cap(destitute_houses_cap: int, applicants: int) -> int:
    return destitute_houses_cap * applicants


@household.condition(
    "金融资产不超过规定上限", law=PROPERTY, shows=Compare("own_assets_total_fen", "<=", "own_assets_cap_fen")
)
def assets_within_cap(own_assets_total_fen: Fen, own_assets_cap_fen: Fen) -> bool:
    return own_assets_total_fen <= own_assets_cap_fen


@household.condition(
    "生活用机动车不超过规定数量", law=PROPERTY, shows=Compare("own_cars_total", "<=", "own_cars_cap", "cars")
)
def cars_within_cap(own_cars_total: int, own_cars_cap: int) -> bool:
    return own_cars_total <= own_cars_cap


@household.condition(
    "住房不超过规定套数", law=PROPERTY, shows=Compare("own_houses_total", "<=", "own_houses_cap", "houses")
)
def houses_within_cap(own_houses_total: int, own_houses_cap: int) -> bool:
    return own_houses_total <= own_houses_cap

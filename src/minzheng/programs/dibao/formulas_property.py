"""What a household may own: caps since 2012-12-12, those of edge households since 2021-07-01.

Who applies alone is held to the caps of edge households. Mobility vehicles of the disabled never count.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, States, household

from .citations import since_2012, since_2021

IN_2012 = since_2012("第四条、第十七条", "第九条")
IN_2021 = since_2021("第十四条", "第十八条")
PROPERTY = {**IN_2012, **IN_2021}
EDGE = since_2021("第八条", "第二十一条")

MONTHS_IN_YEAR = 12


@household.value("计入财产的生活用机动车（残疾人功能性补偿代步车辆除外）", law=PROPERTY, unit="cars")
def counted_cars(passenger_cars: int, mobility_vehicles: int = 0) -> int:
    return max(0, passenger_cars - mobility_vehicles)


@household.value("低保家庭金融资产上限", law=PROPERTY)
def dibao_assets_cap_fen(line_fen: Fen, members_counted: int, financial_assets_cap: int) -> Fen:
    return line_fen * MONTHS_IN_YEAR * financial_assets_cap * members_counted


@household.value("符合低保家庭财产状况", law=PROPERTY, unit="yes_no")
def has_dibao_property(
    financial_assets_fen: Fen,
    dibao_assets_cap_fen: Fen,
    counted_cars: int,
    passenger_cars_cap: int,
    houses: int,
    houses_cap: int,
    bought_house_in_3_years: bool,
    employs_others: bool,
) -> bool:
    owned = financial_assets_fen <= dibao_assets_cap_fen and counted_cars <= passenger_cars_cap and houses <= houses_cap
    return owned and not bought_house_in_3_years and not employs_others


@household.value("计算财产上限的人数", law=PROPERTY, unit="people")
def owners(is_single_application: bool, members_counted: int) -> int:
    return max(1, members_counted) if is_single_application else members_counted


@household.value("低保边缘家庭金融资产上限", law=EDGE)
def edge_assets_cap_fen(line_fen: Fen, owners: int, edge_financial_assets_cap: int) -> Fen:
    return line_fen * MONTHS_IN_YEAR * edge_financial_assets_cap * owners


@household.value("低保边缘家庭生活用机动车现值上限", law=EDGE)
def edge_car_value_cap_fen(line_fen: Fen, edge_car_value_cap: int) -> Fen:
    return line_fen * MONTHS_IN_YEAR * edge_car_value_cap


@household.value("符合低保边缘家庭财产状况", law=EDGE, unit="yes_no")
def has_edge_property(
    financial_assets_fen: Fen,
    edge_assets_cap_fen: Fen,
    counted_cars: int,
    edge_passenger_cars_cap: int,
    cars_value_fen: Fen,
    edge_car_value_cap_fen: Fen,
    houses: int,
    edge_houses_cap: int,
    bought_house_in_3_years: bool,
    employs_others: bool,
) -> bool:
    money = financial_assets_fen <= edge_assets_cap_fen
    cars = counted_cars <= edge_passenger_cars_cap and cars_value_fen <= edge_car_value_cap_fen
    return money and cars and houses <= edge_houses_cap and not bought_house_in_3_years and not employs_others


# ---- the caps of this application


@household.value("金融资产上限", law=IN_2021)
def assets_cap_fen(is_single_application: bool, edge_assets_cap_fen: Fen, dibao_assets_cap_fen: Fen) -> Fen:
    return edge_assets_cap_fen if is_single_application else dibao_assets_cap_fen


@household.value("生活用机动车上限", law=IN_2021, unit="cars")
def cars_cap(is_single_application: bool, edge_passenger_cars_cap: int, passenger_cars_cap: int) -> int:
    return edge_passenger_cars_cap if is_single_application else passenger_cars_cap


@household.value("住房套数上限", law=IN_2021, unit="houses")
def homes_cap(is_single_application: bool, edge_houses_cap: int, houses_cap: int) -> int:
    return edge_houses_cap if is_single_application else houses_cap


@household.condition(
    "金融资产不超过规定上限", law=PROPERTY, shows=Compare("financial_assets_fen", "<=", "assets_cap_fen")
)
def assets_within_cap(financial_assets_fen: Fen, assets_cap_fen: Fen) -> bool:
    return financial_assets_fen <= assets_cap_fen


@household.condition(
    "生活用机动车不超过规定数量", law=PROPERTY, shows=Compare("counted_cars", "<=", "cars_cap", "cars")
)
def cars_within_cap(counted_cars: int, cars_cap: int) -> bool:
    return counted_cars <= cars_cap


@household.condition(
    "生活用机动车现值不超过规定上限",
    law=EDGE,
    shows=Compare("cars_value_fen", "<=", "edge_car_value_cap_fen", concerns="is_single_application"),
)
def car_value_within_cap(is_single_application: bool, cars_value_fen: Fen, edge_car_value_cap_fen: Fen) -> bool:
    return not is_single_application or cars_value_fen <= edge_car_value_cap_fen


@household.condition("住房不超过规定套数", law=PROPERTY, shows=Compare("houses", "<=", "homes_cap", "houses"))
def houses_within_cap(houses: int, homes_cap: int) -> bool:
    return houses <= homes_cap


@household.condition("三年内没有购买房屋", law=PROPERTY, shows=States("三年内没有购买房屋", "三年内购买过房屋"))
def no_house_bought(bought_house_in_3_years: bool) -> bool:
    return not bought_house_in_3_years


@household.condition("没有雇人从事经营", law=PROPERTY, shows=States("没有雇人从事经营", "雇人从事经营"))
def employs_nobody(employs_others: bool) -> bool:
    return not employs_others

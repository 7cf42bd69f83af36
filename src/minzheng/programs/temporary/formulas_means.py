"""Since 2018-01-23, means of who applies for the expenditure type: income below the local average, property in rule.

Who is on dibao or destitute support is not tested again; nor, since 2026-01-29 (formulas_means_2026.py), who is
recognised as an edge or rigid-expenditure household. In an emergency nothing of it is asked.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, household

from .citations import SINCE_2018, law

MEANS = law(SINCE_2018, notice_23="二（一）")
STATUS = law(("notice_23", "reform_2020", "notice_83"), notice_23="二（二）")


@household.value("已经是低保、特困对象", law=STATUS, unit="yes_no")
def has_known_status(receives_dibao: bool = False, receives_destitute_support: bool = False) -> bool:
    return receives_dibao or receives_destitute_support


@household.value("核对家庭收入和财产", law=MEANS, unit="yes_no")
def needs_means_test(needs_spending_test: bool, has_known_status: bool) -> bool:
    return needs_spending_test and not has_known_status


@household.value("上年度居民人均可支配收入乘以人数", law=MEANS)
def average_income_fen(disposable_income_per_head_fen: Fen, heads: int) -> Fen:
    return disposable_income_per_head_fen * heads


@household.condition(
    "人均可支配收入低于当地上年度水平",
    law=MEANS,
    shows=Compare("household_income_fen", "<", "average_income_fen", concerns="needs_means_test"),
)
def income_below_average(needs_means_test: bool, household_income_fen: Fen, average_income_fen: Fen) -> bool:
    return not needs_means_test or household_income_fen < average_income_fen


@household.value("金融资产上限", law=MEANS)
def assets_cap_fen(line_year_fen: Fen, heads: int, relief_assets_cap: int) -> Fen:
    return line_year_fen * heads * relief_assets_cap


@household.condition(
    "金融资产不超过当地规定",
    law=MEANS,
    shows=Compare("financial_assets_fen", "<=", "assets_cap_fen"),
    only_if="needs_means_test",
)
def assets_within_cap(needs_means_test: bool, financial_assets_fen: Fen, assets_cap_fen: Fen) -> bool:
    return financial_assets_fen <= assets_cap_fen


@household.value("生活用机动车（残疾人代步车辆除外）", law=MEANS, unit="cars", only_if="needs_means_test", otherwise=0)
def counted_cars(needs_means_test: bool, passenger_cars: int, mobility_vehicles: int = 0) -> int:
    return max(0, passenger_cars - mobility_vehicles)


@household.condition(
    "生活用机动车不超过当地规定",
    law=MEANS,
    shows=Compare("counted_cars", "<=", "relief_cars_cap", "cars", concerns="needs_means_test"),
)
def cars_within_cap(needs_means_test: bool, counted_cars: int, relief_cars_cap: int) -> bool:
    return not needs_means_test or counted_cars <= relief_cars_cap


@household.condition(
    "住房不超过当地规定",
    law=MEANS,
    shows=Compare("houses", "<=", "relief_houses_cap", "houses"),
    only_if="needs_means_test",
)
def houses_within_cap(needs_means_test: bool, houses: int, relief_houses_cap: int) -> bool:
    return houses <= relief_houses_cap

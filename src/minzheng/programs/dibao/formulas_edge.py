"""The layers beside dibao: edge households since 2021-07-01, rigid-expenditure households since 2025-01-01."""

from minzheng.kernel.arithmetic import ceil_to
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household, members, person

from .citations import since_2021, since_2025

EDGE = since_2021("第八条", "第二十一条")
RIGID = since_2025("第四条", "第二十二条")
KINDS = since_2025("第五条", "第二十二条")

BASIS = 10_000
MONTHS_IN_YEAR = 12


@household.value("低保边缘家庭收入线", law=EDGE)
def edge_line_fen(household_line_fen: Fen, edge_factor: int) -> Fen:
    return ceil_to(household_line_fen * edge_factor, BASIS) // BASIS


@household.value("属于低保边缘家庭", law=EDGE, unit="yes_no")
def is_edge_household(
    household_income_fen: Fen,
    edge_line_fen: Fen,
    has_edge_property: bool,
    is_dibao_household: bool,
) -> bool:
    return not is_dibao_household and household_income_fen < edge_line_fen and has_edge_property


@person.value("刚性支出", law=KINDS)
def rigid_costs_fen(
    rigid_living_fen: Fen = 0,
    rigid_medical_fen: Fen = 0,
    rigid_education_fen: Fen = 0,
    rigid_rehabilitation_fen: Fen = 0,
    rigid_other_fen: Fen = 0,
) -> Fen:
    care = rigid_medical_fen + rigid_rehabilitation_fen
    return rigid_living_fen + care + rigid_education_fen + rigid_other_fen


rigid_fen = members.sum("家庭刚性支出合计", law=KINDS, of="rigid_costs_fen", where="is_counted")


@household.value("上年度居民人均可支配收入乘以人数", law=RIGID)
def average_income_fen(disposable_income_per_head_fen: Fen, members_counted: int, income_window_months: int) -> Fen:
    return disposable_income_per_head_fen * members_counted * income_window_months // MONTHS_IN_YEAR


@household.value("刚性支出占收入的比例超出规定", law=RIGID, unit="yes_no")
def spends_over_ratio(rigid_fen: Fen, household_income_fen: Fen, rigid_income_ratio: int) -> bool:
    return rigid_fen * BASIS > household_income_fen * rigid_income_ratio


@household.value("属于刚性支出困难家庭", law=RIGID, unit="yes_no")
def is_rigid_household(
    is_dibao_household: bool,
    is_edge_household: bool,
    household_income_fen: Fen,
    average_income_fen: Fen,
    spends_over_ratio: bool,
    has_edge_property: bool,
) -> bool:
    is_other = is_dibao_household or is_edge_household
    return not is_other and household_income_fen < average_income_fen and spends_over_ratio and has_edge_property


@household.value("刚性支出困难家庭认定的有效月数", law=since_2025("第十条"), unit="months")
def status_valid_months(is_rigid_household: bool, rigid_valid_months: int) -> int:
    return rigid_valid_months if is_rigid_household else 0

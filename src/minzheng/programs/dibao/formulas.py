"""Dibao since 2021-07-01, the household: one function per clause. Other files: members, property, who applies alone.

Under the Social Assistance Law the notice continues as its detail. Money of facts is fen over the income window; lines
are fen per person and month. Nothing is rounded before the benefit.
"""

from minzheng.kernel.arithmetic import ceil_to, round_half_up
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, household, members

from .citations import since_2021

INCOME = since_2021("第十三条", "第二十三条")
WHO = since_2021("第四条", "第十八条")
ALONE = since_2021("第八条", "第二十一条")
PAYMENT = since_2021("第二十三条", "第十八条")
EXTRA_SINCE_2021 = since_2021("第二十七条", "第二十条")

BASIS = 10_000


# ---- the household: members, income, line

members_counted = members.count("共同生活的家庭成员人数", law=since_2021("第七条"), where="is_counted")
members_income_fen = members.sum("成员收入合计", law=INCOME, of="counted_income_fen", where="is_counted")


@household.value("家庭收入", law=INCOME)
def household_income_fen(members_income_fen: Fen, support_payment_fen: Fen = 0) -> Fen:
    return max(0, members_income_fen + support_payment_fen)


@household.value("适用的低保标准", law=since_2021("第三条", "第十九条"), unit="fen/person/month")
def line_fen(
    uses_urban_standard: bool,
    dibao_line_urban_fen: Fen,
    dibao_line_rural_fen: Fen,
) -> Fen:
    return dibao_line_urban_fen if uses_urban_standard else dibao_line_rural_fen


@household.value("按低保标准计算的全家收入线", law=WHO)
def household_line_fen(line_fen: Fen, members_counted: int, income_window_months: int) -> Fen:
    return line_fen * members_counted * income_window_months


@household.value("低保边缘家庭收入线", law=ALONE)
def edge_line_fen(household_line_fen: Fen, edge_factor: int) -> Fen:
    return ceil_to(household_line_fen * edge_factor, BASIS) // BASIS


@household.value("属于低保家庭", law=WHO, unit="yes_no")
def is_dibao_household(household_income_fen: Fen, household_line_fen: Fen, has_dibao_property: bool) -> bool:
    return household_income_fen < household_line_fen and has_dibao_property


@household.value("属于低保边缘家庭", law=ALONE, unit="yes_no")
def is_edge_household(
    household_income_fen: Fen,
    edge_line_fen: Fen,
    has_edge_property: bool,
    is_dibao_household: bool,
) -> bool:
    return not is_dibao_household and household_income_fen < edge_line_fen and has_edge_property


# ---- what is tested: the household, or the one person


@household.value("计算低保的人数", law=WHO, unit="people")
def tested_members(is_single_application: bool, members_counted: int) -> int:
    return 1 if is_single_application else members_counted


@household.value("计算低保的收入", law=WHO)
def tested_income_fen(is_single_application: bool, single_income_fen: Fen, household_income_fen: Fen) -> Fen:
    return max(0, single_income_fen) if is_single_application else household_income_fen


@household.value("计算低保的收入线", law=WHO)
def tested_line_fen(line_fen: Fen, tested_members: int, income_window_months: int) -> Fen:
    return line_fen * tested_members * income_window_months


@household.value("人均月收入（四舍五入到分，仅供显示）", law=WHO, unit="fen/person/month")
def income_per_head_fen(tested_income_fen: Fen, tested_members: int, income_window_months: int) -> Fen:
    heads = tested_members * income_window_months
    return round_half_up(tested_income_fen, heads) if heads > 0 else 0


@household.condition(
    "收入低于当地低保标准", law=WHO, shows=Compare("tested_income_fen", "<", "tested_line_fen", each="line_fen")
)
def income_below_line(tested_income_fen: Fen, tested_line_fen: Fen) -> bool:
    return tested_income_fen < tested_line_fen


# ---- the benefit; category supplements (分类施保) only for those who receive

supplement_rates = members.sum(
    "分类施保比例合计", law=EXTRA_SINCE_2021, of="supplement_rate", where="receives", unit="basis_points"
)


@household.value("与低保标准的差额", law=PAYMENT)
def difference_fen(tested_line_fen: Fen, tested_income_fen: Fen) -> Fen:
    return max(0, tested_line_fen - tested_income_fen)


@household.amount("每月低保金", law=PAYMENT)
def benefit_fen(
    difference_fen: Fen, supplement_rates: int, line_fen: Fen, income_window_months: int, payment_unit_fen: Fen
) -> Fen:
    parts = income_window_months * BASIS
    exact = difference_fen * BASIS + line_fen * supplement_rates * income_window_months
    return ceil_to(exact, parts * payment_unit_fen) // parts


# ---- layers, in this order


@household.layer("dibao_single", "低保（单人户）", law=ALONE)
def layer_single(
    income_below_line: bool,
    one_applies_alone: bool,
    single_entitled: int,
    is_edge_household: bool,
) -> bool:
    return single_entitled > 0 and one_applies_alone and income_below_line and is_edge_household


@household.layer("dibao", "低保", law=WHO)
def layer_dibao(is_dibao_household: bool) -> bool:
    return is_dibao_household


@household.layer("edge", "低保边缘家庭", law=ALONE)
def layer_edge(is_edge_household: bool) -> bool:
    return is_edge_household

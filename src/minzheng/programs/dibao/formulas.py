"""Dibao since 2012-12-12, the household: line, test, difference. Other files: who counts, income, property, alone, pay.

Each act continues the notice before it as its detail. Money of facts is fen over the income window; lines are fen per
person and month. Nothing is rounded before the benefit.
"""

from minzheng.kernel.arithmetic import round_half_up
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, States, household

from .citations import early, since_2012, since_2021

WHO = {**since_2012("第四条", "第九条"), **since_2021("第四条", "第十八条")}
LINE = {**since_2012("第六条", "第十条"), **since_2021("第三条", "第十九条")}
PAYMENT = {**since_2012("第二十七条", "第十二条"), **since_2021("第二十三条", "第十八条")}


@household.value("适用的低保标准", law=LINE, unit="fen/person/month")
def line_fen(
    uses_urban_standard: bool,
    dibao_line_urban_fen: Fen,
    dibao_line_rural_fen: Fen,
) -> Fen:
    return dibao_line_urban_fen if uses_urban_standard else dibao_line_rural_fen


@household.value("规定期限内一人的低保标准", law=LINE)
def head_line_fen(line_fen: Fen, income_window_months: int) -> Fen:
    return line_fen * income_window_months


@household.value("按低保标准计算的全家收入线", law=WHO)
def household_line_fen(head_line_fen: Fen, members_counted: int) -> Fen:
    return head_line_fen * members_counted


@household.value("属于低保家庭", law=WHO, unit="yes_no")
def is_dibao_household(household_income_fen: Fen, household_line_fen: Fen, has_dibao_property: bool) -> bool:
    return household_income_fen < household_line_fen and has_dibao_property


# ---- what is tested: the household, or the one person


@household.value("计算低保的人数", law=WHO, unit="people")
def tested_members(is_single_application: bool, members_counted: int) -> int:
    return 1 if is_single_application else members_counted


@household.value("计算低保的收入", law=WHO)
def tested_income_fen(
    is_single_application: bool, single_income_fen: Fen, single_support_fen: Fen, household_income_fen: Fen
) -> Fen:
    return max(0, single_income_fen + single_support_fen) if is_single_application else household_income_fen


@household.value("计算低保的收入线", law=WHO)
def tested_line_fen(head_line_fen: Fen, tested_members: int) -> Fen:
    return head_line_fen * tested_members


@household.value("人均月收入（四舍五入到分，仅供显示）", law=WHO, unit="fen/person/month")
def income_per_head_fen(tested_income_fen: Fen, tested_members: int, income_window_months: int) -> Fen:
    heads = tested_members * income_window_months
    return round_half_up(tested_income_fen, heads) if heads > 0 else 0


@household.value("有计算低保的成员", law=WHO, unit="yes_no")
def somebody_counts(tested_members: int) -> bool:
    return tested_members > 0


@household.condition(
    "有应当计算低保的家庭成员",
    law={**early("第二条", "第三条"), **WHO},
    shows=States("至少一人计入共同生活的家庭成员", "没有人计入：都是特困人员或者不计入的人员"),
)
def has_members_to_count(somebody_counts: bool) -> bool:
    return somebody_counts


@household.condition(
    "收入低于当地低保标准",
    law=WHO,
    shows=Compare("tested_income_fen", "<", "tested_line_fen", each="line_fen", concerns="somebody_counts"),
)
def income_below_line(tested_income_fen: Fen, tested_line_fen: Fen, somebody_counts: bool) -> bool:
    return tested_income_fen < tested_line_fen or not somebody_counts


@household.value("与低保标准的差额", law=PAYMENT)
def difference_fen(tested_line_fen: Fen, tested_income_fen: Fen) -> Fen:
    return max(0, tested_line_fen - tested_income_fen)

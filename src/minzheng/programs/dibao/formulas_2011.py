"""Dibao before 2012-12-12: in towns under order 271, since 2007 in villages under notice 19. No property rule yet.

A village's line is set for a year. Nobody applies alone.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, States, household, person

from .citations import early

MONTHS_IN_YEAR = 12
WHO = early("第二条", "第三条")


@person.receives("领取低保的成员", law=early("第八条", "第五条"))
def receives(is_counted: bool) -> bool:
    return is_counted


@household.value("规定期限内一人的低保标准", law={"order_271": "国务院令第271号 第六条"})
def head_line_fen(dibao_line_urban_fen: Fen, income_window_months: int) -> Fen:
    return dibao_line_urban_fen * income_window_months


@household.value("按低保标准计算的全家收入线", law=early("第六条", "第三条"))
def household_line_fen(head_line_fen: Fen, members_counted: int) -> Fen:
    return head_line_fen * members_counted


@household.value("有计算低保的成员", law=WHO, unit="yes_no")
def somebody_counts(members_counted: int) -> bool:
    return members_counted > 0


@household.condition(
    "持有非农业户口",
    law={"order_271": "国务院令第271号 第二条"},
    shows=States("非农业户口的城市居民", "不是非农业户口的城市居民"),
)
def is_urban_resident(uses_urban_standard: bool) -> bool:
    return uses_urban_standard


@household.condition(
    "收入低于当地低保标准",
    law=WHO,
    shows=Compare("household_income_fen", "<", "household_line_fen", concerns="somebody_counts"),
)
def income_below_line(household_income_fen: Fen, household_line_fen: Fen, somebody_counts: bool) -> bool:
    return household_income_fen < household_line_fen or not somebody_counts


@household.value("与低保标准的差额", law=early("第八条", "第五条"))
def difference_fen(household_line_fen: Fen, household_income_fen: Fen) -> Fen:
    return max(0, household_line_fen - household_income_fen)

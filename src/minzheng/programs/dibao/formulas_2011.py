"""Dibao before 2012-12-12: in towns under order 271, since 2007 in villages under notice 19. No property rule yet.

A village's line is set for a year; what is missing for the year is paid by the quarter.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, States, household, members, person

from .citations import EARLY, early, local


@person.value("计入家庭收入的部分", law=early("第二条", "第三条"))
def counted_income_fen(
    wage_income_fen: Fen,
    business_income_fen: Fen,
    property_income_fen: Fen,
    transfer_income_fen: Fen,
    other_income_fen: Fen,
    basic_pension_fen: Fen = 0,
    government_aid_fen: Fen = 0,
    scholarship_fen: Fen = 0,
) -> Fen:
    # 不包括优抚对象按照国家规定享受的抚恤金、补助金: the one exemption of this regime
    earned = wage_income_fen + business_income_fen + property_income_fen + transfer_income_fen + other_income_fen
    return earned + basic_pension_fen + government_aid_fen + scholarship_fen


@person.value("重残或重病", law=local(*EARLY), unit="yes_no")
def is_severely_affected(
    disability_grade: int = 0,
    has_serious_illness: bool = False,
) -> bool:
    return 1 <= disability_grade <= 2 or has_serious_illness


@person.receives("领取低保的成员", law=early("第八条", "第五条"))
def receives(is_counted: bool = True) -> bool:
    return is_counted


members_counted = members.count("共同生活的家庭成员人数", law=early("第二条", "第三条"), where="is_counted")
members_income_fen = members.sum(
    "成员收入合计", law=early("第二条", "第三条"), of="counted_income_fen", where="is_counted"
)


@household.value("家庭收入（含法定赡养、抚养、扶养费）", law=early("第二条", "第三条"))
def household_income_fen(members_income_fen: Fen, support_payment_fen: Fen = 0) -> Fen:
    return members_income_fen + support_payment_fen


@household.value("规定期限内一人的低保标准", law={"order_271": "国务院令第271号 第六条"})
def head_line_fen(dibao_line_urban_fen: Fen, income_window_months: int) -> Fen:
    return dibao_line_urban_fen * income_window_months


@household.value("按低保标准计算的全家收入线", law=early("第六条", "第三条"))
def household_line_fen(head_line_fen: Fen, members_counted: int) -> Fen:
    return head_line_fen * members_counted


@household.condition(
    "持有非农业户口",
    law={"order_271": "国务院令第271号 第二条"},
    shows=States("非农业户口的城市居民", "不是非农业户口的城市居民"),
)
def is_urban_resident(uses_urban_standard: bool) -> bool:
    return uses_urban_standard


@household.condition(
    "收入低于当地低保标准",
    law=early("第二条", "第三条"),
    shows=Compare("household_income_fen", "<", "household_line_fen"),
)
def income_below_line(household_income_fen: Fen, household_line_fen: Fen) -> bool:
    return household_income_fen < household_line_fen


@household.value("与低保标准的差额", law=early("第八条", "第五条"))
def difference_fen(household_line_fen: Fen, household_income_fen: Fen) -> Fen:
    return max(0, household_line_fen - household_income_fen)


@household.layer("dibao", "低保", law={"notice_19": "国务院令第271号 第二条；国发〔2007〕19号 第三条"})
def layer_dibao(income_below_line: bool) -> bool:
    return income_below_line


@household.layer("dibao", "低保", law={"order_271": "国务院令第271号 第二条"})
def layer_urban_dibao(is_urban_resident: bool, income_below_line: bool) -> bool:
    return is_urban_resident and income_below_line

"""The expenditure type since 2014-05-01: what the household must spend against what it has; only then is that asked.

Money is fen over the window of twelve months. Until 2018 dibao households alone.
"""

from minzheng.kernel.arithmetic import ceil_to
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, States, household, members, person

from .citations import SINCE_2014, law

TYPE = law(SINCE_2014, order_649="第四十七条", notice_47="三（一）", notice_23="二（一）", act="第二十九条")
DIBAO_ONLY = law(("order_649", "notice_47"), order_649="第四十七条", notice_47="三（一）")

BASIS = 10_000
EXPENDITURE = 1


@household.value("核实必需支出（支出型）", law=TYPE, unit="yes_no")
def needs_spending_test(need_type: int) -> bool:
    return need_type == EXPENDITURE


@person.value("计入家庭收支的成员", law=TYPE, unit="yes_no")
def shares_purse(needs_spending_test: bool, lives_apart: bool = False) -> bool:
    return needs_spending_test and not lives_apart


@person.value("本人收入", law=TYPE)
def own_income_fen(
    wage_income_fen: Fen,
    business_income_fen: Fen,
    property_income_fen: Fen,
    transfer_income_fen: Fen,
    other_income_fen: Fen,
    basic_pension_fen: Fen = 0,
) -> Fen:
    earned = wage_income_fen + business_income_fen + property_income_fen
    return earned + transfer_income_fen + other_income_fen + basic_pension_fen


@person.value("本人的必需支出（医疗、教育、康复和其他）", law=TYPE)
def own_spending_fen(
    rigid_medical_fen: Fen = 0,
    rigid_education_fen: Fen = 0,
    rigid_rehabilitation_fen: Fen = 0,
    rigid_other_fen: Fen = 0,
) -> Fen:
    return rigid_medical_fen + rigid_education_fen + rigid_rehabilitation_fen + rigid_other_fen


heads = members.count("计入家庭收支的人数", law=TYPE, where="shares_purse")
members_income_fen = members.sum("成员收入合计", law=TYPE, of="own_income_fen", where="shares_purse")
spending_fen = members.sum("家庭必需支出合计", law=TYPE, of="own_spending_fen", where="shares_purse")


@household.value("家庭收入（含赡养、抚养、扶养费）", law=TYPE)
def household_income_fen(needs_spending_test: bool, members_income_fen: Fen, support_payment_fen: Fen = 0) -> Fen:
    return members_income_fen + support_payment_fen if needs_spending_test else 0


@household.value("达到规定比例所需的支出", law=TYPE)
def spending_needed_fen(household_income_fen: Fen, spending_ratio: int) -> Fen:
    return max(1, ceil_to(household_income_fen * spending_ratio, BASIS) // BASIS)


@household.condition(
    "必需支出占家庭收入达到规定比例",
    law=TYPE,
    shows=Compare("spending_fen", ">=", "spending_needed_fen", concerns="needs_spending_test"),
)
def spends_beyond_means(needs_spending_test: bool, spending_fen: Fen, spending_needed_fen: Fen) -> bool:
    return not needs_spending_test or spending_fen >= spending_needed_fen


@household.condition(
    "因必需支出申请的，是低保家庭",
    law=DIBAO_ONLY,
    shows=States("低保家庭", "不是低保家庭；当时的规定只因必需支出救助低保家庭", "needs_spending_test"),
)
def spender_is_on_dibao(needs_spending_test: bool, receives_dibao: bool = False) -> bool:
    return not needs_spending_test or receives_dibao

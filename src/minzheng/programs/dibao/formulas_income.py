"""What counts as income since 2021-07-01: categories less exemptions less deductions. Money is fen over the window."""

from minzheng.kernel.arithmetic import share
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household, members, person

from .citations import since_2021

INCOME = since_2021("第十三条", "第二十三条")

BASIS = 10_000


@person.value("收入合计", law=INCOME)
def received_income_fen(
    wage_income_fen: Fen,
    business_income_fen: Fen,
    property_income_fen: Fen,
    transfer_income_fen: Fen,
    other_income_fen: Fen,
    rewards_fen: Fen,
    basic_pension_fen: Fen = 0,
    preferential_pension_fen: Fen = 0,
    government_aid_fen: Fen = 0,
) -> Fen:
    counted = wage_income_fen + business_income_fen + property_income_fen + transfer_income_fen + other_income_fen
    return counted + rewards_fen + basic_pension_fen + preferential_pension_fen + government_aid_fen


@person.value("奖励性补助和当地规定不计入的收入", law=INCOME)
def rewards_fen(
    scholarship_fen: Fen = 0,
    family_planning_reward_fen: Fen = 0,
    bravery_award_fen: Fen = 0,
    locally_exempt_income_fen: Fen = 0,
) -> Fen:
    return scholarship_fen + family_planning_reward_fen + bravery_award_fen + locally_exempt_income_fen


@person.value("不计入的收入", law=INCOME)
def exempt_income_fen(
    rewards_fen: Fen,
    basic_pension_exempt_rate: int,
    basic_pension_fen: Fen = 0,
    preferential_pension_fen: Fen = 0,
    government_aid_fen: Fen = 0,
) -> Fen:
    pension = share(basic_pension_fen, basic_pension_exempt_rate, BASIS)
    return pension + preferential_pension_fen + government_aid_fen + rewards_fen


@person.value("扣减的就业成本", law=INCOME)
def work_deduction_fen(
    wage_income_fen: Fen, work_cost_cap_fen: Fen, income_window_months: int, work_cost_fen: Fen = 0
) -> Fen:
    return min(work_cost_fen, work_cost_cap_fen * income_window_months, wage_income_fen)


@person.value("扣减的残疾、重病刚性支出", law=INCOME)
def care_deduction_fen(
    disability_illness_cost_cap_fen: Fen, income_window_months: int, disability_illness_cost_fen: Fen = 0
) -> Fen:
    return min(disability_illness_cost_fen, disability_illness_cost_cap_fen * income_window_months)


@person.value("计入家庭收入的部分", law=INCOME)
def counted_income_fen(
    received_income_fen: Fen, exempt_income_fen: Fen, work_deduction_fen: Fen, care_deduction_fen: Fen
) -> Fen:
    return received_income_fen - exempt_income_fen - work_deduction_fen - care_deduction_fen


members_income_fen = members.sum("成员收入合计", law=INCOME, of="counted_income_fen", where="is_counted")


@household.value("家庭收入（含赡养、抚养、扶养费）", law=INCOME)
def household_income_fen(members_income_fen: Fen, supporters_fen: Fen, support_payment_fen: Fen = 0) -> Fen:
    return max(0, members_income_fen + supporters_fen + support_payment_fen)

"""The second test: no source of income. The applicant's own income must be below the local dibao line.

What the measures leave out (central basic pension, medical insurance, pensions of preferential treatment since 2021,
old-age allowance) is shown, not counted. What supporters pay is shared evenly among the applicants. Nothing is rounded.
"""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, household, members, person, supporters

from .citations import early, local, since_2016, since_2021

INCOME = {**early("第六条", "第十四条"), **since_2016("第六条", "第二十三条")}
SINCE_649 = {"order_649": "国务院令第649号 第十四条", **since_2016("第六条", "第二十三条")}
LEFT_OUT = {**local("order_456", "order_649"), **since_2021("第六条", "第二十三条")}
YES = 1


@person.value("本人工资、经营、财产、转移和其他收入", law=INCOME)
def counted_income_fen(
    wage_income_fen: Fen,
    business_income_fen: Fen,
    property_income_fen: Fen,
    transfer_income_fen: Fen,
    other_income_fen: Fen,
) -> Fen:
    return wage_income_fen + business_income_fen + property_income_fen + transfer_income_fen + other_income_fen


@person.value("计入收入的奖励、救助款物", law=INCOME)
def rewards_counted_fen(
    destitute_counts_rewards: int,
    government_aid_fen: Fen = 0,
    scholarship_fen: Fen = 0,
    family_planning_reward_fen: Fen = 0,
    bravery_award_fen: Fen = 0,
) -> Fen:
    rewards = government_aid_fen + scholarship_fen + family_planning_reward_fen + bravery_award_fen
    return rewards if destitute_counts_rewards == YES else 0


@person.value("本人收入", law=LEFT_OUT)
def own_income_fen(counted_income_fen: Fen, rewards_counted_fen: Fen) -> Fen:
    return counted_income_fen + rewards_counted_fen


@person.value("依法不计入的收入（仅供显示）", law=LEFT_OUT)
def left_out_income_fen(
    basic_pension_fen: Fen = 0,
    medical_insurance_fen: Fen = 0,
    preferential_pension_fen: Fen = 0,
    old_age_allowance_fen: Fen = 0,
    locally_exempt_income_fen: Fen = 0,
) -> Fen:
    social = basic_pension_fen + medical_insurance_fen
    return social + preferential_pension_fen + old_age_allowance_fen + locally_exempt_income_fen


supports_fen = supporters.sum(
    "义务人给付申请人的合计", law=INCOME, of="agreed_support_fen", where="supporter_is_of_applicant"
)


@household.value("每名申请人得到的给付", law=INCOME)
def received_fen(supports_fen: Fen, applicants: int, support_payment_fen: Fen = 0) -> Fen:
    received = supports_fen + support_payment_fen
    return received // applicants if applicants > 0 else received


# ---- the line, and who reaches it


@household.value("适用的低保标准", law=SINCE_649, unit="fen/person/month")
def line_fen(uses_urban_standard: bool, dibao_line_urban_fen: Fen, dibao_line_rural_fen: Fen) -> Fen:
    return dibao_line_urban_fen if uses_urban_standard else dibao_line_rural_fen


@household.value("规定期限内一人的低保标准", law=SINCE_649)
def head_line_fen(line_fen: Fen, income_window_months: int) -> Fen:
    return line_fen * income_window_months


@person.value("收入达到或者超过标准的人", law=INCOME, unit="people")
def one_over_line(own_income_fen: Fen, received_fen: Fen, head_line_fen: Fen) -> int:
    return 1 if own_income_fen + received_fen >= head_line_fen else 0


@person.value("达到或者超过标准的本人收入", law=INCOME)
def income_over_line_fen(own_income_fen: Fen, one_over_line: int) -> Fen:
    return own_income_fen * one_over_line


own_incomes_fen = members.sum("申请人收入合计", law=INCOME, of="own_income_fen", where="is_applicant")
people_over_line = members.sum(
    "收入达到标准的申请人数", law=INCOME, of="one_over_line", where="is_applicant", unit="people"
)
incomes_over_line_fen = members.sum(
    "达到标准的申请人的收入合计", law=INCOME, of="income_over_line_fen", where="is_applicant"
)


@household.value("比较的人数（有人达到标准的，只比这些人）", law=INCOME, unit="people")
def tested_people(people_over_line: int, applicants: int) -> int:
    return people_over_line if people_over_line > 0 else applicants


@household.value("比较的收入", law=INCOME)
def tested_income_fen(
    people_over_line: int, incomes_over_line_fen: Fen, own_incomes_fen: Fen, received_fen: Fen, tested_people: int
) -> Fen:
    own = incomes_over_line_fen if people_over_line > 0 else own_incomes_fen
    return own + received_fen * tested_people


@household.value("比较的收入线", law=INCOME)
def tested_line_fen(head_line_fen: Fen, tested_people: int) -> Fen:
    return head_line_fen * tested_people


@household.condition(
    "无生活来源：收入低于当地低保标准",
    law=SINCE_649,
    shows=Compare("tested_income_fen", "<", "tested_line_fen", each="line_fen", concerns="somebody_applies"),
)
def income_below_line(somebody_applies: bool, tested_income_fen: Fen, tested_line_fen: Fen) -> bool:
    return not somebody_applies or tested_income_fen < tested_line_fen

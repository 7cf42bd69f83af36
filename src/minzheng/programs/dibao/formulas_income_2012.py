"""What counted as income until 2021-06-30: all but the pensions of 优抚. Relief counted; nothing was taken off."""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household, members, person

from .citations import early, since_2012

INCOME = {**early("第二条", "第三条"), **since_2012("第十六条", "第十条")}


@person.value("计入家庭收入的部分", law=INCOME)
def counted_income_fen(
    wage_income_fen: Fen,
    business_income_fen: Fen,
    property_income_fen: Fen,
    transfer_income_fen: Fen,
    other_income_fen: Fen,
    relief_and_rewards_fen: Fen,
    basic_pension_fen: Fen = 0,
) -> Fen:
    # 不包括优抚对象按照国家规定享受的抚恤金、补助金（国务院令第271号 第二条）: the one exemption
    earned = wage_income_fen + business_income_fen + property_income_fen + transfer_income_fen + other_income_fen
    return earned + basic_pension_fen + relief_and_rewards_fen


@person.value("社会救济金、奖励等转移性收入", law=INCOME)
def relief_and_rewards_fen(
    government_aid_fen: Fen = 0,
    scholarship_fen: Fen = 0,
    family_planning_reward_fen: Fen = 0,
    bravery_award_fen: Fen = 0,
    locally_exempt_income_fen: Fen = 0,
) -> Fen:
    rewards = scholarship_fen + family_planning_reward_fen + bravery_award_fen + locally_exempt_income_fen
    return government_aid_fen + rewards


members_income_fen = members.sum("成员收入合计", law=INCOME, of="counted_income_fen", where="is_counted")


@household.value("家庭收入（含法定赡养、抚养、扶养费）", law=INCOME)
def household_income_fen(members_income_fen: Fen, supporters_fen: Fen, support_payment_fen: Fen = 0) -> Fen:
    return members_income_fen + supporters_fen + support_payment_fen

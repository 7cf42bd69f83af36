"""What supporters outside the household must pay: the agreement or judgment if it is higher, else the local formula.

Each supporter's payment is rounded to the fen by the local formula; nothing else is rounded before the benefit.
"""

from minzheng.kernel.arithmetic import share
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import members, supporter, supporters

from .citations import EVER, early, local, since_2012, since_2021, since_2022

OWED = {**early("第二条", "第三条"), **since_2012("第十六条", "第十条"), **since_2021("第十三条", "第二十三条")}
FORMULA = local(*EVER)
ALONE = {**since_2012("第十条"), **since_2021("第八条", "第二十一条")}
SPARED = since_2022("第一条（一）")

BASIS = 10_000
SIBLING = 4
YES = 1


@supporter.value("义务人人均收入超出规定倍数标准的部分", law=FORMULA)
def supporter_excess_fen(supporter_income_fen: Fen, head_line_fen: Fen, supporter_line_factor: int) -> Fen:
    return max(0, supporter_income_fen - share(head_line_fen, supporter_line_factor, BASIS))


@supporter.value("按当地公式计算的给付", law=FORMULA)
def formula_support_fen(supporter_excess_fen: Fen, supporter_rate: int, supported_people: int) -> Fen:
    return share(supporter_excess_fen, supporter_rate, BASIS * supported_people)


@supporter.value("应当给付的赡养、抚养、扶养费", law=OWED)
def support_due_fen(formula_support_fen: Fen, agreed_support_fen: Fen = 0) -> Fen:
    return max(agreed_support_fen, formula_support_fen)


supporters_fen = supporters.sum("义务人应当给付的合计", law=OWED, of="support_due_fen")


# ---- what counts for the one who applies alone


any_jobless_alone = members.any("单独申请人是无业的成年重度残疾人", law=SPARED, of="alone_as_jobless")


@supporter.value("给付可以豁免（兄弟姐妹或满规定年龄的义务人）", law=SPARED, unit="yes_no")
def is_spared(
    any_jobless_alone: bool,
    spares_siblings_and_elderly: int,
    spared_supporter_age: int,
    supporter_relation: int,
    supporter_age_years: int,
) -> bool:
    near = supporter_relation == SIBLING or supporter_age_years >= spared_supporter_age
    return any_jobless_alone and spares_siblings_and_elderly == YES and near


@supporter.value("计入单独申请人的收入", law=SPARED, unit="yes_no")
def counts_for_single(is_spared: bool, supports_single_applicant: bool = False) -> bool:
    return supports_single_applicant and not is_spared


single_support_fen = supporters.sum("单独申请人应得的给付", law=ALONE, of="support_due_fen", where="counts_for_single")

"""To whom the parts of a payment go, and what a burial may cost. The parts add up to the payment.

In an institution the basic money, less the pocket money, and the care money go to its account, the pocket money to the
person. At home the basic money goes to the person's own card, the care money to the caregiver under an agreement.
"""

from minzheng.kernel.arithmetic import round_half_up
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household, members, person

from .citations import early, in_2016, local, since_2021

CONTENT = {**early("第九条", "第十五条"), **in_2016(), **since_2021("第十九条", "第十六条")}
FORM = {**early("第十二条", "第十九条"), **in_2016(), **since_2021("第二十条", "第十六条")}
CAP = local("order_456", "order_649", "measures_2016", "notice_43", "act_2026")

AT_HOME = 1
MONTHS_IN_YEAR = 12


@person.value("零用钱（从基本生活费中发给本人）", law=CONTENT)
def pocket_fen(support_form: int, basic_payment_fen: Fen, destitute_pocket_money_fen: Fen, months_paid: int) -> Fen:
    return 0 if support_form == AT_HOME else min(basic_payment_fen, destitute_pocket_money_fen * months_paid)


@person.value("拨给供养服务机构", law=FORM)
def to_institution_fen(support_form: int, basic_payment_fen: Fen, care_payment_fen: Fen, pocket_fen: Fen) -> Fen:
    return 0 if support_form == AT_HOME else max(0, basic_payment_fen - pocket_fen) + care_payment_fen


@person.value("发到本人账户", law=FORM)
def to_person_fen(support_form: int, basic_payment_fen: Fen, pocket_fen: Fen) -> Fen:
    return basic_payment_fen if support_form == AT_HOME else pocket_fen


@person.value("按协议付给照料服务人", law=FORM)
def to_caregiver_fen(support_form: int, care_payment_fen: Fen) -> Fen:
    return care_payment_fen if support_form == AT_HOME else 0


institutions_fen = members.sum("拨给供养服务机构合计", law=FORM, of="to_institution_fen", where="is_applicant")
persons_fen = members.sum("发到本人账户合计", law=FORM, of="to_person_fen", where="is_applicant")
caregivers_fen = members.sum("付给照料服务人合计", law=FORM, of="to_caregiver_fen", where="is_applicant")


# ---- burial: the actual cost up to a cap of so many months of the basic standard


@person.value("丧葬费上限", law=CAP)
def burial_cap_fen(basic_standard_fen: Fen, destitute_burial_months: int) -> Fen:
    return round_half_up(basic_standard_fen * destitute_burial_months, MONTHS_IN_YEAR)


@person.value("可报销的丧葬费", law=CONTENT)
def burial_payable_fen(burial_cap_fen: Fen, burial_cost_fen: Fen = 0) -> Fen:
    return min(burial_cost_fen, burial_cap_fen)


burial_fen = members.sum("丧葬费合计", law=CONTENT, of="burial_payable_fen", where="is_applicant")


@household.value("丧葬费（一次性，不在按期供养金内）", law=CONTENT)
def burial_grant_fen(burial_fen: Fen) -> Fen:
    return burial_fen

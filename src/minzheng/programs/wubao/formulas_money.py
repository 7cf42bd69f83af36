"""What one payment comes to: the basic standard of the year in equal payments, and the care money of the month.

A payment of the basic standard is rounded half up to the fen for each person; the year's last one takes the rest, so
that a year pays the standard to the fen. A standard set by the month or the quarter stands as twelve or four times it.
"""

from minzheng.kernel.arithmetic import round_half_up
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household, members, person

from .citations import early, in_2016, local, since_2021

STANDARD = {**early("第十条", "第十五条"), **in_2016(), **since_2021("第十九条", "第十七条")}
AREA = {**in_2016(), **since_2021("第十九条", "第三条")}
BY_AREA = {"order_649": "国务院令第649号 第十五条", **AREA}
PAID = {**early("第九条", "第十五条"), **in_2016(), **since_2021("第十七条", "第十六条")}
PERIOD = local("order_456", "order_649", "measures_2016", "notice_43", "act_2026")

AT_HOME = 1
MONTHS_IN_QUARTER = 3
MONTHS_IN_YEAR = 12
YES = 1


@household.quarterly("按季发放", law=PERIOD)
def is_paid_quarterly(destitute_paid_quarterly: int) -> bool:
    return destitute_paid_quarterly == YES


@household.value("一次发放的月数", law=PERIOD, unit="months")
def months_paid(is_paid_quarterly: bool) -> int:
    return MONTHS_IN_QUARTER if is_paid_quarterly else 1


@person.value("适用城镇供养标准", law=AREA, unit="yes_no")
def uses_urban_support(uses_urban_standard: bool, has_contract_land: bool, was_relocated_to_town: bool = False) -> bool:
    return was_relocated_to_town or (uses_urban_standard and not has_contract_land)


@person.value("基本生活年标准", law=BY_AREA, unit="fen/person/year")
def basic_standard_fen(
    support_form: int,
    uses_urban_support: bool,
    destitute_basic_home_urban_fen: Fen,
    destitute_basic_home_rural_fen: Fen,
    destitute_basic_institution_urban_fen: Fen,
    destitute_basic_institution_rural_fen: Fen,
) -> Fen:
    home = destitute_basic_home_urban_fen if uses_urban_support else destitute_basic_home_rural_fen
    institution = destitute_basic_institution_urban_fen if uses_urban_support else destitute_basic_institution_rural_fen
    return home if support_form == AT_HOME else institution


@person.value("一次发放的基本生活费", law=STANDARD)
def basic_payment_fen(basic_standard_fen: Fen, months_paid: int) -> Fen:
    return round_half_up(basic_standard_fen * months_paid, MONTHS_IN_YEAR)


@person.value("每年最后一次的基本生活费", law=STANDARD)
def basic_closing_fen(basic_standard_fen: Fen, basic_payment_fen: Fen, months_paid: int) -> Fen:
    earlier = MONTHS_IN_YEAR // months_paid - 1
    return max(0, basic_standard_fen - basic_payment_fen * earlier)


@person.value("一次发放的照料护理费", law=PAID)
def care_payment_fen(care_fen: Fen, months_paid: int) -> Fen:
    return care_fen * months_paid


basic_payments_fen = members.sum("基本生活费合计", law=PAID, of="basic_payment_fen", where="is_applicant")
basic_closings_fen = members.sum("最后一次基本生活费合计", law=PAID, of="basic_closing_fen", where="is_applicant")
care_payments_fen = members.sum("照料护理费合计", law=PAID, of="care_payment_fen", where="is_applicant")


@household.closing("每年最后一次发放的供养金", law=PAID)
def closing_fen(basic_closings_fen: Fen, care_payments_fen: Fen) -> Fen:
    return basic_closings_fen + care_payments_fen


@household.amount("每次发放的供养金", law=PAID)
def benefit_fen(basic_payments_fen: Fen, care_payments_fen: Fen) -> Fen:
    return basic_payments_fen + care_payments_fen

"""Until 2021-06-30, what one payment comes to: for a month, or in villages for a quarter. Rounded once, at the end."""

from minzheng.kernel.arithmetic import ceil_to
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household

from .citations import early, since_2012

AMOUNT = {**early("第八条", "第五条"), **since_2012("第二十七条", "第十二条")}
PERIOD = {**early("第八条", "第五条"), **since_2012("第三十一条")}
BASIS = 10_000
MONTHS_IN_QUARTER = 3
YES = 1


@household.quarterly("按季发放", law=PERIOD)
def is_paid_quarterly(uses_urban_standard: bool, rural_paid_quarterly: int) -> bool:
    return not uses_urban_standard and rural_paid_quarterly == YES


@household.value("一次发放的月数", law=PERIOD, unit="months")
def months_paid(is_paid_quarterly: bool) -> int:
    return MONTHS_IN_QUARTER if is_paid_quarterly else 1


@household.amount("每次发放的低保金", law=AMOUNT)
def benefit_fen(
    difference_fen: Fen,
    supplement_rates: int,
    head_line_fen: Fen,
    income_window_months: int,
    months_paid: int,
    payment_unit_fen: Fen,
) -> Fen:
    parts = income_window_months * BASIS
    exact = (difference_fen * BASIS + head_line_fen * supplement_rates) * months_paid
    return ceil_to(exact, parts * payment_unit_fen) // parts

"""Since 2021-07-01, what a month comes to: the difference, or bands by labour where the place chose them."""

from minzheng.kernel.arithmetic import ceil_to
from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household, members, person

from .citations import since_2021

PAYMENT = since_2021("第二十三条", "第十八条")

BASIS = 10_000
BANDS = 2
HAS = 1
PARTLY_LOST = 2


@person.value("本人的分档金额", law=PAYMENT, unit="fen/person/month")
def band_fen(
    labour_class: int,
    uses_urban_standard: bool,
    band_a_urban_fen: Fen,
    band_b_urban_fen: Fen,
    band_c_urban_fen: Fen,
    band_a_rural_fen: Fen,
    band_b_rural_fen: Fen,
    band_c_rural_fen: Fen,
) -> Fen:
    if labour_class == HAS:
        return band_c_urban_fen if uses_urban_standard else band_c_rural_fen
    if labour_class == PARTLY_LOST:
        return band_b_urban_fen if uses_urban_standard else band_b_rural_fen
    return band_a_urban_fen if uses_urban_standard else band_a_rural_fen


bands_fen = members.sum("每月分档金额合计", law=PAYMENT, of="band_fen", where="receives", unit="fen/household/month")


@household.value("规定期限内的低保金（补差或者分档）", law=PAYMENT)
def base_fen(payment_method: int, difference_fen: Fen, bands_fen: Fen, income_window_months: int) -> Fen:
    return bands_fen * income_window_months if payment_method == BANDS else difference_fen


@household.amount("每月低保金", law=PAYMENT)
def benefit_fen(
    base_fen: Fen,
    supplement_rates: int,
    head_line_fen: Fen,
    income_window_months: int,
    payment_unit_fen: Fen,
) -> Fen:
    parts = income_window_months * BASIS
    exact = base_fen * BASIS + head_line_fen * supplement_rates
    return ceil_to(exact, parts * payment_unit_fen) // parts

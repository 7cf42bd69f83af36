"""Notice 19 of 2007: villages get dibao too, by a line for the year; towns go on under order 271."""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household

MONTHS_IN_YEAR = 12


@household.value("规定期限内一人的低保标准", law={"notice_19": "国务院令第271号 第六条；国发〔2007〕19号 第三条"})
def head_line_fen(
    uses_urban_standard: bool,
    dibao_line_urban_fen: Fen,
    dibao_line_rural_yearly_fen: Fen,
    income_window_months: int,
) -> Fen:
    urban = dibao_line_urban_fen * income_window_months
    return urban if uses_urban_standard else dibao_line_rural_yearly_fen * income_window_months // MONTHS_IN_YEAR

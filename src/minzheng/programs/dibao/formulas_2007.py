"""Rural dibao under notice 19 of 2007: a line for a year, the difference paid by the quarter.

Towns go on under order 271; both stand in formulas_2011.py.
"""

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

"""Since 2026-01-29 an amount is small up to a month's line for each person in need; small and urgent goes first."""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import household

from .citations import SINCE_2026_01, law

FIRST = law(SINCE_2026_01, opinion="二（一）", act="第五十条")

MONTHS_IN_YEAR = 12


@household.value("小额快救的最高金额", law=FIRST)
def small_amount_fen(line_year_fen: Fen, people_affected: int, small_amount_lines: int) -> Fen:
    return line_year_fen * people_affected * small_amount_lines // MONTHS_IN_YEAR


@household.value("先行救助", law=FIRST, unit="yes_no")
def small_amount_first(
    is_urgent_procedure: bool, aid_fen: Fen, small_amount_fen: Fen, event_granted_fen: Fen = 0
) -> bool:
    return is_urgent_procedure and aid_fen + event_granted_fen <= small_amount_fen

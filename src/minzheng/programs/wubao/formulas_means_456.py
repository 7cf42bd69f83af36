"""No source of income until 2014-04-30: the regulation names no sum; a local cap of the year decides."""

from minzheng.kernel.fen import Fen
from minzheng.rules.declare import Compare, household

from .citations import order_456


@household.value("一人一年的收入上限", law=order_456("第六条"))
def head_line_fen(five_guarantees_income_cap_fen: Fen) -> Fen:
    return five_guarantees_income_cap_fen


@household.condition(
    "无生活来源：收入低于规定上限",
    law=order_456("第六条"),
    shows=Compare("tested_income_fen", "<", "tested_line_fen", concerns="somebody_applies"),
)
def income_below_line(somebody_applies: bool, tested_income_fen: Fen, tested_line_fen: Fen) -> bool:
    return not somebody_applies or tested_income_fen < tested_line_fen

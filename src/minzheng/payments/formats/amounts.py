"""Amounts in a bank's answer, read exactly: nothing is rounded but what the format says, and then by whole fen."""

import re

from django.utils.translation import gettext as _

from minzheng.kernel.fen import Fen, NotAnAmount, parse_yuan
from minzheng.kernel.text import half_width

LONG = re.compile(r"(?P<whole>\d+)\.(?P<part>\d{2})(?P<rest>\d+)")
# Of the digits after whole fen at most a ten-thousandth of a fen: what binary numbers add, never what people mean.
NOISE = 4


def yuan_of(text: str, numbers: str) -> Fen:
    """Return fen for yuan as the bank writes them: "400.10", " 400.1 ", "４００．１０", "1,280.50".

    With `numbers` "nearest_fen" a number that misses a whole fen by less than a millionth of a yuan is that fen
    (400.09999999999997 of a workbook is 400.10). Raises NotAnAmount for anything else, also below zero.
    """
    try:
        return parse_yuan(text)
    except NotAnAmount:
        long = LONG.fullmatch(half_width(text).removeprefix("¥").removesuffix("元"))
        if numbers != "nearest_fen" or long is None:
            raise
        fen = int(long["whole"]) * 100 + int(long["part"])
        rest = long["rest"].ljust(NOISE, "0")[:NOISE]
        if rest == "0" * NOISE:
            return fen
        if rest == "9" * NOISE:
            return fen + 1
        raise NotAnAmount(
            _("金额“%(text)s”不是整分，也不是 Excel 的二进制误差，没有四舍五入。请银行按两位小数重发。")
            % {"text": text}
        ) from None


def fen_of(text: str) -> Fen:
    """Return whole fen as records of fixed width have them. Raises NotAnAmount."""
    digits = text.strip()
    if not re.fullmatch(r"[0-9]{1,18}", digits):
        raise NotAnAmount(_("“%(text)s”不是以分为单位的金额，应全是数字。") % {"text": text.strip()})
    return int(digits)

"""Money: whole fen in an int, named `*_fen`. Yuan exist only where people read or type them."""

import re
from collections.abc import Iterator
from itertools import pairwise

from minzheng.kernel.language import gettext as _
from minzheng.kernel.refusal import Refused
from minzheng.kernel.text import half_width

Fen = int

YUAN = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d{1,2}))?")
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
MYRIADS = ("", "万", "亿", "万亿")
LARGEST_FEN = 10**18 - 1


class NotAnAmount(Refused):
    """The text is not an exact amount of yuan."""


def parse_yuan(text: str, *, negative: bool = False) -> Fen:
    """Return fen for yuan as people type them: "1280", "1,280.5", "￥１，２８０．００", "680元".

    Raises NotAnAmount for anything else, for more than two decimals (nothing is rounded silently) and, unless
    `negative`, for amounts below zero.
    """
    plain = half_width(text).removeprefix("¥").removeprefix("￥").removesuffix("元").replace("−", "-")
    if not plain:
        raise NotAnAmount(_("没有填写金额。请填写以元为单位的数字，例如 1280.50。"))
    found = YUAN.fullmatch(plain)
    if found is None:
        if re.fullmatch(r"-?[\d,]+\.\d{3,}", plain):
            raise NotAnAmount(_("金额“%(text)s”的小数超过两位。金额精确到分，请改为两位小数。") % {"text": text})
        raise NotAnAmount(_("“%(text)s”不是金额。请填写以元为单位的数字，例如 1280.50。") % {"text": text})
    fen = int(found["whole"].replace(",", "")) * 100 + int((found["part"] or "").ljust(2, "0"))
    if fen > LARGEST_FEN:
        raise NotAnAmount(_("金额“%(text)s”过大，请检查是否多输了数字。") % {"text": text})
    if found["sign"] and fen and not negative:
        raise NotAnAmount(_("金额“%(text)s”是负数，此处不能为负数。") % {"text": text})
    return -fen if found["sign"] else fen


def format_yuan(fen: Fen) -> str:
    """Return "1,280.00" for 128000 fen."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def amount_in_words(fen: Fen) -> str:
    """Return the amount as written on payment papers, "壹仟贰佰捌拾元整" (支付结算办法, annex 1)."""
    yuan, rest = divmod(abs(fen), 100)
    jiao, part = divmod(rest, 10)
    words = "负" if fen < 0 else ""
    if yuan or not rest:
        words += (_whole_in_words(yuan) or DIGITS[0]) + "元"
    if not rest:
        return words + "整"
    if jiao:
        words += DIGITS[jiao] + "角"
    elif yuan:
        words += DIGITS[0]
    return words + (DIGITS[part] + "分" if part else "整")


def fen_of_words(words: str) -> Fen:
    """Return the fen of an amount written out by `amount_in_words`: "壹仟贰佰捌拾元整" is 128000."""
    whole, _yuan, rest = words.removeprefix("负").partition("元")
    part = sum(DIGITS.index(digit) * worth for digit, worth in _parts_of(rest))
    return (-1 if words.startswith("负") else 1) * (_whole_of(whole) * 100 + part)


def _parts_of(rest: str) -> Iterator[tuple[str, int]]:
    for digit, name in pairwise(rest):
        if name in "角分":
            yield digit, 10 if name == "角" else 1


def _whole_of(words: str) -> int:
    for name, worth in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        high, found, low = words.partition(name)
        if found:
            return _whole_of(high) * worth + _whole_of(low)
    total = digit = 0
    for char in words:
        if char in DIGITS:
            digit = DIGITS.index(char)
        else:
            total, digit = total + digit * 10 ** PLACES.index(char), 0
    return total + digit


def _whole_in_words(yuan: int) -> str:
    words = ""
    gap = False
    for place, group in _groups_of_four(yuan):
        if not group:
            gap = True
            continue
        if words and (gap or group < 1000):
            words += DIGITS[0]
        words += _four_in_words(group) + MYRIADS[place]
        gap = False
    return words


def _groups_of_four(yuan: int) -> list[tuple[int, int]]:
    digits = str(yuan)
    digits = digits.zfill(-(-len(digits) // 4) * 4)
    count = len(digits) // 4
    return [(count - 1 - i, int(digits[i * 4 : i * 4 + 4])) for i in range(count)]


def _four_in_words(group: int) -> str:
    words = ""
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += DIGITS[digit] + PLACES[place]
        elif words and group % 10**place and not words.endswith(DIGITS[0]):
            words += DIGITS[0]
    return words

"""Citizen ID numbers (GB 11643): checked, widened from 15 to 18 digits, masked; and numbers that cannot exist."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from minzheng.kernel.language import gettext as _
from minzheng.kernel.refusal import Refused
from minzheng.kernel.text import half_width

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
IMPOSSIBLE_REGION = "429999"
"""No such county: numbers of generated people start with it and can belong to nobody."""
OLDEST_YEARS = 130


class IdNumberError(Refused):
    """The text is not a citizen ID number; the message says exactly why."""


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A checked ID number. `value` is private data: show `mask(value)` instead. `sex` as GB/T 2261.1, "1" or "2"."""

    value: str
    birth_date: date
    sex: str

    @classmethod
    def parse(cls, text: str, *, on: date | None = None) -> Self:
        """Return the number that was typed: full width, lower-case x and spaces are understood, 15 digits widened.

        With `on`, birth dates after that day or over 130 years before it are refused. Raises IdNumberError; its message
        never repeats the number.
        """
        plain = half_width(text).upper()
        if not plain:
            raise IdNumberError(_("没有填写身份证号码。"))
        if re.fullmatch(r"[0-9.]+E\+?[0-9]+", plain):
            raise IdNumberError(
                _("身份证号码被表格软件改成了科学计数，后几位已经丢失。请把该列设为文本格式后重新录入。")
            )
        if len(plain) not in (15, 18):
            raise IdNumberError(_("身份证号码共%(n)s位，应为18位（旧号码15位）。") % {"n": len(plain)})
        if not re.fullmatch(r"[0-9]{17}[0-9X]|[0-9]{15}", plain):
            raise IdNumberError(_("身份证号码含有数字以外的字符（只有第18位可以是 X）。"))
        value = plain if len(plain) == 18 else _widen(plain)
        birth_date = _birth_date(value[6:14])
        expected = check_digit(value[:17])
        if value[17] != expected:
            raise IdNumberError(
                _("身份证号码校验不通过：最后一位应为 %(expected)s，实为 %(value)s。请核对各位数字。")
                % {"expected": expected, "value": value[17]}
            )
        if on is not None:
            _refuse_implausible(birth_date, on)
        return cls(value, birth_date, "1" if int(value[16]) % 2 else "2")

    def __repr__(self) -> str:
        return f"IdNumber({mask(self.value)})"


def check_digit(first17: str) -> str:
    """Return the 18th character that belongs to the first 17 digits."""
    if not re.fullmatch(r"[0-9]{17}", first17):
        raise ValueError("校验位由前17位数字算出")
    return CHECKS[sum(w * int(d) for w, d in zip(WEIGHTS, first17, strict=True)) % 11]


def mask(value: str) -> str:
    """Return the number as screens show it: "4299**********0011"."""
    return f"{value[:4]}{'*' * max(len(value) - 8, 0)}{value[-4:]}" if len(value) > 8 else "*" * len(value)


def impossible(birth_date: date, order: int) -> str:
    """Return a well-formed number of a region that does not exist. `order` 0-999: odd for men, even for women."""
    if not 0 <= order <= 999:
        raise ValueError("顺序码应在 0 到 999 之间")
    first = f"{IMPOSSIBLE_REGION}{birth_date:%Y%m%d}{order:03d}"
    return first + check_digit(first)


def age_on(birth_date: date, day: date) -> int:
    """Return the years completed on the day; who was born on 02-29 completes them on 03-01 in a common year."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def _widen(old: str) -> str:
    first = f"{old[:6]}19{old[6:]}"
    return first + check_digit(first)


def _birth_date(digits: str) -> date:
    year, month, day = digits[:4], digits[4:6], digits[6:]
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise IdNumberError(
            _("身份证号码中的出生日期 %(year)s-%(month)s-%(day)s 不存在。") % {"year": year, "month": month, "day": day}
        ) from error


def _refuse_implausible(birth_date: date, on: date) -> None:
    if birth_date > on:
        raise IdNumberError(
            _("身份证号码中的出生日期 %(birth_date)s 晚于 %(on)s。") % {"birth_date": birth_date, "on": on}
        )
    if age_on(birth_date, on) > OLDEST_YEARS:
        raise IdNumberError(
            _("按身份证号码中的出生日期 %(birth_date)s，年龄超过%(OLDEST_YEARS)s岁，请核对。")
            % {"birth_date": birth_date, "OLDEST_YEARS": OLDEST_YEARS}
        )

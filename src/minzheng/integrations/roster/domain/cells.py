"""One cell, one value: what offices write into cells, turned into exact values, or a reason why it cannot be.

A workbook keeps numbers as floating point, so a number cell holds 15 digits and no more: an ID or account number
stored as a number has lost its end and is refused, never repaired.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.columns import words
from minzheng.integrations.roster.domain.reading.book import Value
from minzheng.kernel.fen import parse_yuan
from minzheng.kernel.idnumber import IdNumber, IdNumberError
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.registry.validators import clean_name, clean_phone

BLANKS = frozenset({"", "-", "--", "—", "——", "/", "\\", "／", "空", "未填", "不详"})
NOTHING = frozenset({"无", "没有", "否", "未"})
SPOILED = re.compile(r"[0-9.]+E\+?[0-9]+", re.IGNORECASE)
MONTH = re.compile(r"(\d{4})(?:年|-|/|\.)(\d{1,2})(?:月(?:份)?)?(?:(?:-|/|\.)?(\d{1,2})日?)?(?:0:00|00:00(?::00)?)?")
MONTH_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?")
CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
ACCOUNT = re.compile(r"[0-9]{8,32}")


class CellProblem(Exception):
    """Why a cell has no usable value: a short code and a Chinese sentence."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class YearMonthDay:
    """A birth date as far as it is given."""

    year: int
    month: int
    day: int | None


def plain(value: Value) -> str:
    """Return the text of a cell: half-width, no spaces. Whole numbers lose the ".0" that Excel gives them."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        value = repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value)))


def is_blank(value: Value) -> bool:
    """Whether the cell says nothing. Zero says something."""
    return plain(value) in BLANKS


def text(value: Value) -> str:
    """Return a text with inner spaces removed."""
    return plain(value)


def name(value: Value) -> str:
    """Return a person's name in its kept form; raise for one that lost a rare character or is no name."""
    found = str(value)
    if any(mark in found for mark in "?？□\ufffd"):
        raise CellProblem("name_broken", _("姓名中有“?”或“□”，可能是生僻字丢失，请补全"))
    try:
        return clean_name(found)
    except ValueError as error:
        raise CellProblem("name_invalid", str(error)) from error


def phone(value: Value) -> str:
    """Return a phone number's digits."""
    try:
        return clean_phone(plain(value))
    except ValueError as error:
        raise CellProblem("phone_invalid", str(error)) from error


def id_number(value: Value, *, on: dt.date) -> IdNumber:
    """Return the checked ID number; a number cell is refused because Excel has already cut it off."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        raise CellProblem(
            "id_number_cell", _("身份证号被 Excel 存成了数字，末几位已丢失；请把该列设为“文本”格式后重新填写完整号码")
        )
    found = plain(value).lstrip("'")
    if SPOILED.fullmatch(found):
        raise CellProblem(
            "id_number_cell", _("身份证号被 Excel 存成了数字，末几位已丢失；请把该列设为“文本”格式后重新填写完整号码")
        )
    try:
        return IdNumber.parse(found, on=on)
    except IdNumberError as error:
        raise CellProblem("id_invalid", str(error)) from error


def account(value: Value) -> str:
    """Return an account number as digits."""
    found = plain(value).lstrip("'").replace("-", "")
    is_number = isinstance(value, float | int) and not isinstance(value, bool)
    if is_number or SPOILED.fullmatch(found):
        raise CellProblem(
            "account_number_cell",
            _("账号被 Excel 存成了数字，末几位或开头的 0 已丢失；请把该列设为“文本”格式后重新填写完整账号"),
        )
    if not ACCOUNT.fullmatch(found):
        raise CellProblem("account_invalid", _("账号应为 8 至 32 位数字"))
    return found


def money(value: Value) -> int:
    """Return fen. Excel's own rounding noise (640.1000000001) is taken off; a real third decimal is refused."""
    if isinstance(value, float) and abs(value - round(value, 2)) < 1e-6:
        value = f"{round(value, 2):.2f}"
    found = plain(value)
    if found in NOTHING:
        return 0
    if "万" in found:
        raise CellProblem("money_unit", _("金额请以元填写，不要用万元"))
    if found.startswith(("-", "−", "(")):
        raise CellProblem("money_negative", _("金额是负数"))
    try:
        return int(parse_yuan(found.removesuffix("整").removesuffix("/月").removesuffix("/年")))
    except Refused as error:
        raise CellProblem("money_invalid", _("金额认不出来：%(reason)s") % {"reason": error}) from error


def count(value: Value) -> int:
    """Return a count of persons or things."""
    found = plain(value).removesuffix("人").removesuffix("口").removesuffix("套").removesuffix("辆").removesuffix("台")
    if found in NOTHING:
        return 0
    if not found.isdecimal() or int(found) > 99:
        raise CellProblem("count_invalid", _("应为 0 至 99 的整数"))
    return int(found)


def month(value: Value) -> Month:
    """Return a month written in any of the ways offices use."""
    if isinstance(value, dt.datetime | dt.date):
        return Month(value.year, value.month)
    found = plain(value).translate(CHINESE_DIGITS)
    if isinstance(value, float) and re.fullmatch(r"\d{4}\.1", found):
        raise CellProblem(
            "month_ambiguous",
            _("“%(text)s”存成了数字，分不清是 1 月还是 10 月；请改成文本，如 2024-01 或 2024-10") % {"text": found},
        )
    if isinstance(value, float) and re.fullmatch(r"[2-6]\d{4}", found):
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(found))
        raise CellProblem(
            "month_serial",
            _("“%(text)s”像是日期的内部编号（相当于 %(day)s）；请把单元格设为日期格式") % {"text": found, "day": day},
        )
    matched = MONTH.fullmatch(found) or MONTH_DIGITS.fullmatch(found)
    if not matched or not 1 <= int(matched[2]) <= 12 or not 1949 <= int(matched[1]) <= 2100:
        raise CellProblem(
            "month_invalid", _("月份认不出来：“%(text)s”；请写成 2024-03 或 2024年3月") % {"text": found[:20]}
        )
    return Month(int(matched[1]), int(matched[2]))


def birth(value: Value) -> YearMonthDay:
    """Return a birth date as far as it is given (year and month, perhaps the day)."""
    if isinstance(value, dt.datetime | dt.date):
        return YearMonthDay(value.year, value.month, value.day)
    found = plain(value).translate(CHINESE_DIGITS).removesuffix("生").removesuffix("出")
    if isinstance(value, float) and re.fullmatch(r"\d{4}\.1", found):
        raise CellProblem("month_ambiguous", _("“%(text)s”存成了数字，分不清是 1 月还是 10 月") % {"text": found})
    matched = MONTH.fullmatch(found) or MONTH_DIGITS.fullmatch(found)
    if not matched or not 1 <= int(matched[2]) <= 12:
        raise CellProblem("birth_invalid", _("出生年月认不出来：“%(text)s”；请写成 1960-03") % {"text": found[:20]})
    return YearMonthDay(int(matched[1]), int(matched[2]), int(matched[3]) if matched[3] else None)


def sex(value: Value) -> str:
    """Return "1" for male, "2" for female (GB/T 2261.1)."""
    found = plain(value).removesuffix("性")
    codes = {"男": "1", "1": "1", "女": "2", "2": "2"}
    if found not in codes:
        raise CellProblem("sex_invalid", _("性别应为“男”或“女”"))
    return codes[found]


def relation(value: Value) -> str:
    """Return the GB/T 4761 code of a relation."""
    found = plain(value).removeprefix("之")
    codes = words().relations
    if found not in codes and found not in codes.values():
        raise CellProblem(
            "relation_unknown",
            _("与户主关系“%(text)s”认不出来；请用“户主、妻、夫、子、女、儿媳、孙子、父亲、母亲、其他亲属”等")
            % {"text": found[:20]},
        )
    return codes.get(found, found)


def area_kind(value: Value) -> str:
    """Return "urban" or "rural"."""
    found = plain(value)
    code = words().area_kinds.get(found) or words().area_kinds.get(found.removesuffix("户").removesuffix("类"))
    if code is None:
        raise CellProblem(
            "area_kind_unknown", _("“%(text)s”看不出是城市还是农村标准；请写“城市”或“农村”") % {"text": found[:20]}
        )
    return code


def yes_no(value: Value) -> bool:
    """Return whether the cell says yes. A disease or school named in the cell is a yes."""
    found = plain(value)
    if found in NOTHING or found in {"不是", "0", "×", "健康", "N", "n"}:
        return False
    if found in {"是", "有", "1", "√", "✓", "对", "Y", "y"} or len(found) >= 2:
        return True
    raise CellProblem("yes_no_invalid", _("应填“是”或“否”"))


def disability_kind(value: Value) -> str:
    """Return the GB/T 26341 kind, "" for none."""
    found = plain(value)
    if found in NOTHING or found in {"非残疾", "健康", "0"}:
        return ""
    codes = words().disability_kinds
    if found not in codes and found not in codes.values():
        raise CellProblem(
            "disability_unknown",
            _("残疾类别认不出来；应为视力、听力、言语、肢体、智力、精神或多重（军人残疾等级不填在这里）"),
        )
    return codes.get(found, found)


def disability_grade(value: Value) -> str:
    """Return the grade "1" to "4", "" for none."""
    found = plain(value).removesuffix("级").translate(CHINESE_DIGITS)
    if found in NOTHING or found == "0":
        return ""
    if found not in {"1", "2", "3", "4"}:
        raise CellProblem("disability_unknown", _("残疾等级应为一级至四级（军人残疾等级不填在这里）"))
    return found


def disability(value: Value) -> tuple[str, str]:
    """Return kind and grade of a combined text such as "肢体二级" or "智力残疾3级"."""
    found = plain(value)
    if found in NOTHING or found in {"健康", "非残疾"}:
        return "", ""
    matched = re.fullmatch(r"(\D+?)([1-4一二三四])级?", found)
    if not matched:
        raise CellProblem("disability_unknown", _("请同时写明残疾类别和等级，如“肢体二级”"))
    return disability_kind(matched[1]), disability_grade(matched[2])


TICKED, UNTICKED = "☑✓✔√■●☒▣", "□○◯☐"


def ticked(value: Value) -> str:
    """Return a text; of boxes to tick ("□自建 ☑租住") only what is ticked, nothing if nothing is."""
    found = plain(value)
    if not any(mark in found for mark in UNTICKED + TICKED):
        return found
    before = found[0] in UNTICKED + TICKED
    box, words = f"([{TICKED}{UNTICKED}])", f"([^{TICKED}{UNTICKED}]*)"
    pairs = box + words if before else words + box
    parts = [each if before else each[::-1] for each in re.findall(pairs, found)]
    return listed(text.strip(" 、/,;") for mark, text in parts if mark in TICKED and text.strip(" 、/,;"))


def date(value: Value) -> dt.date:
    """Return a day written in any of the ways offices use."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    found = plain(value).translate(CHINESE_DIGITS)
    matched = re.fullmatch(r"(\d{4})(?:年|-|/|\.)?(\d{1,2})(?:月|-|/|\.)?(\d{1,2})日?", found)
    try:
        return dt.date(int(matched[1]), int(matched[2]), int(matched[3])) if matched else _no_date(found)
    except ValueError:
        return _no_date(found)


def _no_date(found: str) -> dt.date:
    raise CellProblem("date_invalid", _("日期认不出来：“%(text)s”；请写成 2026-11-23") % {"text": found[:20]})


AMOUNT_IN_TEXT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万)?元?")
NO_INCOME = NOTHING | {"0", "0元", "无收入", "没有收入"}


def amount_in_text(value: Value) -> tuple[int, str]:
    """Return fen and "month" or "year" of a text such as "武汉建筑工地,月收入2000元"; (0, "month") for none.

    Raises CellProblem unless the text holds exactly one amount in yuan and says for which time.
    """
    found = plain(value)
    if found in NO_INCOME:
        return 0, "month"
    amounts = [each for each in AMOUNT_IN_TEXT.finditer(found) if "元" in each[0] or each[2]]
    if not amounts and re.fullmatch(r"[\d,.]+", found):
        raise CellProblem("income_period_unknown", _("只有数字，没有写明是每月还是每年；请写成“每月 800 元”"))
    spans = {span for span, word in (("month", "月"), ("year", "年")) if word in re.sub(r"\d{4}年|\d+月份?", "", found)}
    if len(amounts) != 1 or len(spans) != 1:
        raise CellProblem(
            "income_text_unclear",
            _("没有登记：文字里须有且只有一个金额，并写明每月或每年，例如“武汉务工，每月 2000 元”；没有收入请填“无”"),
        )
    if amounts[0][2]:
        raise CellProblem("money_unit", _("金额请以元填写，不要用万元"))
    return money(amounts[0][1]), spans.pop()

"""A what-if as a workbook: both sides, how families move, township by township."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

from minzheng.kernel.language import gettext as _
from minzheng.screening.counting.words import MOVES, SIDES, lead, move_label, side_label, side_lines


def workbook(title: str, changes: Sequence[str], told: Mapping[str, Any], named: Callable[[str], str]) -> bytes:
    """Return the file; `told` is what `Counted.as_dict` gave, `named` names a township by its code."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    money, head = book.add_format({"num_format": "#,##0.00"}), book.add_format({"bold": True})
    whole = told["whole"]
    sheet = book.add_worksheet(_("合计"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 3, 18)
    at = 0
    for text in (title, *changes, lead(whole)):
        sheet.write_string(at, 0, text, head if at == 0 else None)
        at += 1
    for place, text in enumerate(("", _("现在"), _("改后"), _("相差"))):
        sheet.write_string(at, place, text, head)
    for one in side_lines(whole):
        at += 1
        sheet.write_string(at, 0, one.label)
        for place, value in enumerate((one.before, one.after, one.change), 1):
            sheet.write_number(at, place, value / 100 if one.is_money else value, money if one.is_money else None)
    for code in MOVES:
        at += 1
        sheet.write_string(at, 0, move_label(code))
        sheet.write_number(at, 1, whole[code])
        if f"{code}_fen" in whole:
            sheet.write_number(at, 2, whole[f"{code}_fen"] / 100, money)
    _townships(book, told["townships"], named, money, head)
    book.close()
    return buffer.getvalue()


def _townships(
    book: Any, townships: Sequence[Mapping[str, Any]], named: Callable[[str], str], money: Any, head: Any
) -> None:
    sheet = book.add_worksheet(_("各乡镇"))
    names = [_("乡镇（街道）"), *(move_label(code) for code in MOVES)]
    names += [f"{side_label(code)} · {word}" for code, _m in SIDES for word in (_("现在"), _("改后"))]
    for place, text in enumerate(names):
        sheet.write_string(0, place, text, head)
    for at, one in enumerate(townships, 1):
        sheet.write_string(at, 0, named(one["code"]))
        values = [(one[code], False) for code in MOVES]
        values += [(one[side][code], is_money) for code, is_money in SIDES for side in ("before", "after")]
        for place, (value, is_money) in enumerate(values, 1):
            sheet.write_number(at, place, value / 100 if is_money else value, money if is_money else None)

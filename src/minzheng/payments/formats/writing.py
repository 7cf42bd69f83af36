"""From lines to the bytes for the bank: split by the bank's limits, refused as a whole before a byte is written."""

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.kernel.fen import Fen, format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.payments.formats.layout import BankFormat, Cell
from minzheng.payments.formats.values import Batch, Payment, checksum_of, of_batch, of_payment

FIELD_NAMES = {
    "payee_name": gettext_lazy("户名"),
    "account": gettext_lazy("账号"),
    "bank_name": gettext_lazy("开户行"),
    "purpose": gettext_lazy("用途"),
    "serial": gettext_lazy("流水号"),
    "amount": gettext_lazy("金额"),
}
MOST_TOLD = 50
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}


class CannotBeWritten(Refused):
    """A line does not fit the bank's format: nothing is cut and nothing replaced by question marks."""


@dataclass(frozen=True)
class Part:
    """One file: its number, bytes, and what they add up to."""

    number: int
    content: bytes
    line_count: int
    total_fen: Fen


def write(layout: BankFormat, batch: Batch) -> list[Part]:
    """Return the files of a batch, in the order of its lines; none splits a line.

    Raises CannotBeWritten naming every line that does not fit, and what to do.
    """
    problems = [problem for payment in batch.payments if (problem := problem_of(layout, payment))]
    if problems:
        raise CannotBeWritten(_refusal(layout, problems))
    split = list(_split(layout, batch.payments))
    parts = [
        replace(batch, part=number, parts=len(split), payments=payments)
        for number, payments in enumerate(split, start=1)
    ]
    return [Part(part.part, WRITERS[layout.kind](layout, part), len(part.payments), part.total_fen) for part in parts]


def problem_of(layout: BankFormat, payment: Payment) -> str:
    """Return why a line cannot be written in this format and what to do; empty if it can."""
    values = [of_payment(cell, payment) for cell in layout.columns]
    for cell, value in () if _all_fit(layout, values) else zip(layout.columns, values, strict=True):
        why = _why_not(layout, cell, value)
        if why:
            return _("第 %(seq)s 笔（%(name)s，流水号 %(serial)s）：%(field)s“%(value)s”%(why)s") % {
                "seq": payment.seq,
                "name": _seen(payment.payee_name),
                "serial": payment.serial,
                "field": FIELD_NAMES.get(cell.field, cell.field),
                "value": _covered(cell, value),
                "why": why,
            }
    if 0 < layout.limit.amount_fen < payment.amount_fen:
        return _(
            "第 %(seq)s 笔（%(name)s，流水号 %(serial)s）：%(amount)s 元超过该格式每份文件 %(limit)s 元的上限，"
            "一笔不能拆开；请与银行商定提高上限，或改选其他格式"
        ) % {
            "seq": payment.seq,
            "name": _seen(payment.payee_name),
            "serial": payment.serial,
            "amount": format_yuan(payment.amount_fen),
            "limit": format_yuan(layout.limit.amount_fen),
        }
    return ""


def _all_fit(layout: BankFormat, values: Sequence[str]) -> bool:
    """Say of most lines that every value fits, without looking at each; of the others `_why_not` tells."""
    whole = "".join(values)
    if layout.kind == "fixed" or not whole.isprintable():
        return False
    if layout.kind == "csv" and not layout.is_quoted and (layout.delimiter in whole or '"' in whole):
        return False
    try:
        whole.encode(layout.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _why_not(layout: BankFormat, cell: Cell, value: str) -> str:
    if not value.isprintable() and any(unicodedata.category(char) in UNSEEN for char in value):
        return _("含有换行或不可见字符，请在登记资料中更正后另行发放，或改选其他格式")
    try:
        content = value.encode(layout.encoding)
    except UnicodeEncodeError as error:
        return _("中的“%(char)s”在 %(encoding)s 编码中没有，请改选 GB 18030 或 UTF-8 的格式，并与银行核对户名") % {
            "char": error.object[error.start],
            "encoding": layout.encoding.upper(),
        }
    if layout.kind == "fixed" and len(content) > cell.width:
        return _("有 %(has)s 字节，超过 %(width)s 字节，没有截断；请改选其他格式，或与银行商定加宽") % {
            "has": len(content),
            "width": cell.width,
        }
    if layout.kind == "csv" and not layout.is_quoted and any(char in value for char in (layout.delimiter, '"')):
        return _("含有分隔符“%(delimiter)s”或引号，银行会读错；请改选其他格式") % {"delimiter": layout.delimiter}
    return ""


def _covered(cell: Cell, value: str) -> str:
    """Show a value in a message: an account number never whole, what cannot be seen as a box."""
    return f"…{value[-4:]}" if cell.field == "account" else _seen(value)


def _seen(text: str) -> str:
    return "".join("□" if unicodedata.category(char) in UNSEEN else char for char in text)


def _refusal(layout: BankFormat, problems: Sequence[str]) -> str:
    head = _("有 %(count)s 笔不能写入“%(format)s”，没有生成文件：") % {"count": len(problems), "format": layout.name}
    rest = [_("另有 %(n)s 笔") % {"n": len(problems) - MOST_TOLD}] if len(problems) > MOST_TOLD else []
    return "\n".join([head, *problems[:MOST_TOLD], *rest])


def _split(layout: BankFormat, payments: Sequence[Payment]) -> Iterator[list[Payment]]:
    """Fill one file after the other up to the limits, in order."""
    most, most_fen = layout.limit.lines, layout.limit.amount_fen
    part: list[Payment] = []
    total = 0
    for payment in payments:
        if part and ((most and len(part) == most) or (most_fen and total + payment.amount_fen > most_fen)):
            yield part
            part, total = [], 0
        part.append(payment)
        total += payment.amount_fen
    yield part


def _fixed(layout: BankFormat, batch: Batch) -> bytes:
    end = layout.line_end.encode()

    def record(cells: Sequence[Cell], values: Sequence[str]) -> bytes:
        return b"".join(_padded(layout, cell, value) for cell, value in zip(cells, values, strict=True)) + end

    body = b"".join(
        record(layout.columns, [of_payment(cell, payment) for cell in layout.columns]) for payment in batch.payments
    )
    checksum = checksum_of(layout, batch, body)
    head, tail = (
        record(cells, [of_batch(cell, batch, checksum) for cell in cells]) if cells else b""
        for cells in (layout.header, layout.trailer)
    )
    return head + body + tail


def _padded(layout: BankFormat, cell: Cell, value: str) -> bytes:
    """Fill up to the width in bytes: a character of two bytes counts two."""
    content = value.encode(layout.encoding)
    if len(content) > cell.width:
        raise CannotBeWritten(
            _("格式“%(format)s”的%(field)s只有 %(width)s 字节，“%(value)s”写不下，没有生成文件；请与银行商定加宽")
            % {"format": layout.name, "field": cell.field, "width": cell.width, "value": value}
        )
    fill = cell.pad.encode() * (cell.width - len(content))
    return fill + content if cell.align == "right" else content + fill


def _delimited(layout: BankFormat, batch: Batch) -> bytes:
    def text(*rows: Sequence[str]) -> str:
        out = io.StringIO()
        how: Literal[0, 3] = csv.QUOTE_MINIMAL if layout.is_quoted else csv.QUOTE_NONE
        csv.writer(out, delimiter=layout.delimiter, lineterminator=layout.line_end, quoting=how).writerows(rows)
        return out.getvalue()

    titles = text([cell.title for cell in layout.columns])
    body = text(*([of_payment(cell, payment) for cell in layout.columns] for payment in batch.payments))
    plain = layout.encoding.removesuffix("-sig")
    checksum = checksum_of(layout, batch, body.encode(plain))
    head, tail = (
        text([of_batch(cell, batch, checksum) for cell in cells]) if cells else ""
        for cells in (layout.header, layout.trailer)
    )
    return (head + titles + body + tail).encode(layout.encoding)


def _workbook(layout: BankFormat, batch: Batch) -> bytes:
    """Write every cell as text, amounts too: no program in between makes 400.09999999999997 of 400.10."""
    checksum = checksum_of(layout, batch, b"")
    head, tail = ([of_batch(cell, batch, checksum) for cell in cells] for cells in (layout.header, layout.trailer))
    body = [[of_payment(cell, payment) for cell in layout.columns] for payment in batch.payments]
    rows = [*([head] if head else []), [cell.title for cell in layout.columns], *body, *([tail] if tail else [])]
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        # The day the list was signed, not the clock: the same list makes the same bytes.
        book.set_properties({"created": dt.datetime.combine(batch.day, dt.time())})
        sheet = book.add_worksheet("Sheet1")
        as_text = book.add_format({"num_format": "@"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value, as_text)
        for column, cell in enumerate(layout.columns):
            sheet.set_column(column, column, max(10, len(cell.title) * 2 + 4, cell.width))
    return out.getvalue()


WRITERS = {"fixed": _fixed, "csv": _delimited, "xlsx": _workbook}

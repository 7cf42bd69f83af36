"""The publication list as a workbook to print and as csv; amounts as text with two decimals."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from minzheng.kernel.fen import amount_in_words, format_yuan
from minzheng.kernel.language import kept
from minzheng.payments.models import PayRun
from minzheng.payments.queries.publication import Published

WIDTHS = (6, 18, 22, 14, 10, 12, 14)


@kept
def workbook(run: PayRun, rows: Sequence[Published]) -> bytes:
    """Return the list as xlsx: title, rows, sum in figures and words."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("公布名单"))
        bold = book.add_format({"bold": True})
        right = book.add_format({"align": "right"})
        sheet.write_string(0, 0, _title(run), bold)
        for column, (title, width) in enumerate(zip(_header(), WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, title, bold)
        for number, row in enumerate(_cells(rows), start=3):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, right if column == len(row) - 1 else None)
        sheet.write_string(len(rows) + 3, 0, _sum(rows), bold)
        sheet.repeat_rows(2)
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


@kept
def csv_text(run: PayRun, rows: Sequence[Published]) -> str:
    """Return the list as csv: header, rows, sum."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_title(run)])
    writer.writerow(_header())
    writer.writerows(_cells(rows))
    writer.writerow([_sum(rows)])
    return out.getvalue()


def _title(run: PayRun) -> str:
    return _("%(name)s发放公布名单（%(number)s，%(month)s）") % {
        "name": run.program_name,
        "number": run.number,
        "month": run.month,
    }


def _header() -> list[str]:
    return [_("序号"), _("乡镇（街道）"), _("村（社区）"), _("申请人"), _("保障人数"), _("待遇月份"), _("金额（元）")]


def _cells(rows: Sequence[Published]) -> Iterable[list[str]]:
    for number, row in enumerate(rows, start=1):
        count, amount = str(row.person_count), format_yuan(row.amount_fen)
        yield [str(number), row.township, row.village, row.applicant_name, count, row.month, amount]


def _sum(rows: Sequence[Published]) -> str:
    total = sum(row.amount_fen for row in rows)
    return _("合计 %(count)s 笔，%(total)s 元（%(words)s）") % {
        "count": len(rows),
        "total": format_yuan(total),
        "words": amount_in_words(total),
    }

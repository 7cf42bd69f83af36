"""The list of problems as a workbook, to be sent back to whoever keeps the roster."""

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.marking.marks import Finding
from minzheng.integrations.roster.domain.marking.problem_list import WIDTHS, line_of, titles


def as_workbook(problems: Iterable[Finding], *, heading: str) -> bytes:
    """Return an xlsx file with one line per problem; `heading` says which file it is about."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("问题清单"))
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width, wrapped)
    sheet.write_string(0, 0, heading)
    sheet.write_row(1, 0, titles(), bold)
    for index, problem in enumerate(problems, 2):
        for column, text in enumerate(line_of(problem)):
            sheet.write_string(index, column, text)
        sheet.write(index, 1, problem.row or "")
    sheet.freeze_panes(2, 0)
    book.close()
    return buffer.getvalue()

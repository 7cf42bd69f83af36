"""The list of problems as a workbook, to be sent back to whoever keeps the roster."""

import io
from collections.abc import Iterable
from typing import Protocol

import xlsxwriter
from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.reasons import label
from minzheng.integrations.roster.enums import Severity

WIDTHS = (18, 8, 24, 8, 22, 70)


class Finding(Protocol):
    """What a row of the list needs: a problem of a report, or one stored with a batch."""

    @property
    def sheet(self) -> str:
        """Return the sheet."""

    @property
    def row(self) -> int | None:
        """Return the row as Excel counts it."""

    @property
    def column(self) -> str:
        """Return letter and title of the column."""

    @property
    def severity(self) -> str:
        """Return how heavy it is."""

    @property
    def code(self) -> str:
        """Return the code of the problem."""

    @property
    def reason(self) -> str:
        """Return the sentence."""


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
    titles = (_("工作表"), _("行"), _("列"), _("轻重"), _("问题"), _("原因和更正办法"))
    sheet.write_row(1, 0, titles, bold)
    for index, problem in enumerate(problems, 2):
        sheet.write_string(index, 0, problem.sheet)
        sheet.write(index, 1, problem.row or "")
        sheet.write_string(index, 2, problem.column)
        sheet.write_string(index, 3, str(Severity(problem.severity).label))
        sheet.write_string(index, 4, label(problem.code) if problem.severity == Severity.ERROR else "")
        sheet.write_string(index, 5, problem.reason)
    sheet.freeze_panes(2, 0)
    book.close()
    return buffer.getvalue()

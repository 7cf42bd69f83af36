"""The first sheet of a marked workbook: every finding, with a link to its cell."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.marking.comments_xml import MAIN, clean
from minzheng.integrations.roster.domain.marking.marks import Finding, cell_of
from minzheng.integrations.roster.domain.reading.book import column_letters
from minzheng.integrations.roster.domain.reasons import label
from minzheng.integrations.roster.enums import Severity

WIDTHS = (18, 8, 24, 8, 22, 70)


def titles() -> tuple[str, ...]:
    """Return the titles of the columns."""
    return (_("工作表"), _("行"), _("列"), _("轻重"), _("问题"), _("原因和更正办法"))


def line_of(finding: Finding) -> tuple[str, ...]:
    """Return what the list says of a finding."""
    return (
        finding.sheet,
        str(finding.row or ""),
        finding.column,
        str(Severity(finding.severity).label),
        label(finding.code) if finding.severity == Severity.ERROR else "",
        finding.reason,
    )


def link_of(finding: Finding, sheets: Sequence[str]) -> str:
    """Return where the finding's cell is, as Excel writes it; empty if it is about no cell."""
    cell = cell_of(finding)
    if cell is None or finding.sheet not in sheets:
        return ""
    quoted = finding.sheet.replace("'", "''")
    return f"'{quoted}'!{column_letters(cell[1])}{cell[0] + 1}"


def free_name(sheets: Iterable[str]) -> str:
    """Return a name for the list that no sheet has."""
    taken = {name.casefold() for name in sheets}
    name = wanted = _("问题清单")
    number = 2
    while name.casefold() in taken:
        name, number = f"{wanted}{number}", number + 1
    return name


def sheet_xml(findings: Sequence[Finding], *, heading: str, sheets: Sequence[str], style: int) -> str:
    """Return the list as a sheet of an xlsx file."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(WIDTHS, 1)
    )
    rows = [(heading,), titles(), *(line_of(finding) for finding in findings)]
    lines = "".join(
        f'<row r="{index}">'
        + "".join(_cell(index, column, text, 0 if index == 1 else style) for column, text in enumerate(row))
        + "</row>"
        for index, row in enumerate(rows, 1)
    )
    links = "".join(
        f'<hyperlink ref="C{index}" location="{clean(link).replace(chr(34), "&quot;")}"/>'
        for index, finding in enumerate(findings, 3)
        if (link := link_of(finding, sheets))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        '<pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{lines}</sheetData>"
        + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
        + "</worksheet>"
    )


def _cell(row: int, column: int, text: str, style: int) -> str:
    reference = f"{column_letters(column)}{row}"
    said = f'<is><t xml:space="preserve">{clean(text)}</t></is>'
    return f'<c r="{reference}" s="{style}" t="inlineStr">{said}</c>'

"""Which sheets of the workbook are rosters. By content, never by name: offices call a sheet Sheet1, 11月, or 新."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain import header as headers
from minzheng.integrations.roster.domain.columns import words
from minzheng.integrations.roster.domain.forms import found as forms
from minzheng.integrations.roster.domain.forms.found import Form
from minzheng.integrations.roster.domain.header import Header
from minzheng.integrations.roster.domain.member_rows import period
from minzheng.integrations.roster.domain.problem import Problem
from minzheng.integrations.roster.domain.reading.book import Book, Position, Sheet, column_letters
from minzheng.integrations.roster.domain.statistics import tables
from minzheng.integrations.roster.enums import Severity
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed

PAYMENT, MEMBERS, VETERANS = "payment_list", "member_list", "veterans"
PUBLICITY, STATISTICS = "publicity_list", "area_statistics"


class NoRosterFound(Refused):
    """No sheet of the workbook looks like a roster."""


@dataclass(frozen=True)
class Recognised:
    """A sheet together with the header found in it."""

    sheet: Sheet
    header: Header

    @property
    def reads_people(self) -> bool:
        """Whether its rows are people or households; rows of figures are read by their own rules."""
        return self.header.layout.code != STATISTICS

    def as_dict(self, people: int) -> dict[str, str | int]:
        """Return what the screens tell about the sheet; `people` is its number of rows below the header."""
        return {
            "name": self.sheet.name,
            "layout": self.header.layout.name,
            "header_row": self.header.row + 1,
            "rows": people,
        }


@dataclass(frozen=True)
class Found:
    """What the sheets of a workbook were taken for."""

    rosters: list[Recognised]
    forms: list[Form]
    returns: list[tuple[Sheet, dict[str, Position]]]

    def of_layout(self, code: str) -> list[Recognised]:
        """Return the rosters of one layout."""
        return [item for item in self.rosters if item.header.layout.code == code]


def recognise(book: Book, *, only_sheet: str | None, notes: list[Problem]) -> Found:
    """Return what was recognised; raise NoRosterFound with what was found. Sheets left out are named in `notes`."""
    chosen = _chosen(book, only_sheet)
    found = Found([], [], [])
    for sheet in chosen:
        if sheet.hidden:
            _tell(
                notes, sheet.name, "sheet_hidden", _("隐藏的工作表，没有读取；需要导入请先取消隐藏"), Severity.WARNING
            )
            continue
        if not _take(sheet, found, notes):
            _tell(notes, sheet.name, "sheet_left_aside", _("不是认得的名册、调查表或统计表，没有读取"), Severity.NOTE)
    if not (found.rosters or found.forms or found.returns):
        raise NoRosterFound(_nothing_found(book, chosen))
    return found


def _take(sheet: Sheet, found: Found, notes: list[Problem]) -> bool:
    """Put a sheet where it belongs: a whole payment list first, then a form, then lists, then a return of items."""
    header = headers.find(sheet)
    is_whole = header is not None and not header.layout.missing(set(header.columns))
    form = None if header is not None and is_whole and header.layout.code == PAYMENT else forms.find(sheet)
    if form is not None:
        found.forms.append(form)
        return True
    items = tables.items_of(sheet)
    if items is not None and (header is None or not is_whole):
        found.returns.append((sheet, items))
        return True
    if header is None:
        return False
    found.rosters.append(Recognised(sheet, header))
    _tell_columns(notes, sheet, header)
    return True


def _chosen(book: Book, only_sheet: str | None) -> list[Sheet]:
    if only_sheet is None:
        return list(book.sheets)
    chosen = [sheet for sheet in book.sheets if sheet.name.strip() == only_sheet.strip()]
    if not chosen:
        names = listed(f"“{sheet.name}”" for sheet in book.sheets)
        raise NoRosterFound(
            _("文件里没有名为“%(name)s”的工作表；文件里有：%(names)s。") % {"name": only_sheet, "names": names}
        )
    return chosen


def _nothing_found(book: Book, sheets: list[Sheet]) -> str:
    seen = [
        _("“%(name)s”（最像表头的一行是：%(row)s）")
        % {"name": sheet.name, "row": headers.likeliest_row(sheet) or _("空")}
        for sheet in sheets
    ]
    return _(
        "文件“%(file)s”里没有认出名册。读到的工作表：%(seen)s。可以导入的版式：发放名册，"
        "须有%(payment)s；家庭成员，须有%(members)s；"
        "一户一张的调查表、核查表、审批表，优抚登记表，公示名单，统计表。表头须在前 %(rows)d 行内。"
    ) % {
        "file": book.name,
        "seen": listed(seen),
        "payment": _needed(PAYMENT),
        "members": _needed(MEMBERS),
        "rows": headers.LOOK_IN_ROWS,
    }


def _needed(layout_code: str) -> str:
    layout = words().layouts[layout_code]
    return listed(_("或").join(layout.columns[code].name for code in group) for group in layout.needs)


def _tell_columns(notes: list[Problem], sheet: Sheet, header: Header) -> None:
    """Missing needed columns stop the file; unknown, double and unit-less ones are told."""
    for group in header.layout.needs:
        if set(group) & set(header.columns):
            continue
        names = _("或").join(header.layout.columns[code].name for code in group)
        others = listed(header.layout.columns[group[0]].synonyms[:4])
        reason = _(
            "缺少必需的列：%(names)s（也认：%(others)s）。本表按“%(layout)s”识别，"
            "表头在第 %(row)d 行；请补上这一列再导入"
        ) % {
            "names": names,
            "others": others,
            "layout": header.layout.name,
            "row": header.row + 1,
        }
        notes.append(Problem(sheet.name, header.row + 1, names, Severity.ERROR.value, "column_missing", reason))
    for position in header.doubles:
        label = f"{column_letters(position)} {header.titles[position]}"
        reason = _("这一列与前面的列意思相同，没有读取；请只保留一列")
        notes.append(Problem(sheet.name, header.row + 1, label, Severity.WARNING.value, "column_double", reason))
    if header.unknown:
        _tell(
            notes,
            sheet.name,
            "columns_left_aside",
            _("没有读取的列：%(c)s") % {"c": listed(header.unknown)},
            Severity.NOTE,
        )
    for code in header.columns:
        if header.column(code).type in ("income", "cost") and not period(header, code):
            reason = _("没有写明是月收入还是年收入，这一列没有导入；请在表头写明“月”或“年”")
            notes.append(
                Problem(
                    sheet.name,
                    header.row + 1,
                    header.label(code),
                    Severity.WARNING.value,
                    "income_period_unknown",
                    reason,
                )
            )


def _tell(notes: list[Problem], sheet: str, code: str, reason: str, severity: Severity) -> None:
    notes.append(Problem(sheet, None, "", severity.value, code, reason))

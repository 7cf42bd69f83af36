"""Which sheets of the workbook are rosters. By content, never by name: offices call a sheet Sheet1, 11月, or 新."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain import header as headers
from minzheng.integrations.roster.domain.columns import words
from minzheng.integrations.roster.domain.header import Header
from minzheng.integrations.roster.domain.member_rows import period
from minzheng.integrations.roster.domain.problem import Problem
from minzheng.integrations.roster.domain.reading.book import Book, Sheet, column_letters
from minzheng.integrations.roster.enums import Severity
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed

PAYMENT, MEMBERS = "payment_list", "member_list"


class NoRosterFound(Refused):
    """No sheet of the workbook looks like a roster."""


@dataclass(frozen=True)
class Recognised:
    """A sheet together with the header found in it."""

    sheet: Sheet
    header: Header

    def as_dict(self, people: int) -> dict[str, str | int]:
        """Return what the screens tell about the sheet; `people` is its number of rows below the header."""
        return {
            "name": self.sheet.name,
            "layout": self.header.layout.name,
            "header_row": self.header.row + 1,
            "rows": people,
        }


def recognise(book: Book, *, only_sheet: str | None, notes: list[Problem]) -> list[Recognised]:
    """Return the rosters; raise NoRosterFound with what was found. Sheets left out are named in `notes`."""
    chosen = _chosen(book, only_sheet)
    found = []
    for sheet in chosen:
        if sheet.hidden:
            _tell(
                notes, sheet.name, "sheet_hidden", _("隐藏的工作表，没有读取；需要导入请先取消隐藏"), Severity.WARNING
            )
            continue
        header = headers.find(sheet)
        if header is None:
            _tell(notes, sheet.name, "sheet_left_aside", _("不是发放名册，也不是家庭成员表，没有读取"), Severity.NOTE)
        else:
            found.append(Recognised(sheet, header))
            _tell_columns(notes, sheet, header)
    if not found:
        raise NoRosterFound(_nothing_found(book, chosen))
    if not any(item.header.layout.code == PAYMENT for item in found):
        names = listed(f"“{item.sheet.name}”（{item.header.layout.name}）" for item in found)
        reason = _(
            "只认出%(names)s，没有认出发放名册；没有证号、金额、起始月份和账号就不能接管。发放名册须有这些列：%(columns)s"
        ) % {
            "names": names,
            "columns": _needed(PAYMENT),
        }
        notes.append(Problem("", None, "", Severity.ERROR.value, "payment_list_missing", reason))
    return found


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
        "须有%(payment)s；家庭成员，须有%(members)s。表头须在前 %(rows)d 行内。"
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

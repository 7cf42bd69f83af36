"""Statements as columns: what each fund, township, household was paid; what one household ever got."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.catalogue import program_name
from minzheng.desk.downloads import CSV, download
from minzheng.desk.tables import Cell, Column
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.payments.queries.statements import HouseholdEvent, StatementLine


def _household(line: StatementLine) -> Cell:
    url = reverse("desk:ledger_household", args=[line.key]) if line.key else ""
    return Cell(line.name, url=url)


SUMS = (
    Column("count", _("笔数"), lambda line: line.count, "num"),
    Column("paid", _("已发放（元）"), lambda line: line.paid_fen, "money"),
    Column("back", _("退回（元）"), lambda line: line.back_fen, "money"),
    Column("net", _("净额（元）"), lambda line: line.net_fen, "money"),
)
FUND_COLUMNS = (Column("name", _("资金"), lambda line: line.name), *SUMS)
TOWNSHIP_COLUMNS = (Column("name", _("乡镇（街道）"), lambda line: line.name), *SUMS)
HOUSEHOLD_COLUMNS = (Column("name", _("户号"), _household), *SUMS)


def _serial(event: HouseholdEvent) -> Cell:
    url = reverse("desk:audit_step", args=[event.serial, "line"]) if event.serial else ""
    return Cell(event.serial or event.reference, url=url)


EVENT_COLUMNS = (
    Column("at", _("日期"), lambda event: event.at, "day"),
    Column("word", _("事项"), lambda event: event.word),
    Column("program", _("救助项目"), lambda event: retell(program_name(event.program)) if event.program else ""),
    Column("month", _("待遇月份"), lambda event: event.month, "short"),
    Column("due", _("应发（元）"), lambda event: event.due_fen, "money"),
    Column("paid", _("实发（元）"), lambda event: event.paid_fen, "money"),
    Column("owed", _("应发累计（元）"), lambda event: event.owed_so_far_fen, "money", hidden=True),
    Column("got", _("实发累计（元）"), lambda event: event.paid_so_far_fen, "money"),
    Column("left", _("未发（元）"), lambda event: event.outstanding_fen, "money"),
    Column("serial", _("流水号 / 文号"), _serial),
)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def csv_of(columns: Sequence[Column], lines: Iterable[Any], *, name: str) -> Any:
    """Send the lines as CSV for Excel: UTF-8 with its mark, money in yuan with two decimals, no cell a formula."""
    rows = [",".join(_quoted(str(column.label)) for column in columns)]
    rows += [",".join(_quoted(_text(column, column.read(line).value)) for column in columns) for line in lines]
    content = "\ufeff" + "\r\n".join(rows) + "\r\n"
    return download(content.encode(), name=f"{name}.csv", media_type=f"{CSV}; charset=utf-8")


def _text(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "money":
        return format_yuan(value).replace(",", "")
    if column.kind == "day":
        return f"{value:%Y-%m-%d}"
    text = str(value)
    return f"'{text}" if column.kind == "text" and text.startswith(DANGEROUS) else text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

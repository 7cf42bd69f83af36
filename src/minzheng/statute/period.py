"""Periods of penalty procedure and remedies by date, and the local figures beside them. Counting is the calendar's."""

import calendar
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from minzheng.kernel.wording import listed
from minzheng.rules import figures
from minzheng.rules.errors import NotInForce, RuleError
from minzheng.rules.strict_yaml import load_text, refuse_unknown_keys

UNITS = ("working", "calendar", "months")
STATUSES = ("official", "expert")


@dataclass(frozen=True, slots=True)
class Period:
    """How long, in which unit, by which clause; `status` says how sure the source is."""

    code: str
    name: str
    from_: date
    until: date | None
    count: int
    unit: str
    reference: str
    status: str


@dataclass(frozen=True, slots=True)
class LocalFigure:
    """A figure that a place sets; `status` says whether an official paper stands behind it."""

    name: str
    value: int
    reference: str
    status: str
    from_date: str


def period(code: str, on: date) -> Period:
    """Return the period in force on the day; raise NotInForce if the law set none."""
    rows = periods()[code]
    for row in rows:
        if row.from_ <= on and (row.until is None or on <= row.until):
            return row
    raise NotInForce(f"{rows[0].name}在{on}没有法定期限；最早的规定自{rows[0].from_}起（{rows[0].reference}）。")


def has_period(code: str, on: date) -> bool:
    """Say whether the law set this period on the day."""
    return any(row.from_ <= on and (row.until is None or on <= row.until) for row in periods()[code])


def figure(code: str, *, place: str, on: date) -> LocalFigure:
    """Return a local figure with its reference; raise NoFigure naming figure, place and day."""
    used = figures.resolve(local_figures(), [code], place, on).used[code]
    if not isinstance(used.value, int):
        raise RuleError(f"figures.yaml，指标 {code}：应是一个整数。")
    return LocalFigure(used.name, used.value, used.reference, used.status, used.from_date)


def is_barred(*, ended_on: date, discovered_on: date) -> bool:
    """Say whether an act that nobody discovered for two years may no longer be fined (行政处罚法 第三十六条).

    The two years begin the day after the act ended and do not wait for a working day.
    """
    return discovered_on > months_after(ended_on, period("penalty_limitation", discovered_on).count)


def months_after(day: date, count: int) -> date:
    """Return the corresponding day that many months later, or the month's last (民法典 第二百零二条)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))


@functools.cache
def periods() -> Mapping[str, tuple[Period, ...]]:
    """Return every period by code; raise RuleError naming the row that is wrong."""
    content = _content("periods.yaml")
    return {code: _rows(code, row, f"periods.yaml，{code}") for code, row in content.items()}


@functools.cache
def local_figures() -> Mapping[str, figures.Figure]:
    """Return the local figures by code."""
    return figures.read_definitions(_content("figures.yaml"), "figures.yaml")


def _content(name: str) -> Any:
    return load_text(resources.files("minzheng.statute").joinpath(name).read_text(encoding="utf-8"), name)


def _rows(code: str, row: Any, where: str) -> tuple[Period, ...]:
    given = refuse_unknown_keys(row, ("name", "values"), ("name", "values"), where)
    found: list[Period] = []
    for number, value in enumerate(given["values"], start=1):
        at = f"{where} 第{number}行"
        keys = ("from", "until", "count", "unit", "reference", "status")
        one = refuse_unknown_keys(value, keys, ("from", "count", "unit", "reference", "status"), at)
        if one["unit"] not in UNITS or one["status"] not in STATUSES or one["count"] < 1:
            raise RuleError(f"{at}：unit 应为 {listed(UNITS)}，status 应为 {listed(STATUSES)}，count 至少为 1。")
        if found and (found[-1].until is None or found[-1].until >= one["from"]):
            raise RuleError(f"{at}：与上一行的日期重叠。")
        found.append(
            Period(code, given["name"], one["from"], one.get("until"), one["count"], one["unit"], one["reference"],
                   one["status"])
        )  # fmt: skip
    return tuple(found)

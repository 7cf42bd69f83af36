"""How long a volume is kept: the law's least, or the office's own longer period, as of a day, each with its source."""

import calendar
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from minzheng.archive.enums import ArchiveClass
from minzheng.archive.models import RetentionPeriod
from minzheng.kernel.refusal import Refused
from minzheng.rules.strict_yaml import load_text

HANDOVER = "handover"


class NoRetentionRule(Refused):
    """No rule of this class is known for the day."""


@dataclass(frozen=True)
class Rule:
    """One period: years, from when it is counted, who says so."""

    archive_class: str
    since: date
    years: int
    starts: str
    source: str
    status: str


@cache
def packaged() -> tuple[Rule, ...]:
    """Return the law's rules, packaged as data."""
    text = (resources.files("minzheng.archive") / "retention.yaml").read_text(encoding="utf-8")
    rows = load_text(text, "retention.yaml")
    return tuple(
        Rule(row["class"], row["since"], row["years"], row["starts"], row["source"], row["status"]) for row in rows
    )


def least(archive_class: str, on: date) -> Rule:
    """Return the law's rule in force on the day; raise NoRetentionRule."""
    found = [rule for rule in packaged() if rule.archive_class == archive_class and rule.since <= on]
    if not found:
        raise NoRetentionRule(f"没有{on}适用的档案保管期限规则：{archive_class}")
    return max(found, key=lambda rule: rule.since)


def local(archive_class: str, on: date) -> RetentionPeriod | None:
    """Return the office's own period in force on the day."""
    return RetentionPeriod.objects.filter(archive_class=archive_class, from_on__lte=on).order_by("-from_on").first()


@dataclass(frozen=True)
class Kept:
    """Until when, and why."""

    until: date
    source: str


def keep_until(archive_class: str, *, filed_on: date, benefit_ended_on: date | None) -> Kept:
    """Return until when a volume is kept: the longer of the law's least and the office's own period."""
    rule, own = least(archive_class, filed_on), local(archive_class, filed_on)
    start = (benefit_ended_on or filed_on) if rule.starts == "benefit_end" else filed_on
    if own is not None and own.years > rule.years:
        return Kept(years_after(start, own.years), own.source)
    return Kept(years_after(start, rule.years), rule.source)


def handover_due(filed_on: date) -> date:
    """Return the day from which a volume goes to the county archive."""
    return years_after(filed_on, least(HANDOVER, max(filed_on, least_since(HANDOVER))).years)


def least_since(archive_class: str) -> date:
    """Return the first day any rule of the class is known for."""
    return min(rule.since for rule in packaged() if rule.archive_class == archive_class)


def years_after(day: date, years: int) -> date:
    """Return the corresponding day, or the month's last if there is none (民法典 第二百零二条)."""
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def rules_shown(on: date) -> list[tuple[Rule, RetentionPeriod | None]]:
    """Return each class's least rule and own period in force, for the page."""
    return [(least(code, on), local(code, on)) for code in ArchiveClass.values]

"""Which local documents have ended by their own words and still count, and what the county ruled on them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings

from minzheng.accounts.scope import everywhere
from minzheng.casework.models import Case, ExpiredRuleRuling, LocalFigure
from minzheng.casework.queries.local_figures import known_rows, law_known, with_rows
from minzheng.kernel.division import full
from minzheng.programs import catalogue
from minzheng.rules.errors import NotInForce

# How early the county may rule on a rule that is about to end.
EARLY_DAYS = 90


@dataclass(frozen=True)
class ExpiredDocument:
    """One document with the figures that are still taken from it, and the ruling that is open on it, if any."""

    program: str
    reference: str
    expired_on: date
    figures: tuple[str, ...]
    ruling: ExpiredRuleRuling | None = None

    def is_ruled_on(self, day: date) -> bool:
        """Say whether an approved ruling lets the document apply on the day."""
        return self.ruling is not None and self.ruling.approved_at is not None and day <= self.ruling.until_on


def expired_documents(
    program: str, place: str, day: date, rows: Sequence[LocalFigure] | None = None
) -> list[ExpiredDocument]:
    """Return what a decision of the day at a place would rest on although it has expired, without rulings."""
    try:
        law = law_known(program) if rows is None else with_rows(program, rows)
        found = law.expired_rules(on=day, at=place)
    except NotInForce:
        return []
    figures: dict[tuple[str, date], list[str]] = {}
    for one in found:
        figures.setdefault((one.reference, one.expired_on), []).append(one.figure)
    return [ExpiredDocument(program, *key, tuple(names)) for key, names in figures.items()]


def with_rulings(documents: list[ExpiredDocument], place: str, day: date) -> list[ExpiredDocument]:
    """Return the documents, each with the ruling that is open on it on the day, approved or not."""
    if not documents:
        return []
    # A township decides under its county's ruling, which lies outside the township's own area.
    with everywhere("县级对期满规定的处理决定适用于全县各乡镇"):
        rows = ExpiredRuleRuling.objects.filter(division_code=full(place[:6])).select_related("entered_by")
        open_rows = {(row.program, row.reference): row for row in rows.order_by("pk") if row.may_hold_on(day)}
    return [replace(one, ruling=open_rows.get((one.program, one.reference))) for one in documents]


def unruled(case: Case, day: date) -> list[ExpiredDocument]:
    """Return the expired documents that a decision of the case on the day must not rest on yet."""
    found = with_rulings(expired_documents(case.program, case.division_code, day), case.division_code, day)
    return [one for one in found if not one.is_ruled_on(day)]


def to_rule_on(day: date) -> list[ExpiredDocument]:
    """Return what has expired in the county, or will within EARLY_DAYS, of every program, with the rulings on it."""
    county, rows = settings.COUNTY_CODE, known_rows()
    found: dict[tuple[str, str], ExpiredDocument] = {}
    for code in catalogue.codes():
        for when in (day, day + timedelta(days=EARLY_DAYS)):
            for one in expired_documents(code, county, when, rows):
                found.setdefault((one.program, one.reference), one)
    return with_rulings(list(found.values()), county, day)


def rulings() -> list[ExpiredRuleRuling]:
    """Return every ruling of the declared area, the newest first."""
    rows = ExpiredRuleRuling.objects.select_related("entered_by", "approved_by", "ended_by")
    return list(rows.order_by("-entered_at", "-pk"))

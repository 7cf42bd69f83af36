"""What an indicator is: a number with the records it was counted from. Nothing here is typed in by anybody."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from minzheng.casework.enums import DecisionKind, DeterminationKind, Outcome
from minzheng.casework.models import Application, Decision, Determination, Letter, MeansCheck, Objection
from minzheng.casework.queries.in_force import InForce, decisions_in_force
from minzheng.institutions.queries.month import month_counts
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.relief.queries.measures import Measures, measures
from minzheng.screening.queries.screens import month_parts
from minzheng.support.enums import BurialState
from minzheng.support.models import Burial
from minzheng.support.queries.visits import Supported, supported_at_home

BURIALS = "burials"


@dataclass(frozen=True)
class Scope:
    """What is counted: one program's records of one month, up to the day of counting, in the declared area."""

    program: str
    month: Month
    today: dt.date
    # What a family of indicators read together, so that it is read once.
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    # What is of no program, so that the clauses of a board read it once.
    together: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def last_on(self) -> dt.date:
        """Return the last day counted."""
        return min(self.month.last_day, self.today)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day counted, for `__range` on a day field."""
        return self.month.first_day, self.last_on

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """Return the start of the first day and the last instant counted, for `__range` on a moment field."""
        start = dt.datetime.combine(self.month.first_day, dt.time.min, tzinfo=SHANGHAI)
        return start, dt.datetime.combine(self.last_on, dt.time.max, tzinfo=SHANGHAI)

    @cached_property
    def in_force(self) -> list[InForce]:
        """Return what is granted for the month; read once for all indicators."""
        return decisions_in_force(self.month, self.program)

    @cached_property
    def relief(self) -> Measures:
        """Return the numbers of urgent help of the month; read once for all indicators."""
        return measures(*self.days)

    @cached_property
    def supported(self) -> dict[int, Supported]:
        """Return who is supported at home; read once for all indicators."""
        return supported_at_home(Month.of(self.last_on), alive_on=self.last_on)

    @property
    def counted(self) -> dict[str, tuple[int, int]]:
        """Return what is only counted: of homes, burials at home, screening; one question for the whole board."""
        if "counted" not in self.together:
            self.together["counted"] = self._counts()
        found: dict[str, tuple[int, int]] = self.together["counted"]
        return found

    def _counts(self) -> dict[str, tuple[int, int]]:
        burials = Burial.objects.filter(applied_at__range=self.moments)
        more = {BURIALS: (burials, ~Q(state=BurialState.APPLIED)), **month_parts(*self.days)}
        return month_counts(*self.days, more=more)

    @cached_property
    def first_decisions(self) -> list[Decision]:
        """Return the month's first decisions with their cases; read once for all indicators."""
        kinds = (DecisionKind.CONFIRM, DecisionKind.REFUSE)
        rows = Decision.objects.filter(case__program=self.program, kind__in=kinds, decided_on__range=self.days)
        reported = MeansCheck.objects.filter(
            case=OuterRef("case"), reported_at__isnull=False, reported_at__lte=OuterRef("decided_at")
        )
        letter = Letter.objects.filter(decision=OuterRef("pk")).values("issued_at")[:1]
        return list(rows.select_related("case").annotate(is_checked=Exists(reported), letter_at=Subquery(letter)))

    @cached_property
    def on_the_road(self) -> dict[str, tuple[int, int]]:
        """Return how many of a station's records the month has, and of how many of them the good holds; one query."""
        in_month = {"case__program": self.program}
        received = Application.objects.filter(submitted_at__range=self.moments, **in_month)
        objected = Objection.objects.filter(recorded_at__range=self.moments, **in_month)
        proposed = Determination.objects.filter(
            kind=DeterminationKind.INITIAL, proposed_at__range=self.moments, **in_month
        )
        parts = [
            _counted("received", received, Q(is_commitment_signed=True)),
            _counted("objected", objected, Q(resolved_at__isnull=False)),
            _counted("proposed", proposed, ~Q(outcome=Outcome.INCOMPLETE)),
        ]
        return {name: (whole, part) for name, whole, part in parts[0].union(*parts[1:], all=True)}


def _counted(name: str, rows: QuerySet[Any], good: Q) -> QuerySet[Any]:
    named = rows.order_by().annotate(of_table=Value(name, output_field=CharField())).values("of_table")
    counted = named.annotate(whole=Count("pk"), part=Count("pk", filter=good))
    return counted.values_list("of_table", "whole", "part")


@dataclass(frozen=True)
class Measure:
    """One indicator as shown: `value` in words; a share is `numerator` of `denominator`, a count has no denominator."""

    value: str
    detail: str
    numerator: int
    denominator: int | None = None
    # The page that lists the records, as a url name of the desk.
    link: str = "cases"

    @property
    def is_short(self) -> bool:
        """Say whether a share is not full, so that somebody should look."""
        return self.denominator is not None and self.numerator < self.denominator


def share(numerator: int, denominator: int, unit: str, *, link: str = "cases") -> Measure:
    """Return a share in tenths of a percent, rounded down: only all of them are 100%."""
    if not denominator:
        return Measure("—", _("本月没有可统计的记录"), 0, 0, link)
    tenths = numerator * 1000 // denominator
    detail = _("%(denominator)d%(unit)s中%(numerator)d%(unit)s")
    words = detail % {"denominator": denominator, "numerator": numerator, "unit": unit}
    return Measure(f"{tenths // 10}.{tenths % 10}%", words, numerator, denominator, link)


def share_of(rows: QuerySet[Any], part: Q, unit: str, *, link: str = "cases") -> Measure:
    """Return the share of the rows for which `part` holds; one query."""
    counted = rows.order_by().aggregate(part=Count("pk", filter=part), whole=Count("pk"))
    return share(counted["part"], counted["whole"], unit, link=link)


def count(number: int, unit: str, detail: str = "", *, link: str = "cases") -> Measure:
    """Return a plain count."""
    return Measure(f"{number:,} {unit}", detail, number, None, link)

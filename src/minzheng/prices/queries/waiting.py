"""What of prices waits for an officer of the county, in one question: the to-do asks it on every visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef

from minzheng.kernel.month import Month
from minzheng.prices.models import PriceIndex, SubsidyMonth
from minzheng.prices.queries.indices import series_of
from minzheng.services.calendar.queries import Deadline, add_working_days
from minzheng.statute.price_trigger import MET, TRIGGERED, Finding, find

# How far back a month that started may still wait; older ones stand on the page of months.
MONTHS_BACK = 6


@dataclass(frozen=True)
class StartedMonth:
    """A month that started the subsidy and that nobody confirmed yet."""

    month: Month
    finding: Finding
    released_on: date
    deadline: Deadline | None
    entered_by: frozenset[int]


@dataclass(frozen=True)
class PriceWork:
    """Indices that wait for a second person, and months that wait to be confirmed."""

    indices: tuple[PriceIndex, ...]
    months: tuple[StartedMonth, ...]


def price_work(today: date) -> PriceWork:
    """Return what waits. Within the declared area; one query."""
    present = Month.of(today)
    asked = [str(present.plus(-back)) for back in range(MONTHS_BACK + 3)]
    confirmed = SubsidyMonth.objects.filter(month=OuterRef("month"))
    rows = list(
        PriceIndex.objects.filter(month__in=asked)
        .select_related("replaced_by", "entered_by")
        .annotate(is_settled=Exists(confirmed))
        .order_by("month", "pk")
    )
    settled = {row.month for row in rows if row.is_settled}
    counting = {
        (row.kind, row.region, Month.parse(row.month)): row
        for row in rows
        if row.confirmed_at and (_later(row) is None or _later(row).confirmed_at is None)  # type: ignore[union-attr]
    }
    waiting = tuple(row for row in rows if row.confirmed_at is None and _later(row) is None)
    months = []
    for month in sorted({key[2] for key in counting if str(key[2]) not in settled}):
        finding = find(settings.COUNTY_CODE, month, series_of(counting))
        if finding.state == TRIGGERED and finding.rise is not None:
            months.append(_started(month, finding, counting))
    return PriceWork(waiting, tuple(months))


def _later(row: PriceIndex) -> PriceIndex | None:
    return getattr(row, "replaced_by", None)


def _started(month: Month, finding: Finding, counting: Mapping[tuple[str, str, Month], PriceIndex]) -> StartedMonth:
    met = [check.readings[0] for check in finding.checks if check.verdict == MET]
    used = [counting[one.kind, one.region, one.month] for one in met if one is not None]
    released = min(row.released_on for row in used)
    days = finding.rule.pay_days if finding.rule else None
    read = [one for check in finding.checks for one in check.readings if one is not None]
    people = frozenset(counting[one.kind, one.region, one.month].entered_by_id for one in read)
    return StartedMonth(month, finding, released, add_working_days(released, days) if days else None, people)

"""What the county asks of its urgent help, all of it counted: quick, decided near, papered in time, not repeated.

The numbers of a span are subqueries of one question, so that the plan asks once for all its indicators.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median_low

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.relief.enums import Form, Level, Route, SlipAnswer
from minzheng.relief.models import Completion, Grant, ReliefEvent, Request, Slip

HOURS_72 = timedelta(hours=72)
A_YEAR = timedelta(days=365)
LAST_FEBRUARY_DAY = 28


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    numerator: int
    denominator: int


@dataclass(frozen=True)
class Measures:
    """The numbers of a span of days, in the declared area. Sums in fen."""

    first: date
    last: date
    requests: int
    events: int
    grants: int
    quick: Share
    near: Share
    average_fen: int
    in_time: Share
    repeats: Share
    referrals: Share
    granted_fen: int
    last_year_fen: int

    @property
    def grows(self) -> bool:
        """Say whether the money is not less than in the same days of last year (原则上只增不减)."""
        return self.granted_fen >= self.last_year_fen


def measures(first: date, last: date) -> Measures:
    """Return the numbers of the days from `first` to `last`; one query."""
    span = (_start(first), _start(last + timedelta(days=1)))
    before = (_start(_year_back(first)), _start(_year_back(last) + timedelta(days=1)))
    grants = _decided(*span)
    cash = grants.filter(form=Form.CASH)
    small = cash.exclude(level=Level.CONFERENCE)
    urgent = grants.filter(request__route=Route.EMERGENCY)
    in_time = F("request__recorded_at") + HOURS_72
    owed = Completion.objects.filter(due_on__range=(first, last))
    slips = Slip.objects.filter(sent_on__range=(first, last))
    found = _counted(
        {
            "requests": Request.objects.filter(recorded_at__gte=span[0], recorded_at__lt=span[1]),
            "events": ReliefEvent.objects.filter(reported_at__gte=span[0], reported_at__lt=span[1]),
            "grants": grants,
            "cash": cash,
            "urgent": urgent,
            "quick": urgent.filter(instalments__place=1, instalments__voucher__paid_at__lte=in_time),
            "small": small,
            "near": small.filter(level=Level.TOWNSHIP),
            "owed": owed,
            "completed": owed.filter(done_on__lte=F("due_on")),
            "slips": slips,
            "accepted": slips.filter(answer=SlipAnswer.ACCEPTED),
            "repeats": grants.filter(Exists(_earlier())),
        },
        {"granted_fen": cash, "last_year_fen": _decided(*before).filter(form=Form.CASH)},
    )
    return Measures(
        first=first,
        last=last,
        requests=found["requests"],
        events=found["events"],
        grants=found["grants"],
        quick=Share(found["quick"], found["urgent"]),
        near=Share(found["near"], found["small"]),
        average_fen=found["granted_fen"] // found["cash"] if found["cash"] else 0,
        in_time=Share(found["completed"], found["owed"]),
        repeats=Share(found["repeats"], found["grants"]),
        referrals=Share(found["accepted"], found["slips"]),
        granted_fen=found["granted_fen"],
        last_year_fen=found["last_year_fen"],
    )


def median_days(first: date, last: date) -> int | None:
    """Return the middle number of days from request to decision on the ordinary road; None without any."""
    rows = _decided(_start(first), _start(last + timedelta(days=1))).filter(request__route=Route.NORMAL)
    moments = rows.values_list("request__recorded_at", "decided_at")
    days = [(local_day(decided) - local_day(asked)).days for asked, decided in moments]
    return median_low(days) if days else None


def _decided(begins: datetime, ends: datetime) -> QuerySet[Grant]:
    rows: QuerySet[Grant] = Grant.objects.filter(decided_at__gte=begins, decided_at__lt=ends)
    return rows


def _earlier() -> QuerySet[Grant]:
    """Return an earlier grant of the same household, person or number within a year, wherever it was made."""
    same = (
        Q(request__household_id=OuterRef("request__household_id"))
        | Q(request__person_id=OuterRef("request__person_id"))
        | Q(request__id_number_index=OuterRef("request__id_number_index"))
    )
    with everywhere("以前的救助须在全县查找"):
        rows: QuerySet[Grant] = Grant.objects.filter(
            same, decided_at__lt=OuterRef("decided_at"), decided_at__gte=OuterRef("decided_at") - A_YEAR
        )
    return rows


def _counted(counts: Mapping[str, QuerySet], sums: Mapping[str, QuerySet]) -> dict[str, int]:
    """Return how many rows there are of each, and the sums of the amounts of others, in one question."""
    columns = {name: _one(rows, "pk", "COUNT") for name, rows in counts.items()}
    columns |= {name: _one(rows, "amount_fen", "SUM") for name, rows in sums.items()}
    found = Staff.objects.order_by("pk").values_list(*columns.values()).first() or [0] * len(columns)
    return {name: int(value or 0) for name, value in zip(columns, found, strict=True)}


def _one(rows: QuerySet, column: str, function: str) -> Subquery:
    # A plain function, not an aggregate: that would be grouped by the primary key.
    value = Func(F(column), function=function, output_field=IntegerField())
    return Subquery(rows.order_by().annotate(number_of_rows=value).values("number_of_rows"))


def _year_back(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, LAST_FEBRUARY_DAY) if day.month == 2 else day.day)


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)

"""What the county asks of its urgent help, all of it counted: quick, decided near, papered in time, not repeated."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median_low

from django.db.models import F, Sum

from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.relief.enums import Form, Level, Route, SlipAnswer
from minzheng.relief.models import Completion, Grant, Slip, Voucher
from minzheng.relief.queries.same import grants_of_same

HOURS_72 = timedelta(hours=72)


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
    quick: Share
    median_days: int | None
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
    """Return the numbers of the days from `first` to `last`; a fixed number of queries but for repeats."""
    span = (_start(first), _start(last + timedelta(days=1)))
    grants = list(
        Grant.objects.filter(decided_at__gte=span[0], decided_at__lt=span[1])
        .select_related("request__event", "conference")
        .order_by("pk")
    )
    cash = [one for one in grants if one.form == Form.CASH]
    small = [one for one in cash if one.reckoning_id and one.level != Level.CONFERENCE]
    normal = [one for one in grants if one.request.route == Route.NORMAL]
    days = [(local_day(one.decided_at) - local_day(one.request.recorded_at)).days for one in normal]
    before = (_start(_year_back(first)), _start(_year_back(last) + timedelta(days=1)))
    return Measures(
        first=first,
        last=last,
        quick=_quick([one.pk for one in grants if one.request.route == Route.EMERGENCY]),
        median_days=median_low(days) if days else None,
        near=Share(sum(one.level == Level.TOWNSHIP for one in small), len(small)),
        average_fen=sum(one.amount_fen for one in cash) // len(cash) if cash else 0,
        in_time=_in_time(first, last),
        repeats=Share(sum(_is_repeat(one) for one in grants), len(grants)),
        referrals=_referrals(first, last),
        granted_fen=sum(one.amount_fen for one in cash),
        last_year_fen=int(
            Grant.objects.filter(form=Form.CASH, decided_at__gte=before[0], decided_at__lt=before[1]).aggregate(
                sum=Sum("amount_fen")
            )["sum"]
            or 0
        ),
    )


def _quick(grant_ids: list[int]) -> Share:
    """Urgent grants whose first payment came within 72 hours of the report."""
    rows = Voucher.objects.filter(instalment__grant_id__in=grant_ids, instalment__place=1)
    moments = rows.values_list("paid_at", "instalment__grant__request__recorded_at")
    return Share(sum(paid - asked <= HOURS_72 for paid, asked in moments), len(grant_ids))


def _in_time(first: date, last: date) -> Share:
    rows = Completion.objects.filter(due_on__range=(first, last))
    return Share(rows.filter(done_on__lte=F("due_on")).count(), rows.count())


def _referrals(first: date, last: date) -> Share:
    rows = Slip.objects.filter(sent_on__range=(first, last))
    return Share(rows.filter(answer=SlipAnswer.ACCEPTED).count(), rows.count())


def _is_repeat(grant: Grant) -> bool:
    """Say whether the same people were granted something in the twelve months before."""
    since = grant.decided_at - timedelta(days=365)
    return grants_of_same(grant.request).filter(decided_at__gte=since, decided_at__lt=grant.decided_at).exists()


def _year_back(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)

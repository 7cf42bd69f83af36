"""Weekly prices beside last year's, what a month's basket costs, and the warning before the trigger."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet

from minzheng.kernel.arithmetic import round_half_up
from minzheng.kernel.month import Month
from minzheng.prices.models import MarketPrice
from minzheng.statute.daily_goods import Good, basket
from minzheng.statute.price_rule import CPI, FOOD, rule_in

WEEKS_SHOWN = 26
A_YEAR = timedelta(weeks=52)
A_WEEK = timedelta(weeks=1)
BASIS = 10_000
CALM, NEAR, REACHED, UNTOLD = "calm", "near", "reached", "untold"

Prices = Mapping[tuple[date, str], int]


@dataclass(frozen=True)
class GoodLine:
    """One good in the latest week and a year before, in fen for its unit; None where nobody wrote it down."""

    good: Good
    now_fen: int | None
    then_fen: int | None

    @property
    def change(self) -> int | None:
        """The rise in basis points; unknown unless both prices are known."""
        return None if self.now_fen is None or self.then_fen is None else rise(self.now_fen, self.then_fen)


@dataclass(frozen=True)
class WeekPoint:
    """One week: what the goods known in it and a year before cost one person for a month, now and then."""

    week: date
    goods: int
    now_fen: int | None
    then_fen: int | None

    @property
    def change(self) -> int | None:
        """The rise in basis points."""
        return None if self.now_fen is None or self.then_fen is None else rise(self.now_fen, self.then_fen)


@dataclass(frozen=True)
class Warned:
    """How near local prices are to a threshold: over so many weeks, by so many goods."""

    kind: str
    level: str
    threshold: int
    margin: int
    weeks: int
    goods: int
    now_fen: int
    then_fen: int
    change: int | None


@dataclass(frozen=True)
class WeeklyView:
    """What the page of weekly prices shows. `week` is the latest written down, None if there is none."""

    week: date | None
    goods: tuple[GoodLine, ...]
    points: tuple[WeekPoint, ...]
    food_points: tuple[WeekPoint, ...]
    warnings: tuple[Warned, ...]
    basket_fen: int | None


def standing() -> QuerySet[MarketPrice]:
    """Return the prices that no correction replaces, the latest first."""
    rows = MarketPrice.objects.filter(replaced_by__isnull=True).select_related("recorded_by", "replaces")
    return rows.order_by("-week", "division_code", "market", "good")


def weekly(today: date) -> WeeklyView:
    """Return the last half year up to the latest week written down. Within the declared area; two queries."""
    latest = standing().filter(week__lte=today).values_list("week", flat=True).first()
    if latest is None:
        return WeeklyView(None, (), (), (), (), None)
    weeks = [latest - A_WEEK * back for back in reversed(range(WEEKS_SHOWN))]
    known = _averages([*weeks, *(week - A_YEAR for week in weeks)])
    goods = basket().goods
    food = [one for one in goods if one.is_food]
    lines = tuple(GoodLine(one, known.get((latest, one.code)), known.get((latest - A_YEAR, one.code))) for one in goods)
    whole = [line.good.amount * line.now_fen for line in lines if line.now_fen is not None]
    return WeeklyView(
        latest, lines, tuple(_point(week, goods, known) for week in weeks),
        tuple(_point(week, food, known) for week in weeks), _warnings(latest, known, today), sum(whole) or None,
    )  # fmt: skip


def rise(now: int, then: int) -> int:
    """Return the rise from then to now in basis points, halves up."""
    return round_half_up((now - then) * BASIS, then)


def _averages(weeks: Collection[date]) -> dict[tuple[date, str], int]:
    """Return the mean price over the markets of the area by week and good, to the fen."""
    found: dict[tuple[date, str], list[int]] = {}
    for week, good, fen in standing().filter(week__in=weeks).values_list("week", "good", "price_fen"):
        found.setdefault((week, good), []).append(fen)
    return {key: round_half_up(sum(fen), len(fen)) for key, fen in found.items()}


def _point(week: date, goods: Iterable[Good], known: Prices) -> WeekPoint:
    both = [one for one in goods if (week, one.code) in known and (week - A_YEAR, one.code) in known]
    if not both:
        return WeekPoint(week, 0, None, None)
    now, then = (sum(one.amount * known[day, one.code] for one in both) for day in (week, week - A_YEAR))
    return WeekPoint(week, len(both), now, then)


def _warnings(latest: date, known: Prices, today: date) -> tuple[Warned, ...]:
    rule, of = rule_in(settings.COUNTY_CODE, Month.of(today)), basket()
    if rule is None:
        return ()
    food = [one for one in of.goods if one.is_food]
    found = [_warned(CPI, rule.cpi[1], of.goods, latest, known)]
    if rule.food is not None:
        found.append(_warned(FOOD, rule.food, food, latest, known))
    return tuple(found)


def _warned(kind: str, threshold: int, goods: Iterable[Good], latest: date, known: Prices) -> Warned:
    of = basket()
    points = [_point(latest - A_WEEK * back, goods, known) for back in range(of.weeks)]
    both = [point for point in points if point.now_fen is not None and point.then_fen is not None]
    now = sum(point.now_fen or 0 for point in both)
    then = sum(point.then_fen or 0 for point in both)
    change = rise(now, then) if both else None
    if change is None:
        level = UNTOLD
    elif change >= threshold:
        level = REACHED
    else:
        level = NEAR if change >= threshold - of.margin else CALM
    return Warned(
        kind, level, threshold, of.margin, len(both), max((point.goods for point in both), default=0), now, then, change
    )

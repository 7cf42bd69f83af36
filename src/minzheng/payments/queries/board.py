"""The fund board: one program and year, level by level, from monthly sums; how long the money lasts, said in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from minzheng.kernel.month import Month
from minzheng.ledger.enums import AccountKind
from minzheng.ledger.queries import MonthSums, month_sums
from minzheng.payments.models import Budget, Fund
from minzheng.payments.queries.funds import FundPosition, Position, funds_of, positions_of, together

LOOK_BACK = 3
MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What will have been spent by the end of the year if it goes on as in the last months that are over."""

    months: tuple[Month, ...]
    mean_fen: int
    months_left: int
    spent_fen: int
    year_end_fen: int


@dataclass(frozen=True, kw_only=True)
class MonthRow:
    """One month of a program: what came in (net of what was passed on), what was paid, what was left at its end."""

    month: Month
    in_fen: int = 0
    paid_fen: int = 0
    left_fen: int = 0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A level, or all levels together: budget, position, forecast and months."""

    budget_fen: int
    supplement_fen: int
    position: Position
    forecast: Forecast | None
    history: tuple[MonthRow, ...]

    @property
    def granted_fen(self) -> int:
        """The year's budget with what was added to it."""
        return self.budget_fen + self.supplement_fen

    @property
    def whole_fen(self) -> int:
        """What the shares are shares of: the budget, or what came in if that is more."""
        return max(self.granted_fen, self.position.allocated_fen)

    @property
    def over_budget_fen(self) -> int:
        """By how much more came in than was granted; 0 without a budget."""
        return max(self.position.allocated_fen - self.granted_fen, 0) if self.granted_fen else 0

    def percent(self, part_fen: int) -> int:
        """Return the share of the whole in full percent, rounded down: 100 only when all of it is."""
        return part_fen * 100 // self.whole_fen if self.whole_fen else 0

    @property
    def short_fen(self) -> int:
        """What the forecast needs beyond what came in; 0 if it suffices or nothing can be said."""
        return max(self.forecast.year_end_fen - self.position.allocated_fen, 0) if self.forecast else 0


@dataclass(frozen=True, kw_only=True)
class LevelStanding(Standing):
    """One level's fund."""

    fund: Fund


@dataclass(frozen=True, kw_only=True)
class Board:
    """One program and year."""

    levels: tuple[LevelStanding, ...]
    whole: Standing


def years() -> list[tuple[int, str]]:
    """Return the years and programs that have a fund, newest first."""
    return sorted(set(Fund.objects.values_list("year", "program")), key=lambda each: (-each[0], each[1]))


def board(*, program: str, year: int, on: date) -> Board:
    """Return the board of a program and year as of a day, in a fixed number of queries."""
    funds = funds_of(program, year)
    positions = positions_of(funds)
    granted: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for fund_id, is_supplement, amount_fen in Budget.objects.filter(fund__in=funds).values_list(
        "fund_id", "is_supplement", "amount_fen"
    ):
        granted[fund_id][is_supplement] += amount_fen
    sums = month_sums([fund.code for fund in funds])
    levels = tuple(_level(each, granted[each.fund.pk], sums.get(each.fund.code, {}), on) for each in positions)
    return Board(levels=levels, whole=_whole(levels, year, on))


def forecast(paid: Mapping[Month, int], *, year: int, on: date) -> Forecast | None:
    """Return the mean of the last three months that are over times the months left, the present one included.

    Months before the first payment do not count. None if no month is over, or the year is. Whole fen, rounded down.
    """
    present = Month.of(on)
    spent = sum(paid.values())
    begun = min((month for month, fen in paid.items() if fen), default=None)
    over = [month for month in _months(year) if month < present and begun is not None and month >= begun]
    if present.year != year or not over:
        return None
    last = tuple(over[-LOOK_BACK:])
    mean = sum(paid.get(month, 0) for month in last) // len(last)
    left = MONTHS - present.month + 1
    before = sum(fen for month, fen in paid.items() if month < present)
    # What was paid in the present month already is part of what the month will cost, not on top of it.
    year_end = max(before + mean * left, spent)
    return Forecast(months=last, mean_fen=mean, months_left=left, spent_fen=spent, year_end_fen=year_end)


def _level(
    position: FundPosition, granted: Sequence[int], sums: Mapping[str, Mapping[str, MonthSums]], on: date
) -> LevelStanding:
    paid = {Month.parse(month): each.net_fen for month, each in sums.get(AccountKind.PAID, {}).items()}
    return LevelStanding(
        fund=position.fund,
        budget_fen=granted[0],
        supplement_fen=granted[1],
        position=position,
        forecast=forecast(paid, year=position.fund.year, on=on),
        history=_history(sums, paid),
    )


def _whole(levels: Sequence[LevelStanding], year: int, on: date) -> Standing:
    rows: defaultdict[Month, list[MonthRow]] = defaultdict(list)
    for month in {row.month for level in levels for row in level.history}:
        rows[month] = [_at(level.history, month) for level in levels]
    history = tuple(
        MonthRow(
            month=month,
            in_fen=sum(row.in_fen for row in rows[month] if row.month == month),
            paid_fen=sum(row.paid_fen for row in rows[month] if row.month == month),
            left_fen=sum(row.left_fen for row in rows[month]),
        )
        for month in sorted(rows)
    )
    return Standing(
        budget_fen=sum(level.budget_fen for level in levels),
        supplement_fen=sum(level.supplement_fen for level in levels),
        position=together(level.position for level in levels),
        forecast=forecast({row.month: row.paid_fen for row in history}, year=year, on=on),
        history=history,
    )


def _at(history: Sequence[MonthRow], month: Month) -> MonthRow:
    """Return the row of the month, or the last one before it: what was left stays left."""
    before = [row for row in history if row.month <= month]
    return before[-1] if before else MonthRow(month=month)


def _history(sums: Mapping[str, Mapping[str, MonthSums]], paid: Mapping[Month, int]) -> tuple[MonthRow, ...]:
    came = {Month.parse(month): -each.net_fen for month, each in sums.get(AccountKind.SOURCE, {}).items()}
    free = {Month.parse(month): each.net_fen for month, each in sums.get(AccountKind.AVAILABLE, {}).items()}
    held = {Month.parse(month): each.net_fen for month, each in sums.get(AccountKind.RESERVED, {}).items()}
    rows, left = [], 0
    for month in sorted(came.keys() | free.keys() | held.keys() | paid.keys()):
        left += free.get(month, 0) + held.get(month, 0)
        rows.append(MonthRow(month=month, in_fen=came.get(month, 0), paid_fen=paid.get(month, 0), left_fen=left))
    return tuple(rows)


def _months(year: int) -> Iterable[Month]:
    return [Month(year, number) for number in range(1, MONTHS + 1)]

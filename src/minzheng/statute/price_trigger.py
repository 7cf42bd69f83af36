"""Whether the subsidy starts in a month, with its reason. Unknown is not zero: a missing index decides nothing.

Each condition is met, not met, or cannot be told. One that is met starts the subsidy, and then the indices that are
missing are not needed; the finding says so. If none is met and one cannot be told, the month is undecidable.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from minzheng.kernel.language import gettext as _
from minzheng.kernel.month import Month
from minzheng.kernel.wording import clauses, listed, month_words
from minzheng.rules.figures import NATION
from minzheng.rules.wording import say
from minzheng.statute.price_rule import CPI, FOOD, GRAIN, HIGHEST, SCPI, PriceRule, rule_in

TRIGGERED, NOT_TRIGGERED, UNDECIDABLE, NO_RULE = "triggered", "not_triggered", "undecidable", "no_rule"
MET, NOT_MET, UNTOLD = "met", "not_met", "untold"


@dataclass(frozen=True, slots=True)
class Reading:
    """One index of one region and month: the rise against the same month of last year in basis points."""

    kind: str
    region: str
    month: Month
    rise: int
    source: str
    status: str


Series = Callable[[str, str, Month], Reading | None]
"""Gives the reading of a kind, a region and a month; None if nobody knows it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One condition: which index, the threshold (lowest and highest a place may choose), what was read, the verdict.

    `readings` has one place for each month asked, the latest first; None where the index is unknown.
    """

    kind: str
    low: int
    high: int
    readings: tuple[Reading | None, ...]
    months: tuple[Month, ...]
    region: str
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rule of a place says of a month. `rise` is what the subsidy is reckoned by, None if unknown."""

    place: str
    month: Month
    state: str
    rule: PriceRule | None
    checks: tuple[Check, ...]
    rise: int | None
    measured: str
    why: str

    @property
    def missing(self) -> tuple[Check, ...]:
        """The conditions that could not be told."""
        return tuple(check for check in self.checks if check.verdict == UNTOLD)


def index_name(kind: str) -> str:
    """Return what an index is called."""
    return {
        CPI: _("居民消费价格"), FOOD: _("食品价格"), GRAIN: _("粮食价格"), SCPI: _("低收入居民消费价格"),
    }[kind]  # fmt: skip


def find(place: str, month: Month, series: Series, *, regions: Sequence[str] | None = None) -> Finding:
    """Return what holds for a place in a month by the rule then in force.

    `regions` puts other regions in the place of those the rule names (the replay: the nation's series).
    """
    rule = rule_in(place, month)
    if rule is None:
        return Finding(place, month, NO_RULE, None, (), None, "", _("当时没有已知的启动规则"))
    asked = tuple(regions) if regions is not None else ((NATION,) if place == NATION else rule.regions(place))
    checks = [_check(CPI, rule.cpi, rule, regions=asked, month=month, series=series)]
    for kind, threshold in ((FOOD, rule.food), (GRAIN, rule.grain)):
        if threshold is not None:
            checks.append(_check(kind, (threshold, threshold), rule, regions=asked, month=month, series=series))
    verdicts = {check.verdict for check in checks}
    state = TRIGGERED if MET in verdicts else UNDECIDABLE if UNTOLD in verdicts else NOT_TRIGGERED
    rise, measured = _measure(rule, checks, asked, month, series) if state == TRIGGERED else (None, "")
    return Finding(place, month, state, rule, tuple(checks), rise, measured, _because(state, checks))


def _check(
    kind: str, threshold: tuple[int, int], rule: PriceRule, *, regions: Sequence[str], month: Month, series: Series
) -> Check:
    months = tuple(month.plus(-back) for back in range(rule.months))
    # The first region that is known for the month counts; its earlier months count with it.
    region = next((one for one in regions if series(kind, one, month) is not None), next(iter(regions), ""))
    readings = tuple(series(kind, region, one) if region else None for one in months)
    low, high = threshold
    known = [one.rise for one in readings if one is not None]
    if any(rise < low for rise in known):
        verdict = NOT_MET
    elif len(known) == len(readings) and all(rise >= high for rise in known):
        verdict = MET
    else:
        verdict = UNTOLD
    why = _say(kind, verdict, threshold, months, readings)
    return Check(kind, low, high, readings, months, region, verdict, why)


def _say(
    kind: str, verdict: str, threshold: tuple[int, int], months: Sequence[Month], readings: Sequence[Reading | None]
) -> str:
    low, high = (say(one, "basis_points") for one in threshold)
    line = low if low == high else _("%(low)s至%(high)s") % {"low": low, "high": high}
    span = _("连续%(n)s个月") % {"n": len(months)} if len(months) > 1 else ""
    known = listed(say(one.rise, "basis_points") if one else _("未知") for one in reversed(readings))
    words: dict[str, Any] = {"kind": index_name(kind), "rises": known, "line": line, "span": span}
    if verdict == MET:
        return _("%(kind)s同比涨幅%(rises)s，%(span)s达到%(line)s") % words
    if verdict == NOT_MET:
        return _("%(kind)s同比涨幅%(rises)s，没有%(span)s达到%(line)s") % words
    lacking = [month_words(str(month)) for month, one in zip(months, readings, strict=True) if one is None]
    if lacking:
        return _("%(kind)s%(lacking)s的涨幅未知，是否%(span)s达到%(line)s不能确定") % {
            **words,
            "lacking": listed(reversed(lacking)),
        }
    return _("%(kind)s同比涨幅%(rises)s，本地在%(line)s之间选定的门槛未知，不能确定") % words


def _because(state: str, checks: Sequence[Check]) -> str:
    if state == TRIGGERED:
        met = clauses(check.why for check in checks if check.verdict == MET)
        spare = [index_name(check.kind) for check in checks if check.verdict == UNTOLD]
        if spare:
            return _("%(met)s，启动；%(spare)s未知，但满足一项即启动，不需要") % {"met": met, "spare": listed(spare)}
        return _("%(met)s，启动") % {"met": met}
    if state == UNDECIDABLE:
        return _("不能确定：%(why)s") % {"why": clauses(check.why for check in checks if check.verdict == UNTOLD)}
    return _("%(why)s，不启动") % {"why": clauses(check.why for check in checks)}


def _measure(
    rule: PriceRule, checks: Sequence[Check], regions: Sequence[str], month: Month, series: Series
) -> tuple[int | None, str]:
    """Return the rise the subsidy is reckoned by, and in words which one it is."""
    if rule.measure == HIGHEST:
        met = [check for check in checks if check.verdict == MET and check.readings[0] is not None]
        rises = {check.kind: check.readings[0].rise for check in met if check.readings[0] is not None}
        kind = max(rises, key=lambda one: rises[one])
        return rises[kind], _("按触发指数中最高的%(kind)s涨幅") % {"kind": index_name(kind)}
    found = next((one for region in regions if (one := series(rule.measure, region, month)) is not None), None)
    return (found.rise if found else None), _("按%(kind)s涨幅") % {"kind": index_name(rule.measure)}

"""Scores in words: where every point comes from, what is short, what to do, and how it went from period to period."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.assessment.engine import rule
from minzheng.assessment.engine.period import Period
from minzheng.assessment.engine.scoring import NOT_ARISING, OPEN, ItemScore
from minzheng.assessment.engine.sheet import COUNTED, JUDGED, MEASURED, Item, float_free
from minzheng.assessment.enums import State
from minzheng.assessment.models import Assessment, ItemAnswer, ItemReview
from minzheng.assessment.queries.figures import FIGURES
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import clauses, labelled


def percent(share: Fraction | None) -> str:
    """Write a share with two decimals, what is beyond dropped: only all of them are 100%."""
    return "—" if share is None else f"{float_free(share * 100)}%"


def number(value: Fraction | Any) -> str:
    """Write points."""
    return float_free(Fraction(value))


def figure_label(code: str) -> str:
    """Name a figure."""
    return str(FIGURES[code].label) if code in FIGURES else code


def value_words(one: ItemScore) -> str:
    """Say what a figure came to: "18 of 20: 90%", "3 cases"."""
    reading = one.reading
    if reading is None or reading.value is None:
        return ""
    if reading.denominator is None:
        return _("%(n)s件（次）") % {"n": reading.numerator}
    words = {"of": reading.denominator, "n": reading.numerator, "share": percent(reading.value)}
    return _("%(of)s件中%(n)s件，%(share)s") % words


def rule_words(item: Item) -> str:
    """Say how the value becomes points."""
    full = float_free(item.full)
    if item.rule is not None:
        return _rule(item, item.rule, full)
    if not item.full:
        return _("发生的，不论得分，定为最低等次")
    if item.kind == JUDGED:
        return retell(item.guidance)
    return _("做到的得%(full)s分，没有做到不得分") % {"full": full}


def _rule(item: Item, how: rule.Rule, full: str) -> str:
    bound_words = percent if item.kind == MEASURED else number
    match how:
        case rule.Bands(side=side, rows=bands):
            words = _("达到%(bound)s得%(points)s分") if side == rule.AT_LEAST else _("不超过%(bound)s得%(points)s分")
            said = [words % {"bound": bound_words(bound), "points": number(points)} for bound, points in bands]
            return clauses([*said, _("其余不得分")])
        case rule.Line(zero_at=zero, full_at=top):
            ends = {"zero": bound_words(zero), "top": bound_words(top), "full": full}
            return _("%(zero)s得0分，%(top)s得%(full)s分，中间按比例") % ends
        case rule.Deduct(each=each, free=free):
            words = _("每件扣%(each)s分（前%(free)s件不扣），扣完为止") if free else _("每件扣%(each)s分，扣完为止")
            return words % {"each": number(each), "free": free}
        case rule.Award(each=each):
            return _("每次得%(each)s分，最多%(full)s分") % {"each": number(each), "full": full}


def trace(one: ItemScore, answer: ItemAnswer | None, review: ItemReview | None) -> list[str]:
    """Explain the points of one item, step by step."""
    item = one.item
    if one.status == NOT_ARISING:
        return [_("本期没有这类记录，不计入得分，也不计入应得分。")]
    lines = []
    if item.figure:
        lines.append(labelled(figure_label(item.figure), value_words(one)))
    elif answer is not None:
        lines.append(
            _("%(name)s填写：%(value)s") % {"name": answer.answered_by.name, "value": answer_words(one, answer)}
        )
    if one.status == OPEN:
        return [*lines, _("还没有填写。")]
    lines.append(rule_words(item))
    if one.band is not None:
        lines.append(
            _("落在%(bound)s一档") % {"bound": percent(one.band[0]) if item.kind == MEASURED else number(one.band[0])}
        )
    if item.full:
        lines.append(_("得%(points)s分（满分%(full)s分）") % {"points": number(one.own), "full": number(item.full)})
    if review is not None and review.points is not None:
        words = {"name": review.reviewed_by.name, "points": number(review.points), "reason": review.reason}
        lines.append(_("%(name)s复核改为%(points)s分：%(reason)s") % words)
    elif review is not None:
        lines.append(_("%(name)s复核同意") % {"name": review.reviewed_by.name})
    return lines


def answer_words(one: ItemScore, answer: ItemAnswer) -> str:
    """Say what was typed."""
    if answer.points is not None:
        return _("%(points)s分") % {"points": number(answer.points)}
    if answer.is_yes is not None:
        return _("是") if answer.is_yes else _("否")
    return value_words(one) if one.item.kind in {MEASURED, COUNTED} else ""


@dataclass(frozen=True)
class Gap:
    """What cost points: how many, what to do, who."""

    one: ItemScore
    lost: str
    what: str
    who: str


def gaps(found: list[ItemScore]) -> list[Gap]:
    """Return the gap list in words."""
    return [Gap(one, number(one.lost), retell(one.item.gap), str(Role(one.item.who).label)) for one in found]


@dataclass(frozen=True)
class Past:
    """One period of the same unit, beside the one before it."""

    row: Assessment
    words: str
    points: str
    out_of: str
    rate: Fraction | None
    grade: str
    change: str


def past(rows: list[Assessment]) -> list[Past]:
    """Return the history, the latest first; a quarter is compared with a quarter, by the rate of what could be had."""
    found: list[Past] = []
    of_kind: dict[str, Fraction] = {}
    for row in rows:
        scored = getattr(row, "closing", None) or getattr(row, "submission", None)
        rate = Fraction(scored.points) / Fraction(scored.out_of) if scored else None
        counts = row.state in {State.SUBMITTED, State.CLOSED}
        kind = Period.parse(row.period).kind
        before, change = of_kind.get(kind), ""
        if counts and rate is not None and before is not None:
            difference = (rate - before) * 100
            sign = "+" if difference > 0 else "−" if difference < 0 else ""
            change = _("%(n)s个百分点") % {"n": f"{sign}{float_free(abs(difference))}"}
        found.append(
            Past(
                row, Period.parse(row.period).words, number(scored.points) if scored else "—",
                number(scored.out_of) if scored else "—", rate, retell(scored.grade) if scored else "", change,
            )
        )  # fmt: skip
        if counts and rate is not None:
            of_kind[kind] = rate
    return found[::-1]

"""Indicators of the road from application to decision, counted from the stations' own records."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.enums import DecisionKind
from minzheng.casework.models import Case, Decision, HouseholdVisit, Publicity
from minzheng.casework.queries.clock import path_of, whole_deadline
from minzheng.kernel.moment import local_day
from minzheng.plan.measure import Measure, Scope, count, share
from minzheng.services.calendar.queries import add_working_days, working_days_between

NOTICE_WORKING_DAYS = 3  # 民发〔2021〕57号 第二十一条
NONE = (0, 0)
SUPPLEMENT = "supplement_rates"  # the line of the trace that adds up what the members get extra


@dataclass(frozen=True)
class Decided:
    """A case with the days its whole limit runs between."""

    case: Case
    accepted_on: dt.date
    decided_on: dt.date


def applications(scope: Scope) -> Measure:
    """Count applications received in the month; the detail says how many of any month were decided."""
    received, _signed = scope.on_the_road.get("received", NONE)
    decided = len(_decided(scope))
    return count(received, _("件"), _("本月办结%(n)d件") % {"n": decided})


def decided_on_time(scope: Scope) -> Measure:
    """Share of the month's decisions made within the whole limit of the path under which the case was accepted."""
    decided = _decided(scope)
    on_time = sum((deadline := whole_deadline(row.case)) is None or deadline.day >= row.decided_on for row in decided)
    return share(on_time, len(decided), _("件"))


def average_days(scope: Scope) -> Measure:
    """Working days from acceptance to decision, on average, in whole tenths rounded up so as not to flatter."""
    days = [working_days_between(row.accepted_on, row.decided_on) for row in _decided(scope)]
    if not days:
        return Measure("—", _("本月没有可统计的记录"), 0)
    tenths = -(-sum(days) * 10 // len(days))
    return Measure(
        _("%(n)s 个工作日") % {"n": f"{tenths // 10}.{tenths % 10}"}, _("最长%(n)d个工作日") % {"n": max(days)}, tenths
    )


def visits_by_two(scope: Scope) -> Measure:
    """Share of the month's household visits made by at least two surveyors (民发〔2021〕57号 第十六条)."""
    rows = HouseholdVisit.objects.filter(case__program=scope.program, visited_on__range=scope.days)
    surveyors = list(rows.values_list("surveyors", flat=True))
    return share(sum(len(names) >= 2 for names in surveyors), len(surveyors), _("次"))


def publicity_full(scope: Scope) -> Measure:
    """Share of the postings closed in the month that hung for the days of the law and were closed after the last."""
    rows = Publicity.objects.filter(case__program=scope.program, closed_at__range=scope.moments).select_related("case")
    closed = list(rows)
    full = sum(
        (row.last_on - row.posted_on).days >= path_of(row.case).publicity_days
        and local_day(row.closed_at) > row.last_on
        for row in closed
    )
    return share(full, len(closed), _("次"))


def objections_settled(scope: Scope) -> Measure:
    """Share of the month's objections that were looked into and answered."""
    whole, answered = scope.on_the_road.get("objected", NONE)
    return share(answered, whole, _("件"))


def means_checked(scope: Scope) -> Measure:
    """Share of the month's decisions that stand on a reported means check; "not checked" is no check."""
    rows: list[Any] = scope.first_decisions
    return share(sum(row.is_checked for row in rows), len(rows), _("件"))


def facts_complete(scope: Scope) -> Measure:
    """Share of the month's first determinations for which no fact was missing."""
    whole, complete = scope.on_the_road.get("proposed", NONE)
    return share(complete, whole, _("份"))


def commitments(scope: Scope) -> Measure:
    """Share of the month's applications with a signed commitment to tell the truth."""
    whole, signed = scope.on_the_road.get("received", NONE)
    return share(signed, whole, _("件"))


def refused_with_reasons(scope: Scope) -> Measure:
    """Share of the month's refusals with reasons whose letter was issued within three working days."""
    rows: list[Any] = [row for row in scope.first_decisions if row.kind == DecisionKind.REFUSE]
    told = sum(
        bool(row.reason) and row.letter_at is not None
        and local_day(row.letter_at) <= add_working_days(row.decided_on, NOTICE_WORKING_DAYS).day
        for row in rows
    )  # fmt: skip
    return share(told, len(rows), _("件"))


def with_supplement(scope: Scope) -> Measure:
    """Count the month's grants whose amount holds a supplement for the old, the young, the disabled or the ill."""
    rows = Decision.objects.filter(case__program=scope.program, kind=DecisionKind.CONFIRM, decided_on__range=scope.days)
    traces = list(rows.values_list("determination__evaluation__trace", flat=True))
    given = sum(any(line["code"] == SUPPLEMENT and line["value"] for line in trace or ()) for trace in traces)
    return count(given, _("户"), _("本月确认%(n)d户") % {"n": len(traces)})


def _decided(scope: Scope) -> list[Decided]:
    rows = scope.first_decisions
    return [Decided(row.case, row.case.accepted_on, row.decided_on) for row in rows if row.case.accepted_on]

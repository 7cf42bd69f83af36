"""Live figures of casework, each with the cases behind it: when, by whom, how long, with which papers.

A figure counts one program's records of one unit in one period. A fixed number of queries each.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.translation import gettext as _

from minzheng.accounts.scope import area_q
from minzheng.assessment.engine.reading import Line, Reading, count, share
from minzheng.assessment.queries.counted import Counted
from minzheng.casework.enums import DecisionKind
from minzheng.casework.models import (
    Case,
    Decision,
    HouseholdVisit,
    Letter,
    MeansCheck,
    Objection,
    PeriodicReview,
    Publicity,
)
from minzheng.casework.queries.clock import path_of, whole_deadline
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import day_words, listed
from minzheng.remedies.enums import AGAINST_A_DECISION, BINDING, Kind, Outcome, StepKind
from minzheng.remedies.models import RemedyStep
from minzheng.services.calendar.queries import add_calendar_days, add_working_days

NOTICE_WORKING_DAYS = 3  # 民发〔2021〕57号 第二十一条
SURVEYORS_AT_LEAST = 2  # 民发〔2021〕57号 第十六条
CHANGED = (*BINDING, Outcome.UNLAWFUL)
TRUE = (Outcome.TRUE, Outcome.PARTLY_TRUE)


def decided_on_time(of: Counted) -> Reading:
    """Share of the decisions made within the whole limit of the path under which the case was accepted."""
    lines = []
    for row in _decisions(of).filter(case__accepted_on__isnull=False):
        deadline = whole_deadline(row.case)
        late = deadline is not None and row.decided_on > deadline.day
        lines.append(Line(row.case.number, not late, _late(deadline.day, row.decided_on) if deadline and late else ""))
    return share(lines)


def survey_started_on_time(of: Counted) -> Reading:
    """Share of the accepted cases whose survey (means check or visit) began, or was done, within its limit.

    A case whose limit has not run out yet is not counted; a path without a limit has nothing to keep.
    """
    rows = Case.objects.filter(
        area_q("division_code", of.area), program=of.program, accepted_on__range=of.days
    ).annotate(asked=Min("means_checks__requested_at"), visited=Min("visits__visited_on"))
    lines = []
    for case in rows.order_by("number"):
        step = path_of(case).step("household_visit")
        if step is None or step.limit_days is None:
            continue
        add = add_working_days if step.limit_kind == "working" else add_calendar_days
        last = add(case.accepted_on, step.limit_days).day
        begun = [case.visited, local_day(case.asked) if case.asked and step.limit_starts else None]
        first = min((day for day in begun if day is not None), default=None)
        if first is None and last >= of.counted_on:
            continue
        good = first is not None and first <= last
        lines.append(Line(case.number, good, "" if good else _late(last, first)))
    return share(lines)


def visits_by_two(of: Counted) -> Reading:
    """Share of the visits made by at least two surveyors and shown by a photo (by telephone: by two)."""
    rows = HouseholdVisit.objects.filter(
        area_q("case__division_code", of.area), case__program=of.program, visited_on__range=of.days
    ).select_related("case")
    lines = []
    for row in rows.annotate(photo_count=Count("photos")).order_by("case__number", "pk"):
        lacking = []
        if len(row.surveyors) < SURVEYORS_AT_LEAST:
            lacking.append(_("调查人不足两名"))
        if not row.photo_count and row.mode == "on_site":
            lacking.append(_("没有入户照片"))
        lines.append(Line(row.case.number, not lacking, listed(lacking)))
    return share(lines)


def publicity_full(of: Counted) -> Reading:
    """Share of the postings ended in the period that hung for the days of the law and were ended after the last."""
    rows = Publicity.objects.filter(
        area_q("case__division_code", of.area), case__program=of.program, closed_at__range=of.moments
    ).select_related("case")
    lines = []
    for row in rows.order_by("case__number", "pk"):
        hung = (row.last_on - row.posted_on).days >= path_of(row.case).publicity_days
        good = hung and local_day(row.closed_at) > row.last_on
        note = _("%(posted)s张贴，%(closed)s结束") % {
            "posted": day_words(row.posted_on), "closed": day_words(local_day(row.closed_at)),
        }  # fmt: skip
        lines.append(Line(row.case.number, good, "" if good else note))
    return share(lines)


def objections_answered(of: Counted) -> Reading:
    """Share of the objections recorded in the period that were looked into and settled."""
    rows = Objection.objects.filter(
        area_q("case__division_code", of.area), case__program=of.program, recorded_at__range=of.moments
    ).select_related("case")
    return share(
        [
            Line(row.case.number, row.resolved_at is not None, "" if row.resolved_at else _("尚未核实处理"))
            for row in rows.order_by("case__number", "pk")
        ]
    )


def refusals_told(of: Counted) -> Reading:
    """Share of the refusals with reasons whose letter was issued within three working days."""
    rows = list(_decisions(of).filter(kind=DecisionKind.REFUSE))
    issued = dict(Letter.objects.filter(decision__in=rows).values_list("decision_id", "issued_at")) if rows else {}
    lines = []
    for row in rows:
        last = add_working_days(row.decided_on, NOTICE_WORKING_DAYS).day
        told = local_day(issued[row.pk]) if row.pk in issued else None
        if told is None and last >= of.counted_on:
            continue
        good = bool(row.reason) and told is not None and told <= last
        lines.append(Line(row.case.number, good, "" if good else _late(last, told)))
    return share(lines)


def files_complete(of: Counted) -> Reading:
    """Share of the cases decided in the period whose file holds the papers that their road asks for."""
    case = OuterRef("case")
    rows = _decisions(of).annotate(
        has_check=Exists(MeansCheck.objects.filter(case=case, reported_at__isnull=False)),
        has_visit=Exists(HouseholdVisit.objects.filter(case=case)),
        has_posting=Exists(Publicity.objects.filter(case=case)),
        has_letter=Exists(Letter.objects.filter(decision=OuterRef("pk"))),
    )
    lines = []
    for row in rows.select_related("case__application"):
        lacking = list(_lacking(row))
        note = _("缺：%(papers)s") % {"papers": listed(lacking)} if lacking else ""
        lines.append(Line(row.case.number, not lacking, note))
    return share(lines)


def reviews_on_time(of: Counted) -> Reading:
    """Share of the periodic reviews due in the period that were done by their day."""
    first, last = of.days
    rows = PeriodicReview.objects.filter(
        area_q("case__division_code", of.area), case__program=of.program, due_on__range=(first, last)
    ).select_related("case")
    lines = []
    for row in rows.order_by("case__number", "pk"):
        done = local_day(row.done_at) if row.done_at else None
        if done is None and row.due_on >= of.counted_on:
            continue
        good = done is not None and done <= row.due_on
        lines.append(Line(row.case.number, good, "" if good else _late(row.due_on, done)))
    return share(lines)


def decisions_changed(of: Counted) -> Reading:
    """Proposals overturned by an objection, and decisions changed by a review or a court, in the period."""
    upheld = Objection.objects.filter(
        area_q("case__division_code", of.area), case__program=of.program, resolved_at__range=of.moments, is_upheld=True
    ).order_by("case__number", "pk")
    lines = [
        Line(number, is_good=False, note=_("公示异议成立")) for number in upheld.values_list("case__number", flat=True)
    ]
    kinds = [str(kind) for kind in AGAINST_A_DECISION]
    return count([*lines, *_concluded(of, CHANGED, Q(file__kind__in=kinds, file__case__program=of.program))])


def true_complaints(of: Counted) -> Reading:
    """Complaints and reports that proved true, in whole or in part, in the period."""
    about = Q(file__case__isnull=True) | Q(file__case__program=of.program)
    return count(list(_concluded(of, TRUE, Q(file__kind=Kind.COMPLAINT.value) & about)))


def _decisions(of: Counted) -> Any:
    kinds = (DecisionKind.CONFIRM, DecisionKind.REFUSE)
    rows = Decision.objects.filter(
        area_q("case__division_code", of.area), case__program=of.program, kind__in=kinds, decided_on__range=of.days
    )
    return rows.select_related("case").order_by("case__number", "pk")


def _lacking(row: Any) -> Iterator[str]:
    application = getattr(row.case, "application", None)
    path = path_of(row.case)
    if application is None or not application.is_commitment_signed:
        yield _("诚信承诺书")
    if application is None or not application.consented_person_ids:
        yield _("核对授权书")
    if path.always("means_check") and not row.has_check:
        yield _("核对报告")
    if not row.has_visit:
        yield _("入户调查表")
    if row.kind == DecisionKind.CONFIRM and path.always("publicity") and not row.has_posting:
        yield _("公示记录")
    if not row.has_letter:
        yield _("告知书")


def _concluded(of: Counted, outcomes: Any, which: Q) -> Iterator[Line]:
    rows = RemedyStep.objects.filter(
        area_q("file__division_code", of.area), which, kind=StepKind.DECIDE.value, on__range=of.days,
        outcome__in=[str(one) for one in outcomes],
    )  # fmt: skip
    for row in rows.select_related("file").order_by("file__number", "pk"):
        words = f"{row.file.get_kind_display()} {row.get_outcome_display()}"
        yield Line(row.file.number, is_good=False, note=words, kind="remedy")


def _late(last: date, done: date | None) -> str:
    if done is None:
        return _("期限%(last)s，尚未办理") % {"last": day_words(last)}
    return _("期限%(last)s，办于%(done)s") % {"last": day_words(last), "done": day_words(done)}

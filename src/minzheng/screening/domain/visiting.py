"""Families that qualify and get nothing are visited: sent to the village, the result recorded by who was there.

Nobody is made to apply: that a family does not want it is a result like the others.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.queries.members import members_on
from minzheng.kernel.moment import local_day
from minzheng.relatives.queries.matching import links
from minzheng.screening.domain.road import ScreeningRefused, note, require_screener
from minzheng.screening.enums import GAP_KINDS, VisitResult
from minzheng.screening.models import Finding, GapVisit
from minzheng.services.calendar.queries import add_working_days
from minzheng.statute.period import figure

VISITORS = (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER)


@transaction.atomic
def send(*, findings: Sequence[Finding], by: Staff, at: datetime) -> list[GapVisit]:
    """Put a visit on the village's list for each of these families; one that is to be visited already is left.

    Raises ScreeningRefused (nothing to send), NotAllowed.
    """
    wanted = [row for row in findings if row.kind in GAP_KINDS]
    for row in wanted:
        require_screener(by, row.division_code)
    waiting = set(
        GapVisit.objects.filter(household_id__in=[row.household_id for row in wanted], visited_at__isnull=True)
        .values_list("household_id", "program")
    )  # fmt: skip
    sent = set(GapVisit.objects.filter(finding__in=wanted).values_list("finding_id", flat=True))
    fresh = [row for row in wanted if row.pk not in sent and (row.household_id, row.program) not in waiting]
    if not fresh:
        raise ScreeningRefused(_("没有要派发的：这些家庭都已经派发走访。"))
    return [_send(row, by, at) for row in fresh]


def _send(row: Finding, by: Staff, at: datetime) -> GapVisit:
    today = local_day(at)
    limit = figure("screening_visit_days", place=row.division_code, on=today)
    due = add_working_days(today, limit.value)
    made = GapVisit(
        finding=row, household_id=row.household_id, program=row.program, division_code=row.division_code,
        due_on=due.day, due_counted=due.counted, sent_by=by, sent_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise ScreeningRefused(_("这一家刚刚已由别人派发走访。")) from error
    _note("screening.visit_sent", made, by=by, at=at, due_on=due.day.isoformat())
    return made


@transaction.atomic
def visit(*, task: GapVisit, visited_on: date, result: str, words: str, by: Staff, at: datetime) -> GapVisit:
    """Record what a visit found, once. Raises ScreeningRefused, NotAllowed (role, area, close relative)."""
    permissions.require_role(by, *VISITORS)
    permissions.require_area(by, task.division_code)
    row: GapVisit = (
        GapVisit.objects.select_for_update(of=("self",)).select_related("household", "visited_by").get(pk=task.pk)
    )
    if row.visited_at is not None:
        raise ScreeningRefused(_("这次走访已登记（%(result)s），不能再改。") % {"result": row.get_result_display()})
    if result not in VisitResult.values:
        raise ScreeningRefused(_("请选择走访结果。"))
    if not words.strip():
        raise ScreeningRefused(_("请写明走访情况：问了谁，怎么说的，哪里与登记不同。"))
    today = local_day(at)
    if not local_day(row.sent_at) <= visited_on <= today:
        raise ScreeningRefused(
            _("走访日期应在派发之日（%(sent)s）和今天之间，请核对。") % {"sent": local_day(row.sent_at)}
        )
    _require_unrelated(row, by, at)
    row.visited_on, row.result, row.words, row.visited_by, row.visited_at = visited_on, result, words.strip(), by, at
    row.save(update_fields=["visited_on", "result", "words", "visited_by", "visited_at"])
    _note("screening.visited", row, by=by, at=at, reason=row.words, result=result, visited_on=visited_on.isoformat())
    return row


def _require_unrelated(row: GapVisit, by: Staff, at: datetime) -> None:
    """Raise NotAllowed if a member of the household is this person's close relative (回避)."""
    day = local_day(at)
    people = members_on(row.household, day, at)
    if any(each.official == by for each in links(people, division_code=row.division_code, day=day)):
        raise permissions.NotAllowed(_("走访的家庭中有您的近亲属，您应当回避，请转交其他人员办理。"))


def _note(action: str, row: GapVisit, *, by: Staff, at: datetime, reason: str = "", **after: object) -> None:
    note(
        action, of="gap_visit", number=str(row.pk), division_code=row.division_code, by=by, at=at, reason=reason,
        household=row.household_id, program=row.program, **after,
    )  # fmt: skip

"""Courses: opened with their days and places, joined, left, called off."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.care.domain.road import CareRefused, next_number, require_covered, require_officer
from minzheng.care.enums import EnrolmentState
from minzheng.care.models import Course, Enrolment
from minzheng.care.queries.reach import courses
from minzheng.casework.domain import flow
from minzheng.casework.models import Case
from minzheng.kernel.arithmetic import ceil_to
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person
from minzheng.services.audit.domain.record import record
from minzheng.statute.period import figure

HUNDRED = 100


@transaction.atomic
def open_course(
    *, title: str, content: str, organiser: str, place: str, days: Sequence[date], capacity: int, division_code: str,
    by: Staff, at: datetime,
) -> Course:  # fmt: skip
    """Enter a course. How many days one must come is the local share of its days, rounded up, fixed now."""
    require_officer(by, division_code)
    if not (title.strip() and content.strip() and organiser.strip() and place.strip()):
        raise CareRefused(_("请填写培训班名称、内容、培训机构和上课地点。"))
    if not days or len(set(days)) != len(days):
        raise CareRefused(_("请填写上课日期，每天只填一次。"))
    if min(days) < local_day(at):
        raise CareRefused(_("第一天%(day)s早于今天，已经开班的不能再登记报名。") % {"day": min(days)})
    if capacity < 1:
        raise CareRefused(_("名额至少为1人。"))
    share = figure("training_attendance_percent", place=division_code, on=local_day(at))
    row = Course(
        number=next_number("PX", division_code, at), division_code=division_code, title=title.strip(),
        content=content.strip(), organiser=organiser.strip(), place=place.strip(),
        days=[day.isoformat() for day in sorted(days)], starts_on=min(days), ends_on=max(days), capacity=capacity,
        required_days=ceil_to(len(days) * share.value, HUNDRED) // HUNDRED, required_by=share.reference, opened_by=by,
        opened_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note(row, "course.opened", by=by, at=at, title=row.title, capacity=capacity, days=row.days)
    return row


@transaction.atomic
def cancel(*, course: Course, reason: str, by: Staff, at: datetime) -> Course:
    """Call a course off before it begins; its places are given back to nobody."""
    row = _fresh(course)
    require_officer(by, row.division_code)
    if row.cancelled_at is not None:
        raise CareRefused(_("培训班%(number)s已停办。") % {"number": row.number})
    if local_day(at) > row.starts_on:
        raise CareRefused(_("培训班%(number)s已开班，不能停办。") % {"number": row.number})
    if not reason.strip():
        raise CareRefused(_("请写明停办原因，并告知已报名的人。"))
    row.cancelled_by, row.cancelled_at, row.cancel_reason = by, at, reason.strip()
    row.save(update_fields=["cancelled_by", "cancelled_at", "cancel_reason"])
    note(row, "course.cancelled", by=by, at=at, reason=row.cancel_reason)
    return row


@transaction.atomic
def enrol(*, course: Course, case: Case, person: Person, by: Staff, at: datetime) -> Enrolment:
    """Give a covered member of a running case a place, or, where none is left, the next one on the waiting list."""
    row = _fresh(course)
    require_officer(by, case.division_code)
    require_covered(case, person, what=_("报名技能培训"))
    flow.require_unrelated(case=case, by=by, at=at)
    if row.cancelled_at is not None:
        raise CareRefused(_("培训班%(number)s已停办。") % {"number": row.number})
    if local_day(at) > row.starts_on:
        raise CareRefused(
            _("培训班%(number)s已于%(day)s开班，不再报名。请选择其他培训班。")
            % {"number": row.number, "day": row.starts_on}
        )
    mine = Enrolment.objects.filter(course_id=row.pk, person=person).exclude(state=EnrolmentState.LEFT).first()
    if mine is not None:
        raise CareRefused(
            _("%(name)s已报名这个培训班（%(state)s），不重复报名。")
            % {"name": person.name, "state": mine.get_state_display()}
        )
    has_place = _take_seat(row)
    made = Enrolment(
        course=row, case=case, person=person, enrolled_by=by, enrolled_at=at,
        state=EnrolmentState.ENROLLED if has_place else EnrolmentState.WAITING,
    )  # fmt: skip
    made.save(force_insert=True)
    note(row, "course.enrolled", by=by, at=at, enrolment=made.pk, person=person.pk, state=str(made.state))
    return made


@transaction.atomic
def leave(*, enrolment: Enrolment, reason: str, by: Staff, at: datetime) -> Enrolment | None:
    """Record that somebody gave it up; until the first day the next one waiting moves up, and is returned."""
    row: Enrolment = (
        Enrolment.objects.select_for_update(of=("self",)).select_related("course", "case").get(pk=enrolment.pk)
    )
    require_officer(by, row.case.division_code)
    if row.state not in {EnrolmentState.ENROLLED, EnrolmentState.WAITING}:
        raise CareRefused(_("当前为“%(state)s”，不能登记退出。") % {"state": row.get_state_display()})
    if not reason.strip():
        raise CareRefused(_("请写明退出原因。"))
    had_place = row.state == EnrolmentState.ENROLLED
    row.state, row.left_by, row.left_at, row.left_reason = EnrolmentState.LEFT, by, at, reason.strip()
    row.save(update_fields=["state", "left_by", "left_at", "left_reason"])
    note(row.course, "course.left", by=by, at=at, reason=row.left_reason, enrolment=row.pk)
    if not had_place:
        return None
    with everywhere("候补按报名先后递补，不分乡镇"):
        return _move_up(row.course, by=by, at=at)


def _take_seat(course: Course) -> bool:
    """Take a place in the row of the course itself: of two who want the last one, only one finds it."""
    with everywhere("县级培训班的名额全县共用"):
        free = Course.objects.filter(pk=course.pk, seats_taken__lt=F("capacity"), cancelled_at__isnull=True)
        return bool(free.update(seats_taken=F("seats_taken") + 1))


def _move_up(course: Course, *, by: Staff, at: datetime) -> Enrolment | None:
    """Hand the free place to the first who waits; after the first day, or if nobody waits, it becomes free."""
    waiting = Enrolment.objects.filter(course_id=course.pk, state=EnrolmentState.WAITING).order_by("pk")
    for one in waiting if local_day(at) <= course.starts_on else ():
        still = Enrolment.objects.filter(pk=one.pk, state=EnrolmentState.WAITING)
        if still.update(state=EnrolmentState.ENROLLED):
            one.state = EnrolmentState.ENROLLED
            note(course, "course.moved_up", by=by, at=at, enrolment=one.pk)
            return one
    Course.objects.filter(pk=course.pk).update(seats_taken=F("seats_taken") - 1)
    return None


def _fresh(course: Course) -> Course:
    """Return the row as it stands now; raises if it is out of reach."""
    found = courses().filter(pk=course.pk).first()
    if found is None:
        raise CareRefused(_("培训班%(number)s不在您的管辖范围内。") % {"number": course.number})
    return found


def note(row: Course, action: str, *, by: Staff, at: datetime, reason: str = "", **after: object) -> None:
    """Write the audit row of an act on a course."""
    record(
        chain=f"course:{row.pk}", at=at, by=by, action=action, object_kind="course", object_id=str(row.pk),
        division_code=row.division_code, reason=reason, after={"number": row.number, **after},
    )  # fmt: skip

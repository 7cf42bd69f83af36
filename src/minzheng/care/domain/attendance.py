"""The register of attendance, and the certificate of those who came often enough."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.care.domain import paper
from minzheng.care.domain.course import note
from minzheng.care.domain.road import CareRefused, require_officer
from minzheng.care.enums import EnrolmentState
from minzheng.care.models import Attendance, CarePaper, Course, Enrolment
from minzheng.care.queries.training import attendance_of, days_of, trainees
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import day_words

CERTIFICATE = "training_certificate"


@transaction.atomic
def mark(
    *, course: Course, day: date, present: Collection[int], by: Staff, at: datetime, note_text: str = ""
) -> list[Attendance]:
    """Record who of one's own area came on a day: `present` are enrolments, everybody else with a place was absent.

    Marking a day again writes only what differs, and only with a reason.
    """
    if day not in days_of(course):
        raise CareRefused(_("%(day)s不是这个培训班的上课日。") % {"day": day})
    if day > local_day(at):
        raise CareRefused(_("%(day)s还没有到，不能登记出勤。") % {"day": day})
    if course.cancelled_at is not None:
        raise CareRefused(_("培训班%(number)s已停办。") % {"number": course.number})
    mine = [one for one in trainees(course) if one.enrolment.state == EnrolmentState.ENROLLED]
    if not mine:
        raise CareRefused(_("本辖区没有可以登记出勤的学员。"))
    unknown = set(present) - {one.enrolment.pk for one in mine}
    if unknown:
        raise CareRefused(_("到课人员中有不在本班名单上的，请刷新页面后再登记。"))
    rows = []
    for one in mine:
        require_officer(by, one.enrolment.case.division_code)
        came = one.enrolment.pk in present
        if one.came.get(day) == came:
            continue
        if day in one.came and not note_text.strip():
            raise CareRefused(
                _("%(name)s%(day)s的出勤已登记，更正须写明原因。")
                % {"name": one.enrolment.person.name, "day": day_words(day)}
            )
        why = note_text.strip() if day in one.came else ""
        rows.append(
            Attendance(enrolment=one.enrolment, day=day, is_present=came, note=why, recorded_by=by, recorded_at=at)
        )
    Attendance.objects.bulk_create(rows)
    came_ids = sorted(row.enrolment_id for row in rows if row.is_present)
    note(
        course, "course.attended", by=by, at=at, reason=note_text.strip(), day=day.isoformat(), present=came_ids,
        absent=sorted(row.enrolment_id for row in rows if not row.is_present),
    )  # fmt: skip
    return rows


@transaction.atomic
def certify(*, enrolment: Enrolment, by: Staff, at: datetime) -> CarePaper:
    """Issue the certificate once the course is over and enough days were attended."""
    row: Enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("course", "case", "person")
        .get(pk=enrolment.pk)
    )
    course = row.course
    require_officer(by, row.case.division_code)
    if row.state != EnrolmentState.ENROLLED:
        raise CareRefused(
            _("%(name)s当前为“%(state)s”，不能制发合格证明。")
            % {"name": row.person.name, "state": row.get_state_display()}
        )
    if local_day(at) < course.ends_on:
        raise CareRefused(_("培训班到%(day)s才结束，结束后再发证。") % {"day": day_words(course.ends_on)})
    days = sum(attendance_of([row.pk])[row.pk].values())
    if days < course.required_days:
        raise CareRefused(
            _("%(name)s出勤%(days)d天，合格须%(needed)d天（%(law)s），还差%(short)d天，不能发证。")
            % {
                "name": row.person.name,
                "days": days,
                "needed": course.required_days,
                "law": course.required_by,
                "short": course.required_days - days,
            }
        )
    row.state = EnrolmentState.PASSED
    row.save(update_fields=["state"])
    with as_kept():
        known = {
            "training": {
                "person": row.person.name,
                "course": course.title,
                "content": course.content,
                "organiser": course.organiser,
                "place": course.place,
                "from": day_words(course.starts_on),
                "until": day_words(course.ends_on),
                "days": str(days),
                "of_days": str(len(course.days)),
            }
        }
    made = paper.issue(
        form=CERTIFICATE, known=known, number=f"{course.number}-{row.pk}", to=row.person.name,
        division_code=row.case.division_code, by=by, at=at, enrolment=row,
    )  # fmt: skip
    note(course, "course.certified", by=by, at=at, enrolment=row.pk, certificate=made.number, days=days)
    return made

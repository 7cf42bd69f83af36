"""Reading courses: who takes part, who came on which day, who may have the certificate."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from minzheng.care.enums import EnrolmentState
from minzheng.care.models import Attendance, Course, Enrolment
from minzheng.care.queries.reach import courses

HAVE_A_PLACE = (EnrolmentState.ENROLLED, EnrolmentState.PASSED)


@dataclass(frozen=True)
class Trainee:
    """One person of a course, with what the register of attendance says by day."""

    enrolment: Enrolment
    came: dict[date, bool] = field(default_factory=dict)

    @property
    def days_present(self) -> int:
        """Return on how many days this person came."""
        return sum(self.came.values())


def course_list(*, state: str, today: date) -> QuerySet[Course]:
    """Return the courses within reach: "open" (not ended), or "ended" with those cancelled."""
    rows = courses().select_related("opened_by")
    if state == "ended":
        return (rows.filter(ends_on__lt=today) | rows.filter(cancelled_at__isnull=False)).order_by("-ends_on", "-pk")
    return rows.filter(ends_on__gte=today, cancelled_at__isnull=True).order_by("starts_on", "pk")


def open_to_join(today: date) -> QuerySet[Course]:
    """Return the courses that have not begun yet."""
    return courses().filter(starts_on__gte=today, cancelled_at__isnull=True).order_by("starts_on", "pk")


def days_of(course: Course) -> list[date]:
    """Return the days of a course, in order."""
    return [date.fromisoformat(text) for text in course.days]


def trainees(course: Course) -> list[Trainee]:
    """Return the people of the declared area in a course, those with a place first. Two queries."""
    rows = Enrolment.objects.filter(course_id=course.pk).exclude(state=EnrolmentState.LEFT)
    found = list(rows.select_related("person", "case", "certificate").order_by("pk"))
    came = attendance_of([row.pk for row in found])
    found.sort(key=lambda row: row.state == EnrolmentState.WAITING)
    return [Trainee(row, came[row.pk]) for row in found]


def attendance_of(enrolment_ids: Collection[int]) -> dict[int, dict[date, bool]]:
    """Return who came on which day; the last row of a day counts."""
    came: dict[int, dict[date, bool]] = defaultdict(dict)
    rows = Attendance.objects.filter(enrolment__in=enrolment_ids).order_by("pk")
    for enrolment, day, is_present in rows.values_list("enrolment_id", "day", "is_present"):
        came[enrolment][day] = is_present
    return came


def of_household(household_id: int) -> QuerySet[Enrolment]:
    """Return the courses of a household's people, the newest first."""
    rows = Enrolment.objects.filter(case__household_id=household_id)
    return rows.select_related("course", "person", "certificate").order_by("-pk")

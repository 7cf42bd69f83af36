"""Courses and vacancies as an office sees them: its own area's, and those of the county, which are for everybody.

They name no recipient. Who takes part is read through enrolments and introductions, which keep to the area.
"""

from typing import Any

from django.db.models import Q, QuerySet

from minzheng.accounts.scope import area_q, current_area, everywhere
from minzheng.care.models import Course, Vacancy
from minzheng.kernel.division import Area

COUNTY_DIGITS, WHOLE = 6, 12


def courses() -> QuerySet[Course]:
    """Return the courses that people of the declared area may join."""
    return _within_reach(Course)


def vacancies() -> QuerySet[Vacancy]:
    """Return the vacancies that people of the declared area may be told of."""
    return _within_reach(Vacancy)


def _within_reach(model: Any) -> QuerySet[Any]:
    area = current_area()
    over = {low[:COUNTY_DIGITS].ljust(WHOLE, "0") for low, _high in area.ranges}
    with everywhere("县级登记的培训班和岗位向全县开放，其中没有个人信息"):
        rows: QuerySet[Any] = model.objects.all()
    if area == Area.EVERYWHERE:
        return rows
    return rows.filter(area_q("division_code", area) | Q(division_code__in=over)) if area.ranges else rows.none()

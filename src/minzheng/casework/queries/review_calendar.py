"""How often a household is looked at again, by its class, and who is due (民发〔2021〕57号 第三十一条)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from minzheng.casework.enums import State
from minzheng.casework.models import Case, PeriodicReview

YEAR, HALF_YEAR = 12, 6
LAW_2021 = _("民发〔2021〕57号 第三十一条")
LAW_ACT = _("社会救助法 第四十六条；民发〔2021〕57号 第三十一条")
ACT_FROM = date(2026, 7, 1)
WORKING_AGES = range(16, 60)
# Grades 1 and 2 of any disability, grade 3 of intellectual and mental ones: no labour is counted on.
SEVERE_GRADES, GRADE_THREE, GRADE_THREE_KINDS = (1, 2), 3, (5, 6)
EARNED = ("wage_income_fen", "business_income_fen")


@dataclass(frozen=True)
class Period:
    """Months between two reviews, the household's class if the rules named one, and the law."""

    months: int
    law: str
    support_class: int | None = None


def period(evaluation: Mapping[str, Any], facts: Mapping[str, Any], day: date) -> Period:
    """Return the period of a household as determined.

    What the program's rules say goes first (`review_months`, `support_class`); a program that says nothing is reviewed
    by the general rule: half-yearly where somebody can work and incomes change, yearly else.
    """
    said = {
        line["code"]: line
        for line in evaluation.get("trace", ())
        if line.get("member") is None and line.get("supporter") is None
    }
    months, support = said.get("review_months"), said.get("support_class")
    if months is not None and months["value"]:
        return Period(int(months["value"]), str(months["law"]), int(support["value"]) if support else None)
    members = facts.get("members", ())
    unstable = any(_can_work(one) for one in members) or any(one.get(kind) for one in members for kind in EARNED)
    return Period(HALF_YEAR if unstable else YEAR, law_on(day))


def law_on(day: date) -> str:
    """Return the clause that asks for the review on a day."""
    return LAW_ACT if day >= ACT_FROM else LAW_2021


def _can_work(member: Mapping[str, Any]) -> bool:
    grade, kind = member.get("disability_grade", 0), member.get("disability_kind", 0)
    severe = grade in SEVERE_GRADES or (grade == GRADE_THREE and kind in GRADE_THREE_KINDS)
    ill = member.get("has_serious_illness", False) or member.get("is_full_time_student", False)
    return member.get("age_years", 0) in WORKING_AGES and not severe and not ill


def due_for_review(until: date) -> QuerySet[Case]:
    """Return the cases in payment whose review falls due until the day and is not opened yet, the earliest first."""
    rows: QuerySet[Case] = Case.objects.filter(state=State.ACTIVE, next_review_on__lte=until)
    return rows.select_related("household", "applicant").order_by("next_review_on", "pk")


def open_reviews() -> QuerySet[PeriodicReview]:
    """Return the reviews that wait for a record, the earliest due first."""
    rows: QuerySet[PeriodicReview] = PeriodicReview.objects.filter(done_at__isnull=True)
    return rows.select_related("case__household", "case__applicant").order_by("due_on", "pk")

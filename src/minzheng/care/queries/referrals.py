"""Reading referrals: the list, what is overdue, what a household was referred for."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from minzheng.care.enums import Outcome, Target
from minzheng.care.models import Referral, ReferralAnswer


def referrals(*, state: str = "", target: str = "", today: date | None = None) -> QuerySet[Referral]:
    """Return the referrals of the area, the next due first; `state` is "open", "late", "answered" or empty for all."""
    rows: QuerySet[Referral] = Referral.objects.select_related("household", "person", "answer", "sent_by", "slip")
    if target in Target.values:
        rows = rows.filter(target=target)
    if state == "answered":
        return rows.filter(answer__isnull=False).order_by("-answer__answered_on", "-pk")
    if state in {"open", "late"}:
        rows = rows.filter(answer__isnull=True)
    if state == "late":
        rows = rows.filter(due_on__lt=today)
    return rows.order_by("due_on", "pk") if state else rows.order_by("-sent_on", "-pk")


def counts(today: date) -> dict[str, int]:
    """Return how many wait for an answer, and how many of them too long. One query."""
    waits = Q(answer__isnull=True)
    found: dict[str, int] = Referral.objects.aggregate(
        open=Count("pk", filter=waits), late=Count("pk", filter=waits & Q(due_on__lt=today))
    )
    return found


def of_household(household_id: int) -> QuerySet[Referral]:
    """Return what a household was referred for, the newest first."""
    return referrals().filter(household_id=household_id)


def answer_of(referral: Referral) -> ReferralAnswer | None:
    """Return the answer, None while it is waited for."""
    return getattr(referral, "answer", None)


def still_counts(referral: Referral, today: date) -> bool:
    """Say whether it need not be sent again: unanswered, or answered within the year other than by withdrawal."""
    given = answer_of(referral)
    if given is None:
        return True
    return given.outcome != Outcome.WITHDRAWN and (today - given.answered_on).days < 365

"""Reading jobs: vacancies, offers without an answer, work taken up, follow-ups due."""

from datetime import date

from django.db.models import Q, QuerySet

from minzheng.accounts.scope import everywhere
from minzheng.care.models import FollowUp, Introduction, Placement, Vacancy
from minzheng.care.queries.reach import vacancies
from minzheng.casework.enums import HELD_STATES, OfferAnswer
from minzheng.casework.models import JobOffer


def vacancy_list(*, state: str, today: date) -> QuerySet[Vacancy]:
    """Return the vacancies within reach: "open" or "closed"."""
    rows = vacancies().select_related("entered_by")
    is_open = Q(closed_at__isnull=True) & (Q(closes_on__isnull=True) | Q(closes_on__gte=today))
    return (rows.exclude(is_open) if state == "closed" else rows.filter(is_open)).order_by("-entered_at", "-pk")


def taken(vacancy: Vacancy) -> int:
    """Return how many accepted it, of whatever township: the employer counts them all."""
    with everywhere("招用人数按全县已接受介绍的人数计算"):
        return int(Introduction.objects.filter(vacancy=vacancy, offer__answer=OfferAnswer.ACCEPTED).count())


def introductions(vacancy: Vacancy) -> QuerySet[Introduction]:
    """Return who of the declared area was told of it, the newest first."""
    rows = Introduction.objects.filter(vacancy=vacancy)
    return rows.select_related("offer__person", "offer__case", "offer__placement").order_by("-pk")


def unanswered() -> QuerySet[JobOffer]:
    """Return the offers that wait for their answer, of benefits that stand, the oldest first."""
    rows = JobOffer.objects.filter(answer=OfferAnswer.OPEN, case__state__in=[str(state) for state in HELD_STATES])
    return rows.select_related("case", "person", "introduction__vacancy").order_by("offered_on", "pk")


def placements(*, state: str = "running") -> QuerySet[Placement]:
    """Return work taken up, the newest first: "running" or "ended"."""
    rows = Placement.objects.filter(ended_on__isnull=state != "ended")
    return rows.select_related("person", "case").order_by("-from_on", "-pk")


def to_follow_up(today: date) -> QuerySet[FollowUp]:
    """Return the follow-ups whose day has come, the most urgent first; none for work that ended."""
    rows = FollowUp.objects.filter(opens_on__lte=today, done_on__isnull=True, placement__ended_on__isnull=True)
    return rows.select_related("placement__person", "placement__case").order_by("due_on", "pk")


def follow_ups(placement: Placement) -> QuerySet[FollowUp]:
    """Return the three follow-ups in order."""
    rows: QuerySet[FollowUp] = FollowUp.objects.filter(placement=placement)
    return rows.select_related("done_by").order_by("months")


def offers_of_household(household_id: int) -> QuerySet[JobOffer]:
    """Return the job offers to a household's people, whoever made them, the newest first."""
    rows = JobOffer.objects.filter(case__household_id=household_id)
    return rows.select_related("person", "case", "introduction__vacancy", "placement").order_by("-pk")


def placements_of_household(household_id: int) -> QuerySet[Placement]:
    """Return the work of a household's people, the newest first."""
    rows = Placement.objects.filter(case__household_id=household_id)
    return rows.select_related("person", "case").order_by("-pk")


def wage_now(placement: Placement) -> int:
    """Return the monthly wage last heard of."""
    rows = FollowUp.objects.filter(placement=placement, wage_fen__isnull=False).order_by("-months")
    last = rows.values_list("wage_fen", flat=True).first()
    return int(last if last is not None else placement.wage_fen)

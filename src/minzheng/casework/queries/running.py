"""What is kept of a benefit that runs: its reviews, changes, job offers, and what its people draw elsewhere."""

from dataclasses import dataclass

from minzheng.casework.enums import HELD_STATES, OfferAnswer, State
from minzheng.casework.models import Case, ChangeReport, JobOffer, OutsideBenefit, PeriodicReview
from minzheng.registry.models import Membership

# Before a decision, and while it runs, somebody may learn of a benefit elsewhere.
_ASKED = (State.SUBMITTED_TO_COUNTY, State.TOWNSHIP_DECIDING, *HELD_STATES)


@dataclass(frozen=True)
class Running:
    """Everything of a case that came after its decision, but for decisions and proposals."""

    reviews: tuple[PeriodicReview, ...] = ()
    changes: tuple[ChangeReport, ...] = ()
    offers: tuple[JobOffer, ...] = ()
    outside: tuple[OutsideBenefit, ...] = ()

    @property
    def open_review(self) -> PeriodicReview | None:
        """Return the review that waits for its record."""
        return next((row for row in self.reviews if row.done_at is None), None)

    @property
    def open_changes(self) -> tuple[ChangeReport, ...]:
        """Return the changes nobody has reckoned yet."""
        return tuple(row for row in self.changes if row.handled_at is None)

    @property
    def open_offers(self) -> tuple[JobOffer, ...]:
        """Return the offers that wait for their answer."""
        return tuple(row for row in self.offers if row.answer == OfferAnswer.OPEN)


def running_of(case: Case) -> Running:
    """Return what is kept; nothing is asked for a case that was never decided. Four queries at most."""
    outside: tuple[OutsideBenefit, ...] = ()
    if case.state in _ASKED:
        people = Membership.objects.filter(household=case.household_id).values("person_id")
        rows = OutsideBenefit.objects.filter(person__in=people, ended_at__isnull=True)
        outside = tuple(rows.select_related("person").order_by("pk"))
    if case.state not in {*HELD_STATES, State.TERMINATED, State.UNDER_REMEDY, State.ARCHIVED}:
        return Running(outside=outside)
    return Running(
        tuple(PeriodicReview.objects.filter(case=case).select_related("done_by").order_by("pk")),
        tuple(ChangeReport.objects.filter(case=case).select_related("recorded_by").order_by("pk")),
        tuple(JobOffer.objects.filter(case=case).select_related("person").order_by("pk")),
        outside,
    )

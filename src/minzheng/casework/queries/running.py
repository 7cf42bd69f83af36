"""What is kept of a benefit that runs: its reviews, changes, job offers, and what its people draw elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from minzheng.casework.enums import HELD_STATES, OfferAnswer, State
from minzheng.casework.models import Case, ChangeReport, JobOffer, OutsideBenefit, PeriodicReview
from minzheng.registry.models import Membership
from minzheng.services.gathering import Ask, gather

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


def asks_of(case: Case) -> dict[str, Ask]:
    """Return what is to be asked for a case in its state: nothing for one that was never decided."""
    asks: dict[str, Ask] = {}
    if case.state in _ASKED:
        people = Membership.objects.filter(household=case.household_id).values("person_id")
        outside = OutsideBenefit.objects.filter(person__in=people, ended_at__isnull=True)
        asks["outside"] = Ask(outside, {"person": ("name",)})
    if case.state in {*HELD_STATES, State.TERMINATED, State.UNDER_REMEDY, State.ARCHIVED}:
        asks["reviews"] = Ask(PeriodicReview.objects.filter(case=case), {"done_by": ("name",)})
        asks["changes"] = Ask(ChangeReport.objects.filter(case=case), {"recorded_by": ("name",)})
        asks["offers"] = Ask(JobOffer.objects.filter(case=case), {"person": ("name",)})
    return asks


def running_from(rows: Mapping[str, list[Any]]) -> Running:
    """Put together what was gathered."""
    return Running(**{name: tuple(rows.get(name, ())) for name in ("reviews", "changes", "offers", "outside")})


def running_of(case: Case) -> Running:
    """Return what is kept; nothing is asked for a case that was never decided. One query at most."""
    asks = asks_of(case)
    return running_from(gather(**asks)) if asks else Running()

"""Everything the page of linked help shows of one household, read once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minzheng.care.models import Enrolment, Introduction, Placement, Referral
from minzheng.care.queries import jobs, referrals, training
from minzheng.care.queries.suggestions import Known, Suggestion, known_members, suggestions
from minzheng.casework.enums import HELD_STATES, DecisionKind, OfferAnswer
from minzheng.casework.models import Case, Decision, JobOffer
from minzheng.casework.queries.cases import CaseView
from minzheng.casework.queries.jobs import consecutive_refusals
from minzheng.kernel.idnumber import age_on
from minzheng.registry.models import AssetItem, Household, IncomeItem, Membership, PersonCondition
from minzheng.registry.queries.household import HouseholdView


@dataclass(frozen=True)
class HelpView:
    """One household: who belongs to it, whom a benefit covers, what was sent, learnt, offered, taken up."""

    household: Household
    members: tuple[Known, ...]
    # The running case that covers each person.
    covered: dict[int, Case]
    referrals: tuple[Referral, ...]
    suggestions: tuple[Suggestion, ...]
    enrolments: tuple[Enrolment, ...]
    offers: tuple[JobOffer, ...]
    placements: tuple[Placement, ...]
    # Unjustified refusals in a row, by person: casework's count.
    refusals: dict[int, int]
    # The vacancies behind offers, by offer; empty where the page does not lead there.
    told: dict[int, Introduction]

    @property
    def number(self) -> str:
        """Return the number of the household: what its address is made of."""
        return str(self.household.number)

    @property
    def division_code(self) -> str:
        """Return where the household lives."""
        return str(self.household.division_code)

    @property
    def accepted(self) -> tuple[JobOffer, ...]:
        """Return the offers that were accepted and not begun yet."""
        return tuple(
            row for row in self.offers if row.answer == OfferAnswer.ACCEPTED and getattr(row, "placement", None) is None
        )

    def name_of(self, person_id: int | None) -> str:
        """Return the name of a member, empty for the household as a whole."""
        return next((one.name for one in self.members if one.person_id == person_id), "")


def help_view(household: Household, *, today: date, at: datetime) -> HelpView:
    """Read one household's help."""
    members, houses = _read(household, today, at)
    offers = tuple(jobs.offers_of_household(household.pk))
    told = {row.pk: row.introduction for row in offers if hasattr(row, "introduction")}
    return _view(
        household, today, members=members, houses=houses, covered=_covered(household), offers=offers, told=told
    )


def help_of_case(view: CaseView, home: HouseholdView, *, today: date) -> HelpView:
    """Return the help of the household of a case whose page has been read: four more queries."""
    members, houses = known_members(home)
    last = view.decision if view.case.state in HELD_STATES else None
    covered = dict.fromkeys(last.covered_person_ids, view.case) if last else {}
    return _view(
        view.case.household, today, members=members, houses=houses, covered=covered, offers=view.running.offers, told={}
    )


def _view(
    household: Household, today: date, *, members: Sequence[Known], houses: int | None, covered: dict[int, Case],
    offers: tuple[JobOffer, ...], told: dict[int, Introduction],
) -> HelpView:  # fmt: skip
    sent = tuple(referrals.of_household(household.pk))
    proposed = suggestions(members, houses=houses, is_recipient=bool(covered), sent=sent, today=today)
    has_refused = any(row.answer == OfferAnswer.REFUSED for row in offers)
    return HelpView(
        household, tuple(members), covered, sent, tuple(proposed), tuple(training.of_household(household.pk)), offers,
        tuple(jobs.placements_of_household(household.pk)),
        consecutive_refusals(list(covered)) if covered and has_refused else {}, told,
    )  # fmt: skip


def _covered(household: Household) -> dict[int, Case]:
    """Return whom a benefit that stands covers; of two cases the later one. One query."""
    rows = Decision.objects.filter(
        case__household=household, case__state__in=[str(state) for state in HELD_STATES]
    ).exclude(kind=DecisionKind.REFUSE)
    last = {row.case_id: row for row in rows.select_related("case__household", "case__applicant").order_by("pk")}
    return {person: row.case for row in last.values() for person in row.covered_person_ids}


def _read(household: Household, today: date, at: datetime) -> tuple[list[Known], int | None]:
    """Read what the proposals look at: members, circumstances, incomes, dwellings. Four queries."""
    rows = Membership.objects.filter(household=household).as_of(today, at).select_related("person")
    people = [row.person for row in sorted(rows, key=lambda row: (row.relation != "02", row.pk))]
    ids = [person.pk for person in people]
    conditions = _by_person(PersonCondition.objects.filter(person__in=ids).as_of(today, at), "code")
    incomes = _by_person(IncomeItem.objects.filter(household=household).as_of(today, at), "amount_fen")
    houses = (
        AssetItem.objects.filter(household=household, kind="house").as_of(today, at).values_list("count", flat=True)
    )
    counts = list(houses)
    found = [
        Known(
            person.pk, person.name, age_on(person.birth_date, today), conditions.get(person.pk, {}),
            incomes.get(person.pk, {}),
        )
        for person in people
    ]  # fmt: skip
    return found, sum(counts) if counts else None


def _by_person(rows: Iterable[Any], field: str) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row.person_id, {})[row.kind] = getattr(row, field)
    return found

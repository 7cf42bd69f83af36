"""A whole population as its determinations would meet it: every household, with a case or without. Writes nothing.

One reading for all: who has a case is read by the case's dossier; who has none, as one application for all programs
(one_door) would read the family today. Screening keeps what is read here as columns.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from minzheng.accounts.models import Staff
from minzheng.casework.domain import comparison, dossier
from minzheng.casework.domain.determination import Preview, missing_names
from minzheng.casework.domain.dossier import Dossier
from minzheng.casework.enums import HELD_STATES, OPEN_STATES, DecisionKind, State
from minzheng.casework.models import Case, Decision
from minzheng.casework.queries import passports
from minzheng.casework.queries.catalogue import never_with
from minzheng.casework.queries.covered import doubled
from minzheng.casework.queries.in_force import amount_in, decisions_in_force, governing
from minzheng.casework.queries.local_figures import law_known
from minzheng.casework.queries.recusal import recused_cases
from minzheng.kernel.month import Month
from minzheng.programs.catalogue import LoadedProgram
from minzheng.registry.models import Household, Person
from minzheng.registry.queries.household import HouseholdView
from minzheng.rules.evaluation import ELIGIBLE, Evaluation

NO_CASE, OPEN, HELD, ACTIVE = 0, 1, 2, 3
"""How a household stands towards a program: no case; one under way; a benefit that stands; one in payment."""


@dataclass(frozen=True)
class Met:
    """One household as one program meets it. `paid_fen`: what a decision in force grants per payment, None if none.

    `is_barred`: it holds a benefit that excludes this one.
    """

    household_id: int
    division_code: str
    case_id: int
    standing: int
    paid_fen: int | None
    is_quarterly: bool
    is_barred: bool
    person_ids: tuple[int, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """What one program has decided and opened in the declared area: read once, whatever the number of households."""

    law: LoadedProgram
    month: Month
    cases: Mapping[int, Case]
    paid: Mapping[int, tuple[int, str]]
    barred: frozenset[int]
    found: Mapping[int, passports.Taken]


def standing(program: str, *, on: date, known_at: datetime) -> Standing:
    """Return how the declared area stands towards a program; a handful of questions."""
    law, month = law_known(program, known_at), Month.of(on)
    cases = open_cases(program).select_related("household").order_by("pk")
    held = barring(program).values_list("household_id", flat=True)
    found = passports.taken(program, None, on, known_at)
    return Standing(
        law, month, {case.household_id: case for case in cases},
        {row.case_id: (row.amount_fen, row.cadence) for row in decisions_in_force(month, program)},
        frozenset(held), found,
    )  # fmt: skip


def open_cases(program: str) -> QuerySet[Case]:
    """Return the cases of a program that are under way or stand."""
    return Case.objects.filter(program=program, state__in=OPEN_STATES)


def barring(program: str) -> QuerySet[Case]:
    """Return the cases of benefits that stand and exclude this one."""
    others = [one for one in never_with(program) if one != program]
    return Case.objects.filter(program__in=others, state__in=HELD_STATES)


def meet(
    one: Standing, households: Sequence[Household], homes: Mapping[int, HouseholdView], *, known_at: datetime
) -> list[Met]:
    """Return these households as the program meets them; those without a living member are left out."""
    cases = [one.cases[home.pk] for home in households if home.pk in one.cases and homes[home.pk].members]
    dossiers = dossier.of_homes(cases, homes, known_at=known_at)
    found = []
    for household in households:
        home, case = homes[household.pk], one.cases.get(household.pk)
        if not home.members:
            continue
        built = dossiers[case.pk] if case else _without_case(one, household, home)
        amount, cadence = one.paid.get(case.pk, (None, "")) if case else (None, "")
        found.append(
            Met(
                household.pk, built.at_division, case.pk if case else 0, standing_of(case), amount,
                cadence == "quarter", household.pk in one.barred, built.person_ids, built.facts,
            )
        )  # fmt: skip
    return found


def _without_case(one: Standing, household: Household, home: HouseholdView) -> Dossier:
    return dossier.of_said(household.division_code, home, (), None, one.found.get(household.pk, passports.NOTHING))


def standing_of(case: Case | None) -> int:
    """Return how a household with this case, or with none, stands towards its program."""
    if case is None:
        return NO_CASE
    if case.state == State.ACTIVE:
        return ACTIVE
    return HELD if case.state in HELD_STATES else OPEN


@dataclass(frozen=True)
class Kept:
    """One case as a pass over many reckoned it; `facts` gives its facts where they are asked for.

    `recipients` are the persons whom the rules say the benefit covers.
    """

    case_id: int
    person_ids: tuple[int, ...]
    outcome: str
    amount_fen: int
    closing_fen: int
    cadence: str
    recipients: frozenset[int]
    facts: Callable[[], Mapping[str, Any]]

    def says(self, decided: Decision, month: Month) -> bool:
        """Whether this is plainly what is decided; no says only that it is to be looked at closely."""
        first = max(month, Month.parse(decided.from_month))
        return (
            self.outcome == ELIGIBLE
            and decided.kind != DecisionKind.GRADUAL_EXIT
            and decided.share_cut_person_id is None
            and self.amount_fen == amount_in(decided, first)
            and self.closing_fen - self.amount_fen == decided.year_rest_fen
            and self.cadence == decided.cadence
            and (decided.determination_id is None or self.recipients == frozenset(decided.covered_person_ids))
        )


@dataclass(frozen=True)
class Differs:
    """What a monthly review would propose for a case, what it draws now, and the reading it rests on."""

    case: Case
    was_fen: int
    difference: comparison.Difference
    evaluation: Evaluation
    missing: tuple[str, ...]


def differences(rows: Sequence[Kept], *, law: LoadedProgram, on: date, known_at: datetime, by: Staff) -> list[Differs]:
    """Return what a monthly review would propose on these facts; a fixed number of questions.

    As `recertification.review_month` goes about it: active cases with a decision that governs the month, a change that
    begins next month compared in its stead; those of the asker's close relatives are left to a colleague.
    """
    month = Month.of(on)
    by_case = {row.case_id: row for row in rows}
    recused = recused_cases(by, list(by_case))
    active = Case.objects.filter(pk__in=by_case, state=State.ACTIVE).exclude(pk__in=recused)
    cases = list(active.select_related("household").order_by("pk"))
    ids = [case.pk for case in cases]
    granted, coming = governing(ids, month), governing(ids, month.next())
    unlike = [
        case for case in cases
        if case.pk in granted and not by_case[case.pk].says(coming.get(case.pk, granted[case.pk]), month)
    ]  # fmt: skip
    decisions = {case.pk: coming.get(case.pk, granted[case.pk]) for case in unlike}
    names = _names(
        pk for case in unlike for pk in (*by_case[case.pk].person_ids, *decisions[case.pk].covered_person_ids)
    )
    found = []
    for case in unlike:
        kept, decided = by_case[case.pk], decisions[case.pk]
        facts, called = kept.facts(), tuple(names.get(pk, "") for pk in kept.person_ids)
        built = Dossier(on, known_at, case.division_code, kept.person_ids, called, facts, (), "")
        seen = Preview(built, law.evaluate(facts=facts, on=on, at=case.division_code))
        different = comparison.foreseen(case=case, decided=decided, seen=seen, month=month, names=names)
        if different is not None:
            was = amount_in(decided, max(month, Month.parse(decided.from_month)))
            found.append(Differs(case, was, different, seen.evaluation, tuple(seen.missing)))
    return found


def covered_already(people: Mapping[int, Sequence[int]], program: str) -> dict[int, list[tuple[int, str]]]:
    """Return by household who of its people draws the program, or one that excludes it, elsewhere; four questions."""
    rows = doubled({-household: list(persons) for household, persons in people.items()}, programs=never_with(program))
    return {-key: found for key, found in rows.items()}


def missing_of(rows: Mapping[int, tuple[Evaluation, Sequence[int]]]) -> dict[int, list[str]]:
    """Name, by key, what must be asked of a household, each with whose it is; one question."""
    names = _names(pk for _result, people in rows.values() for pk in people)
    return {
        key: missing_names(result, tuple(names.get(pk, "") for pk in people)) for key, (result, people) in rows.items()
    }


def _names(person_ids: Iterable[int]) -> dict[int, str]:
    wanted = set(person_ids)
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}

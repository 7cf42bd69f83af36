"""What decisions in force state of the people they cover, by the fact's code: no room has to name a program for it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from minzheng.casework.enums import UNPAID_KINDS, DecisionKind
from minzheng.casework.models import Decision
from minzheng.casework.queries.in_force import decisions_in_force
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.month import Month
from minzheng.programs import catalogue
from minzheng.registry.models import Death, Membership
from minzheng.rules.frozen_facts import in_todays_words


@dataclass(frozen=True, slots=True)
class Stated:
    """What the decision that pays in a month was decided on for one person."""

    person_id: int
    value: int
    document_number: str
    case_number: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """One person a decision in force covers: whose case, since when, and the asked facts as far as they are known."""

    person_id: int
    household_id: int
    division_code: str
    case_number: str
    document_number: str
    from_month: str
    values: Mapping[str, int]
    decision_id: int = 0
    program: str = ""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the rules say once more of a decision's own ground, with some answers of one person put in."""

    household: Mapping[str, int | None]
    person: Mapping[str, int | None]


def stated(fact: str, month: Month, person_ids: Collection[int] | None = None) -> dict[int, Stated]:
    """Return by person what the decision in force in `month` rests on for a fact of a member; left out: not stated.

    Only programs that ask the fact are read. `person_ids` keeps those people. Scoped to the declared area.
    """
    return {
        pk: Stated(pk, one.values[fact], one.document_number, one.case_number)
        for pk, one in stated_together((fact,), month, person_ids).items()
    }


def stated_together(
    facts: Sequence[str], month: Month, person_ids: Collection[int] | None = None
) -> dict[int, Grounds]:
    """Return the same for several facts in the same questions; who does not state the first is left out."""
    found: dict[int, Grounds] = {}
    for program in (code for code in catalogue.codes() if _asks(code, facts[0])):
        rows = {row.decision_id: row for row in decisions_in_force(month, program)}
        if person_ids is not None:
            rows = {pk: row for pk, row in rows.items() if not set(person_ids).isdisjoint(row.person_ids)}
        grounds = Decision.objects.filter(pk__in=rows, determination__isnull=False)
        fields = ("pk", "determination__members", "determination__facts")
        for pk, members, kept in grounds.values_list(*fields):
            row = rows[pk]
            for person, known in zip(members, kept.get("members", ()), strict=False):
                if person["id"] in row.person_ids and facts[0] in known:
                    found[person["id"]] = Grounds(
                        person["id"], row.household_id, row.division_code, row.case_number, row.document_number,
                        row.from_month, _known(known, facts), pk, row.program,
                    )  # fmt: skip
    return found if person_ids is None else {pk: one for pk, one in found.items() if pk in person_ids}


def stated_in_cases(
    facts: Sequence[str], case_ids: Collection[int], month: Month
) -> dict[int, tuple[str, Mapping[str, int]]]:
    """Return, of the people whom these cases pay for in a month, the name and the asked facts; one question.

    As `stated_together`, for a page about these cases: whoever does not state the first fact is left out.
    """
    rows = Decision.objects.filter(case_id__in=case_ids, from_month__lte=str(month))
    fields = (
        "case_id", "kind", "until_month", "covered_person_ids", "determination__members", "determination__facts"
    )  # fmt: skip
    rows = rows.exclude(kind=DecisionKind.REFUSE)
    last = {row[0]: row[1:] for row in rows.order_by("pk").values_list(*fields)}
    found: dict[int, tuple[str, Mapping[str, int]]] = {}
    for kind, until, covered, members, kept in last.values():
        if kind in UNPAID_KINDS or (until is not None and until < str(month)):
            continue
        for person, known in zip(members or (), (kept or {}).get("members", ()), strict=False):
            if person["id"] in covered and facts[0] in known:
                found[person["id"]] = (person["name"], _known(known, facts))
    return found


def stated_of_the_dead(
    facts: Sequence[str], since: date, person_ids: Collection[int] | None = None
) -> dict[int, tuple[date, Grounds]]:
    """Return, for who died on a day since, that day and what the decision of the month of death rests on.

    As `stated_together`, but whether the case has been ended meanwhile makes no difference. Three questions.
    """
    deaths = Death.objects.latest_versions().filter(died_on__gte=since, is_withdrawn=False)
    if person_ids is not None:
        deaths = deaths.filter(person_id__in=person_ids)
    died: dict[int, date] = dict(deaths.values_list("person_id", "died_on"))
    if not died:
        return {}
    homes = Membership.objects.filter(person_id__in=died).values_list("household_id", flat=True)
    rows = Decision.objects.filter(
        case__program__in=[code for code in catalogue.codes() if _asks(code, facts[0])],
        case__household_id__in=set(homes), from_month__lte=str(Month.of(max(died.values()))),
    ).exclude(kind=DecisionKind.REFUSE)  # fmt: skip
    last: dict[int, dict[int, Decision]] = defaultdict(dict)
    for row in rows.select_related("case", "determination").order_by("pk"):
        for person in died.keys() & set(row.covered_person_ids):
            if row.from_month <= str(Month.of(died[person])):
                last[person][row.case_id] = row
    found: dict[int, tuple[date, Grounds]] = {}
    for person, by_case in last.items():
        for row in by_case.values():
            grounds = _grounds(row, person, facts, Month.of(died[person]))
            if grounds is not None:
                found[person] = (died[person], grounds)
    return found


def reckoned_again(
    decision_id: int, person_id: int, answers: Mapping[str, int], *, on: date, asked: Collection[str]
) -> Reckoned:
    """Reckon a decision's frozen ground by the law of a day, with answers of one member put in; nothing is stored.

    Raises NoFigure where a figure is not known on the day.
    """
    row = Decision.objects.select_related("case", "determination").get(pk=decision_id)
    ground: Any = row.determination
    index = [member["id"] for member in ground.members].index(person_id)
    given = in_todays_words(ground.facts)
    given["members"] = [
        {**member, **answers} if place == index else member for place, member in enumerate(given["members"])
    ]
    result = law_known(row.case.program).evaluate(facts=given, on=on, at=ground.at_division)
    own = {line.code: line.value for line in result.trace if line.member == index}
    return Reckoned(
        {code: _whole(result.value(code)) for code in asked}, {code: _whole(own.get(code)) for code in asked}
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _grounds(row: Decision, person_id: int, facts: Sequence[str], month: Month) -> Grounds | None:
    is_over = row.until_month is not None and row.until_month < str(month)
    if row.determination is None or row.kind in UNPAID_KINDS or is_over:
        return None
    members = row.determination.facts.get("members", ())
    for person, known in zip(row.determination.members, members, strict=False):
        if person["id"] == person_id and facts[0] in known:
            return Grounds(
                person_id, row.case.household_id, row.case.division_code, row.case.number, row.document_number,
                row.from_month, _known(known, facts), row.pk, row.case.program,
            )  # fmt: skip
    return None


def _known(known: Mapping[str, int], facts: Sequence[str]) -> dict[str, int]:
    return {fact: known[fact] for fact in facts if fact in known}


def _asks(program: str, fact: str) -> bool:
    return any(each.code == fact for each in catalogue.get(program).facts)

"""Taking an application down: what the family says becomes known with its source, then the case is opened.

The registry's functions, `application.submit` and `case_fact.record` do the writing; here their calls stand in one
transaction, so that a refused application leaves no half-told family behind.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.casework.domain import application, case_fact
from minzheng.casework.domain.dossier import EXPENSE_FACTS, FLAGS, INCOME_FACTS, WINDOW_MONTHS
from minzheng.casework.models import Case
from minzheng.casework.queries.catalogue import kept_with_case
from minzheng.kernel.moment import local_day
from minzheng.registry.domain import facts
from minzheng.registry.models import Household, Person
from minzheng.registry.queries.household import HouseholdView, Known, MemberView

INCOME_OF = {code: kind for kind, code in INCOME_FACTS.items()}
EXPENSE_OF = {code: kind for kind, code in EXPENSE_FACTS.items()}
CONDITION_OF = {code: kind for kind, code in FLAGS.items()}
DECLARED = ("employs_others", "bought_house_in_3_years", "support_payment_fen")


@dataclass(frozen=True)
class Told:
    """One answer that is new: whose (neither: the household's), which fact, what. Supporters by their registry row."""

    person_id: int | None
    code: str
    value: Any
    supporter_id: int | None = None


@transaction.atomic
def file(
    *,
    program: str,
    household: Household,
    people: Mapping[int, Person],
    told: list[Told],
    source: str,
    by: Staff,
    at: dt.datetime,
    **application_fields: Any,
) -> Case:
    """Record the answers and submit the application, all or nothing. Raises what those functions raise."""
    (case,) = file_all(
        programs={program: {}}, household=household, people=people, told=told, source=source, by=by, at=at,
        **application_fields,
    )  # fmt: skip
    return case


@transaction.atomic
def file_all(
    *,
    programs: Mapping[str, Mapping[str, Any]],
    household: Household,
    people: Mapping[int, Person],
    told: list[Told],
    source: str,
    by: Staff,
    at: dt.datetime,
    **application_fields: Any,
) -> list[Case]:
    """Submit one application for each program, with what is its own of the fields; the answers are recorded once.

    The first that is refused takes all others and the answers with it. Raises what the domain's functions raise.
    """
    _record_in_registry(household, people, told, source=source, by=by, at=at)
    cases = []
    for program, own_fields in programs.items():
        case = application.submit(
            program=program, household=household, by=by, at=at, **{**application_fields, **own_fields}
        )
        kept = {spec.code for spec in kept_with_case(program)}
        mine = [each for each in told if each.code in kept]
        if mine:
            case_fact.record(
                case=case, source=source, by=by, at=at,
                answers={(each.code, each.person_id): each.value for each in mine if each.supporter_id is None},
                of_supporters={(each.code, each.supporter_id): each.value for each in mine if each.supporter_id},
            )  # fmt: skip
        cases.append(case)
    return cases


def _record_in_registry(
    household: Household, people: Mapping[int, Person], told: list[Told], *, source: str, by: Staff, at: dt.datetime
) -> None:
    shared: dict[str, Any] = {"holds_from": local_day(at), "by": by, "at": at, "source": source}
    told = [each for each in told if each.supporter_id is None and can_record(each.code)]
    declared = {each.code: each.value for each in told if each.person_id is None and each.code in DECLARED}
    for each in told:
        if each.person_id is not None:
            _record_of_person(household, people[each.person_id], each, shared)
        elif each.code == "uses_urban_standard":
            facts.set_standard_area(household=household, area_kind="urban" if each.value else "rural", **shared)
    if declared:
        support = declared.get("support_payment_fen")
        monthly = None if support is None else -(-support // WINDOW_MONTHS)
        facts.record_declaration(
            household=household,
            employs_others=declared.get("employs_others"),
            bought_house_in_3_years=declared.get("bought_house_in_3_years"),
            support_payment_fen=monthly,
            **shared,
        )


def known_value(code: str, home: HouseholdView, member: MemberView | None) -> tuple[Any, Known | None]:
    """Return what the registry holds for a fact already, with its origin; (None, None) if nothing."""
    if member is not None:
        return _known_of_person(code, member)
    if code == "uses_urban_standard" and home.standard_area is not None:
        return home.standard_area.area_kind == "urban", home.standard_area.known
    declared = home.declaration
    if code in DECLARED and declared is not None:
        value = getattr(declared, code)
        if value is not None:
            return (value * WINDOW_MONTHS if code == "support_payment_fen" else value), declared.known
    return None, None


def can_record(code: str) -> bool:
    """Say whether an application's answer goes into the registry; what a program adds is kept with its case."""
    return code in {*INCOME_OF, *EXPENSE_OF, *CONDITION_OF, *DECLARED, "uses_urban_standard"}


def _record_of_person(household: Household, person: Person, told: Told, shared: dict[str, Any]) -> None:
    money = {"household": household, "person": person, "amount_fen": told.value, "period": "year"}
    if told.code in INCOME_OF:
        facts.record_income(kind=INCOME_OF[told.code], **money, **shared)
    elif told.code in EXPENSE_OF:
        facts.record_expense(kind=EXPENSE_OF[told.code], **money, **shared)
    elif told.code in CONDITION_OF and told.value:
        facts.record_condition(person=person, kind=CONDITION_OF[told.code], **shared)


def _known_of_person(code: str, member: MemberView) -> tuple[Any, Known | None]:
    if code in INCOME_OF:
        income = member.income(INCOME_OF[code])
        return (income.year_fen, income.known) if income else (None, None)
    if code in EXPENSE_OF:
        expense = member.expense(EXPENSE_OF[code])
        return (expense.year_fen, expense.known) if expense else (None, None)
    if code in CONDITION_OF:
        condition = member.condition(CONDITION_OF[code])
        return (True, condition.known) if condition else (None, None)
    return None, None

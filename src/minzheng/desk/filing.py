"""Taking an application down: what the family says becomes known with its source, then the case is opened.

The registry's functions and `application.submit` do the writing; here their calls stand in one transaction, so that a
refused application leaves no half-told family behind.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from minzheng.accounts.models import Staff
from minzheng.casework.domain import application
from minzheng.casework.domain.dossier import EXPENSE_FACTS, FLAGS, INCOME_FACTS, WINDOW_MONTHS
from minzheng.casework.models import Case
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
    """One answer that is new: whose (None: the household), which fact, what."""

    person_id: int | None
    code: str
    value: Any


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
    """Record the answers and submit the application, both or neither. Raises what those functions raise."""
    shared: dict[str, Any] = {"holds_from": local_day(at), "by": by, "at": at, "source": source}
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
    return application.submit(program=program, household=household, by=by, at=at, **application_fields)


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
    """Say whether the registry keeps this fact; what it does not keep stays with the application's answers."""
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

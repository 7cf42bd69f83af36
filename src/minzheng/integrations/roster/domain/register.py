"""Approved forms and rolls become records: new households, facts added to registered ones, persons with their class."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.integrations.roster import queries
from minzheng.integrations.roster.domain import intake, known
from minzheng.integrations.roster.domain.veterans import CONDITION
from minzheng.integrations.roster.enums import BatchKind
from minzheng.integrations.roster.models import ImportBatch, ImportRow
from minzheng.kernel import language
from minzheng.kernel.moment import local_day
from minzheng.registry.domain import bulk, facts, lone_people
from minzheng.registry.domain.intake import NewMember
from minzheng.registry.domain.person import find_many
from minzheng.registry.models import Household, HouseholdDeclaration, Membership, Person
from minzheng.services import vault

HEAD = "02"


def registered(
    batch: ImportBatch, *, by: Staff, at: dt.datetime, progress: Callable[[int], object] | None = None
) -> int:
    """Write what the rows of a batch say; return how many did, each other one with its reason. In a transaction."""
    done = 0
    for row in queries.rows(batch):
        text = vault.open_sealed(bytes(row.sealed), context=intake.SEALED_CONTEXT)
        stored = json.loads(text)
        with language.as_kept():
            source = _("名册导入 %(number)s “%(sheet)s”第 %(row)d 行") % {
                "number": batch.number,
                "sheet": row.sheet,
                "row": row.row,
            }
        if batch.kind == BatchKind.VETERANS:
            why = _person(row, stored, source=source, by=by, at=at)
        elif row.household_number:
            why = _add(row, stored, source=source, by=by, at=at)
        else:
            why = _new(row, text, stored, source=source, by=by, at=at)
        row.left_out_reason = why
        row.save(update_fields=["household", "person", "left_out_reason"])
        done += not why
        if progress is not None:
            progress(done)
    return done


def _new(row: ImportRow, text: str, stored: Mapping[str, Any], *, source: str, by: Staff, at: dt.datetime) -> str:
    new = intake.new_household(text, holds_from=_day(stored, at), source=source)
    answers = known.people({member.id_number: member.name for member in new.members}, program="", by=by, at=at)
    if answers:
        return next(iter(answers.values())).reason
    row.household = bulk.register_many(households=[new], by=by, at=at, source=source)[0]
    return ""


def _add(row: ImportRow, stored: Mapping[str, Any], *, source: str, by: Staff, at: dt.datetime) -> str:
    """Record what a form says of a registered household; who is no member any more keeps the whole form out."""
    household = Household.objects.filter(number=row.household_number, closed_on__isnull=True).first()
    if household is None:
        return _("这一户在提交之后已销户或迁出管辖范围")
    rows = Membership.objects.as_of(local_day(at), at).filter(household=household).select_related("person")
    living = {membership.person_id: membership.person for membership in rows}
    numbers = find_many(member["id_number"] for member in stored["members"] if member["id_number"])
    people: list[tuple[Person, Mapping[str, Any]]] = []
    for member in stored["members"]:
        found = numbers.get(member["id_number"] or "")
        named = [person for person in living.values() if person.name == member["name"]]
        person = found if found is not None else named[0] if len(named) == 1 else None
        if person is None or person.pk not in living:
            return _("表上的 %(name)s 在提交之后已不是这一户的成员") % {"name": member["name"]}
        people.append((person, member))
    shared: dict[str, Any] = {"holds_from": _day(stored, at), "source": source, "by": by, "at": at}
    for person, member in people:
        _add_of_person(household, person, member, shared)
    for asset in intake.assets_of(stored):
        facts.record_asset(
            household=household,
            kind=asset.kind,
            use=asset.use,
            count=asset.count,
            amount_fen=asset.amount_fen,
            **shared,
        )
    _declare(household, stored, shared)
    row.household = household
    return ""


def _add_of_person(household: Household, person: Person, member: Mapping[str, Any], shared: dict[str, Any]) -> None:
    for kind, code in member["conditions"].items():
        facts.record_condition(person=person, kind=kind, code=code, **shared)
    for record, amounts in ((facts.record_income, member["incomes"]), (facts.record_expense, member["expenses"])):
        for kind, (fen, period) in amounts.items():
            record(household=household, person=person, kind=kind, amount_fen=fen, period=period, **shared)


def _declare(household: Household, stored: Mapping[str, Any], shared: dict[str, Any]) -> None:
    """Add what is declared to what was declared before: a form that does not ask takes nothing back."""
    declared = intake.declaration_of(stored)
    if declared is None:
        return
    rows = HouseholdDeclaration.objects.latest_versions().holding_on(shared["holds_from"])
    before = rows.filter(household=household).first()
    names = ("employs_others", "bought_house_in_3_years", "support_payment_fen")
    said: dict[str, Any] = {
        name: getattr(before, name, None) if getattr(declared, name) is None else getattr(declared, name)
        for name in names
    }
    facts.record_declaration(household=household, **said, **shared)


def _person(row: ImportRow, stored: Mapping[str, Any], *, source: str, by: Staff, at: dt.datetime) -> str:
    member = stored["members"][0]
    answers = known.people({member["id_number"]: member["name"]}, program="", by=by, at=at)
    person = find_many([member["id_number"]]).get(member["id_number"])
    answer = answers.get(member["id_number"])
    if answer is not None and (person is None or answer.code == "person_dead" or person.name != member["name"]):
        return answer.reason
    if person is None:
        new = NewMember(name=member["name"], id_number=member["id_number"], relation=HEAD, phone=member["phone"])
        person = lone_people.register_people(people=[(new, stored["division_code"])], by=by, at=at, source=source)[0]
    facts.record_condition(
        person=person, kind=CONDITION, code=member["conditions"][CONDITION], holds_from=_day(stored, at), by=by, at=at,
        source=source,
    )  # fmt: skip
    row.person = person
    return ""


def _day(stored: Mapping[str, Any], at: dt.datetime) -> dt.date:
    return dt.date.fromisoformat(stored["holds_from"]) if stored["holds_from"] else local_day(at)

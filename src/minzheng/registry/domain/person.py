"""People: finding them by ID number, writing them with what they are found by, correcting names, reading numbers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.idnumber import IdNumber
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.checking import CheckedMember, printable_name
from minzheng.registry.models import BankAccount, NameToken, Person
from minzheng.registry.models.account import ACCOUNT_CONTEXT
from minzheng.registry.models.person import ID_NUMBER_CONTEXT, PHONE_CONTEXT
from minzheng.registry.pinyin import name_tokens, read_name
from minzheng.registry.validators import clean_phone
from minzheng.services import vault
from minzheng.services.audit.domain.record import record, record_read
from minzheng.services.inserting import insert_rows

AT_ONCE = 400
CHAIN = "registry"
# A payee's name is not corrected by those who pay.
KEEPERS = (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


class PersonRefused(Refused):
    """What was given cannot be kept about a person."""


def find_many(id_numbers: Iterable[str]) -> dict[str, Person]:
    """Return registered people of the declared area by their 18-character ID numbers."""
    by_index = {
        index: value for value in id_numbers for index in vault.search_indexes(value, context=ID_NUMBER_CONTEXT)
    }
    indexes = list(by_index)
    found: dict[str, Person] = {}
    for start in range(0, len(indexes), AT_ONCE):
        for person in Person.objects.filter(id_number_index__in=indexes[start : start + AT_ONCE]):
            found[by_index[bytes(person.id_number_index)]] = person
    return found


def write_many(
    members: Iterable[tuple[CheckedMember, str]], *, known: Mapping[str, Person], at: dt.datetime
) -> dict[str, Person]:
    """Write people (each with a village code) who are not `known`; return all of them by ID number.

    Known ones move to the village given. Raises IntegrityError if someone registered one of them meanwhile.
    """
    people: dict[str, Person] = {}
    new: list[Person] = []
    for member, division_code in members:
        person = known.get(member.id_number.value)
        if person is None:
            person = _person(member, division_code, at)
            new.append(person)
        else:
            place(person, division_code)
        people[member.id_number.value] = person
    Person.objects.bulk_create(new)
    _write_tokens(new)
    return people


def write_newborn(
    *, name: str, sex: str, born_on: dt.date, id_number: IdNumber | None, division_code: str, at: dt.datetime
) -> Person:
    """Write a child, with what it is found by; the checks are those of `birth`. Raises IntegrityError for a race."""
    reading = read_name(name)
    child = Person.objects.create(
        name=name,
        name_pinyin=reading.full,
        name_initials=reading.initials,
        sex=sex,
        birth_date=born_on,
        division_code=division_code,
        created_at=at,
        **(number_columns(id_number) if id_number else {}),
    )
    _write_tokens([child])
    return child


def number_columns(id_number: IdNumber) -> dict[str, Any]:
    """Return the columns that keep a checked ID number: sealed, indexed, the version of the keys."""
    value = id_number.value
    return {
        "id_number_sealed": vault.seal(value, context=ID_NUMBER_CONTEXT),
        "id_number_index": vault.index(value, context=ID_NUMBER_CONTEXT),
        "id_number_key_version": vault.current_version(),
    }


def place(person: Person, division_code: str) -> None:
    """Put a person, and the tokens the person is found by, into a village."""
    if person.division_code != division_code:
        person.division_code = division_code
        person.save(update_fields=["division_code"])
        NameToken._base_manager.filter(person=person).update(division_code=division_code)  # noqa: SLF001


@transaction.atomic
def rename(*, person: Person, name: str, by: Staff, at: dt.datetime, reason: str) -> None:
    """Correct a person's name. Raises PersonRefused for what is no name or without a reason, NotAllowed."""
    require_role(by, *KEEPERS)
    require_area(by, person.division_code)
    if not reason.strip():
        raise PersonRefused(_("更正姓名须写明原因和依据，例如“户口簿已更名”。请填写。"))
    before = person.name
    try:
        person.name = printable_name(name)
    except ValueError as error:
        raise PersonRefused(_("姓名不能更正：%(why)s。") % {"why": error}) from error
    person.name_pinyin, person.name_initials = read_name(person.name)
    person.save(update_fields=["name", "name_pinyin", "name_initials"])
    NameToken.objects.filter(person=person).delete()
    _write_tokens([person])
    _audit(person, "person.renamed", by=by, at=at, before={"name": before}, after={"name": person.name}, reason=reason)


@transaction.atomic
def change_phone(*, person: Person, phone: str, by: Staff, at: dt.datetime, source: str = "") -> None:
    """Keep another phone number (empty: none); `source` says who told it.

    Raises PersonRefused for what cannot be one, NotAllowed.
    """
    require_role(by, *KEEPERS)
    require_area(by, person.division_code)
    try:
        number = clean_phone(phone)
    except ValueError as error:
        raise PersonRefused(_("电话不能保存：%(why)s。") % {"why": error}) from error
    person.phone_sealed = vault.seal(number, context=PHONE_CONTEXT) if number else None
    person.phone_index = vault.index(number, context=PHONE_CONTEXT) if number else None
    person.save(update_fields=["phone_sealed", "phone_index"])
    _audit(person, "person.phone_changed", by=by, at=at, reason=source.strip())


@transaction.atomic
def reveal(*, person: Person, by: Staff, at: dt.datetime, purpose: str) -> str:
    """Return the whole ID number (empty if none is known yet) and record who read it and why.

    Raises NotAllowed, PurposeMissing.
    """
    require_area(by, person.division_code)
    _audit_read(person, by=by, at=at, purpose=purpose)
    if person.id_number_sealed is None:
        return ""
    return vault.open_sealed(bytes(person.id_number_sealed), context=ID_NUMBER_CONTEXT)


@transaction.atomic
def reveal_phone(*, person: Person, by: Staff, at: dt.datetime, purpose: str) -> str:
    """Return the whole phone number (empty if none) and record who read it and why. Raises as `reveal`."""
    require_area(by, person.division_code)
    _audit_read(person, by=by, at=at, purpose=purpose)
    return vault.open_sealed(bytes(person.phone_sealed), context=PHONE_CONTEXT) if person.phone_sealed else ""


@transaction.atomic
def reveal_account(*, account: BankAccount, by: Staff, at: dt.datetime, purpose: str) -> str:
    """Return the whole account number and record who read it and why. Raises as `reveal`."""
    division_code = account.household.division_code
    require_area(by, division_code)
    record_read(
        by=by,
        at=at,
        object_kind="bank_account",
        object_id=str(account.pk),
        division_code=division_code,
        purpose=purpose,
    )
    return vault.open_sealed(bytes(account.account_sealed), context=ACCOUNT_CONTEXT)


def _person(member: CheckedMember, division_code: str, at: dt.datetime) -> Person:
    reading = read_name(member.name)
    return Person(
        name=member.name,
        name_pinyin=reading.full,
        name_initials=reading.initials,
        sex=member.id_number.sex,
        birth_date=member.id_number.birth_date,
        **number_columns(member.id_number),
        phone_sealed=vault.seal(member.phone, context=PHONE_CONTEXT) if member.phone else None,
        phone_index=vault.index(clean_phone(member.phone), context=PHONE_CONTEXT) if member.phone else None,
        division_code=division_code,
        ethnic_code=member.new.ethnic_code,
        created_at=at,
    )


def _write_tokens(people: Iterable[Person]) -> None:
    rows = ((person.pk, token, person.division_code) for person in people for token in sorted(name_tokens(person.name)))
    insert_rows(NameToken, ("person", "token", "division_code"), rows)


def _audit_read(person: Person, *, by: Staff, at: dt.datetime, purpose: str) -> None:
    record_read(
        by=by,
        at=at,
        object_kind="person",
        object_id=str(person.pk),
        division_code=person.division_code,
        purpose=purpose,
    )


def _audit(person: Person, action: str, *, by: Staff, at: dt.datetime, **details: object) -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind="person",
        object_id=str(person.pk),
        division_code=person.division_code,
        **details,  # type: ignore[arg-type]
    )

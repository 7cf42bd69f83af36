"""Officials with ID numbers, members of committees, declared relatives, through the domain functions."""

import datetime as dt

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain import close_relatives
from minzheng.relatives.domain import roll
from minzheng.relatives.models import CommitteeMember, DeclaredRelative
from minzheng.services import vault
from tests.factories import accounts, registry

AT = accounts.AT


def number_of(person) -> str:
    """Return a registered person's whole ID number."""
    return vault.open_sealed(bytes(person.id_number_sealed), context="registry.Person.id_number")


def identify(staff: Staff, id_number: str | None = None, *, by: Staff | None = None, at: dt.datetime = AT) -> str:
    """Give a member of staff an ID number, by the operator unless told otherwise; return it."""
    value = id_number or registry.id_number()
    close_relatives.record_staff_number(staff=staff, id_number=value, by=by, at=at)
    return value


def declare(official, id_number: str, relation: str = "sibling", *, by=None, at=AT, name="王远") -> DeclaredRelative:
    """Declare a relative of an official; staff do it themselves unless told otherwise."""
    by = by or (official if isinstance(official, Staff) else accounts.township_officer())
    with within(by.area):
        return close_relatives.declare(
            official=official, relation=relation, name=name, id_number=id_number, by=by, at=at
        )


def committee_member(id_number: str | None = None, *, by=None, at=AT, **fields) -> CommitteeMember:
    """Put somebody on the roll of the factories' village."""
    by = by or accounts.township_officer()
    given = {
        "division_code": accounts.VILLAGE, "name": "周正", "post": "director", "from_on": dt.date(2024, 1, 1),
        "id_number": id_number or registry.id_number(),
    } | fields  # fmt: skip
    registry.divisions()
    with within(by.area):
        return close_relatives.add_committee_member(by=by, at=at, **given)


def roll_ends(member: CommitteeMember, until_on: dt.date) -> None:
    """End a term."""
    by = accounts.township_officer()
    with within(by.area):
        roll.end_member(member=member, until_on=until_on, by=by, at=AT)

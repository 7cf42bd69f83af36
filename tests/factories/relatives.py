"""Officials with ID numbers, members of committees, declared relatives, through the domain functions."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain import close_relatives
from minzheng.registry.models import Household
from minzheng.relatives.domain import custody, roll
from minzheng.relatives.models import CommitteeMember, CustodyAgreement, DeclaredRelative
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


def paper(content: bytes = b"%PDF-1.7 signed", name: str = "协议.pdf") -> SimpleUploadedFile:
    """Return the signed agreement as it is uploaded."""
    return SimpleUploadedFile(name, content, "application/pdf")


def agreement(
    household: Household, holder_id_number: str, *, by=None, confirmed_by=None, at=AT, is_confirmed=True, **fields
) -> CustodyAgreement:
    """File the household's agreement that the holder of this number keeps its card, and have it confirmed."""
    by, confirmed_by = by or accounts.township_officer(), confirmed_by or accounts.county_officer()
    with within(confirmed_by.area):
        given = {
            "resident": registry.people(household)[0], "holder_name": "周正", "relation": "邻居、村委会主任",
            "reason": "本人失能，无子女", "from_on": dt.date(2026, 1, 1), "until_on": dt.date(2026, 12, 31),
            "paper": paper(),
        } | fields  # fmt: skip
        row = custody.file_agreement(household=household, holder_id_number=holder_id_number, by=by, at=at, **given)
        return custody.confirm(agreement=row, by=confirmed_by, at=at) if is_confirmed else row


def roll_ends(member: CommitteeMember, until_on: dt.date) -> None:
    """End a term."""
    by = accounts.township_officer()
    with within(by.area):
        roll.end_member(member=member, until_on=until_on, by=by, at=AT)

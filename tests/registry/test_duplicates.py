"""The duplicate check across areas: it finds, tells almost nothing, and leaves a trace."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

import minzheng.registry
from minzheng.accounts.scope import within
from minzheng.kernel.idnumber import IdNumberError
from minzheng.registry.domain import household as household_domain
from minzheng.registry.domain.checking import HouseholdRefused
from minzheng.registry.domain.duplicates import KnownElsewhere, known_elsewhere
from minzheng.registry.models import Household, Person
from minzheng.services.audit.models import AuditEvent
from tests.factories import registry as make
from tests.factories.accounts import AT, NEIGHBOUR_VILLAGE, VILLAGE, county_officer, neighbour_officer, township_officer

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def neighbour():
    return neighbour_officer(phone="0717-1234567")


@pytest.fixture
def stranger(neighbour):
    """Someone who lives in the township next door."""
    member = make.new_member(name="张三")
    make.household(member, division_code=NEIGHBOUR_VILLAGE, by=neighbour)
    return member


def look(member, by, **fields):
    with within(by.area):
        return known_elsewhere(id_number=member.id_number, by=by, at=AT, **fields)


def test_known_elsewhere_tells_township_and_whom_to_ask_and_nothing_else(stranger, neighbour):
    found = look(stranger, township_officer())

    assert found == [KnownElsewhere("聂家河镇", f"{neighbour.name} 0717-1234567", "member")]
    assert [field.name for field in dataclasses.fields(KnownElsewhere)] == ["township_name", "contact", "kind"]
    secrets = [stranger.name, stranger.id_number, "HH-", NEIGHBOUR_VILLAGE, "肖家岗"]
    assert [secret for secret in secrets if secret in f"{found[0]!r} {found[0]}"] == []


def test_known_elsewhere_someone_of_no_household_now(stranger):
    household = Household.objects.get()
    household_domain.close(household=household, on=dt.date(2026, 11, 24), by=county_officer(), at=AT, source="迁出")

    (found,) = look(stranger, township_officer())

    assert found.kind == "person"


def test_known_elsewhere_nobody_of_the_own_area(stranger, neighbour):
    assert look(stranger, neighbour) == []
    assert look(stranger, county_officer()) == []


def test_known_elsewhere_nobody_at_all():
    assert look(make.new_member(), township_officer()) == []


def test_known_elsewhere_old_number_of_15_digits(neighbour):
    number = make.id_number(born=dt.date(1960, 1, 1))
    make.household(make.new_member(id_number=number), division_code=NEIGHBOUR_VILLAGE, by=neighbour)
    officer = township_officer()

    with within(officer.area):
        found = known_elsewhere(id_number=number[:6] + number[8:17], by=officer, at=AT)

    assert len(found) == 1


def test_known_elsewhere_is_audited_as_a_read(stranger):
    officer = township_officer()

    look(stranger, officer)

    rows = AuditEvent.objects.filter(actor=officer.username, action="read").order_by("seq")
    assert [(row.object_kind, row.division_code) for row in rows] == [
        ("duplicate_check", ""),
        ("person", NEIGHBOUR_VILLAGE),
    ]
    assert stranger.id_number not in str([row.reason for row in rows])


def test_known_elsewhere_finding_nobody_is_audited_too():
    officer = township_officer()

    look(make.new_member(), officer)

    assert AuditEvent.objects.filter(actor=officer.username, action="read").count() == 1


def test_known_elsewhere_refuses_what_is_no_number():
    officer = township_officer()

    with within(officer.area), pytest.raises(IdNumberError):
        known_elsewhere(id_number="123", by=officer, at=AT)


def test_registering_someone_known_elsewhere_names_the_township_only(stranger, neighbour):
    officer = township_officer()

    with pytest.raises(HouseholdRefused) as caught:
        make.household(make.new_member(name="张三", id_number=stranger.id_number), by=officer, division_code=VILLAGE)

    assert [str(problem) for problem in caught.value.problems] == [
        (
            f"第 1 位成员：张三：此人已在聂家河镇登记在另一户，请联系{neighbour.name} 0717-1234567核实，"
            "由其办理分户或迁出后再登记"
        )
    ]
    assert "HH-" not in str(caught.value)
    assert Person.objects.count() == 1


def test_only_the_duplicate_check_and_the_account_look_everywhere():
    sources = Path(minzheng.registry.__file__).parent.rglob("*.py")

    # Whoever holds an account for a household may be registered elsewhere.
    assert sorted(
        path.name for path in sources if "everywhere(" in path.read_text(encoding="utf-8").replace("known_", "")
    ) == ["account.py", "duplicates.py"]

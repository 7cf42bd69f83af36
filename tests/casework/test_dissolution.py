"""A household with open cases neither merges nor leaves; the message names each case and what to do with it."""

import datetime as dt

import pytest

from minzheng.accounts.scope import within
from minzheng.casework.domain import application, dissolution
from minzheng.casework.domain.dissolution import CasesUnsettled
from minzheng.kernel.division import Area
from minzheng.registry.models import Household
from tests.factories import accounts, casework, registry

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=casework.START.tzinfo)
DAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def county(db):
    registry.divisions()
    with within(Area.of(accounts.COUNTY)):
        yield


def merge(household, into):
    relations = {person.pk: "99" for person in registry.people(household)}
    return dissolution.merge_households(
        household=household, into=into, relations=relations, on=DAY, by=accounts.county_officer(), at=AT, source="申请"
    )


@pytest.mark.parametrize(
    ("until", "todo"),
    [("submitted", "由申请人撤回申请"), ("publicised", "请先办结"), ("active", "请先由县民政局办理终止")],
)
def test_an_open_case_keeps_its_household_together(until, todo):
    case = casework.case(until)
    other = registry.household()

    with pytest.raises(CasesUnsettled, match=f"{case.number}.*{todo}"):
        merge(case.household, other)
    with pytest.raises(CasesUnsettled, match=f"不能销户或迁出本县.*{case.number}"):
        dissolution.close_household(
            household=case.household, on=DAY, by=accounts.county_officer(), at=AT, source="申请", elsewhere="武汉市"
        )
    assert Household.objects.get(pk=case.household_id).closed_on is None


def test_after_a_withdrawal_the_household_may_go():
    offices = casework.Offices()
    case = casework.case("submitted", offices=offices)
    other = registry.household()
    application.withdraw(case=case, by=offices.township, at=AT, reason="并户")

    merge(case.household, other)

    assert Household.objects.get(pk=case.household_id).closed_on == DAY - dt.timedelta(days=1)


@pytest.mark.parametrize(("until", "waits"), [("submitted", False), ("surveying", True), ("active", False)])
def test_nobody_joins_a_household_in_the_middle_of_its_examination(until, waits):
    case = casework.case(until)
    guest = registry.household(registry.new_member(), registry.new_member("71"))
    person = registry.people(guest)[1]
    given = {"on": DAY, "by": accounts.county_officer(), "at": AT, "source": "申请"}

    if waits:
        with pytest.raises(CasesUnsettled, match="不能接收并入的成员"):
            merge(guest, case.household)
        with pytest.raises(CasesUnsettled, match="不能转入成员"):
            dissolution.transfer_member(household=guest, person=person, into=case.household, relation="99", **given)
    else:
        dissolution.transfer_member(household=guest, person=person, into=case.household, relation="99", **given)
        merge(guest, case.household)
    assert (Household.objects.get(pk=guest.pk).closed_on is None) is waits

"""People and households of two neighbouring townships, made by the domain functions. Their ID numbers cannot exist."""

import datetime as dt
from collections import defaultdict
from itertools import count

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.kernel import idnumber
from minzheng.registry.domain import household as household_domain
from minzheng.registry.domain.divisions import load_packaged
from minzheng.registry.domain.intake import NewAccount, NewAsset, NewDeclaration, NewHousehold, NewMember, per_month
from minzheng.registry.models import Division, Household, Membership, Person
from tests.factories.accounts import AT, COUNTY, VILLAGE, county_officer

ADULT_BORN = dt.date(1980, 5, 17)
# Numbers never repeat within one run of tests: 500 men and 500 women per birthday, then the next day.
_numbers = defaultdict(count)
_names = count(0)
GIVEN = "伟芳静敏强磊洋艳勇军杰娟涛超霞秀刚平辉玲"


def divisions() -> None:
    """Load the county of the factories, if it is not loaded."""
    if not Division.objects.filter(code=COUNTY).exists():
        load_packaged(under="420581")


def id_number(*, sex: str = "1", born: dt.date = ADULT_BORN) -> str:
    """Return a well-formed number of a region that does not exist, never the same twice."""
    days, order = divmod(next(_numbers[sex, born]), 500)
    return idnumber.impossible(born + dt.timedelta(days=days), order * 2 + (1 if sex == "1" else 0))


def new_member(relation: str = "02", *, sex: str = "1", born: dt.date = ADULT_BORN, **fields) -> NewMember:
    """Return a person about to be registered; by default a man of 46 who heads the household."""
    number = next(_names)
    given = {
        "name": "王" + GIVEN[number % 20] + GIVEN[number // 20 % 20],
        "id_number": id_number(sex=sex, born=born),
        "relation": relation,
    }
    return NewMember(**(given | fields))


def couple_with_child() -> list[NewMember]:
    """Return a man with wages, his wife without, and their son of ten."""
    return [
        new_member("02", incomes={"wage": per_month(120000)}),
        new_member("12", sex="2", born=dt.date(1982, 3, 1), incomes={"wage": per_month(0)}),
        new_member("20", born=dt.date(2016, 2, 29)),
    ]


def new_household(*members: NewMember, division_code: str = VILLAGE, **fields) -> NewHousehold:
    """Return a household about to be registered; of one man if no members are given."""
    given = {"address": "一组 12 号", "area_kind": "rural"} | fields
    return NewHousehold(division_code=division_code, members=members or (new_member(),), **given)


def household(
    *members: NewMember, by: Staff | None = None, at: dt.datetime = AT, division_code: str = VILLAGE, **fields
) -> Household:
    """Register a household; of one man if no members are given. `by` is a county officer by default."""
    divisions()
    by = by or county_officer()
    given = {
        "address": "一组 12 号",
        "area_kind": "rural",
        "source": "户口簿",
        "holds_from": dt.date(2026, 1, 1),
    } | fields
    with within(by.area):
        return household_domain.register(
            division_code=division_code, members=members or [new_member()], by=by, at=at, **given
        )


def people(of: Household) -> list[Person]:
    """Return everyone ever registered in a household, in the order of registration. Needs a declared area."""
    rows = Membership.objects.filter(household=of).order_by("pk").select_related("person")
    return list(dict.fromkeys(row.person for row in rows))


def full_means() -> dict[str, object]:
    """Return what a household of the factories owns, where it is paid, what it declares: keyword arguments."""
    return {
        "assets": [NewAsset(kind="deposit", amount_fen=2000000), NewAsset(kind="house", use="living", amount_fen=0)],
        "account": NewAccount(bank_name="宜都农商银行", account_number="6222 0000 0000 0000 018"),
        "declaration": NewDeclaration(employs_others=False, bought_house_in_3_years=False, support_payment_fen=0),
    }

"""Every page asks the database a known number of questions, at most 25, and as many for three rows as for one.

Addresses with an object are counted where their objects are made, in test_strangers; here are the others, and the rows.
"""

import pytest
from django.urls import get_resolver, reverse

from minzheng.accounts.scope import within
from minzheng.workbench.domain import note
from tests.desk import care_addresses, price_addresses, relief_addresses, support_addresses
from tests.desk.addresses import NOW, Made, household_page
from tests.desk.counting import MOST, asked, on_record
from tests.desk.money_addresses import proposal, run_in, submitted
from tests.factories import accounts, casework, registry
from tests.factories import workbench as kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today"), pytest.mark.must_show("casework", 5)]
EVERYBODY = ("village_worker", "township_officer", "county_officer", "finance_officer", "leader", "auditor")


def pages_without_an_object():
    skip = {"sign_out", "language", "demo_clock"}
    found = {
        name
        for name, (patterns, _pattern, _defaults, _converters) in get_resolver()
        .namespace_dict["desk"][1]
        .reverse_dict.items()
        if isinstance(name, str) and any(not params for _text, params in patterns)
    }
    return sorted(found - skip)


@pytest.mark.parametrize("name", pages_without_an_object())
def test_every_page_without_an_object(sign_in, name):
    run_in("draft")
    Made().walk("submitted")
    address = reverse(f"desk:{name}")

    taken = []
    for role in EVERYBODY:
        client = sign_in(accounts.staff(role))
        client.get(address)
        taken.append(asked(client, address)[0])

    assert max(taken) <= MOST
    assert max(taken) == on_record(name, max(taken))


# A list and what makes one more row of it.
LISTS = {
    "/": ("township_officer", lambda: casework.case("accepted", offices=casework.Offices())),
    "/cases/": ("county_officer", lambda: casework.case("submitted")),
    "/households/": ("township_officer", casework.household),
    "/reviews/": ("county_officer", lambda: proposal(heard=False)),
    "/imports/": ("county_officer", submitted),
    "/board/": ("county_officer", lambda: casework.case("accepted")),
    "/care/referrals/": ("county_officer", care_addresses.sent),
    "/support/": ("county_officer", support_addresses.arranged),
    "/support/burials/": ("county_officer", support_addresses.burial_page),
    "/relief/?list=all": ("county_officer", relief_addresses.late),
    "/care/courses/": ("county_officer", care_addresses.trained),
    "/prices/": ("county_officer", price_addresses.another_week),
    "/prices/rows/": ("county_officer", price_addresses.another_week),
    "/prices/indices/": ("county_officer", price_addresses.another_index),
    "/care/jobs/": ("county_officer", lambda: [care_addresses.told(), care_addresses.working()]),
    "/search/?q=王": ("county_officer", lambda: registry.household(registry.new_member(name="王小明"))),
}


@pytest.mark.parametrize("address", LISTS)
def test_three_rows_ask_as_much_as_one(sign_in, address):
    role, make = LISTS[address]
    client = sign_in(accounts.staff(role))

    taken = []
    for more in (1, 2):
        for _row in range(more):
            make()
        client.get(address)
        taken.append(asked(client, address)[0])

    assert taken[0] == taken[1] <= MOST


@pytest.mark.parametrize("tab", ["family", "calculation", "compare", "papers", "help", "notes", "history"])
def test_three_notes_and_members_on_a_case_ask_as_much_as_one(sign_in, tab):
    taken = []
    for members in (1, 3):
        made = Made()
        people = casework.couple(wage_fen=20_000)[:members]
        case = made.walk("active", home=casework.household(*people))
        for n in range(members):
            kept.note(case, made.offices.county, f"第{n}条 @{made.offices.township.name}", NOW)
        client = sign_in(made.offices.township)
        client.get(f"/cases/{case.number}/?tab={tab}")
        taken.append(asked(client, f"/cases/{case.number}/?tab={tab}")[0])

    assert taken[0] == taken[1] <= MOST


def test_three_notes_on_a_household_ask_as_much_as_one(sign_in):
    made = household_page()
    client = sign_in(made.owner)
    address = reverse("desk:household", kwargs=made.kwargs)
    with within(made.owner.area):
        home = registry.Household.objects.get(number=made.kwargs["number"])

    taken = []
    for more in (1, 2):
        for _note in range(more):
            with within(made.owner.area):
                note.write(household=home, text="门牌换了", by=made.owner, at=NOW)
        client.get(address)
        taken.append(asked(client, address)[0])

    assert taken[0] == taken[1] <= MOST

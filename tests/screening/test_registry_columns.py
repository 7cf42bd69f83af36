"""The registry read at once says of every household, fact by fact, what the dossier says of each."""

import datetime as dt

import pytest
import time_machine
from django.db import connection

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.casework.domain import dossier
from minzheng.cli.demo import build
from minzheng.kernel.moment import SHANGHAI
from minzheng.registry.domain.divisions import load_packaged
from minzheng.registry.models import AssetItem, Household, PersonCondition, Supporter
from minzheng.registry.queries.household import views
from minzheng.rules.fused.columns import from_families
from minzheng.rules.household_facts import SHARED_FACTS
from minzheng.screening.queries import registry_columns
from tests.factories import registry as factories

# Read on PostgreSQL by a connection of its own, which sees only what was committed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.filterwarnings("ignore::RuntimeWarning")]
NOW = dt.datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)


@pytest.fixture
def county():
    load_packaged()
    with time_machine.travel(NOW, tick=False), everywhere("a test looks at the whole county"):
        build.build(household_count=90, case_count=0, now=NOW, progress=lambda _what, _share: None)
        yield


def of_dossiers(on, known_at):
    """Return what one household after the other comes to, in the order in which the columns have them."""
    homes = list(Household.objects.order_by("division_code", "pk"))
    seen = views(homes, day=on, known_at=known_at)
    return [
        (home, dossier.of_said(home.division_code, seen[home.pk], (), None)) for home in homes if seen[home.pk].members
    ]


def same(on, known_at):
    found = registry_columns.read(on=on, known_at=known_at)
    expected = of_dossiers(on, known_at)
    assert found.households.tolist() == [home.pk for home, _one in expected]
    assert found.divisions.tolist() == [int(home.division_code) for home, _one in expected]
    assert found.people.tolist() == [person for _home, one in expected for person in one.person_ids]
    plain = from_families([one.facts for _home, one in expected], SHARED_FACTS)
    for fact in SHARED_FACTS:
        assert told(found.columns, fact) == told(plain, fact), fact.code
    return expected


def told(columns, fact):
    """Return the values of a fact, None where it is unknown."""
    values, bits = columns.values[fact.code], columns.validity[fact.code]
    rows = columns.rows(fact.scope)
    known = [bits is None or bits[row >> 3] >> (row & 7) & 1 for row in range(rows)]
    if fact.is_bool:
        return [bool(values[row >> 3] >> (row & 7) & 1) if known[row] else None for row in range(rows)]
    return [int(values[row]) if known[row] else None for row in range(rows)]


def more_of_everything():
    """Rows that the sample county has few of: supporters, several certificates, cars nobody said the use of."""
    homes = list(Household.objects.order_by("pk")[:12])
    said = {
        "holds_from": dt.date(2026, 1, 1),
        "known_at": NOW - dt.timedelta(days=30),
        "source": "核查",
        "recorded_by": Staff.objects.first(),
    }
    for number, home in enumerate(homes):
        person = home.memberships.order_by("pk").last().person
        on = {"household": home, **said}
        for relation in ("child", "sibling")[: number % 3]:
            Supporter.objects.create(
                person=person, name=f"义务人{relation}", relation=relation, birth_date=dt.date(1960, 2, 29 - number),
                income_month_fen=None if number % 4 == 0 else 1234_56 + number, supported_count=1 + number % 3,
                agreed_month_fen=100_01 * (number % 2), **on,
            )  # fmt: skip
        for use, amount in (("passenger", 80_000_00), ("mobility_aid", 0), ("", 1))[: number % 4]:
            AssetItem.objects.create(kind="vehicle", use=use, count=1, amount_fen=amount, **on)
        for days in (3 * 365 + 1, 3 * 365 + 2)[: number % 3]:
            AssetItem.objects.create(kind="house", acquired_on=NOW.date() - dt.timedelta(days=days - number % 2), **on)
        for code in ("4.3", "1.2", "6.2")[: number % 4]:
            PersonCondition.objects.create(person=person, kind="disability", code=code, **said)
        if number % 5 == 0:
            PersonCondition.objects.create(
                person=person, kind="clergy", code="", **(said | {"holds_from": dt.date(2020, 11, 27 + number % 2)})
            )


@pytest.mark.usefixtures("county")
def test_every_fact_of_the_sample_county_today_and_in_the_past():
    more_of_everything()

    assert len(same(NOW.date(), NOW)) > 80
    assert same(dt.date(2026, 3, 1), NOW)
    same(dt.date(2026, 3, 1), NOW - dt.timedelta(days=400))


def test_nobody_registered_is_an_empty_registry():
    with everywhere("a test"):
        found = registry_columns.read(on=NOW.date(), known_at=NOW)

    assert found.columns.count == 0


def test_the_number_of_questions_does_not_grow(django_assert_num_queries):
    factories.divisions()
    with everywhere("a test"):
        for _ in range(3):
            factories.household()
        # On PostgreSQL they are asked beside Django.
        with django_assert_num_queries(12 if connection.vendor == "sqlite" else 0):
            registry_columns.read(on=NOW.date(), known_at=NOW)

"""The household as of a day and a moment: complete, in few queries, each fact with its source."""

import datetime as dt

import pytest

from minzheng.registry.domain import facts
from minzheng.registry.domain.death import record_death
from minzheng.registry.domain.intake import per_month
from minzheng.registry.queries.household import view, views
from tests.factories import registry as make
from tests.factories.accounts import AT, county_officer

pytestmark = pytest.mark.usefixtures("county")

DAY = dt.date(2026, 11, 1)


@pytest.fixture
def family():
    husband, wife, son = make.couple_with_child()
    mother = make.new_member(
        "52",
        name="李秀",
        sex="2",
        born=dt.date(1956, 2, 29),
        conditions={"disability": "4.2"},
        expenses={"disability_illness_cost": per_month(15000)},
    )
    return make.household(husband, wife, son, mother, **make.full_means())


def test_view_has_everything_the_head_first(family):
    seen = view(family, day=DAY, known_at=AT)

    assert (seen.members[0].relation, seen.members[0].age_years) == ("02", 46)
    assert {member.relation for member in seen.members} == {"02", "12", "20", "52"}
    mother = next(member for member in seen.members if member.relation == "52")
    assert (mother.name, mother.age_years, mother.condition("disability").code) == ("李秀", 70, "4.2")
    assert mother.expense("disability_illness_cost").year_fen == 180000
    assert mother.income("wage") is None
    assert seen.head.income("wage").year_fen == 1440000
    assert [(asset.kind, asset.amount_fen) for asset in seen.assets] == [("deposit", 2000000), ("house", 0)]
    assert (seen.account.last4, seen.account.holder_id) == ("0018", seen.head.person_id)
    assert seen.standard_area.area_kind == "rural"
    assert seen.declaration.employs_others is False
    assert seen.residence.address == "一组 12 号"


def test_view_each_fact_has_source_and_moment(family):
    seen = view(family, day=DAY, known_at=AT)

    known = [
        seen.head.known,
        seen.head.incomes[0].known,
        seen.assets[0].known,
        seen.standard_area.known,
        seen.account.known,
    ]
    assert {(each.source, each.known_at, each.holds_from) for each in known} == {("户口簿", AT, dt.date(2026, 1, 1))}
    assert all(each.fact_id for each in known)


def test_view_before_registration_was_known_is_empty(family):
    seen = view(family, day=DAY, known_at=AT - dt.timedelta(seconds=1))

    assert (seen.members, seen.assets, seen.accounts, seen.standard_area, seen.declaration) == ((), (), (), None, None)
    assert (seen.head, seen.account) == (None, None)


def test_view_knows_a_death_only_since_it_was_reported(family):
    wife = make.people(family)[1]
    reported = AT + dt.timedelta(days=1)
    record_death(person=wife, died_on=dt.date(2026, 10, 1), by=county_officer(), at=reported, source="死亡医学证明")

    assert len(view(family, day=DAY, known_at=AT).members) == 4
    assert len(view(family, day=DAY, known_at=reported).members) == 3
    assert len(view(family, day=dt.date(2026, 10, 1), known_at=reported).members) == 4


def test_one_view_takes_two_queries_and_says_what_many_say(family, django_assert_num_queries):
    with django_assert_num_queries(2):
        alone = view(family, day=DAY, known_at=AT)

    among_others = views([family, make.household()], day=DAY, known_at=AT)[family.pk]
    assert alone == among_others


def test_views_of_three_households_take_ten_queries_too(family, django_assert_num_queries):
    households = [family, make.household(), make.household(*make.couple_with_child())]

    with django_assert_num_queries(10):
        seen = views(households, day=DAY, known_at=AT)

    assert list(seen) == [each.pk for each in households]
    assert [len(each.members) for each in seen.values()] == [4, 1, 3]


def test_view_keeps_households_apart(family):
    other = make.household(*make.couple_with_child())
    husband = make.people(other)[0]
    facts.record_income(
        household=other,
        person=husband,
        kind="other",
        amount_fen=1,
        period="year",
        holds_from=DAY,
        by=county_officer(),
        at=AT,
        source="申报",
    )

    seen = views([family, other], day=DAY, known_at=AT)

    assert seen[family.pk].head.income("other") is None
    assert seen[other.pk].head.income("other").year_fen == 1

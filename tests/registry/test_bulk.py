"""Registering many: the same checks as one, all or none, quick."""

import pytest

from minzheng.registry.domain.bulk import register_many
from minzheng.registry.domain.checking import HouseholdRefused
from minzheng.registry.domain.intake import per_month
from minzheng.registry.models import Household, IncomeItem, Membership, NameToken, Person
from minzheng.registry.queries.household import view
from minzheng.registry.queries.search import search
from minzheng.services.audit.domain.verify import broken_chains
from minzheng.services.audit.models import AuditEvent
from tests.factories import registry as make
from tests.factories.accounts import AT, NEIGHBOUR_VILLAGE, county_officer, neighbour_officer, township_officer

pytestmark = pytest.mark.usefixtures("county")


def many(*households, **fields):
    return register_many(households=households, **({"by": county_officer(), "at": AT, "source": "名册"} | fields))


def test_many_are_as_if_registered_one_by_one():
    one = make.household(*make.couple_with_child(), **make.full_means(), source="名册", holds_from=None)

    (other,) = many(make.new_household(*make.couple_with_child(), **make.full_means()))

    seen = [view(each, day=AT.date(), known_at=AT) for each in (one, other)]
    for part in ("relation", "age_years"):
        assert len({tuple(getattr(member, part) for member in each.members) for each in seen}) == 1
    assert len({tuple(income.amount_fen for member in each.members for income in member.incomes) for each in seen}) == 1
    assert len({tuple((asset.kind, asset.known.source) for asset in each.assets) for each in seen}) == 1
    assert seen[0].account.last4 == seen[1].account.last4


def test_many_tells_how_far_it_is():
    heard = []

    registered = many(*(make.new_household() for _ in range(501)), progress=heard.append)

    assert heard == [500, 501]
    assert [household.number for household in registered][-1] == "HH-420581-000501"
    assert AuditEvent.objects.filter(action="household.registered").count() == 501
    assert broken_chains(chain="registry") == []


def test_many_people_can_be_found():
    many(make.new_household(make.new_member(name="欧阳修")))

    assert [hit.name for hit in search("oyx", day=AT.date(), known_at=AT)] == ["欧阳修"]


@pytest.mark.parametrize("place", [0, 1])
def test_many_all_or_none(place):
    households = [make.new_household(), make.new_household()]
    households[place] = make.new_household(make.new_member(name="无名", incomes={"wage": per_month(-1)}))

    with pytest.raises(HouseholdRefused, match=f"第 {place + 1} 户：家庭不能登记，共 2 处问题"):
        many(*households)

    models = (Household, Person, Membership, IncomeItem, NameToken)
    assert [model.objects.count() for model in models] == [0] * 5


def test_many_name_the_place_given():
    with pytest.raises(HouseholdRefused, match="农村低保表第 7 行"):
        many(make.new_household(address=""), where=["农村低保表第 7 行："])


def test_many_the_same_person_in_two_households_is_refused():
    member = make.new_member(name="王大")

    with pytest.raises(HouseholdRefused, match="王大 同时出现在第 1 户"):
        many(make.new_household(member), make.new_household(member))


def test_many_someone_known_elsewhere_is_refused():
    member = make.new_member(name="张三")
    make.household(member, division_code=NEIGHBOUR_VILLAGE, by=neighbour_officer())

    with pytest.raises(HouseholdRefused, match="张三：此人已在聂家河镇登记在另一户"):
        many(make.new_household(), make.new_household(member), by=township_officer())


def test_many_nothing_is_nothing():
    assert many() == []


def test_many_queries_do_not_grow_with_rows(django_assert_max_num_queries):
    households = [make.new_household(*make.couple_with_child(), **make.full_means()) for _ in range(60)]
    by = county_officer()

    with django_assert_max_num_queries(60):
        register_many(households=households, by=by, at=AT, source="名册")

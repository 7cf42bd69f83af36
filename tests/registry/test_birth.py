"""A birth: before there is a number, once there is one, and every way one child could be registered twice."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.kernel import idnumber
from minzheng.registry.domain import birth as birth_domain
from minzheng.registry.domain import membership
from minzheng.registry.domain.birth import BirthRefused, record_birth
from minzheng.registry.domain.composition import CompositionRefused
from minzheng.registry.domain.identity import give_id_number
from minzheng.registry.domain.person import PersonRefused, reveal
from minzheng.registry.models import Birth, Membership, Person
from minzheng.registry.queries.search import search
from minzheng.services.audit.queries import of_object
from tests.factories import registry as make
from tests.factories.accounts import (
    AT,
    NEIGHBOUR_VILLAGE,
    county_officer,
    neighbour_officer,
    township_officer,
    village_worker,
)

pytestmark = pytest.mark.usefixtures("county")

BORN = dt.date(2026, 11, 1)
NUMBER = idnumber.impossible(BORN, 1)


@pytest.fixture
def family():
    return make.household(*make.couple_with_child())


@pytest.fixture
def parents(family):
    return make.people(family)[:2]


def born(family, **fields):
    father, mother = [*make.people(family), None][:2]
    given = {
        "name": "王小满", "sex": "1", "born_on": BORN, "relation": "20", "mother": mother, "father": father,
        "certificate": "U420000001", "by": village_worker(), "at": AT, "source": "出生医学证明",
    }  # fmt: skip
    return record_birth(household=family, **(given | fields))


def test_a_child_without_a_number_is_a_member_from_birth(family):
    child = born(family)

    row = Membership.objects.get(person=child)
    assert (row.household_id, row.relation, row.holds_from) == (family.pk, "20", BORN)
    assert (child.has_id_number, child.id_number_masked, child.birth_date, child.sex) == (
        False, "尚无身份证号", BORN, "1",
    )  # fmt: skip
    assert reveal(person=child, by=county_officer(), at=AT, purpose="核对身份") == ""
    assert [event.action for event in of_object("household", family.pk)][-1] == "member.born"


def test_a_child_without_a_number_is_found_by_name(family):
    child = born(family)

    assert [hit.person_id for hit in search("王小满", day=AT.date(), known_at=AT)] == [child.pk]
    assert [hit.household_number for hit in search("wangxiaoman", day=AT.date(), known_at=AT)] == [family.number]


def test_the_birth_keeps_the_parents_and_seals_the_certificate(family, parents):
    child = born(family, certificate=" ｕ42-0000 001 ")

    kept = Birth.objects.get(person=child)
    assert (kept.father, kept.mother, kept.certificate_last4) == (*parents, "0001")
    assert b"U420000001" not in bytes(kept.certificate_sealed)


def test_the_number_is_given_later_and_only_once(family):
    child = born(family)

    numbered = give_id_number(person=child, id_number=NUMBER, by=township_officer(), at=AT, source="户口簿")

    assert reveal(person=numbered, by=county_officer(), at=AT, purpose="核对身份") == NUMBER
    assert list(of_object("person", child.pk))[-2].action == "person.id_number_given"
    with pytest.raises(PersonRefused, match="已有身份证号"):
        give_id_number(person=child, id_number=NUMBER, by=township_officer(), at=AT, source="户口簿")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (idnumber.impossible(BORN, 2), "不一致"),
        (idnumber.impossible(BORN - dt.timedelta(days=1), 1), "不一致"),
        (NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1"), "校验不通过"),
        ("", "没有填写"),
    ],
)
def test_a_number_that_is_not_the_child_s_is_refused(family, number, why):
    child = born(family)

    with pytest.raises(PersonRefused, match=why):
        give_id_number(person=child, id_number=number, by=township_officer(), at=AT, source="户口簿")
    assert Person.objects.get(pk=child.pk).has_id_number is False


def test_a_number_of_somebody_else_is_refused_here_and_elsewhere(family):
    make.household(make.new_member(id_number=idnumber.impossible(BORN, 3), name="钱小多"), holds_from=AT.date())
    make.household(
        make.new_member(id_number=idnumber.impossible(BORN, 5)), division_code=NEIGHBOUR_VILLAGE, holds_from=AT.date()
    )
    child = born(family)
    by = township_officer()

    with within(by.area):
        with pytest.raises(PersonRefused, match="已登记在“钱小多”名下"):
            give_id_number(person=child, id_number=idnumber.impossible(BORN, 3), by=by, at=AT, source="户口簿")
        with pytest.raises(PersonRefused, match=r"此人已在.+登记在另一户"):
            give_id_number(person=child, id_number=idnumber.impossible(BORN, 5), by=by, at=AT, source="户口簿")


def test_a_number_known_at_birth_is_kept_at_once(family):
    child = born(family, id_number=NUMBER)

    assert child.has_id_number is True
    with pytest.raises(PersonRefused, match="只能登记一人"):
        born(family, name="王小寒", certificate="U420000002", id_number=NUMBER)


def test_one_certificate_is_one_child_in_the_whole_county(family):
    born(family)
    others = make.household(*make.couple_with_child(), division_code=NEIGHBOUR_VILLAGE)
    by = neighbour_officer()

    with within(by.area), pytest.raises(BirthRefused, match="同一份证明只能登记一次"):
        born(others, name="王大满", by=by)


@pytest.mark.parametrize(
    ("name", "day", "refused"),
    [
        ("王小满", BORN, True),
        ("王小寒", BORN, False),
        ("王小寒", BORN - dt.timedelta(days=2), False),
        ("王小寒", BORN - dt.timedelta(days=3), True),
        ("王小寒", BORN - dt.timedelta(days=149), True),
        ("王小寒", BORN - dt.timedelta(days=150), False),
    ],
)
def test_twins_are_two_and_the_same_child_twice_is_refused(family, name, day, refused):
    born(family)

    if refused:
        with pytest.raises(BirthRefused, match="可能是同一个孩子重复登记"):
            born(family, name=name, born_on=day, certificate="U420000002")
    else:
        born(family, name=name, born_on=day, certificate="U420000002")
    assert Birth.objects.count() == (1 if refused else 2)


@pytest.mark.parametrize("written", ["", "420000001", "U42000001", "U4200000011", "UU20000001", "出420000001"])
def test_what_is_no_certificate_number_is_refused(written):
    with pytest.raises(BirthRefused, match="1 位字母加 9 位数字"):
        birth_domain.clean_certificate(written)


def test_who_cannot_be_a_parent_is_refused(family, parents):
    father, mother = parents
    child = make.people(family)[2]

    with pytest.raises(BirthRefused, match="没有写明父母"):
        born(family, mother=None, father=None)
    with pytest.raises(BirthRefused, match="登记为男性，不能是母亲"):
        born(family, mother=father, father=None)
    with pytest.raises(BirthRefused, match="不满 12 岁，不能是父亲"):
        born(family, mother=mother, father=child)
    with pytest.raises(BirthRefused, match="父母都不是户"):
        born(make.household(), mother=mother, father=None)
    assert Birth.objects.count() == 0


def test_a_birth_tomorrow_and_a_newborn_head_are_refused(family):
    with pytest.raises(CompositionRefused, match="尚未发生"):
        born(family, born_on=AT.date() + dt.timedelta(days=1))
    with pytest.raises(BirthRefused, match="不能是户主"):
        born(family, relation="02")
    with pytest.raises(CompositionRefused, match="性别不符"):
        born(family, relation="30")


def test_a_birth_before_the_household_is_known_begins_with_the_household(family):
    child = born(family, born_on=dt.date(2025, 6, 1))

    assert Membership.objects.get(person=child).holds_from == dt.date(2026, 1, 1)


def test_the_neighbour_may_not_register_a_birth(family):
    with pytest.raises(NotAllowed):
        born(family, by=neighbour_officer())


def test_a_child_without_a_number_leaves_and_dies_like_anybody(family):
    child = born(family)

    membership.remove_member(
        household=family, person=child, on=AT.date(), by=township_officer(), at=AT, source="送养", elsewhere="湖南省"
    )

    assert Membership.objects.latest_versions().get(person=child).holds_until == dt.date(2026, 11, 23)

"""Supporters outside the household: recorded with consent, superseded, withdrawn, gone along."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.registry.domain import facts, splitting
from minzheng.registry.domain.composition import HouseholdNotFound
from minzheng.registry.domain.facts import FactRefused
from minzheng.registry.domain.supporters import record_supporter
from minzheng.registry.models import Supporter
from minzheng.registry.queries.household import view
from minzheng.services.audit.queries import of_object
from tests.factories import registry as make
from tests.factories.accounts import AT, auditor, county_officer, neighbour_officer, township_officer, village_worker

pytestmark = pytest.mark.usefixtures("county")

DAY = dt.date(2026, 7, 1)
LATER = AT + dt.timedelta(days=1)


@pytest.fixture
def family():
    return make.household(*make.couple_with_child())


@pytest.fixture
def record(family):
    def write(*, at=LATER, **fields):
        given = {
            "person": make.people(family)[0],
            "name": "张建军",
            "relation": "sibling",
            "birth_date": dt.date(1966, 11, 24),
            "supported_count": 2,
            "income_month_fen": 300_000,
            "holds_from": DAY,
            "by": township_officer(),
            "source": "本人申报",
        } | fields
        return record_supporter(household=family, at=at, **given)

    return write


def test_a_supporter_is_seen_with_age_income_and_origin(family, record):
    record(agreed_month_fen=20_000)

    (seen,) = view(family, day=dt.date(2026, 11, 24), known_at=LATER).supporters
    assert (seen.name, seen.relation, seen.age_years, seen.supported_count) == ("张建军", "sibling", 60, 2)
    assert (seen.income_month_fen, seen.agreed_month_fen) == (300_000, 20_000)
    assert (seen.known.source, seen.known.known_at) == ("本人申报", LATER)
    assert view(family, day=dt.date(2026, 11, 23), known_at=LATER).supporters[0].age_years == 59
    assert view(family, day=DAY, known_at=AT).supporters == ()


def test_a_new_word_on_the_same_supporter_gives_way_to_nothing_else(family, record):
    record()
    record(name="张建华")
    record(income_month_fen=400_000, at=LATER + dt.timedelta(days=1))

    seen = view(family, day=DAY, known_at=LATER + dt.timedelta(days=2)).supporters
    assert {(one.name, one.income_month_fen) for one in seen} == {("张建军", 400_000), ("张建华", 300_000)}


def test_the_act_is_audited_and_can_be_withdrawn(family, record):
    fact = record()

    facts.withdraw(fact=fact, by=county_officer(), at=LATER, source="登错了户")

    assert view(family, day=DAY, known_at=LATER).supporters == ()
    actions = [event.action for event in of_object("household", str(family.pk))]
    assert {"supporter.recorded", "supporter.withdrawn"} <= set(actions)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"relation": "cousin"}, "不在代码表中"),
        ({"name": " "}, "姓名"),
        ({"birth_date": dt.date(2027, 1, 1)}, "晚于今天"),
        ({"income_month_fen": -1}, "不能小于零"),
        ({"agreed_month_fen": -1}, "不能小于零"),
        ({"supported_count": 0}, "应在 1 至 40 之间"),
        ({"is_income_checked": True}, "须经其本人同意"),
        ({"is_income_checked": True, "income_month_fen": None}, "却没有填写收入"),
        ({"consented_on": dt.date(2030, 1, 1)}, "晚于今天"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(record, fields, reason):
    with pytest.raises(FactRefused, match=reason):
        record(**fields)


def test_a_stranger_to_the_household_has_no_supporter_here(record):
    other = make.household()

    with pytest.raises(FactRefused, match="不是户"):
        record(person=make.people(other)[0])


def test_only_those_who_register_may_record(record):
    with pytest.raises(NotAllowed):
        record(by=auditor())
    with pytest.raises((NotAllowed, HouseholdNotFound)):
        record(by=neighbour_officer())


@pytest.mark.parametrize(
    "wrong",
    [
        {"supported_count": 0},
        {"relation": "cousin"},
        {"name": ""},
        {"is_income_checked": True},
        {"agreed_month_fen": -1},
    ],
)
def test_the_database_holds_what_the_domain_promises(record, wrong):
    row = record()
    values = {field.attname: getattr(row, field.attname) for field in Supporter._meta.concrete_fields}
    values |= {"id": None, "replaces_id": None} | wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        Supporter(**values).save(force_insert=True)


def test_supporters_go_along_when_a_member_leaves(family, record):
    wife = make.people(family)[1]
    record(person=wife)

    moved = splitting.split(
        household=family, leaving={wife.pk: "02"}, address="三组 1 号", split_on=DAY, by=county_officer(), at=LATER,
        source="离婚证", relations={},
    )  # fmt: skip

    assert view(family, day=DAY, known_at=LATER).supporters == ()
    assert [one.name for one in view(moved, day=DAY, known_at=LATER).supporters] == ["张建军"]


# ---- circumstances the law of the day asks for


@pytest.mark.parametrize(
    ("kind", "code", "reason"),
    [
        ("labour_capacity", "", "请从列表中选择"),
        ("labour_capacity", "strong", "有劳动能力"),
        ("employment", "busy", "请从列表中选择"),
    ],
)
def test_a_coded_circumstance_needs_its_code(family, kind, code, reason):
    with pytest.raises(FactRefused, match=reason):
        facts.record_condition(
            person=make.people(family)[0], kind=kind, code=code, holds_from=DAY, by=county_officer(), at=LATER,
            source="村委会证明",
        )  # fmt: skip


@pytest.mark.parametrize("kind", ["destitute", "monitored", "named_single_case", "excluded_by_province"])
def test_what_an_authority_determined_is_not_taken_down_at_the_door(family, kind):
    given = {"person": make.people(family)[0], "kind": kind, "holds_from": DAY, "at": LATER, "source": "认定文件"}

    with pytest.raises(NotAllowed):
        facts.record_condition(by=village_worker(), **given)
    assert facts.record_condition(by=township_officer(), **given).kind == kind

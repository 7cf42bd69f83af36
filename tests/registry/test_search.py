"""Search by name, pinyin, initials, whole ID and household number, inside the declared area, through indexes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import ScopeError, scope

from minzheng.accounts.scope import within
from minzheng.registry.domain.person import rename
from minzheng.registry.queries.search import search
from tests.factories import registry as make
from tests.factories.accounts import AT, NEIGHBOUR_VILLAGE, county_officer, neighbour_officer, township_officer

pytestmark = pytest.mark.usefixtures("county")


def names(text, **fields):
    return [hit.name for hit in search(text, day=AT.date(), known_at=AT, **fields)]


@pytest.fixture
def people(county):
    for name in ("王小明", "王小", "单田芳", "尉迟恭", "欧阳小明", "阿不都·热合曼"):
        make.household(make.new_member(name=name))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("王小明", ["王小明"]),
        ("王小", ["王小", "王小明"]),
        ("小明", ["王小明", "欧阳小明"]),
        ("明", ["王小明", "欧阳小明"]),
        (" 王 小 明 ", ["王小明"]),
        ("wangxiaoming", ["王小明"]),
        ("WangXiao", ["王小", "王小明"]),
        ("wang xiao ming", ["王小明"]),
        ("wxm", ["王小明"]),
        ("shantianfang", ["单田芳"]),
        ("dantianfang", ["单田芳"]),
        ("stf", ["单田芳"]),
        ("yuchigong", ["尉迟恭"]),
        ("oyxm", ["欧阳小明"]),
        ("不都", ["阿不都·热合曼"]),
        ("阿不都·热合曼", ["阿不都·热合曼"]),
        ("阿不都热合曼", []),
        ("热合曼", ["阿不都·热合曼"]),
        ("李", []),
        ("明小王", []),
        ("", []),
        ("   ", []),
        ("·", []),
        ("%", []),
        ("'; drop table", []),
    ],
)
def test_search_by_name(text, found):
    assert names(text) == found


def test_search_by_whole_id_number():
    member = make.new_member(name="王大")
    make.household(member)

    assert names(member.id_number) == ["王大"]
    assert names(f" {member.id_number.lower()} ") == ["王大"]
    assert names(member.id_number[:17]) == []
    assert names(member.id_number[-4:]) == []


def test_search_by_old_id_number():
    number = make.id_number()
    make.household(make.new_member(name="王大", id_number=number))

    assert names(number[:6] + number[8:17]) == ["王大"]


def test_search_by_household_number_gives_its_members_the_head_first():
    family = make.household(*make.couple_with_child())

    found = search(family.number.lower(), day=AT.date(), known_at=AT)

    assert [hit.relation for hit in found] == ["02", "12", "20"]
    assert {hit.household_number for hit in found} == {family.number}


def test_search_shows_the_number_masked():
    member = make.new_member(name="王大")
    make.household(member)

    (hit,) = search("王大", day=AT.date(), known_at=AT)

    assert hit.id_number_masked == f"{member.id_number[:4]}{'*' * 10}{member.id_number[-4:]}"


def test_search_stays_in_the_area():
    mine, theirs = make.new_member(name="王大"), make.new_member(name="王大")
    make.household(mine)
    make.household(theirs, division_code=NEIGHBOUR_VILLAGE)

    with within(township_officer().area):
        found = search("王大", day=AT.date(), known_at=AT)
        assert names(theirs.id_number) == names("HH-420581-000002") == []
    with within(neighbour_officer().area):
        others = search("wangda", day=AT.date(), known_at=AT)

    assert [hit.household_number for hit in found] == ["HH-420581-000001"]
    assert [hit.household_number for hit in others] == ["HH-420581-000002"]


def test_search_without_a_declared_area_raises():
    with scope(area=None), pytest.raises(ScopeError):
        search("王", day=AT.date(), known_at=AT)


def test_search_gives_no_more_than_the_limit():
    for _ in range(3):
        make.household(make.new_member(name="王大"))

    assert len(names("王大", limit=2)) == 2
    assert names("王大", limit=0) == []


def test_search_finds_the_new_name_and_not_the_old():
    household = make.household(make.new_member(name="王大"))

    rename(person=make.people(household)[0], name="王二", by=county_officer(), at=AT, reason="户口簿已更名")

    assert (names("王大"), names("wd"), names("王二"), names("wanger")) == ([], [], ["王二"], ["王二"])


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("text", "queries"), [("王小明", 4), ("wxm", 4), ("HH-420581-000001", 2)])
def test_search_takes_a_fixed_number_of_queries(text, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        search(text, day=AT.date(), known_at=AT)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("text", ["王小明", "小明", "wxm", "wangxiao", "HH-420581-000001", "429999198005170017"])
def test_search_never_reads_a_whole_table(text):
    with (
        within(township_officer().area),
        CaptureQueriesContext(
            connection,
        ) as captured,
    ):
        search(text, day=AT.date(), known_at=AT)

    plans = [plan(query["sql"]) for query in captured]
    assert [line for lines in plans for line in lines if is_whole_table(line)] == []


def plan(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Tables of a handful of rows are read whole unless told otherwise: is there an index that could serve?
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            return [row[0] for row in cursor.fetchall()]
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]


def is_whole_table(line):
    return "Seq Scan on registry_" in line or line.startswith("SCAN ")

"""Divisions: loaded once however often, named from the county down, offered by area."""

import time

import pytest

from minzheng.kernel.division import Area
from minzheng.registry.domain.divisions import load_packaged
from minzheng.registry.models import Division
from minzheng.registry.pinyin import read_place
from minzheng.registry.queries.divisions import divisions_in, name_path, name_paths, townships, village_codes, villages
from tests.factories.accounts import COUNTY, NEIGHBOUR_VILLAGE, TOWNSHIP, VILLAGE


@pytest.mark.django_db
def test_load_all_quickly_and_only_once():
    Division.objects.all().delete()
    started = time.process_time()

    first, second = load_packaged(), load_packaged()

    assert (first, second) == (28652, 0)
    assert time.process_time() - started < 6
    assert {level: Division.objects.filter(level=level).count() for level in range(1, 6)} == {
        1: 1,
        2: 14,
        3: 105,
        4: 1475,
        5: 27057,
    }
    assert not Division.objects.filter(level__gt=1).exclude(parent_code__in=Division.objects.values("code")).exists()


@pytest.mark.django_db
def test_load_mends_what_differs():
    load_packaged(under="420581")
    Division.objects.filter(code=VILLAGE).update(name="旧名村")

    assert load_packaged(under="420581") == 1
    assert Division.objects.get(code=VILLAGE).name == "湾市村委会"


@pytest.mark.usefixtures("county")
def test_load_of_one_county_takes_what_is_above_it():
    assert list(Division.objects.filter(level__lte=3).order_by("code").values_list("name", flat=True)) == [
        "湖北省",
        "宜昌市",
        "宜都市",
    ]


@pytest.mark.usefixtures("county")
def test_divisions_are_read_as_people_type_them():
    town = Division.objects.get(code=TOWNSHIP)

    assert (town.pinyin, town.initials, town.kind) == ("gaobazhouzhen", "gbzz", "镇")
    assert all((each.pinyin, each.initials) == read_place(each.name) for each in Division.objects.all())


@pytest.mark.usefixtures("county")
def test_townships_and_villages_by_parent():
    assert len(townships(COUNTY)) == 11
    assert villages(TOWNSHIP).first().name == "高坝洲社区居委会"
    assert {each.parent_code for each in villages(TOWNSHIP)} == {TOWNSHIP}


@pytest.mark.usefixtures("county")
def test_name_path_from_the_county_down():
    assert name_path(VILLAGE) == "宜都市 高坝洲镇 湾市村委会"
    assert name_path(COUNTY) == "宜都市"
    assert name_path("420500000000") == "宜昌市"
    assert name_paths([VILLAGE, "110101001001"]) == {
        VILLAGE: "宜都市 高坝洲镇 湾市村委会",
        "110101001001": "110101001001",
    }


@pytest.mark.usefixtures("county")
def test_name_paths_take_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        name_paths([VILLAGE, NEIGHBOUR_VILLAGE, COUNTY])


@pytest.mark.usefixtures("county")
def test_divisions_in_an_area_and_no_further():
    found = divisions_in(Area.of(TOWNSHIP))

    assert found.first().code == TOWNSHIP
    assert {each.code[:9] for each in found} == {TOWNSHIP[:9]}
    assert list(divisions_in(Area.of(VILLAGE)).values_list("code", flat=True)) == [VILLAGE]
    assert divisions_in(Area()).count() == 0
    assert list(divisions_in(Area.of(COUNTY), level=3).values_list("code", flat=True)) == [COUNTY]


@pytest.mark.usefixtures("county")
def test_village_codes_are_level_five_only():
    assert village_codes({VILLAGE, TOWNSHIP, "999999999999", ""}) == {VILLAGE}

"""Lists of households: counts, heads, pages, areas; three queries whatever the number of rows."""

import datetime as dt

import pytest

from minzheng.accounts.scope import within
from minzheng.registry.domain import household as household_domain
from minzheng.registry.queries.lists import household_page
from tests.factories import registry as make
from tests.factories.accounts import AT, NEIGHBOUR_VILLAGE, TOWNSHIP, VILLAGE, county_officer, neighbour_officer

pytestmark = pytest.mark.usefixtures("county")


def page(**fields):
    return household_page(day=AT.date(), known_at=AT, **fields)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_three_queries(rows, django_assert_num_queries):
    for _ in range(rows):
        make.household(*make.couple_with_child())

    with django_assert_num_queries(3):
        found = page()

    assert [row.member_count for row in found.rows] == [3] * rows
    assert found.total == rows


def test_page_names_the_head():
    make.household(make.new_member(name="王大"), make.new_member("20", name="王二"))

    assert [(row.head_name, row.member_count) for row in page().rows] == [("王大", 2)]


def test_page_by_division_and_area():
    mine, theirs = make.household(), make.household(division_code=NEIGHBOUR_VILLAGE)

    assert [row.number for row in page(division_code=TOWNSHIP).rows] == [mine.number]
    assert [row.number for row in page(division_code=VILLAGE).rows] == [mine.number]
    with within(neighbour_officer().area):
        assert [row.number for row in page().rows] == [theirs.number]
        assert page(division_code=TOWNSHIP).total == 0


def test_page_leaves_closed_households_out_unless_asked():
    household = make.household()
    household_domain.close(household=household, on=dt.date(2026, 11, 24), by=county_officer(), at=AT, source="迁出")

    assert page().total == 0
    assert [row.closed_on for row in page(with_closed=True).rows] == [dt.date(2026, 11, 23)]


def test_pages_have_no_gaps():
    numbers = [make.household().number for _ in range(3)]

    pages = [page(page=number, page_size=2) for number in (1, 2, 3, 0)]

    assert [[row.number for row in each.rows] for each in pages] == [numbers[:2], numbers[2:], numbers[2:], numbers[:2]]
    assert (pages[0].pages, pages[0].total) == (2, 3)

"""A fire that is helped moves the numbers of the plan, in the area of the viewer only."""

import datetime as dt

import pytest

from minzheng.accounts.scope import within
from minzheng.kernel.month import Month
from minzheng.plan.queries import board
from tests.factories import accounts, casework, relief

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def shown(viewer):
    with within(viewer.area):
        found = board(Month(2026, 11), dt.date(2026, 11, 24))
        return {one.code: one.measure.numerator for task in found.tasks for one in task.shown}


def test_a_fire_helped_the_same_night_is_counted_and_the_neighbour_sees_nothing_of_it():
    offices = casework.Offices()
    relief.county_money()
    relief.reserve_fund(by=offices.county, second=offices.second_county)
    request = relief.asked(by=offices.village)
    relief.paid(request, by=offices.township)

    mine, neighbours = shown(offices.township), shown(accounts.neighbour_officer())

    codes = ("relief_requests", "relief_granted", "relief_quick", "relief_near", "relief_repeats")
    assert [mine[code] for code in codes] == [1, 1, 1, 1, 1]
    assert [neighbours[code] for code in codes] == [0, 0, 0, 0, 0]

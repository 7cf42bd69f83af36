"""The stories of the sample county are told through the domain's own acts."""

from types import SimpleNamespace

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.assessment.models import Assessment
from minzheng.cli.demo import assessments
from tests.factories import accounts

pytestmark = pytest.mark.django_db


def test_one_township_is_confirmed_and_the_next_waits(offices):
    pairs = {
        code: tuple(accounts.township_officer(areas=(code,)) for _n in range(2))
        for code in (accounts.TOWNSHIP, accounts.NEIGHBOUR_TOWNSHIP)
    }
    people = SimpleNamespace(townships=pairs, checker=offices.county)

    with everywhere("a test tells the stories"):
        moments = [list(tell(people)) for tell in assessments.ALL]
        states = [row.state for row in Assessment.objects.order_by("division_code")]

    assert [sorted(each) == each for each in moments] == [True, True]
    assert states == ["closed", "submitted"]

"""The chairs of a county with money: the county's fund of the year and a township's reserve fund."""

import pytest

from minzheng.accounts.scope import within
from tests.factories import casework, relief
from tests.payments.conftest import database_copies, real_database

__all__ = ["database_copies", "real_database"]


@pytest.fixture
def offices(db):
    return casework.Offices()


@pytest.fixture
def county(offices):
    with within(offices.county.area):
        yield offices.county


@pytest.fixture
def fund(offices, county):
    relief.county_money()
    return relief.reserve_fund(by=offices.county, second=offices.second_county)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

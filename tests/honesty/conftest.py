"""The chairs of a county, and its area declared for the whole test; who acts is still checked by each act."""

import pytest

from minzheng.accounts.scope import within
from tests.factories import honesty


@pytest.fixture
def bureau(db):
    return honesty.Bureau()


@pytest.fixture
def county(bureau):
    with within(bureau.county.area):
        yield bureau.county


@pytest.fixture
def case(bureau, county):
    return honesty.paid_case(bureau)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

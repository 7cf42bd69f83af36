"""The chairs of a county, and its area declared for the whole test; who acts is still checked by each act."""

import pytest

from minzheng.accounts.scope import within
from tests.factories import casework


@pytest.fixture
def offices(db):
    return casework.Offices()


@pytest.fixture
def county(offices):
    with within(offices.county.area):
        yield offices.county


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

"""The chairs of a county; files go to a place of the test's own."""

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
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path

"""A home, and its director's area declared; who acts is still checked by each act."""

import pytest

from minzheng.accounts.scope import within
from tests.factories import institutions


@pytest.fixture
def home(db):
    made = institutions.Home()
    with within(made.director.area):
        yield made

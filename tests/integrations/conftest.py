"""The county's divisions, and the area of a county officer."""

import pytest

from minzheng.accounts.scope import within
from minzheng.kernel.division import Area
from tests.factories.accounts import COUNTY
from tests.factories.registry import divisions


@pytest.fixture
def county(db):
    """Declare the county's area for the test, with its divisions loaded."""
    divisions()
    with within(Area.of(COUNTY)):
        yield

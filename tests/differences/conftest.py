"""A county's area for the whole test."""

import pytest

from tests.factories import differences


@pytest.fixture
def place(db):
    """A county without households yet, its area declared."""
    county = differences.County()
    with county.within():
        yield county

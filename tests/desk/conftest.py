"""A signed-in browser for a member of staff."""

import pytest
from django.test import Client

from tests.factories import accounts

HTMX = {"HX-Request": "true"}


@pytest.fixture
def sign_in(db):
    def _sign_in(staff):
        client = Client()
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return _sign_in


@pytest.fixture
def township(db):
    return accounts.township_officer()


@pytest.fixture
def stranger(db):
    return accounts.neighbour_officer()

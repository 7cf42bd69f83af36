"""A signed-in browser for a member of staff, on a day that stands still."""

import pytest
import time_machine
from django.test import Client

from tests.desk.addresses import NOW
from tests.factories import accounts


@pytest.fixture
def sign_in(db):
    def _sign_in(staff):
        client = Client()
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return _sign_in


@pytest.fixture
def today(settings, tmp_path):
    """Stop the clock on the day of the desk's tests; files go to a folder of the test."""
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield NOW.date()


@pytest.fixture
def township(db):
    return accounts.township_officer()


@pytest.fixture
def stranger(db):
    return accounts.neighbour_officer()

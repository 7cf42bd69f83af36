"""The chairs of a county; files go to a place of the test's own."""

import contextlib

import pytest
import time_machine

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.cli.demo import build
from minzheng.registry.domain.divisions import load_packaged
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


@pytest.fixture
def made_county():
    """Return the way into a county of the wanted size that the product itself made; within it stands its officer."""

    @contextlib.contextmanager
    def made(now, *, households, cases):
        load_packaged()
        with time_machine.travel(now, tick=False):
            build.build(household_count=households, case_count=cases, now=now, progress=lambda _what, _share: None)
            by = Staff.objects.get(username="county")
            with within(by.area):
                yield by

    return made

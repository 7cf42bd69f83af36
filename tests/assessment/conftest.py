"""Offices of one township and the county; files go to a folder of the test."""

import pytest

from tests.factories import casework


@pytest.fixture
def offices(db, settings, tmp_path):
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    return casework.Offices()

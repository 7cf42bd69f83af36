"""Files of the cases go to a folder of the test."""

import pytest


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

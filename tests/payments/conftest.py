"""A database where commits are real, for tests with several connections."""

import sqlite3

import pytest
from django.db import connection


@pytest.fixture
def real_database(tmp_path):
    """Return a function: from then on other threads work on what stands now; on SQLite in a file, as in service."""
    name = connection.settings_dict["NAME"]

    def stand():
        if connection.vendor == "sqlite":
            path = tmp_path / "county.sqlite3"
            with sqlite3.connect(path) as file:
                connection.connection.backup(file)
            file.close()
            connection.settings_dict["NAME"] = str(path)

    yield stand
    connection.settings_dict["NAME"] = name

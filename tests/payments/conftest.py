"""Databases where commits are real, for tests with several connections."""

import contextlib
import sqlite3

import pytest
from django.db import connection


@pytest.fixture
def database_copies(tmp_path):
    """Return a function: from then on other threads and processes work on a copy of what the test's database holds.

    On SQLite in a file, as in service. Each name is a copy of its own.
    """
    name = connection.settings_dict["NAME"]
    made = []

    def stand(copy):
        if connection.vendor == "sqlite":
            path = tmp_path / f"{copy}.sqlite3"
            with sqlite3.connect(path) as file:
                connection.connection.backup(file)
            file.close()
            connection.settings_dict["NAME"] = str(path)
        else:
            connection.close()
            made.append(f"{name}_{copy}")
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{made[-1]}" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{made[-1]}" TEMPLATE "{name}"')
            connection.settings_dict["NAME"] = made[-1]

    yield stand
    connection.settings_dict["NAME"] = name
    if made:
        connection.close()
        with connection._nodb_cursor() as cursor, contextlib.suppress(Exception):
            for copy in made:
                cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@pytest.fixture
def real_database(database_copies):
    """Return a function: from then on other threads work on what stands now; on SQLite in a file, as in service."""
    return lambda: database_copies("county") if connection.vendor == "sqlite" else None

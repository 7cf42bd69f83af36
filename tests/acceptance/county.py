"""A county of its own, worked from the command line only: every verb is a process, every look a plain query.

On SQLite it lives in a folder (MINZHENG_VAR), on PostgreSQL in a database of its own beside the one of the test run.
"""

import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg

from tests.built_county import OURS

MINZHENG = Path(sys.prefix) / "bin" / "minzheng"
PASSWORD = "纸上得来终觉浅-2026"


class County:
    """Run verbs, read tables. `demo` allows its day to be moved ahead."""

    def __init__(self, folder: Path, *, demo: bool = False) -> None:
        self.folder = folder
        self.database = None
        self.env = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
        self.env |= {"MINZHENG_VAR": str(folder), "MINZHENG_DEMO": "1" if demo else "0"}
        if not demo:
            self.env |= {"MINZHENG_SECRET_KEY": "acceptance", "MINZHENG_VAULT_KEYS": "1=" + "ab" * 32}
        server = os.environ.get("DATABASE_URL", "")
        if server.startswith("postgres"):
            self._server, self._name = server, f"acceptance_{uuid.uuid4().hex}"
            self._on_server(f'CREATE DATABASE "{self._name}"')
            self.database = f"{server.rpartition('/')[0]}/{self._name}"
            self.env["DATABASE_URL"] = self.database

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Return exit code, output and errors of a verb."""
        done = subprocess.run(
            [MINZHENG, *map(str, arguments)], env=self.env, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    def does(self, *arguments: str) -> str:
        """Return what a verb that must succeed says."""
        code, said, wrong = self.run(*arguments)
        assert code == 0, said + wrong
        return said

    def refuses(self, *arguments: str) -> str:
        """Return the sentence with which a verb refuses."""
        code, said, why = self.run(*arguments)
        assert (code, said) == (1, ""), said + why
        return why.splitlines()[-1]

    def rows(self, query: str) -> list[dict]:
        """Return the rows of a query, read without a line of the product."""
        if self.database:
            with psycopg.connect(self.database, row_factory=psycopg.rows.dict_row) as connection:
                return connection.execute(query).fetchall()
        connection = sqlite3.connect(self.folder / "minzheng.sqlite3")
        try:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query)]
        finally:
            connection.close()

    def execute(self, statement: str) -> None:
        """Run a statement with the owner's rights, as a person with a database shell would."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                connection.execute(statement)
            return
        connection = sqlite3.connect(self.folder / "minzheng.sqlite3")
        try:
            with connection:
                connection.execute(statement)
        finally:
            connection.close()

    def counts(self) -> dict[str, int]:
        """Return the number of rows of every table but the audit's."""
        listing = (
            "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
            if self.database
            else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        names = sorted(row["name"] for row in self.rows(listing))
        kept = [name for name in names if not name.startswith("audit_")]
        return {name: self.rows(f'SELECT count(*) AS n FROM "{name}"')[0]["n"] for name in kept}  # noqa: S608 - our own names

    def move_ahead(self, days: int) -> None:
        """Let the demo's clock run ahead by so many days from today."""
        (self.folder / "demo-clock-days").write_text(str(days), encoding="ascii")

    def close(self) -> None:
        """Drop what is not in the folder."""
        if self.database:
            self._on_server(f'DROP DATABASE "{self._name}" WITH (FORCE)')

    def _on_server(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


def day_of(value: str | dt.date) -> dt.date:
    """Return a date however the engine gives it."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def moment_of(value: str | dt.datetime) -> dt.datetime:
    """Return an aware moment however the engine gives it; SQLite keeps UTC without saying so."""
    found = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def json_of(value: str | list | dict) -> list | dict:
    """Return JSON however the engine gives it."""
    return json.loads(value) if isinstance(value, str) else value

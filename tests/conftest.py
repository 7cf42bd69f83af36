"""What every test stands on."""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase

from tests.factories import registry as factories

pytest_plugins = ["tests.browser.fixtures", "tests.browser.keys", "tests.browser.old_days"]


def pytest_collection_modifyitems(config, items):
    """Slow tests are left out unless SLOW=1 asks for them; left out is not skipped.

    A function that stands in two modules (an acceptance line shows a browser test) is run once.
    """
    seen, left_out = set(), []
    for item in items:
        twice = (item.function, item.name) in seen
        seen.add((item.function, item.name))
        if twice or (item.get_closest_marker("slow") and not os.environ.get("SLOW")):
            left_out.append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session):
    """Tests of one xdist_group stay in one process, which builds their county once.

    pytest-xdist 3.8 writes the group where pytest 9.2 no longer looks, so it would be lost without a word
    (github.com/pytest-dev/pytest-xdist/issues/1386). Once that is mended, this changes nothing.
    """
    if not getattr(session.config.option, "loadgroup", False):
        return
    for item in session.items:
        groups = sorted({mark.args[0] for mark in item.iter_markers("xdist_group")})
        if groups and not item.nodeid.endswith(f"@{'_'.join(groups)}"):
            item._id = type(item._id).parse(f"{item.nodeid}@{'_'.join(groups)}")


SOURCE = Path(__file__).resolve().parents[1] / "src" / "minzheng"


@pytest.fixture(scope="session")
def migrated_before(django_db_modify_db_settings, django_db_blocker):
    """Begin from the database as the same migrations left it before; `migrate` then finds nothing to do.

    Applying them takes longer than most tests. On SQLite the file is named by the content of all migrations, so an
    edited one is applied anew; a machine that never ran the tests starts from nothing. On PostgreSQL the first process
    of a run migrates a database that all of them copy.
    """
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template()
        yield None
        return
    digest = hashlib.sha256()
    for path in sorted(SOURCE.glob("**/migrations/*.py")):
        digest.update(str(path.relative_to(SOURCE)).encode() + path.read_bytes())
    kept = SOURCE.parents[1] / "var" / "migrated" / f"{digest.hexdigest()[:20]}.sqlite3"

    def fill(connection, **_):
        if connection.vendor == "sqlite" and connection.is_in_memory_db() and kept.exists():
            connection_created.disconnect(fill)
            source = sqlite3.connect(kept)
            source.backup(connection.connection)
            source.close()

    connection_created.connect(fill)
    yield kept
    connection_created.disconnect(fill)


@pytest.fixture(scope="session")
def django_db_setup(migrated_before, django_db_setup, django_db_blocker):
    """Reset after tests with `transaction=True` by copying the database as migrate left it, not by flushing it.

    A flush is what the guards refuse, and it would take the seeded calendar with it. Other tests roll back as usual.
    The divisions of the factories' county are loaded once: most tests stand on them.
    """
    with django_db_blocker.unblock():
        factories.divisions()
        restore = keep_in_memory(migrated_before) if connection.vendor == "sqlite" else keep_as_template()
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _case: restore()
    yield
    TransactionTestCase._fixture_teardown = flush


def migrated_template():
    """Return the name of a migrated database in this cluster, made by whoever asks first."""
    name = "migrated_before"
    folder = SOURCE.parents[1] / "var" / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone()[0]:
                cursor.execute(f'CREATE DATABASE "{name}_unfinished"')
                env = os.environ | {
                    "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}_unfinished",
                    "DJANGO_SETTINGS_MODULE": "minzheng.config.settings",
                    "MINZHENG_DEBUG": "1",
                }
                migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
                subprocess.run(migrate, env=env, check=True)
                cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def keep_in_memory(kept):
    pristine = sqlite3.connect(":memory:", check_same_thread=False)
    connection.ensure_connection()
    connection.connection.backup(pristine)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        written = kept.with_suffix(f".{os.getpid()}")
        with sqlite3.connect(written) as file:
            pristine.backup(file)
        file.close()
        written.replace(kept)

    def restore():
        connection.ensure_connection()
        pristine.backup(connection.connection)

    return restore


def keep_as_template():
    name = connection.settings_dict["NAME"]

    def copy(source, target):
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    copy(name, f"{name}_pristine")
    return lambda: copy(f"{name}_pristine", name)

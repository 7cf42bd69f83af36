"""A disk that fills up in the middle of a step: it is refused in words, nothing of it stays, and with room it goes on.

SQLite is held to so many pages more than it has. What PostgreSQL does stands in test_durable_cluster.py.
"""

import errno
import sqlite3
from itertools import chain
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from psycopg import OperationalError, errors

from minzheng.cli import verbs
from minzheng.kernel.language import ENGLISH, speaking
from minzheng.kernel.machine_trouble import told
from minzheng.services.calendar import clock
from tests.factories.payments import AT, MONTH
from tests.payments.paying_county import STEPS, books, do, problems, settle, state_of
from tests.payments.side_by_side import found, lasted

NUMBER = "FF202611-01"
FULL = "磁盘已满，数据库写不进去。没有办成的这一步没有写入任何内容，已经办成的不受影响。"


@pytest.fixture
def hour(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def full_county(transactional_db, database_copies, hour):
    if connection.vendor != "sqlite":
        pytest.fail("this file is left out of the run on PostgreSQL")
    officers = settle(40)
    database_copies("full")
    # Small pages: a few rows need a new one.
    with sqlite3.connect(connection.settings_dict["NAME"]) as file:
        file.executescript("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM;")
    file.close()
    return officers


def with_room(pages, act):
    """Do the act on a connection whose file may grow by so many pages; return what is said of a full disk, or None."""

    def held():
        with connection.cursor() as cursor:
            # What is free inside the file would be room too.
            cursor.execute("VACUUM")
            (count,) = cursor.execute("PRAGMA page_count").fetchone()
            cursor.execute(f"PRAGMA max_page_count = {count + pages}")
        try:
            return act()
        except DatabaseError as full:
            return told(full)

    return found(held)


def test_each_step_is_refused_until_there_is_room_and_leaves_nothing_behind(full_county, database_copies):
    refusals = dict.fromkeys(STEPS, 0)
    for step in STEPS:
        before, standing = found(lambda: state_of(MONTH)), found(books)
        for pages in chain([0, 1], (2**power for power in range(1, 12))):
            said = with_room(pages, lambda step=step: do(step, MONTH, full_county))
            assert found(problems) == []
            if said is None:
                break
            assert said.startswith(FULL)
            assert found(books) == standing
            refusals[step] += 1
        assert found(lambda: state_of(MONTH)) != before
    ended = found(books)
    database_copies("twin")
    for step in STEPS:
        lasted(lambda step=step: do(step, MONTH, full_county))

    # More than once: also with some room, so in the middle of its writing.
    assert min(refusals[step] for step in ("prepare", "approve", "write", "read")) >= 2, refusals
    assert found(books) == ended


def test_the_command_line_says_that_the_disk_is_full_and_what_to_do(full_county, capsys):
    words = ["pay", "prepare", "--month", str(MONTH), "--as", full_county.preparer.username]

    code = with_room(1, lambda: verbs.run(words))
    said = capsys.readouterr()

    assert (code, said.out) == (1, "")
    told_words, engines_own = said.err.splitlines()
    assert told_words == f"{FULL}请系统管理员腾出磁盘空间，然后重新办理一次，不会办两次。"
    assert engines_own == "database or disk is full"
    assert found(lambda: state_of(MONTH)) == ""
    assert found(lambda: verbs.run(words)) == 0


def test_the_page_says_that_the_disk_is_full_in_both_languages(full_county):
    for step in ("prepare", "check"):
        lasted(lambda step=step: do(step, MONTH, full_county))

    def press():
        client = Client()
        client.force_login(full_county.finance, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def pressed(language):
        browser = found(press)
        browser.cookies["minzheng_language"] = language
        return with_room(1, lambda: browser.post(reverse("desk:run_action", args=[NUMBER, "approve"])))

    chinese, english = pressed("zh-hans"), pressed("en")

    assert (chinese.status_code, english.status_code) == (503, 503)
    assert FULL in chinese.content.decode()
    assert "系统暂时不能办理" in chinese.content.decode()
    assert "The disk is full and the database cannot write." in english.content.decode()
    assert found(lambda: state_of(MONTH)) == "checked"
    assert found(problems) == []


def test_half_a_bank_file_never_lies_under_its_name(full_county, tmp_path, monkeypatch, capsys):
    for step in ("prepare", "check", "approve"):
        lasted(lambda step=step: do(step, MONTH, full_county))
    words = ["pay", "file", NUMBER, "--out", str(tmp_path / "bank"), "--sheets", "none"]
    words += ["--as", full_county.finance.username]
    write = Path.write_bytes

    def half(path, content):
        write(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    code = found(lambda: verbs.run(words))
    lying = list((tmp_path / "bank").glob("*.csv"))
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", lambda: AT)
    again = found(lambda: verbs.run(words))
    complaint = capsys.readouterr().err

    assert (code, again, lying) == (1, 0, [])
    assert complaint.startswith("磁盘已满，文件没有写完。")
    sent = found(books)["files"][0][-1]
    assert (tmp_path / "bank" / f"{NUMBER}.csv").read_bytes().decode("gb18030") == sent
    assert not list((tmp_path / "bank").glob("*.part"))


def test_only_what_befell_the_machine_is_told_of():
    with speaking(ENGLISH):
        assert told(OSError(errno.ENOSPC, "full")).startswith("The disk is full and the file is not complete.")
    assert told(errors.DiskFull()).startswith(FULL)
    for gone in (errors.AdminShutdown(), errors.CannotConnectNow(), OperationalError("the connection is closed")):
        assert told(gone).startswith("与数据库的连接断了")
    for other in (OSError(errno.EACCES, "no"), ValueError(), errors.UniqueViolation(), errors.LockNotAvailable()):
        assert told(other) == ""

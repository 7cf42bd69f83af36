"""Money that cannot go wrong, line by line of what it must show: each line where its subject is tested."""

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.differences import test_late_standard as late_standard
from tests.ledger import test_database_guards as book_guards
from tests.ledger import test_seal as book_seals
from tests.ledger.test_database_guards import later_migration
from tests.ledger.test_seal import superuser
from tests.payments import test_durable_cluster as durable_cluster
from tests.payments import test_full_disk as full_disk
from tests.payments import test_funds_at_once as funds_at_once
from tests.payments import test_killed as killed
from tests.payments import test_killed_at_random as killed_at_random
from tests.payments import test_killed_commands as killed_commands
from tests.payments import test_money_walk as money_walk
from tests.payments import test_preparing as preparing
from tests.payments import test_seal as line_seals
from tests.payments import test_split as splits
from tests.payments import test_two_at_once as two_at_once
from tests.payments.conftest import database_copies, real_database
from tests.payments.test_durable_cluster import village
from tests.payments.test_full_disk import full_county, hour
from tests.payments.test_preparing import heard
from tests.payments.test_seal import scope, two
from tests.statute import test_price_linkage as price_linkage

# Fixtures that the tests below ask for by name.
__all__ = [
    "database_copies",
    "full_county",
    "heard",
    "hour",
    "later_migration",
    "real_database",
    "scope",
    "superuser",
    "two",
    "village",
]


def marks_of(module):
    """Return the marks of a module: one or several, or none."""
    marks = getattr(module, "pytestmark", [])
    return marks if isinstance(marks, list) else [marks]


SHOWN = (
    (pytest.mark.must_show("money", 1), money_walk),
    (pytest.mark.must_show("money", 2), killed),
    (pytest.mark.must_show("money", 2), killed_at_random),
    (pytest.mark.must_show("money", 2), killed_commands),
    (pytest.mark.must_show("money", 2), durable_cluster),
    (pytest.mark.must_show("money", 2), full_disk),
    (pytest.mark.must_show("money", 3), two_at_once),
    (pytest.mark.must_show("money", 3), funds_at_once),
    (pytest.mark.must_show("money", 4), late_standard),
    (pytest.mark.must_show("money", 5), preparing),
    (pytest.mark.must_show("money", 6), splits),
    (pytest.mark.must_show("money", 6), price_linkage),
    (pytest.mark.must_show("money", 7), book_guards),
    (pytest.mark.must_show("money", 7), book_seals),
    (pytest.mark.must_show("money", 7), line_seals),
)
for _line, _module in SHOWN:
    for _name, _test in list(vars(_module).items()):
        if _name.startswith("test_"):
            assert globals().get(_name, _test) is _test, f"two tests of this file are called {_name}"
            for _mark in (_line, *marks_of(_module)):
                globals()[_name] = _mark(_test)


def measured(name):
    """Return what bench/run.py money wrote down; on two cores, on a known day."""
    found = json.loads(Path("bench/results.json").read_text(encoding="utf-8"))[name]
    assert (found["machine"]["cores"], bool(found["commit"])) == (2, True)
    assert dt.date.fromisoformat(found["date"]) >= dt.date(2026, 11, 26)
    return found


@pytest.mark.must_show("money", 5)
def test_the_time_of_a_run_grows_as_its_lines():
    runs = measured("pay_run")["runs"]
    assert [round(run["lines"], -4) for run in runs] == [10_000, 30_000, 100_000, 300_000]
    of_a_line = [(run["seconds"]["prepare"] + run["seconds"]["write"]) / run["lines"] for run in runs]

    assert max(of_a_line) < 2 * min(of_a_line)


@pytest.mark.must_show("money", 5)
def test_a_hundred_thousand_lines_were_prepared_and_written_within_a_minute():
    seconds = {round(run["lines"], -4): run["seconds"] for run in measured("pay_run")["runs"]}

    assert seconds[100_000]["prepare"] + seconds[100_000]["write"] < 60


@pytest.mark.must_show("money", 5)
def test_the_fund_board_over_ten_million_transfers_was_read_within_a_second():
    board = measured("fund_board")

    assert (board["database"], board["years"], board["doctor_says"]) == ("postgresql", 5, [])
    assert board["transfers"] >= 10_000_000
    assert board["board_of_five_years_seconds"] < 1
    assert board["page_of_a_year_seconds"]["slowest"] < 1

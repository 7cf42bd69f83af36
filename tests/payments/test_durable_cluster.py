"""A PostgreSQL of its own, set as in service: stopped as by a crash, and held to files of a size, in mid-step.

What was begun leaves nothing, is told in words, is done again, and the books end as those of an undisturbed twin.
"""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from scripts.with_pg import CARELESS, Cluster

from tests.factories.payments import AT, MONTH
from tests.payments.command_door import OURS, ROOT, Command
from tests.payments.paying_county import STEPS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("the durable cluster")]

NUMBER = "FF202611-01"
HOUSEHOLDS = 40
LARGEST_FILE_KB = 8192
GONE = "与数据库的连接断了"
FULL = "磁盘已满，数据库写不进去。"
VERBS = {"write": "file", "read": "result"}
# As in service; and nothing is tidied up meanwhile, so that a full table stays full.
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "autovacuum=off")


@dataclass
class Village:
    """The cluster, who works in its county, where papers lie, how the county was settled, how the twin ended."""

    cluster: Cluster
    workers: list
    folder: object
    settled: dict
    twin: dict

    def plays(self, database, *steps):
        """Do steps undisturbed; return what stood before and what stands then. The doctors find nothing either time."""
        before, after = json.loads(alone(self.cluster.url(database), json.dumps(self.workers), *steps))
        assert before["problems"] == after["problems"] == []
        return before, after

    def new_county(self, name):
        """Copy the county as it was settled.

        File by file: what PostgreSQL 15 copies through its log may hand out numbers of a sequence twice after a crash.
        """
        with self.database() as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE county STRATEGY file_copy")

    @contextmanager
    def database(self, name="postgres"):
        with psycopg.connect(self.cluster.url(name), autocommit=True) as connection:
            yield connection

    def command(self, database, step):
        by = self.workers[{"prepare": 0, "check": 1}.get(step, 2)]
        rest = {
            "prepare": ["--month", str(MONTH)],
            "write": [NUMBER, "--out", self.folder / database, "--sheets", "none"],
            "read": [NUMBER, self.folder / "回盘.csv"],
        }.get(step, [NUMBER])
        words = ["pay", VERBS.get(step, step), *rest, "--as", by]
        return Command(words, database_url=self.cluster.url(database), folder=self.folder, hour=AT)


def alone(url, *words):
    env = {key: value for key, value in os.environ.items() if not key.startswith(OURS)} | {"DATABASE_URL": url}
    command = [sys.executable, "-m", "tests.payments.county_alone", *words]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    cluster = Cluster("--wal-segsize=1")
    try:
        # Building is nobody's loss; the test itself is played with durable settings.
        cluster.start(*CARELESS)
        with psycopg.connect(cluster.url(), autocommit=True) as server:
            server.execute("CREATE DATABASE county")
        workers = json.loads(alone(cluster.url("county"), "settle", str(HOUSEHOLDS)))
        found = Village(cluster, workers, tmp_path_factory.mktemp("village"), {}, {})
        found.new_county("twin")
        found.settled, found.twin = found.plays("twin", *STEPS)
        (found.folder / "回盘.csv").write_bytes(bytes.fromhex(found.twin["of the bank"]))
        cluster.stop("fast")
        cluster.start(*DURABLE)
        yield found
    finally:
        cluster.remove()


@pytest.mark.parametrize(("step", "table"), [("approve", "ledger_transfer"), ("read", "payments_bankresult")])
def test_an_immediate_stop_in_the_middle_of_a_step_leaves_no_trace(village, step, table):
    database = f"stopped_{step}"
    village.new_county(database)
    _settled, before = village.plays(database, *STEPS[: STEPS.index(step)])

    with psycopg.connect(village.cluster.url(database)) as bolt:
        # The step comes as far as this table and stands there, with all it wrote before.
        bolt.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        command = village.command(database, step)
        wait_until_somebody_waits(village)
        village.cluster.stop("immediate")
        code = command.end()
        bolt.close()
    village.cluster.start(*DURABLE)

    assert (code, command.said) == (1, "")
    assert command.complained.startswith(GONE)
    assert village.plays(database, *STEPS[STEPS.index(step) :]) == (before, village.twin)


def wait_until_somebody_waits(village):
    with village.database() as server:
        for _try in range(600):
            if server.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
                return
            time.sleep(0.1)
    raise AssertionError("the step never came as far as the locked table")


def test_files_that_may_not_grow_refuse_each_step_and_leave_no_trace(village):
    village.new_county("narrow")
    village.cluster.stop("fast")
    village.cluster.start(*DURABLE, largest_file_kb=LARGEST_FILE_KB)
    try:
        before = None
        for step, then in (("prepare", "check"), ("approve", ""), ("write", ""), ("read", "close")):
            fill(village, "audit_auditevent")
            refused = village.command("narrow", step)
            assert (refused.end(), refused.said) == (1, "")
            assert refused.complained.startswith(FULL)
            with village.database("narrow") as server:
                server.execute("VACUUM audit_auditevent")
            found, after = village.plays("narrow", step, *filter(None, [then]))
            assert found == (before or village.settled)
            before = after
    finally:
        village.cluster.stop("fast")
        village.cluster.start(*DURABLE)

    assert before == village.twin


def fill(village, table):
    """Let a table grow until its file may not, by rows that never come to stand: large ones, then small ones."""
    columns = "chain, seq, at, actor, actor_name, action, object_kind, object_id, division_code, reason"
    for letters in (1500, 0):
        # The series stands among the values, where it is not first written to a file of its own.
        row = f"'fill', generate_series(1, 1000000), now(), '', '', '', '', '', '', repeat('x', {letters}), '', ''"
        insert = f"INSERT INTO {table} ({columns}, previous_hash, hash) SELECT {row}"
        with village.database("narrow") as server, pytest.raises(psycopg.Error, match="could not extend file"):
            server.execute(insert)

"""How long a pay run of 10,000 to 300,000 lines takes on PostgreSQL, from nothing to the bank's file.

One small county is built by the product's own demo; plain SQL copies the households that draw a benefit, with their
people, accounts, cases and decisions, under other numbers. Then the product prepares, signs and writes, each time on a
county of the wanted size. Needs DATABASE_URL of a server that keeps what it commits (scripts/with_pg.py --durable).
"""

import datetime as dt
import json
import os
import platform
import sys
import tempfile
import time
from typing import Any

import desk_county
import memory
import psycopg
from desk_load import loop_seconds

SIZES = (10_000, 30_000, 100_000, 300_000)
# So many months of this size are paid, one after the other; the middle one counts, and all are written down, each with
# a fixed loop timed before it: a rented machine is faster in one minute than in the next, and the first run of a
# process loads the law and fills its caches.
MONTHS = {10_000: 3, 100_000: 3}
HOUSEHOLDS, CASES = 120, 90
STEP = desk_county.STEP
N = f"n::bigint * {STEP}"
HOME = "household_id IN (SELECT id FROM bench_home)"
# What is copied, in the order in which rows point at each other: how a row is chosen, what is not simply moved.
PEOPLE = "(SELECT coalesce(jsonb_agg(p::bigint + {step}), '[]') FROM jsonb_array_elements_text(t.{column}) p)"
TABLES = (
    ("registry_household", "id IN (SELECT id FROM bench_home)", {"number": "'C' || n || '-' || t.id"}),
    (
        "registry_person",
        f"id IN (SELECT person_id FROM registry_membership WHERE {HOME})",
        {"id_number_index": "sha256(t.id_number_index || n::text::bytea)", "phone_index": "NULL"},
    ),
    ("registry_membership", HOME, {}),
    ("registry_residence", HOME, {}),
    ("registry_bankaccount", HOME, {}),
    ("casework_case", HOME, {"number": "'C' || n || '-' || t.id", "applicant_id": f"t.applicant_id + {N}"}),
    (
        "casework_decision",
        "id IN (SELECT decision FROM bench_home)",
        {
            "case_id": f"t.case_id + {N}", "payee_id": f"t.payee_id + {N}", "replaces_id": "NULL",
            "document_number": "'C' || n || '-' || t.id", "share_cut_person_id": "NULL", "share_cut_fen": "0",
            "covered_person_ids": PEOPLE.format(step=N, column="covered_person_ids"),
            "arrears_from": "NULL", "determination_id": "NULL",
        },
    ),
)  # fmt: skip


def measure() -> dict[str, object]:
    """Measure every size in turn; each run pays the month after the last one that the county paid."""
    from minzheng.cli.verbs import set_up_django  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MINZHENG_VAR": folder, "MINZHENG_DEMO": "1"}
        set_up_django()
        _seed()
        runs, month = [], None
        for size in SIZES:
            copied, rounds = _grow(size), []
            for _month in range(MONTHS.get(size, 1)):
                loop = loop_seconds()
                rounds.append(_pay(month := _next(month), copied) | {"loop_seconds": loop})
            seen = [{"to_the_file": _to_the_file(one), "loop_seconds": one["loop_seconds"]} for one in rounds]
            runs.append(sorted(rounds, key=_to_the_file)[len(rounds) // 2] | {"rounds": seen})
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": {"cores": os.cpu_count(), "system": platform.platform()},
        "runs": runs,
    }


def _to_the_file(run: dict[str, Any]) -> float:
    """Return how long it took from nothing to the bank's file, without the signatures."""
    return round(run["seconds"]["prepare"] + run["seconds"]["write"], 1)


def _seed() -> None:
    from minzheng.cli.demo import build  # noqa: PLC0415
    from minzheng.cli.serving import migrate  # noqa: PLC0415
    from minzheng.services.calendar import clock  # noqa: PLC0415

    migrate([])
    build.build(household_count=HOUSEHOLDS, case_count=CASES, now=clock.now(), progress=lambda _stage, _share: None)


def _grow(size: int) -> int:
    """Copy the households that draw the benefit that is paid until `size` of them do."""
    from minzheng.casework.queries import programs  # noqa: PLC0415

    with psycopg.connect(_url(), autocommit=True) as link:
        link.execute("SET session_replication_role = replica")
        link.execute(
            "CREATE TABLE IF NOT EXISTS bench_home AS SELECT c.household_id AS id, max(d.id) AS decision "
            "FROM casework_case c JOIN casework_decision d ON d.case_id = c.id WHERE c.state = 'active' "
            f"AND c.id < {STEP} AND d.amount_fen > 0 AND d.schedule IS NULL AND d.payee_id IS NOT NULL "
            "AND c.household_id IN (SELECT household_id FROM registry_bankaccount) "
            f"AND c.program = '{programs()[0].code}' GROUP BY 1"
        )
        link.execute("CREATE TABLE IF NOT EXISTS bench_copy (n int)")
        homes = _one(link, "SELECT count(*) FROM bench_home")
        begin, end = _one(link, "SELECT coalesce(max(n), 0) FROM bench_copy") + 1, size // homes
        for table, chosen, changed in TABLES:
            columns = desk_county.columns_of(link, table)
            moved = {name: f"t.{name} + {N}" for name in columns if name in desk_county.MOVED}
            given = [{**moved, **changed}.get(name, f"t.{name}") for name in columns]
            link.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(given)} FROM {table} t, "
                f"generate_series({begin}, {end}) n WHERE t.{chosen} AND t.id < {STEP}"
            )
        link.execute(f"INSERT INTO bench_copy SELECT generate_series({begin}, {end})")
        link.execute("VACUUM ANALYZE")
        return homes * end


def _pay(month: object, wanted: int) -> dict[str, object]:
    """Prepare, sign, write: the seconds of each."""
    from minzheng.accounts.models import Staff  # noqa: PLC0415
    from minzheng.accounts.scope import within  # noqa: PLC0415
    from minzheng.casework.queries import programs  # noqa: PLC0415
    from minzheng.payments.domain import bank, check, run  # noqa: PLC0415
    from minzheng.payments.models import BankFile  # noqa: PLC0415

    staff = {row.username: row for row in Staff.objects.all()}
    at = dt.datetime.combine(month.first_day, dt.time(1), dt.UTC)
    program, took = programs()[0].code, {}
    _fund(program, month, staff["finance2"], at)
    prepared = _timed(took, "prepare", lambda: run.prepare(program=program, month=month, by=staff["finance"], at=at))
    _timed(took, "check", lambda: check.check(run=prepared, by=staff["county"], at=at))
    if prepared.signatures == run.FOUR:
        _timed(took, "endorse", lambda: check.endorse(run=prepared, by=staff["leader"], at=at))
    _timed(took, "approve", lambda: run.approve(run=prepared, by=staff["finance2"], at=at))
    _timed(took, "write", lambda: bank.write_file(run=prepared, by=staff["finance"], at=at))
    with within(staff["finance"].area):
        total = sum(BankFile.objects.filter(run=prepared).values_list("total_fen", flat=True))
    assert total == prepared.total_fen, (total, prepared.total_fen)
    return {
        "lines": prepared.line_count,
        "copied": wanted,
        "total_fen": prepared.total_fen,
        "seconds": {name: round(value, 1) for name, value in took.items()} | {"all": round(sum(took.values()), 1)},
        "lines_per_second": round(prepared.line_count / sum(took.values())),
        "peak_memory_mib": round(memory.peak_kib() / 1024),
    }


def _fund(program: str, month: object, by: object, at: dt.datetime) -> None:
    from minzheng.payments.domain import fund  # noqa: PLC0415

    fund.open_allocation(
        program=program,
        year=month.year,
        level="county",
        document_number=f"测〔{month}〕1号",
        amount_fen=10**14,
        by=by,
        at=at,
    )


def _timed(took: dict[str, float], name: str, act: object) -> object:
    started = time.monotonic()
    done = act()
    took[name] = time.monotonic() - started
    return done


def _next(month: object) -> object:
    """The first month that nobody paid yet; each size has its own."""
    from minzheng.kernel.moment import local_day  # noqa: PLC0415
    from minzheng.kernel.month import Month  # noqa: PLC0415
    from minzheng.services.calendar import clock  # noqa: PLC0415

    return (month or Month.of(local_day(clock.now()))).next()


def _url() -> str:
    return os.environ["DATABASE_URL"].replace("postgres://", "postgresql://")


def _one(link: psycopg.Connection, query: str) -> int:
    row = link.execute(query).fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        SIZES = tuple(int(text) for text in sys.argv[1:])
    print(json.dumps(measure(), ensure_ascii=False))

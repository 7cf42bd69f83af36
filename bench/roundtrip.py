"""A month's re-determination through the database: ours, by the ORM, and the bare read and write; in PostgreSQL.

`python bench/run.py scale_database [--households N] [--rounds N]`. The registry and the cases are copied in first and
not measured. Rounds take turns. **Ours**: a screen straight from the registry (screening/domain/straight.py): read,
reckoned, what differs written back. **The ORM**: the same cases by dossiers and the one-case engine, findings by
bulk_create; of some thousand cases in each round, counted per case and multiplied by all. **Bare**: the questions that
ours asked, answered into Arrow and thrown away, and the rows that ours wrote, written by the same COPY.
Needs DATABASE_URL (scripts/with_pg.py --durable).
"""

import argparse
import datetime as dt
import functools
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

import memory
import pyarrow as pa
import registry_load

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAM, COUNTY = "dibao", "420581000000"
NOW = dt.datetime(2026, 11, 27, 2, tzinfo=dt.UTC)
HOUSEHOLDS, ROUNDS, ORM_CASES, AT_ONCE = 1_000_000, 5, 4_000, 400
WRITTEN = (
    "household_id", "case_id", "division_code", "program", "kind", "people", "was_fen", "should_fen", "rank", "reasons",
)  # fmt: skip


@functools.cache
def apart(households: int = HOUSEHOLDS, rounds: int = ROUNDS) -> dict[str, Any]:
    """Measure in a cluster and a process of its own."""
    within = [sys.executable, str(ROOT / "scripts" / "with_pg.py"), "--durable"]
    command = [*within, sys.executable, __file__, "--households", str(households), "--rounds", str(rounds)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def measure(households: int, rounds: int) -> dict[str, Any]:
    """Load, then measure; return the medians."""
    from minzheng.cli.verbs import set_up_django  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MINZHENG_VAR": folder, "MINZHENG_DEMO": "1"}
        set_up_django()
        from minzheng.accounts.scope import within  # noqa: PLC0415

        by = _seed()
        with within(by.area):
            return _measured(households, rounds, by)


def _measured(households: int, rounds: int, by: Any) -> dict[str, Any]:
    loading = time.monotonic()
    loaded = _load(households, by)
    _say(f"loaded in {time.monotonic() - loading:.0f} s: {loaded}")
    asked = _Asked()
    # Once before the first round: compiling, and the questions and rows that the bare road repeats.
    with asked.listening():
        first = _ours(by)
    rows = _rows_of(first)
    taken: dict[str, list[float]] = {"ours": [], "bare": [], "orm": []}
    # Whole chunks, and other cases in each round.
    by_orm = max(min(ORM_CASES, loaded["cases"] // rounds) // AT_ONCE, 1) * AT_ONCE
    for number in range(rounds):
        taken["ours"].append(_timed(lambda: _ours(by)))
        target = _asked_for(by)
        taken["bare"].append(_timed(lambda target=target: _bare(asked.questions, rows, target)))
        target = _asked_for(by)
        some = slice(number * by_orm, (number + 1) * by_orm)
        taken["orm"].append(_timed(lambda some=some, target=target: _orm(some, target)) / by_orm * loaded["cases"])
        _say(f"round {number + 1}: " + ", ".join(f"{name} {found[-1]:.1f} s" for name, found in taken.items()))
    medians = {name: statistics.median(found) for name, found in taken.items()}
    return {
        "households": households, **loaded, "found": len(rows), "kinds": first.summary["kinds"], "rounds": rounds,
        "seconds": {name: round(value, 2) for name, value in medians.items()},
        "all_seconds": {name: [round(one, 2) for one in found] for name, found in taken.items()},
        "orm_cases_a_round": by_orm, "peak_memory_mib": memory.peak_kib() // 1024,
        "orm_roundtrip": round(medians["orm"] / medians["ours"], 1),
        "bare_roundtrip": round(medians["ours"] / medians["bare"], 2),
    }  # fmt: skip


def _seed() -> Any:
    """Build the product's own small county: accounts and divisions."""
    from minzheng.accounts.models import Staff  # noqa: PLC0415
    from minzheng.cli.demo import build  # noqa: PLC0415
    from minzheng.cli.serving import migrate  # noqa: PLC0415

    migrate([])
    if not build.is_built():
        build.build(household_count=60, case_count=0, now=NOW, progress=lambda _stage, _share: None)
    return Staff.objects.get(username="county")


def _load(households: int, by: Any) -> dict[str, int]:
    from django.db import connection  # noqa: PLC0415

    from minzheng.registry.models import Division  # noqa: PLC0415

    villages = list(
        Division.objects.filter(level=5, code__startswith=COUNTY[:6]).order_by("code").values_list("code", flat=True)
    )
    people = registry_load.registry(households, villages, by.pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    told = registry_load.cases(PROGRAM, registry_load.TODAY, NOW, by.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    return {"people": people, **told}


# ---- three roads


def _asked_for(by: Any) -> Any:
    from minzheng.screening.domain import straight  # noqa: PLC0415

    return straight.start(division_code=COUNTY, kind="review", program=PROGRAM, by=by, at=NOW, day=registry_load.TODAY)


def _ours(by: Any) -> Any:
    from minzheng.screening.domain import straight  # noqa: PLC0415

    return straight.run(screen=_asked_for(by), by=by, at=NOW)


class _Asked:
    """What ours asks of the database, span by span."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def listening(self) -> Any:
        """Return a context in which every question asked through ADBC is kept."""
        from unittest import mock  # noqa: PLC0415

        from minzheng.screening.queries import tables  # noqa: PLC0415

        answered = tables._Arrow.answered  # noqa: SLF001

        def heard(picture: Any, sql: str) -> Any:
            self.questions.append(sql)
            return answered(picture, sql)

        return mock.patch.object(tables._Arrow, "answered", heard)  # noqa: SLF001


def _bare(questions: Sequence[str], rows: pa.Table, target: Any) -> None:
    """Ask the same questions, throw the answers away; write the same rows."""
    from django.db import transaction  # noqa: PLC0415

    from minzheng.screening.models import Finding  # noqa: PLC0415
    from minzheng.screening.queries.tables import reading  # noqa: PLC0415
    from minzheng.services.inserting import insert_columns  # noqa: PLC0415

    with reading() as picture:
        for sql in questions:
            picture.answered(sql)
    columns = {name.removesuffix("_id"): rows.column(name).combine_chunks() for name in rows.column_names}
    with transaction.atomic():
        insert_columns(Finding, {"screen": pa.repeat(target.pk, len(rows)), **columns})


def _orm(some: slice, target: Any) -> None:
    """Reckon some cases one by one, read by the ORM, and write what differs by bulk_create."""
    from minzheng.casework.domain import comparison, dossier  # noqa: PLC0415
    from minzheng.casework.domain.determination import Preview  # noqa: PLC0415
    from minzheng.casework.models import Case  # noqa: PLC0415
    from minzheng.casework.queries.in_force import amount_in, governing  # noqa: PLC0415
    from minzheng.casework.queries.local_figures import law_known  # noqa: PLC0415
    from minzheng.kernel.month import Month  # noqa: PLC0415
    from minzheng.screening.models import Finding  # noqa: PLC0415

    day, month, law = registry_load.TODAY, Month.of(registry_load.TODAY), law_known(PROGRAM, NOW)
    active = Case.objects.filter(pk__gte=registry_load.FIRST, state="active").select_related("household").order_by("pk")
    found, chunk = [], []
    for case in active[some].iterator(chunk_size=AT_ONCE):
        chunk.append(case)
        if len(chunk) < AT_ONCE:
            continue
        granted = governing([one.pk for one in chunk], month)
        dossiers = dossier.build_many(chunk, on=day, known_at=NOW)
        for one in chunk:
            built, decided = dossiers[one.pk], granted[one.pk]
            seen = Preview(built, law.evaluate(facts=built.facts, on=day, at=built.at_division))
            differs = comparison.foreseen(case=one, decided=decided, seen=seen, month=month)
            if differs is not None:
                found.append(Finding(
                    screen=target, household_id=one.household_id, case=one, division_code=one.division_code,
                    program=PROGRAM, kind=str(differs.kind), people=len(seen.evaluation.recipients),
                    was_fen=amount_in(decided, month), should_fen=differs.proposed_fen or 0,
                    reasons=[{"label": words} for words in differs.reasons],
                ))  # fmt: skip
        chunk = []
    Finding.objects.bulk_create(found)


def _rows_of(screen: Any) -> pa.Table:
    """Return what a screen wrote, as columns."""
    from minzheng.screening.models import Finding  # noqa: PLC0415

    rows = list(Finding.objects.filter(screen=screen).order_by("pk").values_list(*WRITTEN))
    columns = list(zip(*rows, strict=True))
    columns[-1] = [json.dumps(one) for one in columns[-1]]
    return pa.table(dict(zip(WRITTEN, map(pa.array, columns), strict=True)))


def _timed(act: Any) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what is asked on the command line."""
    parser = argparse.ArgumentParser(prog="bench/run.py scale_database")
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    asked_for = options(sys.argv[1:])
    print(json.dumps(measure(asked_for.households, asked_for.rounds), ensure_ascii=False))

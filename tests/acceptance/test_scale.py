"""The issue "Law at scale": lines 6 to 9 of its "Must show". Lines 1 to 5 are measured by bench/."""

import datetime as dt
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minzheng.programs import catalogue
from minzheng.rules.errors import FactsRefused
from minzheng.rules.fused import arrow, compiled
from minzheng.rules.fused.layout import OUTCOMES, RESULTS, Layout
from minzheng.screening.bulk import shards
from minzheng.screening.bulk.request import facts_of
from tests.rules import families
from tests.screening import test_what_if as _what_if

DAY, PLACES = "2026-11-01", ("420581001000", "420582002000")
MINZHENG = Path(sys.prefix) / "bin" / "minzheng"
PROGRAMS = ("dibao", "medical", "temporary", "wubao")
MILLION = 1_000_000

# Line 9 is shown where what-if is tested.
for _name, _test in vars(_what_if).items():
    if any(mark.name == "must_show" for mark in getattr(_test, "pytestmark", ())):
        globals()[_name] = _test


@pytest.fixture
def environment(tmp_path):
    """Two executors of one core each, whose machine code is kept with the test."""
    kept = os.environ.get(compiled.FOLDER) or str(compiled.folder())
    return os.environ | {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME": "localhost",
        compiled.FOLDER: kept,
    }


def on_spark(program, families_at, out, environment):
    """Return a running `minzheng screen` on a cluster of two executors."""
    path = f"spark.executorEnv.PYTHONPATH={os.environ.get('PYTHONPATH', '')}"
    asked = ["screen", program, "--on", DAY, "--families", str(families_at), "--out", str(out), "--json"]
    cluster = ["--engine", "spark", "--master", "local-cluster[2,1,1024]", "--conf", path]
    return subprocess.Popen([MINZHENG, *asked, *cluster], env=environment, stdout=subprocess.PIPE, text=True)


def here(program, families_at, out, environment):
    asked = ["screen", program, "--on", DAY, "--families", str(families_at), "--out", str(out), "--json"]
    done = subprocess.run([MINZHENG, *asked], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def drawn(program, seeds, *, first=0):
    facts = catalogue.get(program).facts
    missing = (0.0, 0.01, 0.1, 0.4)
    return [
        {
            **families.draw(seed, facts, missing=missing[seed % 4], near=(960_000, 921_600, 768_000)),
            "household": seed - first,
            "division": PLACES[seed % 2],
        }
        for seed in seeds
    ]


# ---- 6. Spark


@pytest.fixture(scope="module")
def million(tmp_path_factory):
    """A million households of dibao: fifty thousand drawn ones, twenty times over under other numbers."""
    folder = tmp_path_factory.mktemp("million")
    facts = facts_of(["dibao"])
    some = sorted(drawn("dibao", range(50_000)), key=lambda one: one["division"])
    batch = arrow.batch_of(some, facts)
    at = batch.schema.get_field_index(arrow.NUMBER)
    numbers = batch.column(at).to_numpy()
    for part in range(20):
        again = batch.set_column(at, batch.schema.field(at), pa.array(numbers + part * 50_000))
        pq.write_table(pa.Table.from_batches([again]), folder / f"part-{part:02}.parquet", row_group_size=50_000)
    return folder


@pytest.mark.slow
@pytest.mark.must_show("scale", 6)
def test_two_executors_come_to_the_same_bits_for_a_million_households(million, environment, tmp_path):
    summary = here("dibao", million, tmp_path / "here", environment)
    running = on_spark("dibao", million, tmp_path / "there", environment)
    found = json.loads(running.communicate(timeout=900)[0])

    assert running.returncode == 0
    assert found["households"] == summary["households"] == MILLION
    assert {name: found[name] for name in OUTCOMES} == {name: summary[name] for name in OUTCOMES}
    one, two = (shards.digest(shards.batches(tmp_path / name)) for name in ("here", "there"))
    assert one == two


@pytest.mark.slow
@pytest.mark.must_show("scale", 6)
def test_an_executor_killed_in_the_middle_changes_nothing(million, environment, tmp_path):
    here("dibao", million, tmp_path / "here", environment)
    running = on_spark("dibao", million, tmp_path / "there", environment)
    killed = _kill_an_executor(running.pid, tmp_path / "there")
    running.communicate(timeout=900)

    assert killed, "no executor was found at work"
    assert running.returncode == 0
    one, two = (shards.digest(shards.batches(tmp_path / name)) for name in ("here", "there"))
    assert one == two


def _kill_an_executor(of, out):
    """Kill one executor below a process once Spark has begun to write; return whether one was there."""
    until = time.monotonic() + 600
    while time.monotonic() < until:
        executors = [pid for pid in _below(of) if b"CoarseGrainedExecutorBackend" in _command(pid)]
        if executors and any(out.rglob("*.parquet")):
            os.kill(executors[0], 9)
            return True
        time.sleep(0.05)
    return False


def _below(pid):
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found, left = [], [pid]
    while left:
        parent = left.pop()
        children = [child for child, of in parents.items() if of == parent]
        found += children
        left += children
    return found


def _command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


# ---- 7. The cache


@pytest.mark.must_show("scale", 7)
def test_a_changed_formula_or_figure_is_never_served_from_the_cache(tmp_path):
    """The author of a program changes a formula, then a figure; the verb is run after each, with one cache."""
    program = _copied_program(tmp_path / "programs")
    source = tmp_path / "families"
    shards.write([arrow.batch_of(drawn("price_subsidy", range(200)), facts_of(["price_subsidy"]))], source)
    environment = os.environ | {
        "MINZHENG_PROGRAM_PATHS": str(tmp_path / "programs"),
        compiled.FOLDER: str(tmp_path / "compiled"),
    }

    first = here(program, source, tmp_path / "first", environment)
    again = here(program, source, tmp_path / "again", environment)
    formulas = tmp_path / "programs" / program / "formulas.py"
    before = formulas.read_text(encoding="utf-8")
    formulas.write_text(_doubled(before), encoding="utf-8")
    doubled = here(program, source, tmp_path / "doubled", environment)
    formulas.write_text(before, encoding="utf-8")
    back = here(program, source, tmp_path / "back", environment)

    assert first["amount_fen"] == again["amount_fen"] == back["amount_fen"] > 0
    assert doubled["amount_fen"] == 2 * first["amount_fen"]
    assert doubled["rule_version"] != first["rule_version"]


def _copied_program(folder):
    """Copy a program under another code, as the author of a new one begins."""
    code, target = "copied_subsidy", folder / "copied_subsidy"
    source = catalogue.get("price_subsidy").folder
    target.mkdir(parents=True)
    for path in source.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(path.read_text(encoding="utf-8").replace('"price_subsidy"', f'"{code}"'), encoding="utf-8")
    return code


def _doubled(text):
    """Return the formulas with twice the amount."""
    head, amount, rest = text.partition("@household.amount(")
    before, returns, value = rest.rpartition("    return ")
    assert amount, "no amount"
    assert returns, "no return"
    line, newline, after = value.partition("\n")
    return f"{head}{amount}{before}{returns}2 * ({line}){newline}{after}"


# ---- 8. Two hundred thousand families


def one_by_one(program, seeds):
    """Return what one case after the other comes to: a tuple of results by household."""
    loaded, day = catalogue.get(program), dt.date.fromisoformat(DAY)
    layout = Layout(loaded.plan_on(day), loaded.all_facts, RESULTS)
    conditions = {step.code: 1 << number for number, step in enumerate(layout.conditions)}
    layers = ["none", *(step.layer for step in layout.layers)]
    found = {}
    for family in drawn(program, seeds):
        number, place = family.pop("household"), family.pop("division")
        one = loaded.evaluate(facts=family, on=day, at=place)
        failed = sum(conditions[finding.code] for finding in one.failed)
        unknown = sum(conditions[finding.code] for finding in one.conditions if finding.passed is None)
        missing = sum(layout.bits[code] for code in {fact.code for fact in one.missing})
        layer = -1 if one.layer is None else layers.index(one.layer)
        found[number] = (OUTCOMES.index(one.outcome), one.amount_fen, failed, unknown, missing, layer)
    return found


@pytest.mark.slow
@pytest.mark.must_show("scale", 8)
@pytest.mark.parametrize("program", PROGRAMS)
def test_fifty_thousand_families_of_each_program_agree(program, environment, tmp_path):
    count = 50_000
    facts = facts_of([program])
    with ProcessPoolExecutor(2) as pool:
        single = {}
        for part in pool.map(one_by_one, [program] * 20, [list(part) for part in batched_range(count, 20)]):
            single |= part
    shards.write((arrow.batch_of(drawn(program, part), facts) for part in batched_range(count, 20)), tmp_path / "in")

    here(program, tmp_path / "in", tmp_path / "here", environment)
    running = on_spark(program, tmp_path / "in", tmp_path / "there", environment)
    running.communicate(timeout=900)

    assert running.returncode == 0
    for name in ("here", "there"):
        many = {}
        for batch in shards.batches(tmp_path / name):
            columns = [batch.column(each).to_pylist() for each in (arrow.NUMBER, *RESULTS)]
            many |= {number: tuple(rest) for number, *rest in zip(*columns, strict=True)}
        assert many == single, name
    outcomes = np.bincount([one[0] for one in single.values()], minlength=3)
    assert (outcomes[:2] > 1000).all(), outcomes


def batched_range(count, parts):
    size = count // parts
    return [range(at, at + size) for at in range(0, count, size)]


@pytest.mark.must_show("scale", 8)
@pytest.mark.parametrize("program", PROGRAMS)
def test_families_nobody_can_reckon_are_refused_the_same_way(program):
    loaded = catalogue.get(program)
    day = dt.date.fromisoformat(DAY)
    wide = next(fact for fact in loaded.facts if fact.type == "fen")
    whole = families.draw(3, loaded.facts, missing=0.0)
    spoiled = [{**whole, "members": []}, {**whole, "members": whole["members"] * 41}]
    for value in (wide.maximum + 1, wide.minimum - 1):
        where = {"household": whole, "person": whole["members"][0], "supporter": {}}[wide.scope]
        changed = {**where, wide.code: value}
        spoiled.append({**whole, **changed} if wide.scope == "household" else {**whole, "members": [changed]})
    for family in spoiled:
        with pytest.raises(FactsRefused):
            loaded.evaluate(facts=family, on=day, at=PLACES[0])
        with pytest.raises(FactsRefused):
            arrow.columns_of(
                arrow.batch_of([{**family, "household": 1, "division": PLACES[0]}], loaded.facts), loaded.facts
            )

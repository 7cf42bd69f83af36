"""Families in files: a shard at a time, killed and gone on with, the same results however they are split."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from minzheng.cli.screening import run
from minzheng.kernel.refusal import Refused
from minzheng.programs import catalogue
from minzheng.rules.errors import FactsRefused
from minzheng.rules.fused import arrow, columns
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.layout import RESULTS
from minzheng.screening.bulk import shards
from minzheng.screening.bulk.request import Request, facts_of
from tests.rules import families

DAY = dt.date(2026, 11, 1)
PROGRAM = "price_subsidy"  # the one whose loops compile fastest
COUNT = 3000
DIVISIONS = ("420581001000", "420582002000")


@pytest.fixture(scope="module")
def drawn():
    program = catalogue.get(PROGRAM)
    missing = (0.0, 0.01, 0.1, 0.4)
    some = [families.draw(seed, program.facts, missing=missing[seed % 4]) for seed in range(COUNT)]
    return [{**one, "household": number, "division": DIVISIONS[number * 2 // COUNT]} for number, one in enumerate(some)]


@pytest.fixture(scope="module")
def folder(drawn, tmp_path_factory):
    """The families in two counties, four shards each."""
    path = tmp_path_factory.mktemp("families")
    facts = facts_of([PROGRAM])
    shards.write((arrow.batch_of(drawn[at : at + 400], facts) for at in range(0, COUNT, 400)), path)
    return path


def reckon(folder, out, **more):
    return shards.run(Request(PROGRAM, DAY, **more), folder, out, workers=2, progress=lambda _done, _of: None)


def test_results_are_those_of_each_family(folder, drawn, tmp_path):
    summary = reckon(folder, tmp_path / "out")

    plain = Fused(catalogue.get(PROGRAM), DAY, is_compiled=False)
    expected = plain.run(columns.from_families(drawn, plain.facts), [one["division"] for one in drawn])
    rows = {row["household"]: row for batch in shards.batches(tmp_path / "out") for row in batch.to_pylist()}
    assert len(rows) == COUNT == summary["households"]
    for number in range(COUNT):
        assert {name: rows[number][name] for name in RESULTS} == {name: expected[name][number] for name in RESULTS}
    assert summary["eligible"] + summary["refused"] + summary["incomplete"] == COUNT
    assert summary["amount_fen"] == sum(expected["amount_fen"])
    assert json.loads((tmp_path / "out" / "summary.json").read_text()) == summary


def test_a_file_says_by_which_rules_it_was_reckoned(folder, tmp_path):
    reckon(folder, tmp_path / "out")

    [first, *_rest] = sorted((tmp_path / "out").rglob("*.parquet"))
    about = pq.read_schema(first).metadata
    assert about[b"program"] == PROGRAM.encode()
    assert about[b"rule_version"].decode() == catalogue.get(PROGRAM).rule_version(DAY)


def test_the_digest_does_not_hang_on_how_the_families_are_split(folder, drawn, tmp_path):
    other = tmp_path / "other"
    shards.write([arrow.batch_of(drawn, facts_of([PROGRAM]))], other)

    reckon(folder, tmp_path / "one")
    reckon(other, tmp_path / "two")

    one, two = (shards.digest(shards.batches(tmp_path / name)) for name in ("one", "two"))
    assert one == two


def test_what_was_reckoned_is_not_reckoned_again(folder, tmp_path):
    out = tmp_path / "out"
    first = reckon(folder, out)
    files = sorted(out.rglob("*.parquet"))
    files[1].unlink()
    before = {path: path.stat().st_mtime_ns for path in files if path.exists()}

    assert reckon(folder, out) == first
    assert files[1].exists()
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_results_of_other_rules_are_not_mixed_in(folder, tmp_path):
    reckon(folder, tmp_path / "out")

    with pytest.raises(Refused, match="换一个空文件夹"):
        reckon(folder, tmp_path / "out", outputs=("outcome",))


@pytest.mark.parametrize("kill_after", [0.0, 0.05, 0.2])
def test_killed_at_any_moment_it_goes_on_and_comes_to_the_same(folder, tmp_path, kill_after):
    whole, out = tmp_path / "whole", tmp_path / "out"
    reckon(folder, whole)
    asked = [sys.executable, "-m", "minzheng.cli.main", "screen", PROGRAM, "--on", DAY.isoformat()]
    started = subprocess.Popen([*asked, "--families", str(folder), "--out", str(out), "--workers", "1"])
    until = time.monotonic() + 60
    while not out.exists() and started.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(kill_after)
    os.kill(started.pid, signal.SIGKILL)
    started.wait()

    reckon(folder, out)

    assert shards.digest(shards.batches(out)) == shards.digest(shards.batches(whole))


def test_data_out_of_bounds_names_file_shard_and_household(drawn, tmp_path):
    facts = facts_of([PROGRAM])
    batch = arrow.batch_of(drawn[:500], facts)
    whole = next(fact for fact in facts if fact.type == "fen" and fact.scope == "household")
    at = batch.schema.get_field_index(whole.code)
    spoiled = batch.column(at).to_pylist()
    spoiled[7] = whole.maximum + 1
    shards.write(
        [batch.set_column(at, batch.schema.field(at), arrow.pa.array(spoiled, batch.schema.field(at).type))],
        tmp_path / "in",
    )

    with pytest.raises(FactsRefused, match=rf"families\.parquet 第1片：第8户的{whole.label}"):
        reckon(tmp_path / "in", tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*.parquet"))


# ---- the command line


def test_the_verb_says_how_many_came_out_how(folder, tmp_path, capsys):
    asked = [PROGRAM, "--on", "2026-11-01", "--families", str(folder), "--out", str(tmp_path / "out")]

    assert run(asked) == 0
    said = capsys.readouterr().out
    assert f"共 {COUNT:,} 户" in said
    assert "符合条件" in said
    assert run([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["households"] == COUNT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"--on": "昨天"}, "不是日期"),
        ({"--families": "/nowhere"}, "没有 /nowhere 这个文件或者文件夹"),
        ({"--workers": "0"}, "应为1以上"),
        ({"--outputs": "nothing_fen"}, "没有名为“nothing_fen”"),
        ({"--engine": "spark"}, "还要写 --master"),
        ({"--engine": "dask"}, "命令写得不对"),
    ],
)
def test_a_wrong_question_is_told_and_writes_nothing(folder, tmp_path, capsys, change, said):
    asked = {"--on": "2026-11-01", "--families": str(folder), "--out": str(tmp_path / "out"), **change}

    assert run([PROGRAM, *(word for pair in asked.items() for word in pair)]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_without_families_is_told(tmp_path, capsys):
    asked = [PROGRAM, "--on", "2026-11-01", "--families", str(tmp_path), "--out", str(tmp_path / "out")]

    assert run(asked) == 2
    assert "没有家庭数据文件" in capsys.readouterr().err

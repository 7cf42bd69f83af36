"""Apache Spark with two executors comes to the same bits as one machine."""

import os
import sys

import pytest

from minzheng.kernel.refusal import Refused
from minzheng.rules.fused import arrow, compiled
from minzheng.screening.bulk import shards, spark
from minzheng.screening.bulk.request import Request, facts_of
from tests.screening.test_shards import DAY, PROGRAM, drawn, folder, reckon

__all__ = ["drawn", "folder"]


@pytest.fixture
def cluster(monkeypatch):
    """Two executors of one core each, in processes of their own."""
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("SPARK_LOCAL_HOSTNAME", "localhost")
    monkeypatch.setenv(compiled.FOLDER, str(compiled.folder()))
    path = (("spark.executorEnv.PYTHONPATH", os.environ.get("PYTHONPATH", "")),)
    return spark.Cluster("local-cluster[2,1,1024]", path)


@pytest.mark.filterwarnings("default")
def test_two_executors_and_one_machine_come_to_the_same_bits(folder, tmp_path, cluster):
    here, there = tmp_path / "here", tmp_path / "there"
    summary = reckon(folder, here)

    found = spark.run(Request(PROGRAM, DAY), str(folder), str(there), cluster)

    assert {key: found[key] for key in found} == {key: summary[key] for key in found}
    assert shards.digest(shards.batches(there)) == shards.digest(shards.batches(here))


# ---- what a refusal in some executor becomes


OUT_OF_BOUNDS = "第8户的家庭金融资产（financial_assets_fen）为-1，应为0至5的整数，请核对。"
TRACE = f"""An error occurred while calling o64.parquet.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times
Traceback (most recent call last):
  File "minzheng/rules/fused/arrow.py", line 160, in _check_bounds
    raise out_of_bounds(fact, row, array[row].as_py())
minzheng.rules.errors.FactsRefused: {OUT_OF_BOUNDS}

\tat org.apache.spark.api.python.BasePythonRunner$ReaderIterator.handlePythonException(PythonRunner.scala:581)
"""


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (TRACE, OUT_OF_BOUNDS),
        (TRACE.replace(f"FactsRefused: {OUT_OF_BOUNDS}", "NoFigure: 没有这个数。"), "没有这个数。"),
        ("\n[PATH_NOT_FOUND] No file:/nowhere.\n\tat somewhere", "[PATH_NOT_FOUND] No file:/nowhere."),
        ("", "RuntimeError"),
    ],
)  # fmt: skip
def test_of_what_spark_says_the_refusal_or_the_first_line_is_told(said, words):
    assert spark._first_words(RuntimeError(said)) == words


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("what", ["out of bounds", "nobody"])
def test_data_that_cannot_be_reckoned_is_refused_in_our_own_words(drawn, tmp_path, cluster, what):
    facts = facts_of([PROGRAM])
    whole = next(fact for fact in facts if fact.type == "fen" and fact.scope == "household")
    spoiled = [dict(one) for one in drawn[:20]]
    spoiled[7] |= {whole.code: whole.maximum + 1} if what == "out of bounds" else {"members": []}
    shards.write([arrow.batch_of(spoiled, facts)], tmp_path / "in")

    with pytest.raises(Refused) as refused:
        spark.run(Request(PROGRAM, DAY), str(tmp_path / "in"), str(tmp_path / "out"), cluster)

    words = "没有算完：第8户的" + (whole.label if what == "out of bounds" else "成员有0人")
    assert words in str(refused.value)
    assert "请核对" in str(refused.value)
    assert "\n" not in str(refused.value)

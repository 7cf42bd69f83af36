"""Apache Spark with two executors comes to the same bits as one machine."""

import os
import sys

import pytest

from minzheng.rules.fused import compiled
from minzheng.screening.bulk import shards, spark
from minzheng.screening.bulk.request import Request
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

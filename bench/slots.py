"""Measurements that need Parquet or Spark: each returns its ratio."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import parquet

MILLION = 1_000_000
ROUNDS = 3
ON_SPARK = ("--engine", "spark", "--master", "local-cluster[2,1,1024]")


def parquet_decode() -> float | None:
    """Return our rate, Parquet in and Parquet out, over the rate of merely decoding the same columns; one worker."""
    parquet.apart("written", MILLION)
    seconds = parquet.apart("rates", MILLION, 1)
    assert isinstance(seconds, dict)
    return round(seconds["decode"] / seconds["reckon"], 3)


def peak_5m_1m() -> float | None:
    """Return the peak memory of 5 M households over that of 1 M, read from Parquet in shards."""
    for size in (MILLION, 5 * MILLION):
        parquet.apart("written", size)
    one, five = parquet.apart("peak", MILLION), parquet.apart("peak", 5 * MILLION)
    assert isinstance(one, int | float)
    assert isinstance(five, int | float)
    return round(five / one, 3)


def spark() -> dict[str, float]:
    """Return what `minzheng screen` took on a Spark of two executors over what it took here, both from start to end."""
    families = parquet.FOLDER / f"families-{MILLION}"
    parquet.apart("written", MILLION)
    taken: dict[str, list[float]] = {"here": [], "spark": []}
    for _round in range(ROUNDS):
        for name, more in (("here", ()), ("spark", ON_SPARK)):
            taken[name].append(_screened(families, more))
    here, there = (statistics.median(found) for found in taken.values())
    return {"spark_over_local_1m": round(there / here, 2)}


def _screened(families: Path, more: tuple[str, ...]) -> float:
    env = os.environ | {
        "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost",
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as out:
        asked = [Path(sys.prefix) / "bin" / "minzheng", "screen", "dibao", "--on", str(parquet.REQUEST.on)]
        command = [*asked, "--families", families, "--out", Path(out) / "results", *more]
        started = time.perf_counter()
        subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.perf_counter() - started

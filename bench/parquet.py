"""Families in Parquet: our rate beside that of merely decoding the same columns, and the peak memory by size.

`python bench/parquet.py write FOLDER HOUSEHOLDS` draws them; each measurement runs in a process of its own.
"""

import datetime as dt
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import memory
import numpy as np
import population
import pyarrow as pa
import pyarrow.parquet as pq

from minzheng.rules.fused import arrow
from minzheng.screening.bulk import shards
from minzheng.screening.bulk.request import Request, facts_of

REQUEST = Request("dibao", dt.date(2026, 11, 1))
DIVISIONS = ("420581001000", "420581002000", "420582001000", "420582002000")
ROUNDS = 5
FOLDER = Path(__file__).resolve().parents[1] / "var" / "bench" / "parquet"


def written(households: int) -> Path:
    """Return a folder with so many families, drawn the first time."""
    folder = FOLDER / f"families-{households}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        shards.write(_batches(households), folder)
        (folder / "done").touch()
    return folder


def _batches(households: int) -> Iterator[pa.RecordBatch]:
    facts = facts_of(["dibao"])
    for number, first in enumerate(range(0, households, shards.SHARD)):
        count = min(shards.SHARD, households - first)
        columns = population.draw(count, facts, seed=number)
        place = DIVISIONS[first * len(DIVISIONS) // households]
        yield arrow.batch_of_columns(columns, facts, np.arange(first, first + count), [place] * count)


def rates(households: int, workers: int) -> dict[str, float]:
    """Return the seconds of merely decoding what the rules ask, and of reckoning it into new files; medians."""
    folder, out = written(households), FOLDER / "results"
    engine = REQUEST.engine()
    engine.warm_up()
    found: dict[str, list[float]] = {"decode": [], "reckon": []}
    for _round in range(ROUNDS):
        started = time.perf_counter()
        for shard in shards.shards(folder, out):
            file = pq.ParquetFile(shard.source, memory_map=True)
            names = shards.wanted(file.schema_arrow, engine.facts)
            file.read_row_group(shard.row_group, columns=names, use_threads=False)
        found["decode"].append(time.perf_counter() - started)
        shutil.rmtree(out, ignore_errors=True)
        started = time.perf_counter()
        shards.run(REQUEST, folder, out, workers=workers, progress=lambda _done, _of: None)
        found["reckon"].append(time.perf_counter() - started)
    return {name: statistics.median(times) for name, times in found.items()}


def peak(households: int) -> int:
    """Return the peak memory of reckoning so many families, in KiB."""
    folder, out = written(households), FOLDER / "results"
    shutil.rmtree(out, ignore_errors=True)
    shards.run(REQUEST, folder, out, workers=1, progress=lambda _done, _of: None)
    return memory.peak_kib()


def apart(name: str, *numbers: int) -> float | dict[str, float]:
    """Return what a measurement says in a process of its own."""
    command = [sys.executable, __file__, name, *map(str, numbers)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: float | dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    asked = {"rates": rates, "peak": peak, "written": lambda households: str(written(households))}
    print(json.dumps(asked[sys.argv[1]](*map(int, sys.argv[2:]))))

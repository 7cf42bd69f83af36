"""The same compiled rules on Apache Spark: `mapInArrow` hands each executor batches of families as they lie in Parquet.

Nothing of a cluster is written by us. Executors need this package with the extra `[spark]`; each compiles the loop once
or finds it in its cache folder (MINZHENG_COMPILED).
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from minzheng.programs import catalogue
from minzheng.rules.fused import arrow
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.layout import Layout
from minzheng.screening.bulk.request import Request
from minzheng.screening.bulk.shards import wanted

RECORDS_PER_BATCH = 65_536
SPARK_TYPES = {"int8": "tinyint", "int64": "bigint"}


@dataclass(frozen=True)
class Cluster:
    """Where it runs: Spark's own words for the master, and settings passed on as they stand."""

    master: str
    settings: tuple[tuple[str, str], ...] = ()


def session(cluster: Cluster) -> SparkSession:
    """Start Spark, or join the session there is. A batch holds 65,536 households; each executor has one thread a core."""
    builder = SparkSession.builder.appName("minzheng screen").master(cluster.master)
    fixed = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(RECORDS_PER_BATCH),
        "spark.executorEnv.NUMBA_NUM_THREADS": "1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if "MINZHENG_COMPILED" in os.environ:
        fixed["spark.executorEnv.MINZHENG_COMPILED"] = os.environ["MINZHENG_COMPILED"]
    for key, value in (*fixed.items(), *cluster.settings):
        builder = builder.config(key, value)
    return builder.getOrCreate()


def results(spark: SparkSession, request: Request, families: str) -> DataFrame:
    """Return number, division and the asked-for results of all families under a path that Spark can read."""
    layout = Layout(catalogue.get(request.program).plan_on(request.on), catalogue.get(request.program).all_facts, request.outputs)
    read = spark.read.parquet(families)
    names = [name for name in read.columns if name in _columns(layout)]
    asked = request_text(request)
    fields = [f"`{arrow.NUMBER}` bigint", f"`{arrow.DIVISION}` string"]
    fields += [f"`{one.name}` {SPARK_TYPES[one.type]}" for one in layout.outputs if one.scope == "household"]

    def reckon(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return reckoned(asked, batches)

    return read.select(*names).mapInArrow(reckon, ", ".join(fields))


def reckoned(asked: str, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the results of each batch: what an executor does."""
    engine = _engine(asked)
    for batch in batches:
        if len(batch):
            yield arrow.results_of(batch, engine).replace_schema_metadata(None)


def request_text(request: Request) -> str:
    """Return a request as text, so that an executor keeps one engine for each."""
    figures = json.dumps(dict(request.figures), sort_keys=True)
    return json.dumps([request.program, request.on.isoformat(), list(request.outputs), figures])


@cache
def _engine(asked: str) -> Fused:
    from datetime import date  # noqa: PLC0415 - what an executor needs and the driver has

    program, on, outputs, figures = json.loads(asked)
    return Request(program, date.fromisoformat(on), tuple(outputs), json.loads(figures)).engine()


def _columns(layout: Layout) -> set[str]:
    from minzheng.rules.fused.columns import ROWS  # noqa: PLC0415 - see above

    household = {step.code for step in layout.facts["household"]}
    return {arrow.NUMBER, arrow.DIVISION, *household, *ROWS.values()}


def write(frame: DataFrame, folder: Path | str) -> None:
    """Write the results as Parquet, replacing nothing that is there."""
    frame.write.mode("errorifexists").parquet(str(folder))


def stop(spark: SparkSession) -> Any:
    """End the session."""
    return spark.stop()

"""The same compiled rules on Apache Spark: `mapInArrow` hands each executor batches of families as they lie in Parquet.

Nothing of a cluster is written by us. Executors need this package with the extra `[spark]`; each compiles the loop once
or finds it in its cache folder (MINZHENG_COMPILED).
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from minzheng.kernel.refusal import Refused
from minzheng.rules.fused import arrow
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.layout import OUTCOMES
from minzheng.screening.bulk.request import Request
from minzheng.screening.bulk.shards import about

RECORDS_PER_BATCH = 65_536
SPARK_TYPES = {"int8": "tinyint", "int64": "bigint"}


@dataclass(frozen=True)
class Cluster:
    """Where it runs: Spark's own words for the master, and settings passed on as they stand."""

    master: str
    settings: tuple[tuple[str, str], ...] = ()


def session(cluster: Cluster) -> SparkSession:
    """Start Spark, or join the session there is; a batch holds 65,536 households."""
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
    engine = request.engine()
    asked = request_text(request)
    fields = [f"`{arrow.NUMBER}` bigint", f"`{arrow.DIVISION}` string"]
    fields += [f"`{one.name}` {SPARK_TYPES[one.type]}" for one in engine.layout.outputs if one.scope == "household"]

    def reckon(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return reckoned(asked, batches)

    # Named column by column, so that Spark reads of each member what the rules ask and nothing else.
    wanted = from_arrow_schema(arrow.schema(engine.facts))
    return spark.read.schema(wanted).parquet(families).mapInArrow(reckon, ", ".join(fields))


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
    program, on, outputs, figures = json.loads(asked)
    return Request(program, date.fromisoformat(on), tuple(outputs), json.loads(figures)).engine()


def run(request: Request, families: str, out: str, cluster: Cluster) -> dict[str, Any]:
    """Reckon all families on a cluster, write the results as Parquet and return how many came out how.

    Raises Refused with Spark's own first words: a path it cannot read, a folder that is there already, data out of
    bounds in some executor.
    """
    engine = request.engine()
    spark = session(cluster)
    try:
        results(spark, request, families).write.mode("errorifexists").parquet(out)
        written = spark.read.parquet(out)
        named = {one.name for one in engine.layout.outputs if not one.is_intermediate}
        found = {"households": written.count()}
        if "outcome" in named:
            by_outcome = {row["outcome"]: row["count"] for row in written.groupBy("outcome").count().collect()}
            found |= {name: by_outcome.get(number, 0) for number, name in enumerate(OUTCOMES)}
        if "amount_fen" in named:
            found["amount_fen"] = written.agg({"amount_fen": "sum"}).collect()[0][0] or 0
    except (PySparkException, Py4JError) as error:
        raise Refused(f"Spark 没有算完：{_first_words(error)}") from error
    finally:
        spark.stop()
    return about(engine) | found


def _first_words(error: Exception) -> str:
    """Return what an executor refused, or Spark's own first line."""
    refusal = re.search(r"errors\.\w+: (.+)", str(error))
    return refusal[1] if refusal else (str(error).strip() or type(error).__name__).splitlines()[0]

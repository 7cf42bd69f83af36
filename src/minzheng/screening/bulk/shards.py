"""Parquet in, Parquet out, on one machine: a shard (a row group of about 50,000 households) at a time in each worker.

What a shard comes to is written under another name and renamed, so a run that was killed goes on where it stopped and
never leaves half a file. Memory is bounded by the shard, whatever the number of households.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from minzheng.kernel.refusal import Refused
from minzheng.rules.declare import PERSON, SUPPORTER
from minzheng.rules.errors import FactsRefused
from minzheng.rules.fact import FactSpec
from minzheng.rules.fused import arrow
from minzheng.rules.fused.columns import ROWS
from minzheng.rules.fused.engine import Fused
from minzheng.screening.bulk.request import Request

SHARD = 50_000
"""Households in a row group."""
SUMMARY = "summary.json"


class NoFamilies(Refused):
    """The folder holds no file of families."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One row group of a file of families, and where its results go."""

    source: Path
    row_group: int
    target: Path


def write(batches: Iterable[pa.RecordBatch], target: Path) -> list[Path]:
    """Write families to one file per county in a folder, or (`*.parquet`) to one file; a row group per batch.

    Batches are sorted by division within themselves. A file is its owner's alone, and is there when it is whole.
    """
    with ExitStack() as opened:
        files: dict[Path, _File] = {}
        for batch in batches:
            for path, piece in _pieces(batch, target):
                if path not in files:
                    files[path] = opened.enter_context(_File(path, batch.schema))
                files[path].writer.write_batch(piece, row_group_size=SHARD)
    return list(files)


def _pieces(batch: pa.RecordBatch, target: Path) -> Iterator[tuple[Path, pa.RecordBatch]]:
    """Give each county's part of a batch, and the file it goes to."""
    if target.suffix == ".parquet":
        yield target, batch
        return
    divisions = batch.column(arrow.DIVISION).to_numpy(zero_copy_only=False)
    counties = np.array([division[:6] for division in divisions])
    edges = [0, *(np.flatnonzero(counties[1:] != counties[:-1]) + 1).tolist(), len(counties)]
    for first, last in pairwise(edges):
        if first != last:
            yield target / f"county={counties[first]}" / "families.parquet", batch.slice(first, last - first)


class _File:
    """A file of families while it is written: under another name until it is whole, for its owner alone."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path, self.unfinished = path, path.with_suffix(".unfinished")
        self.unfinished.unlink(missing_ok=True)
        handle = os.open(self.unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(handle, "wb")
        self.writer = pq.ParquetWriter(self.file, schema, compression="zstd")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_more: object) -> None:
        self.writer.close()
        self.file.close()
        if kind is None:
            self.unfinished.replace(self.path)
        else:
            self.unfinished.unlink()


def shards(families: Path, results: Path) -> list[Shard]:
    """Return the shards of a file, or of all files of a folder; raise NoFamilies if there is none."""
    files = [families] if families.is_file() else sorted(families.rglob("*.parquet"))
    if not files:
        raise NoFamilies(f"{families} 里没有家庭数据文件（*.parquet）。请检查 --families 的路径。")
    root = families.parent if families.is_file() else families
    found = []
    for file in files:
        stem = results / file.relative_to(root).with_suffix("")
        groups = pq.ParquetFile(file).metadata.num_row_groups
        found += [Shard(file, group, stem.parent / f"{stem.name}-{group:05}.parquet") for group in range(groups)]
    return found


def run(
    request: Request, families: Path, results: Path, *, workers: int, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """Reckon every shard not yet reckoned; return the summary, which is also written beside the results.

    Raises FactsRefused naming file, shard and household for data out of bounds.
    """
    engine = request.engine()
    engine.warm_up()
    todo = shards(families, results)
    _refuse_other_rules(results, engine)
    results.mkdir(parents=True, exist_ok=True)
    counts = [_counted(shard) for shard in todo if shard.target.exists()]
    left = [shard for shard in todo if not shard.target.exists()]
    progress(len(counts), len(todo))
    with ThreadPoolExecutor(workers) as pool:
        for done in pool.map(partial(reckon, engine=engine), left):
            counts.append(done)
            progress(len(counts), len(todo))
    summary = about(engine) | _sum(counts) | {"shards": len(todo)}
    (results / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return summary


def reckon(shard: Shard, engine: Fused) -> dict[str, int]:
    """Reckon one shard and write its results; return how many households came out how."""
    file = pq.ParquetFile(shard.source, memory_map=True)
    names = wanted(file.schema_arrow, engine.facts)
    table = file.read_row_group(shard.row_group, columns=names, use_threads=False)
    schema = arrow.results_schema(engine)
    shard.target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = shard.target.with_suffix(".unfinished")
    found = []
    with pq.ParquetWriter(unfinished, schema, compression="zstd") as writer:
        for batch in table.combine_chunks().to_batches():
            try:
                result = arrow.results_of(batch, engine)
            except FactsRefused as error:
                raise FactsRefused(f"{shard.source} 第{shard.row_group + 1}片：{error}") from error
            writer.write_batch(result)
            found.append(_count(result))
    unfinished.replace(shard.target)
    return _sum(found)


def wanted(schema: pa.Schema, facts: Sequence[FactSpec]) -> list[str]:
    """Return the columns of a file that are read: number, division, and the facts asked for, in lists of people too."""
    lists = {PERSON: ROWS[PERSON], SUPPORTER: ROWS[SUPPORTER]}
    names = [arrow.NUMBER, arrow.DIVISION, f"{ROWS[PERSON]}.list.element.{arrow.WHO}"]
    for fact in facts:
        if fact.scope not in lists:
            names += [fact.code] if fact.code in schema.names else []
        elif lists[fact.scope] in schema.names:
            names.append(f"{lists[fact.scope]}.list.element.{fact.code}")
    return names


def batches(folder: Path) -> Iterator[pa.RecordBatch]:
    """Yield the results in a folder, file by file."""
    for path in sorted(folder.rglob("*.parquet")):
        yield from pq.ParquetFile(path).iter_batches()


def digest(found: Iterable[pa.RecordBatch]) -> str:
    """Return a SHA-256 over all results sorted by household: the same for the same results, however they were split."""
    table = pa.Table.from_batches(list(found)).sort_by(arrow.NUMBER)
    told = hashlib.sha256()
    for column in table.columns:
        told.update(column.combine_chunks().to_numpy(zero_copy_only=False).astype(_kind(column.type)).tobytes())
    return told.hexdigest()


def _kind(kind: pa.DataType) -> str:
    return "S12" if pa.types.is_string(kind) else str(kind)


def _refuse_other_rules(results: Path, engine: Fused) -> None:
    """Results of other rules, another day or other outputs are not mixed in."""
    asked = arrow.results_schema(engine)
    for path in results.rglob("*.parquet"):
        there = pq.read_schema(path)
        if there.metadata != asked.metadata or there.names != asked.names:
            raise Refused(f"{results} 里已有按其他规则、日期或者项目算出的结果。请换一个空文件夹（--out）。")
        return


def about(engine: Fused) -> dict[str, Any]:
    """Return by which rules of which day it was reckoned, and what the bits of `failed` and `missing` stand for."""
    return {key.decode(): value.decode() for key, value in (arrow.results_schema(engine).metadata or {}).items()}


def _counted(shard: Shard) -> dict[str, int]:
    return _sum([_count(batch) for batch in pq.ParquetFile(shard.target).iter_batches()])


def _count(result: pa.RecordBatch) -> dict[str, int]:
    found = {"households": len(result)}
    if "outcome" in result.schema.names:
        outcomes = np.bincount(result.column("outcome").to_numpy(), minlength=3)
        found |= dict(zip(("refused", "incomplete", "eligible"), (int(one) for one in outcomes), strict=True))
    if "amount_fen" in result.schema.names:
        found["amount_fen"] = int(result.column("amount_fen").to_numpy().sum())
    return found


def _sum(found: Sequence[dict[str, int]]) -> dict[str, int]:
    return {key: sum(one[key] for one in found) for key in (found[0] if found else {})}

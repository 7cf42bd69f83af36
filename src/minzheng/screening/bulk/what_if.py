"""What if, over a file of families: a shard at a time is reckoned as it is and as it would be, and only counted.

Nothing is written and of a shard nothing is kept but its numbers, so memory is bounded by the shards under way.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from minzheng.kernel.division import full
from minzheng.kernel.refusal import Refused
from minzheng.programs import catalogue
from minzheng.rules.errors import FactsRefused
from minzheng.rules.fact import FactSpec
from minzheng.rules.fused import arrow
from minzheng.rules.fused.engine import Fused, Results
from minzheng.rules.load import LoadedProgram
from minzheng.screening.bulk.shards import Shard, shards, wanted
from minzheng.screening.counting import change as changing
from minzheng.screening.counting import tally_arrays
from minzheng.screening.counting.change import Change
from minzheng.screening.counting.tally import NOBODY, OUTPUTS, Counted, Families, merged

PAID, QUARTERLY, HAS_CASE, BARRED = "paid_fen", "paid_quarterly", "has_case", "barred"
"""Columns a file may have beside the facts: what a family draws of the program now, whether it stands open to it."""
STANDING = (PAID, QUARTERLY, HAS_CASE, BARRED)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Question:
    """A program over the families of files: by the law of a day, and with a change."""

    law: LoadedProgram
    day: date
    change: Change

    def engines(self) -> tuple[Fused, Fused]:
        """Return the rules as they are and as they would be, compiled."""
        before = Fused(self.law, self.day, OUTPUTS, is_compiled=True)
        after = Fused(self.law, self.change.on, OUTPUTS, figures=self.change.figures or None, is_compiled=True)
        for engine in (before, after):
            engine.warm_up()
        return before, after


def asked(program: str, day: date, given: dict[str, Any], families: Path) -> tuple[Question, list[Shard]]:
    """Return the question and the shards it is put to; raises as `change.checked`, and UnknownProgram, NoFamilies."""
    law = catalogue.get(program)
    found = shards(families, families)
    return Question(law, day, changing.checked(law, day, given, within=_first_division(found))), found


def count(question: Question, todo: Sequence[Shard], *, workers: int, progress: Progress) -> Counted:
    """Reckon every shard twice and count; `progress` hears how many households of how many are done.

    What `progress` raises ends the run, and so does Ctrl-C. Raises FactsRefused naming file, shard and household.
    """
    before, after = question.engines()
    sizes = [pq.ParquetFile(shard.source).metadata.row_group(shard.row_group).num_rows for shard in todo]
    found: list[Counted] = []
    progress(0, sum(sizes))
    with ThreadPoolExecutor(workers) as pool:
        try:
            for part in pool.map(partial(_part, before=before, after=after, change=question.change), todo):
                found.append(part)
                progress(sum(sizes[: len(found)]), sum(sizes))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return merged(found)


def _part(shard: Shard, before: Fused, after: Fused, change: Change) -> Counted:
    file = pq.ParquetFile(shard.source, memory_map=True)
    facts = _facts(before, after)
    names = [*wanted(file.schema_arrow, facts), *(name for name in STANDING if name in file.schema_arrow.names)]
    table = file.read_row_group(shard.row_group, columns=names, use_threads=False)
    try:
        return merged([_of_batch(batch, facts, before, after, change) for batch in table.combine_chunks().to_batches()])
    except FactsRefused as error:
        raise FactsRefused(f"{shard.source} 第{shard.row_group + 1}片：{error}") from error


def _facts(before: Fused, after: Fused) -> tuple[FactSpec, ...]:
    """Return what either side asks, each once: another day's law may ask something else."""
    return tuple({fact.code: fact for fact in (*before.facts, *after.facts)}.values())


def _of_batch(batch: pa.RecordBatch, facts: Sequence[FactSpec], before: Fused, after: Fused, change: Change) -> Counted:
    columns = arrow.columns_of(batch, facts)
    answers: list[Results] = []
    for engine, as_place in ((before, ""), (after, change.as_place)):
        rows = np.full(len(batch), engine.table.row(as_place), np.int32) if as_place else arrow.rows_of(batch, engine)
        answers.append(engine.run_rows(columns, rows))
    return tally_arrays.tally(_families(batch), answers[0], answers[1], change.place)


def _families(batch: pa.RecordBatch) -> Families:
    """Return who is counted; a file that says nothing of payments and cases has families that draw nothing."""
    coded = batch.column(arrow.DIVISION).dictionary_encode()
    divisions = np.array([int(full(code)) for code in coded.dictionary.to_pylist()], np.int64)
    drawn = _column(batch, PAID, NOBODY)
    has_case = (_column(batch, HAS_CASE, 0) != 0) | (drawn >= 0)
    return Families(
        household=batch.column(arrow.NUMBER).to_numpy(),
        division=divisions[coded.indices.to_numpy()],
        paid=drawn,
        quarterly=_column(batch, QUARTERLY, 0),
        is_open=~has_case & (_column(batch, BARRED, 0) == 0),
    )


def _column(batch: pa.RecordBatch, name: str, otherwise: int) -> Any:
    """Return an optional column as whole numbers, what is empty or absent as `otherwise`."""
    if name not in batch.schema.names:
        return np.full(len(batch), otherwise, np.int64)
    try:
        found = pc.cast(batch.column(name), pa.int64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise FactsRefused(f"{name} 列不是整数，请核对：{error}") from error
    below = pc.index(pc.less(found, 0), value=True).as_py()
    if below >= 0:
        raise FactsRefused(f"第{below + 1}户的 {name} 小于0，请核对；没有在领的留空。")
    return pc.fill_null(found, otherwise).to_numpy(zero_copy_only=False)


def _first_division(found: Sequence[Shard]) -> str:
    """Return the place of the first family, after a look at whether every file says who and where."""
    for source in dict.fromkeys(shard.source for shard in found):
        names = pq.read_schema(source).names
        absent = [name for name in (arrow.NUMBER, arrow.DIVISION, "members") if name not in names]
        if absent:
            raise Refused(
                f"{source} 没有 {'、'.join(absent)} 列，不是家庭数据文件。格式见 docs/reference/families.md。"
            )
    table = pq.ParquetFile(found[0].source).read_row_group(found[0].row_group, columns=[arrow.DIVISION])
    if not table.num_rows:
        raise Refused(f"{found[0].source} 的第一片没有家庭，请检查 --families 的路径。")
    return str(table.column(0)[0].as_py())

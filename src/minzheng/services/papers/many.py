"""Many papers at once: several processes, one compiler each, the results in the order asked for."""

import datetime as dt
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from minzheng.services.papers.compiler import pdf_of, sheet_of
from minzheng.services.papers.typesetting import typeset_all

AT_ONCE, WORTH_PROCESSES = 20, 60


def compile_many(template: str, papers: Sequence[tuple[Mapping[str, Any], dt.datetime]]) -> Iterator[bytes]:
    """Yield the PDF of each (data, moment) in order; raises PapersError at the first that cannot be printed.

    Few papers are set here; many by as many processes as there are processors. They are spawned, not forked: a worker
    has threads and database connections that a fork would copy half-way.
    """
    parts = [papers[at : at + AT_ONCE] for at in range(0, len(papers), AT_ONCE)]
    if len(papers) < WORTH_PROCESSES:
        for part in parts:
            yield from map(pdf_of, typeset_all([sheet_of(template, data, at) for data, at in part]))
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1, mp_context=spawn) as pool:
        sheets = ([sheet_of(template, data, at) for data, at in part] for part in parts)
        for made in pool.map(typeset_all, sheets):
            yield from map(pdf_of, made)

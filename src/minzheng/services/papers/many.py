"""Many papers at once: several processes, one compiler each, the results in the order asked for."""

import datetime as dt
import functools
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from django.conf import settings

from minzheng.services.papers.compiler import pdf_of, require_printable, source_of
from minzheng.services.papers.typesetting import Order, Unprintable, Unset, typeset_all

AT_ONCE, WORTH_PROCESSES = 10, 60


def compile_many(template: str, papers: Sequence[tuple[Mapping[str, Any], dt.datetime]]) -> Iterator[bytes]:
    """Yield the PDF of each (data, moment) in order; raises PapersError at the first that cannot be printed.

    Few papers are set here; many by as many processes as there are processors, which also look for missing characters
    and draw the codes. They are spawned, not forked: a worker has threads and database connections that a fork would
    copy half-way.
    """
    orders = [Order(data, at) for data, at in papers]
    parts = [orders[at : at + AT_ONCE] for at in range(0, len(orders), AT_ONCE)]
    work = functools.partial(typeset_all, source_of(template), is_demo=bool(settings.DEMO))
    if len(orders) < WORTH_PROCESSES:
        yield from _checked(orders, map(work, parts))
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1, mp_context=spawn) as pool:
        yield from _checked(orders, pool.map(work, parts))


def _checked(orders: list[Order], made: Iterator[list[bytes | Unset | Unprintable]]) -> Iterator[bytes]:
    each = (one for part in made for one in part)
    for order, one in zip(orders, each, strict=True):
        if isinstance(one, Unprintable):
            require_printable(order.data)
            message = "a process of its own found a character missing that is there"
            raise TypeError(message)
        yield pdf_of(one)

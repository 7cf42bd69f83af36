"""Our own engine in a process of its own, with the commands of peers/worker.py and a few of its own.

`run` reckons on all cores unless told otherwise. `bare` sums the same columns
and reads their validity in a compiled loop: what any engine would pay for looking at every fact once. `memory` loads
and reckons and says how far the process grew beyond what it was before.
"""

import datetime as dt
import gc
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import families
import memory
import numpy as np
import places
from numba import njit

from minzheng.rules.declare import SUPPORTER
from minzheng.rules.fact import FactSpec
from minzheng.rules.fused.columns import Columns
from minzheng.rules.fused.engine import Fused


class Engine:
    """The rules of a program, compiled."""

    def __init__(self, about: dict[str, Any]) -> None:
        self.program = places.program(about["program"])
        self.on, self.place = dt.date.fromisoformat(about["on"]), about["places"][0]
        self.fused = Fused(self.program, self.on, about["outputs"], is_compiled=True)
        self.row_of = np.array(self.fused.table.rows_of(about["places"]), np.int32)
        self.fused.warm_up()
        self.columns = self.rows = self.found = None

    def load(self, folder: str) -> dict[str, int]:
        """Read the families' facts, and the row of figures that holds for each."""
        self.found = None
        self.columns = families.read(folder, self.fused.facts)
        self.rows = np.resize(self.row_of, len(places.codes()))[np.load(Path(folder) / f"{families.PLACE}.npy")]
        return {"input_bytes": families.size(self.columns) + self.rows.nbytes}

    def run(self, threads: int) -> Any:
        """Reckon, which checks the bounds of the facts as well: nothing is built first."""
        self.found = None
        gc.collect()
        start = time.perf_counter()
        self.found = self.fused.run_rows(self.columns, self.rows, threads=threads)
        seconds = time.perf_counter() - start
        return {"build": 0.0, "calc": seconds, "total": seconds}

    def bare(self) -> Any:
        """Sum every column, reading its validity where it has one."""
        gc.collect()
        start = time.perf_counter()
        found = sum(_sum(self.columns, fact) for fact in self.fused.facts)
        return {"calc": time.perf_counter() - start, "sum": int(found)}

    def save(self, path: str) -> Any:
        """Write the results."""
        np.savez(path, **dict(self.found.values))
        return {}

    def one(self, cases: Sequence[dict[str, Any]], times: int) -> dict[str, Any]:
        """Reckon one family: outcome, all intermediates, the full trace."""
        for case in cases[:20]:
            self.program.evaluate(facts=case, on=self.on, at=self.place)
        seconds = []
        for number in range(times):
            case = cases[number % len(cases)]
            start = time.perf_counter()
            self.program.evaluate(facts=case, on=self.on, at=self.place)
            seconds.append(time.perf_counter() - start)
        return {"seconds": seconds}

    def memory(self, folder: str, warm: str) -> Any:
        """Return how far the process grows when it loads the families and reckons, beside inputs and outputs."""
        self.load(warm)
        self.run(1)
        self.columns = self.rows = self.found = None
        gc.collect()
        before = memory.now_kib() * 1024
        is_reset = _forget_peak()
        inputs = self.load(folder)["input_bytes"]
        self.run(1)
        outputs = sum(array.nbytes for array in self.found.values.values())
        return {
            "loaded_process": before,
            "growth": memory.peak_kib() * 1024 - before,
            "inputs": inputs,
            "outputs": outputs,
            "is_peak_reset": is_reset,
        }


@njit(nogil=True, cache=False)
def _plain(values: Any) -> Any:
    found = 0
    for value in values:
        found += value
    return found


@njit(nogil=True, cache=False)
def _given(values: Any, bits: Any, count: Any) -> Any:
    found = 0
    for at in range(count):
        if bits[at >> 3] >> (at & 7) & 1:
            found += values[at]
    return found


@njit(nogil=True, cache=False)
def _given_bits(values: Any, bits: Any, count: Any) -> Any:
    found = 0
    for at in range(count):
        found += values[at >> 3] >> (at & 7) & bits[at >> 3] >> (at & 7) & 1
    return found


@njit(nogil=True, cache=False)
def _plain_bits(values: Any, count: Any) -> Any:
    found = 0
    for at in range(count):
        found += values[at >> 3] >> (at & 7) & 1
    return found


def _sum(columns: Columns, fact: FactSpec) -> Any:
    values, bits, count = columns.values[fact.code], columns.validity[fact.code], columns.rows(fact.scope)
    if fact.is_bool:
        return _plain_bits(values, count) if bits is None else _given_bits(values, bits, count)
    return _plain(values[:count]) if bits is None else _given(values, bits, count)


def _forget_peak() -> bool:
    """Let the kernel begin the peak anew; where it may not, the peak so far stands."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return False
    return True


def main() -> None:
    """`ours.py ABOUT`: the file that says which rules."""
    engine = Engine(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    do = {
        "load": lambda asked: engine.load(asked["folder"]),
        "run": lambda asked: engine.run(asked.get("threads", os.cpu_count())),
        "bare": lambda _asked: engine.bare(),
        "save": lambda asked: engine.save(asked["to"]),
        "one": lambda asked: engine.one(asked["cases"], asked["times"]),
        "memory": lambda asked: engine.memory(asked["folder"], asked["warm"]),
        "supporters": lambda _asked: {"rows": engine.columns.rows(SUPPORTER)},
    }
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "quit":
            return
        answer.write(json.dumps(do[asked["do"]](asked)) + "\n")
        answer.flush()


if __name__ == "__main__":
    main()

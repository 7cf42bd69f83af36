"""One engine in a process of its own: reads commands, a JSON object a line, and answers each with one.

Runs in the engine's own environment and imports nothing of the product. Commands: `load` a folder of families (not
measured: facts in memory), `run`, `save` the results of the last run, `one` case, `peak` memory, `quit`.
"""

import gc
import importlib
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np


class Inputs:
    """The columns that a model reads, in memory."""

    def __init__(self, folder: str, wanted: set[str]) -> None:
        """`wanted`: the codes of the facts; none: only the shape."""
        folder = Path(folder)
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        self.households, self.persons = about["households"], about["persons"]
        self.members = np.load(folder / "members.npy")
        facts = [fact for fact in about["facts"] if fact["code"] in wanted]
        self.scope = {fact["code"]: fact["scope"] for fact in facts}
        self.columns = {code: np.load(folder / f"{code}.npy") for code in self.scope}
        if "place" in wanted:
            self.scope["place"], self.columns["place"] = "household", np.load(folder / "place.npy")

    def of(self, scope: str) -> Any:
        """Return the columns of "household" or "person"."""
        return {code: array for code, array in self.columns.items() if self.scope[code] == scope}

    def household_of_each(self) -> Any:
        """Return, for each person, the number of the household."""
        return np.repeat(np.arange(self.households), np.diff(self.members))


def main() -> None:
    """`worker.py RUNNER ABOUT`: the module beside this one, and the file that says what the model is."""
    runner = importlib.import_module(sys.argv[1])
    about = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what an engine prints is no answer
    engine = runner.Engine(about)
    state = {"found": None}
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "quit":
            return
        answer.write(json.dumps(_done(engine, asked, state, about)) + "\n")
        answer.flush()


def _done(engine: Any, asked: dict[str, Any], state: dict[str, Any], about: dict[str, Any]) -> Any:
    if asked["do"] == "load":
        state["found"] = None
        state["inputs"] = Inputs(asked["folder"], set(about["facts"]))
        return {"versions": engine.versions()}
    if asked["do"] == "run":
        return _run(engine, state)
    if asked["do"] == "save":
        np.savez(asked["to"], **state["found"])
        return {}
    if asked["do"] == "one":
        return {"seconds": _one(engine, asked["cases"], asked["times"])}
    raise ValueError(f"no such command: {asked['do']}")


def _run(engine: Any, state: dict[str, Any]) -> Any:
    state["found"] = None
    gc.collect()
    start = time.perf_counter()
    built = engine.build(state["inputs"])
    middle = time.perf_counter()
    found = engine.calculate(built)
    end = time.perf_counter()
    state["found"] = engine.in_order(found)
    del built, found
    engine.forget()
    return {"build": middle - start, "calc": end - middle, "total": end - start}


def _one(engine: Any, cases: Sequence[dict[str, Any]], times: int) -> list[float]:
    prepared = [engine.case(case) for case in cases]
    for case in prepared[:5]:
        engine.one(case)
    seconds = []
    for number in range(times):
        case = prepared[number % len(prepared)]
        start = time.perf_counter()
        engine.one(case)
        seconds.append(time.perf_counter() - start)
    return seconds


if __name__ == "__main__":
    main()

"""Law at scale: this engine beside its peers, the same rules and families, in one run.

Engines are asked in turn, round after round, so that what disturbs the machine disturbs all of them. While it runs,
nothing else may. `python bench/run.py scale [--households N,N,…] [--rounds N]`.
"""

import argparse
import datetime as dt
import importlib.metadata
import json
import os
import platform
import shutil
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import families
import places
import roundtrip
import slots
from engines import OURS, Engine, differences, digest
from peers import models
from peers.environments import FOLDER
from peers.rules import Rules

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.fact import FactSpec
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.layout import RESULTS
from minzheng.rules.plan import FORMULA

PROGRAM, DAY = "dibao", dt.date(2026, 11, 1)
PEERS = ("numpy", "duckdb", "openfisca", "policyengine")
SETS = {
    "dibao": RESULTS,
    "formulas_60": (
        *("benefit_fen", "is_edge_household", "is_rigid_household", "is_destitute_household", "income_below_line"),
        *("assets_within_cap", "cars_within_cap", "car_value_within_cap", "houses_within_cap"),
    ),
    "formulas_20": ("household_income_fen", "household_line_fen", "edge_line_fen"),
    "one_place": RESULTS,
}
SHORT = {"dibao": "dibao", "formulas_60": "screen", "formulas_20": "few", "one_place": "one_place"}
"""What a rule set is called in the names of ratios."""
PROMISED = {
    "dibao_1m_openfisca_total": "≥ 25",
    "dibao_1m_openfisca_calc": "≥ 6",
    "dibao_1m_policyengine_total": "≥ 25",
    "dibao_1m_policyengine_calc": "≥ 20",
    "dibao_1m_bare_sum": "≤ 5",
    "screen_1m_openfisca_total": "≥ 15",
    "screen_1m_openfisca_calc": "≥ 10",
    "screen_5m_openfisca_total": "≥ 15",
    "screen_5m_openfisca_calc": "≥ 10",
    "parquet_decode": "≥ 0.25",
    "two_workers": "≥ 1.8",
    "linearity_5m_1m": "≤ 1.15",
    "peak_5m_1m": "≤ 1.3",
    "single_case_openfisca": "≥ 30",
    "orm_roundtrip": "≥ 8",
    "bare_roundtrip": "≤ 2.5",
    "memory_missing": "≤ 1.1",
    "memory_complete": "≤ 1.1",
}
"""The ratios that the project promises, and the promise."""
SIZES = (100_000, 1_000_000, 5_000_000)
USUAL = 1_000_000
"""Up to so many households all rule sets are reckoned."""
MANY = ("formulas_60",)
"""The rule sets that are reckoned for more than that."""
SHORT_ROUNDS = 5
"""How many rounds of a run of less than a tenth of a second stand for one."""
CASES, TIMES = 50, 300
TINY = 1000


class Bench:
    """One run: where it keeps its files, how many households and rounds."""

    def __init__(self, sizes: Sequence[int], rounds: int, *, peers: Sequence[str] = PEERS) -> None:
        self.sizes, self.rounds, self.peers = sizes, rounds, peers
        self.folder = FOLDER / "scale"
        self.middle = min(sizes, key=lambda size: abs(size - 1_000_000))
        self.largest = max(sizes)
        self.fused = {name: Fused(places.program(PROGRAM), DAY, outputs) for name, outputs in SETS.items()}
        self.rules = {name: Rules.of(engine, self._places(name)) for name, engine in self.fused.items()}
        self.versions = {}

    # ---- families and engines

    def alike(self, size: int) -> Path:
        """Return the folder of families that every engine can reckon: complete, without supporters."""
        folder = self.folder / f"alike_{size}"
        families.write(folder, size, self._facts(), has_supporters=False, is_complete=True)
        return folder

    def real(self, size: int) -> Path:
        """Return the folder of families as a county has them: facts missing, supporters outside the household."""
        folder = self.folder / f"real_{size}"
        families.write(folder, size, self._facts(), has_supporters=True, is_complete=False)
        return folder

    def engine(self, name: str, rules: str, folder: Path, *, stays: bool = True) -> Engine:
        """Return an engine with a rule set and families."""
        place = self.folder / "models" / rules
        if name != OURS:
            return Engine(name, models.write(self.rules[rules], name, place), folder, self.alike(TINY), stays=stays)
        place.mkdir(parents=True, exist_ok=True)
        about = {"program": PROGRAM, "on": DAY.isoformat(), "outputs": list(SETS[rules])}
        about["places"] = self._places(rules)
        path = place / f"{OURS}.json"
        path.write_text(json.dumps(about), encoding="utf-8")
        return Engine(name, path, folder, self.alike(TINY), stays=stays)

    @staticmethod
    def _places(rules: str) -> tuple[str, ...]:
        """Return the places: those of a province, but one, which needs no looking up, for the set named after it."""
        return places.codes()[:1] if rules == "one_place" else places.codes()

    def _facts(self) -> tuple[FactSpec, ...]:
        return self.fused["dibao"].facts

    # ---- what is measured

    def side_by_side(self, rules: str, size: int, *, stays: bool = False) -> list[dict[str, Any]]:
        """Measure all engines with one rule set over the same families; compare what they found.

        Each round is the first over these families in a process of its own, as a screening is run. `stays`: all are
        rounds of one process, which has what the rounds before left behind: memory above all.
        """
        engines = [self.engine(name, rules, self.alike(size), stays=stays) for name in (OURS, *self.peers)]
        outputs = self.rules[rules].outputs
        if stays:
            for engine in engines:
                engine.load()
                engine.ask("run")
        for _number in range(self.rounds):
            for engine in engines:
                engine.round()
        scratch = self.folder / "models"
        ours, rows = None, []
        for engine in engines:
            found = engine.results(scratch)
            ours = ours or found
            row = {"rules": rules, "households": size, "engine": engine.name, **engine.medians()}
            row["digest"] = digest(found, outputs)
            row["differs"] = {} if engine.name == OURS else differences(ours, found, outputs)
            rows.append(row)
            self.versions |= engine.versions
            engine.stop()
            way = "again" if stays else "once"
            print(f"{rules} {size} {way}: {engine.name} {row['build']} + {row['calc']} s", flush=True)
        return rows

    def bare_pass(self, size: int) -> Any:
        """Measure our loop beside a bare sum of the same columns: with missing facts, and complete."""
        found = {}
        for name, folder in (("missing", self.real(size)), ("complete", self.alike(size))):
            engine = self.engine(OURS, "dibao", folder)
            engine.load()
            engine.ask("run")
            engine.ask("bare")
            bare = []
            for _number in range(self.rounds):
                engine.round(threads=1)
                bare.append(engine.ask("bare")["calc"])
            engine.stop()
            found[name] = {"ours": engine.medians()["calc"], "bare": round(statistics.median(bare), 5)}
        return {"households": size, **found}

    def two_workers(self, size: int) -> Any:
        """Measure two threads beside one, 60 formulas, facts missing.

        A run is short, and a core that stood idle is slow at first: many warm runs, many rounds.
        """
        one, two = (self.engine(OURS, "formulas_60", self.real(size)) for _ in range(2))
        for engine in (one, two):
            engine.load()
            for _number in range(self.rounds):
                engine.ask("run", threads=2)
        for _number in range(SHORT_ROUNDS * self.rounds):
            one.round(threads=1)
            two.round(threads=2)
        for engine in (one, two):
            engine.stop()
        return {"households": size, "one": one.medians()["calc"], "two": two.medians()["calc"]}

    def linearity(self, small: int, large: int) -> Any:
        """Measure our time per household, 60 formulas: many over few."""
        engines = [self.engine(OURS, "formulas_60", self.alike(size)) for size in (small, large)]
        for engine in engines:
            engine.load()
            engine.ask("run")
        for _number in range(self.rounds):
            for engine in engines:
                engine.round()
        for engine in engines:
            engine.stop()
        few, many = (engine.medians()["calc"] for engine in engines)
        return {"few": small, "many": large, "few_seconds": few, "many_seconds": many}

    def memory(self, size: int) -> Any:
        """Measure how far a process grows that loads the families and reckons, beside inputs and outputs."""
        tiny = self.real(TINY)
        found = {}
        for name, folder in (("missing", self.real(size)), ("complete", self.alike(size))):
            engine = self.engine(OURS, "dibao", folder)
            found[name] = engine.ask("memory", folder=str(folder), warm=str(tiny))
            engine.stop()
        return {"households": size, **found}

    def one_case(self) -> dict[str, float]:
        """Measure one family at a time, with all intermediates and the full trace, in milliseconds."""
        columns = families.read(self.alike(TINY), self._facts())
        asked = [fact for fact in self._facts() if fact.scope in (HOUSEHOLD, PERSON)]
        cases = [families.one(columns, number, asked) for number in range(CASES)]
        engines = [self.engine(name, "dibao", self.alike(TINY)) for name in (OURS, "openfisca", "policyengine")]
        seconds = {engine.name: [] for engine in engines if engine.name in (OURS, *self.peers)}
        for _number in range(self.rounds):
            for engine in engines:
                if engine.name in seconds:
                    times = TIMES if engine.name == OURS else CASES
                    seconds[engine.name] += engine.ask("one", cases=cases, times=times)["seconds"]
        for engine in engines:
            engine.stop()
        return {name: round(statistics.median(found) * 1000, 4) for name, found in seconds.items()}


def measure(arguments: Sequence[str], commit: str, known: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what was measured, and the ratios the project promises; `known`: what `scale_database` wrote last."""
    wanted = _options(arguments)
    bench = Bench(wanted.households, wanted.rounds)
    shutil.rmtree(bench.folder, ignore_errors=True)
    asked = [(rules, size) for rules in SETS for size in bench.sizes if size <= USUAL or rules in MANY]
    runs = [row for rules, size in asked for row in bench.side_by_side(rules, size)]
    found = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "commit": commit,
        "machine": _machine(),
        "rounds": bench.rounds,
        "rules": {name: _described(bench, name) for name in SETS},
        "runs": runs,
        "again": bench.side_by_side("dibao", bench.middle, stays=True),
        "bare": bench.bare_pass(bench.middle),
        "two_workers": bench.two_workers(bench.middle),
        "linearity": bench.linearity(bench.middle, bench.largest) if bench.middle < bench.largest else None,
        "memory": bench.memory(bench.middle),
        "one_case_ms": bench.one_case(),
        "database": known if wanted.kept_database else roundtrip.apart(),
    }
    found["versions"] = _versions() | bench.versions
    if not wanted.keep:
        shutil.rmtree(bench.folder)
    read = {slot.__name__: slot() for slot in (slots.parquet_decode, slots.peak_5m_1m)}
    return found, dict.fromkeys(PROMISED) | ratios(found, bench.peers) | read | slots.spark()


def ratios(found: dict[str, Any], peers: Sequence[str]) -> dict[str, Any]:
    """Return the ratios of what was measured, by the names under which the project promises them."""
    told: dict[str, Any] = {}
    for rows, end in ((found["runs"], ""), (found["again"], "_again")):
        ours = {(row["rules"], row["households"]): row for row in rows if row["engine"] == OURS}
        for row, kind in _peers(rows):
            name = f"{SHORT[row['rules']]}_{_size(row)}_{row['engine']}_{kind}{end}"
            told[name] = round(row[kind] / ours[row["rules"], row["households"]][kind], 2)
    bare, workers, memory = found["bare"], found["two_workers"], found["memory"]
    for name, end in (("missing", ""), ("complete", "_complete")):
        told[f"dibao_{_size(bare)}_bare_sum{end}"] = round(bare[name]["ours"] / bare[name]["bare"], 2)
        grown = memory[name]
        told[f"memory_{name}"] = round(grown["growth"] / (grown["inputs"] + grown["outputs"]), 3)
    told["two_workers"] = round(workers["one"] / workers["two"], 2)
    line = found["linearity"]
    if line:
        each = line["many_seconds"] / line["many"], line["few_seconds"] / line["few"]
        told[f"linearity_{_short(line['many'])}_{_short(line['few'])}"] = round(each[0] / each[1], 3)
    alone = found["one_case_ms"]
    for peer in peers:
        if peer in alone:
            told[f"single_case_{peer}"] = round(alone[peer] / alone[OURS], 1)
    database = found["database"] or {}
    return told | {name: database.get(name) for name in ("orm_roundtrip", "bare_roundtrip")}


def _peers(rows: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    return [(row, kind) for row in rows if row["engine"] != OURS for kind in ("total", "calc")]


def _size(row: dict[str, Any]) -> str:
    return _short(row["households"])


def _short(count: int) -> str:
    """Return 100k, 1m, 5m."""
    return f"{count // 1_000_000}m" if count % 1_000_000 == 0 else f"{count // 1000}k"


def _described(bench: Bench, name: str) -> Any:
    rules = bench.rules[name]
    formulas = [step for step in rules.steps if step.kind == FORMULA]
    beside = [step for step in rules.layout.steps if step.kind == FORMULA and step.scope == SUPPORTER]
    return {
        "formulas": len(formulas),
        "totals": len(rules.steps) - len(formulas),
        "facts": sum(len(rules.facts(scope)) for scope in (HOUSEHOLD, PERSON)),
        "of_supporters_only_ours": len(beside),
        "outputs": rules.outputs,
    }


def _machine() -> Any:
    model = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": os.cpu_count(),
        "processor": model,
        "memory_gib": round(memory, 1),
        "system": platform.platform(),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def _versions() -> dict[str, str]:
    names = ("numba", "numpy", "pyarrow")
    return {"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in names}}


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run.py scale")
    parser.add_argument("--households", type=lambda text: tuple(int(one) for one in text.split(",")), default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kept-database", action="store_true", help="what scale_database wrote last")
    parser.add_argument("--keep", action="store_true", help="keep the drawn families and the models in var/bench")
    return parser.parse_args(arguments)

"""Measure and write bench/results.json, with the machine and the versions it was measured on."""

import datetime as dt
import importlib.metadata
import json
import os
import pathlib
import platform
import subprocess
import sys
from typing import Any

import demo_cold
import notices
import roundtrip
import scale
import scale_report
import what_if

ROOT = pathlib.Path(__file__).resolve().parents[1]
RESULTS = pathlib.Path(__file__).with_name("results.json")
REPORT = pathlib.Path(__file__).with_name("RESULTS.md")
RUNS = 3
MONEY = ("fund_board", "pay_run")
BARE = "Debian 12 minbase with python3.11-venv, make and ca-certificates, a fresh clone"
PACKAGES = ("Django", "granian", "typst", "cryptography")


def main() -> None:
    """Measure what the project promises and say it; `--bare DIR` as in demo_cold.py.

    `notices`, `desk`, `money` (or of it `fund_board`, `pay_run`), `scale`, `scale_database`, `what_if`: these alone.
    """
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    if "what_if" in sys.argv:
        over_a_million(known)
        return
    if "scale_database" in sys.argv:
        asked = roundtrip.options(sys.argv[sys.argv.index("scale_database") + 1 :])
        seen = roundtrip.apart(asked.households, asked.rounds) | {"commit": commit()}
        _write(known | {"scale_database": seen})
        print(f"database: ORM over ours {seen['orm_roundtrip']}, ours over bare {seen['bare_roundtrip']}")
        return
    if "scale" in sys.argv:
        at_scale(known, sys.argv[sys.argv.index("scale") + 1 :])
        return
    if "desk" in sys.argv:
        known["desk_load"] = desk_load()
        _write(known)
        seen = known["desk_load"]
        print(f"desk: p95 {seen['all']['p95_ms']} ms, bare list {seen['bare_django_list']['p95_ms']} ms")
        return
    money = [name for name in MONEY if name in sys.argv or "money" in sys.argv]
    for name in money:
        known[name] = _in_postgresql(f"{name}.py")
        _write(known)
        _say_money(name, known[name])
    if money:
        return
    known["notices"] = notices.measure() | {"date": dt.datetime.now(dt.UTC).date().isoformat()}
    if "notices" in sys.argv:
        _write(known)
        print(f"1,000 notices: {known['notices']['seconds']} s; written to {RESULTS.name}")
        return
    bare = pathlib.Path(sys.argv[2]) if "--bare" in sys.argv else None
    runs = sorted(round(demo_cold.measure(bare), 1) for _ in range(RUNS))
    seconds = runs[len(runs) // 2]
    told = {"demo_cold_seconds": seconds, "demo_cold_runs": runs, "date": dt.datetime.now(dt.UTC).date().isoformat()}
    told["commit"] = commit()
    # A machine that has everything already says nothing of a stranger's: the two are kept apart.
    results = known | (_on_a_bare_one(told) if bare else {"demo_cold_here": told})
    _write(results)
    print(f"make demo, cold: {seconds} s; written to {RESULTS.name}")
    at_scale(results, [])
    over_a_million(results)


def _on_a_bare_one(told: dict[str, Any]) -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return told | {
        "demo_cold_where": BARE,
        "machine": {"cores": os.cpu_count(), "memory_gib": round(memory, 1), "system": platform.platform()},
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in PACKAGES},
        },
    }


def at_scale(known: dict[str, Any], options: list[str]) -> None:
    """Measure the rules engine beside its peers; write the results and RESULTS.md."""
    # All ratios are of one run: none is kept from an earlier one.
    known["scale"], known["ratios"] = scale.measure(options, commit(), known.get("scale_database"))
    _write(known)
    REPORT.write_text(scale_report.report(known["scale"], known["ratios"], scale.PROMISED), encoding="utf-8")
    print(f"scale: written to {RESULTS.name} and {REPORT.name}")


def over_a_million(known: dict[str, Any]) -> None:
    """Measure a what-if over a million households."""
    known["what_if"] = what_if.measure_apart() | {"commit": commit()}
    _write(known)
    seen = known["what_if"]
    print(f"what-if, a million: {seen['what_if_1m_seconds']} s, {seen['verb_peak_mib']} MiB; written to {RESULTS.name}")


def desk_load() -> dict[str, Any]:
    """Measure the desk under load in a throw-away PostgreSQL."""
    return _measured("desk_load.py")


def _in_postgresql(name: str) -> dict[str, Any]:
    """Measure in a PostgreSQL that keeps what it commits."""
    return _measured(name, "--durable")


def _measured(name: str, *options: str) -> dict[str, Any]:
    within = [sys.executable, str(ROOT / "scripts" / "with_pg.py"), *options]
    command = [*within, sys.executable, str(ROOT / "bench" / name)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1]) | {"commit": commit()}


def _say_money(name: str, seen: dict[str, Any]) -> None:
    for run in seen.get("runs", []):
        print(f"pay run of {run['lines']} lines: {run['seconds']}, peak {run['peak_memory_mib']} MiB")
    if name == "fund_board":
        print(f"fund board over {seen['transfers']} transfers: {seen['board_of_five_years_seconds']} s for five years")


def commit() -> str:
    """Name what was measured."""
    return subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()


def _write(results: dict[str, object]) -> None:
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

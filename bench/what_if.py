"""A what-if over a million households: the verb over Parquet from its first word to its last, and a snapshot's columns.

Both start without anything in memory but the machine code in its cache: the first run compiles and is not counted.
`python bench/run.py what_if`.
"""

import datetime as dt
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import memory
import numpy as np
import parquet
import population

from minzheng.programs import catalogue
from minzheng.rules.fused import arrays, shelf
from minzheng.rules.fused.columns import check
from minzheng.rules.fused.shelf import Sheet

MILLION = 1_000_000
ROUNDS = 5
DAY, FIGURE, VALUE = "2026-11-01", "dibao_line_rural_fen", 80_000
DRAWING = 0.05
"""The share of households that draw the benefit."""
FOLDER = Path(__file__).resolve().parents[1] / "var" / "bench" / "what_if"


def measure(households: int = MILLION, rounds: int = ROUNDS) -> dict[str, Any]:
    """Return the medians of both doors, the runs, the peak memory, and what they came to."""
    families = parquet.apart("written", households)
    sealed = _snapshot(households)
    verb = [_verb(str(families)) for _round in range(rounds + 1)][1:]
    columns = [_apart(sealed) for _round in range(rounds + 1)][1:]
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": {"cores": os.cpu_count(), "system": platform.platform()},
        "households": households,
        "program": "dibao",
        "what_if_1m_seconds": round(statistics.median(one["seconds"] for one in verb), 3),
        "verb_runs": [round(one["seconds"], 3) for one in verb],
        "verb_peak_mib": max(one["peak_mib"] for one in verb),
        "snapshot_1m_seconds": round(statistics.median(one["seconds"] for one in columns), 3),
        "snapshot_runs": [round(one["seconds"], 3) for one in columns],
        "snapshot_peak_mib": max(one["peak_mib"] for one in columns),
        "whole": verb[0]["whole"],
    }


def measure_apart() -> dict[str, Any]:
    """Return what `measure` does in a process of its own: the verb's peak begins with that of who starts it."""
    done = subprocess.run([sys.executable, __file__], stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _verb(families: str) -> dict[str, Any]:
    """Run the verb as a person does, and take its time from start to end."""
    minzheng = shutil.which("minzheng") or str(Path(sys.prefix) / "bin" / "minzheng")
    asked = ["screen", "what-if", "dibao", "--on", DAY, "--families", families, "--figure", f"{FIGURE}={VALUE}"]
    with tempfile.TemporaryFile("w+") as out:
        started = time.perf_counter()
        running = subprocess.Popen([minzheng, *asked, "--json"], stdout=out, stderr=subprocess.DEVNULL)
        _pid, status, used = os.wait4(running.pid, 0)
        seconds = time.perf_counter() - started
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode:
            raise SystemExit(f"{' '.join(asked)} ended with {running.returncode}")
        out.seek(0)
        whole = json.load(out)["whole"]
    return {"seconds": seconds, "peak_mib": used.ru_maxrss // 1024, "whole": whole}


def _snapshot(households: int) -> dict[str, str]:
    """Write a sealed file as a snapshot is, the first time; return where it is and its digest."""
    path = FOLDER / f"{households}.columns"
    about = path.with_suffix(".json")
    if not about.exists():
        law, chance = catalogue.get("dibao"), np.random.default_rng(20261127)
        columns = population.draw(households, law.facts)
        paid = np.where(chance.random(households) < DRAWING, 60_000, -1)
        keys = {
            "household": np.arange(households),
            "division": np.sort(420_581_101_201 + chance.integers(0, 20, households) * 1_000),
            "standing": np.where(paid >= 0, 3, 0),
            "paid": paid,
            "quarterly": np.zeros(households, np.int64),
            "barred": np.zeros(households, np.int64),
        }
        check(columns, law.facts, arrays.check_sizes, arrays.check_bounds)
        digest, _size = shelf.write(path, {}, {"dibao": Sheet(columns, keys)})
        about.write_text(json.dumps({"path": str(path), "digest": digest}), encoding="utf-8")
    told: dict[str, str] = json.loads(about.read_text(encoding="utf-8"))
    return told


def _apart(sealed: dict[str, str]) -> dict[str, Any]:
    """Have a process of its own do what the job behind the page does with a sealed file."""
    command = [sys.executable, __file__, sealed["path"], sealed["digest"]]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def over_snapshot(path: str, digest: str) -> dict[str, Any]:
    """Read a sealed file, reckon both sides and count; return the seconds and the peak memory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.config.settings")
    os.environ.setdefault("MINZHENG_DEBUG", "1")
    import django  # noqa: PLC0415 - this process alone

    django.setup()
    from minzheng.screening.domain import what_if  # noqa: PLC0415 - after Django
    from minzheng.screening.domain.reckoning import Places, reckon  # noqa: PLC0415 - after Django

    law, on = catalogue.get("dibao"), dt.date.fromisoformat(DAY)
    started = time.perf_counter()
    sheet = shelf.read(Path(path), digest).sheets["dibao"]
    places = Places(sheet)
    before = reckon(law, on, sheet, places=places, outputs=what_if.OUTPUTS, told=lambda _done: None)
    given = {"as_place": "", "on": DAY, "figures": {FIGURE: VALUE}}
    after = what_if.changed(law, sheet, places, given, told=lambda _done: None)
    whole = what_if.counted(sheet, before, after, "").whole
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds, "peak_mib": memory.peak_kib() // 1024, "all": whole.all,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(over_snapshot(*sys.argv[1:]) if sys.argv[1:] else measure()))

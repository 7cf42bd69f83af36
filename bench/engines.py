"""The engines of a comparison as processes: each is asked in turn, so that what disturbs one disturbs all."""

import hashlib
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from peers import models
from peers.environments import python_of

BENCH = Path(__file__).resolve().parent
OURS = "minzheng"
KINDS = ("build", "calc", "total")


class Engine:
    """One engine with one rule set. `warm`: a few families that it reckons before it reads the many.

    `stays`: it keeps its process, and the facts, between rounds.
    """

    def __init__(self, name: str, about: Path, folder: Path, warm: Path, *, stays: bool = True) -> None:
        self.name, self.about, self.folder, self.warm, self.stays = name, about, folder, warm, stays
        self.process = None
        self.versions = {}
        self.times = []

    def ask(self, do: str, **more: Any) -> Any:
        """Return the answer to a command."""
        if self.process is None:
            self._start()
        self.process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended at {do!r}; see above.")
        return json.loads(line)

    def load(self) -> None:
        """Read the families, outside of what is measured."""
        self.ask("load", folder=str(self.warm))
        self.ask("run")
        self.versions = self.ask("load", folder=str(self.folder)).get("versions", {})

    def round(self, **more: Any) -> None:
        """Run once and note the times."""
        if self.process is None:
            self.load()
        self.times.append(self.ask("run", **more))
        if not self.stays:
            self.stop()

    def results(self, scratch: Path) -> Any:
        """Return the results of one more run, by name."""
        if self.process is None:
            self.load()
        self.ask("run")
        path = scratch / f"{self.name}.npz"
        self.ask("save", to=str(path))
        with np.load(path) as kept:
            found = {name: kept[name] for name in kept.files}
        path.unlink()
        if not self.stays:
            self.stop()
        return found

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.stdin.write('{"do": "quit"}\n')
            self.process.stdin.close()
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    def medians(self) -> dict[str, Any]:
        """Return the median of each kind of time, and all of them, in seconds."""
        found = {kind: round(statistics.median(one[kind] for one in self.times), 5) for kind in KINDS}
        return {**found, "rounds": [round(one["total"], 5) for one in self.times]}

    def _start(self) -> None:
        if self.name == OURS:
            command = [sys.executable, BENCH / "ours.py", self.about]
        else:
            python = python_of(self.name)
            command = [python, BENCH / "peers" / "worker.py", models.RUNNER[self.name], self.about]
        # One thread each: NumPy's own would otherwise help some and not others.
        env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMEXPR_NUM_THREADS": "1"}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)


def digest(found: dict[str, Any], outputs: Sequence[str]) -> str:
    """Return the digest of the results of all families, in their order."""
    whole = hashlib.sha256()
    for name in outputs:
        whole.update(np.ascontiguousarray(found[name], np.int64).tobytes())
    return whole.hexdigest()


def differences(ours: dict[str, Any], theirs: dict[str, Any], outputs: Sequence[str]) -> Any:
    """Return for how many families each result is another one, and the largest difference."""
    found = {}
    for name in outputs:
        apart = np.abs(theirs[name].astype(np.float64) - ours[name].astype(np.float64))
        found[name] = {"families": int(np.count_nonzero(apart)), "largest": float(apart.max(initial=0))}
    return found

"""Run tests/acceptance/test_<area>*.py: every numbered "Must show" line has a test, none is skipped, all pass.

How many lines an area has stands in LINES, copied from its issue.
"""

import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Sequence

LINES = {"spine": 7, "casework": 8, "money": 7, "assistance": 6, "scale": 9}
# What must hold on both databases runs on PostgreSQL too.
ON_POSTGRESQL = {"money": (1, 3, 7)}


def main(area: str) -> int:
    """Return 0 only if each line of the area has a passing test."""
    paths = sorted(pathlib.Path("tests/acceptance").glob(f"test_{area}*.py"))
    if area not in LINES or not paths:
        print(f"unknown area {area!r}; known: {', '.join(LINES)}")
        return 2
    texts = "".join(path.read_text(encoding="utf-8") for path in paths)
    named = {int(n) for n in re.findall(rf'must_show\("{area}", (\d+)\)', texts)}
    absent = sorted(set(range(1, LINES[area] + 1)) - named)
    if absent:
        print(f"no test for line(s) {absent} of {area}")
        return 1
    code = _run(paths)
    if area in ON_POSTGRESQL:
        lines = ",".join(str(line) for line in ON_POSTGRESQL[area])
        print(f"the same on PostgreSQL: line(s) {lines}", flush=True)
        code = _run(paths, f"--lines={lines}", within=[f"{sys.prefix}/bin/python", "scripts/with_pg.py"]) or code
    return code


def _run(paths: Sequence[pathlib.Path], *options: str, within: Sequence[str] = ()) -> int:
    """Return 0 if every test passed and none was skipped."""
    report = pathlib.Path("var/acceptance.xml")
    report.parent.mkdir(exist_ok=True)
    spread = ["-n", "2", "--dist", "loadgroup"]  # a group of tests that share a county stays together
    command = [*within, f"{sys.prefix}/bin/pytest", "-v", *spread, *map(str, paths), *options, f"--junitxml={report}"]
    code = subprocess.run(command, check=False, env=os.environ).returncode
    skipped = re.search(r'skipped="(\d+)"', report.read_text(encoding="utf-8"))
    if skipped and int(skipped[1]):
        print(f"{skipped[1]} test(s) were skipped; an acceptance run counts only what ran (slow lines need SLOW=1)")
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "spine"))

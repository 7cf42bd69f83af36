"""How much memory this process takes, in KiB: now, and at its largest."""

import resource
from pathlib import Path

STATUS = Path("/proc/self/status")


def now_kib() -> int:
    """Return what this process holds now."""
    return _told("VmRSS")


def peak_kib() -> int:
    """Return the peak of this process alone.

    What getrusage says of it begins, on Linux, with the peak of the process that started it: after a large one nothing
    ever seems to take less. It is asked only where there is nothing better.
    """
    return _told("VmHWM")


def _told(name: str) -> int:
    for line in STATUS.read_text(encoding="utf-8").splitlines() if STATUS.exists() else ():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

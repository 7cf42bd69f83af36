"""One sample county, built once a run by the product's own command; every group of tests works in a copy of it."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

OURS = ("MINZHENG_", "DJANGO_", "DATABASE_URL", "PYTEST_")
SIZE = ("--households", "240", "--cases", "48")


def copy_to(folder: Path, base: Path) -> None:
    """Put the built county into the empty folder; whoever asks first in a run of the tests builds it.

    `base` is pytest's folder of this process; the processes of one run share the one above it.
    """
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    kept = shared / "built-county"
    with (shared / "built-county.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            being_built = shared / f"being-built-{os.getpid()}"
            env = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
            env |= {"MINZHENG_VAR": str(being_built), "MINZHENG_DEMO": "1"}
            being_built.mkdir()
            build = [Path(sys.prefix) / "bin" / "minzheng", "demo", "--build-only", *SIZE]
            subprocess.run(build, env=env, check=True, stdout=subprocess.DEVNULL)
            being_built.rename(kept)
    shutil.copytree(kept, folder, dirs_exist_ok=True)

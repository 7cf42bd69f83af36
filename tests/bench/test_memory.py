"""The peak of a process is its own: not that of whoever started it."""

import subprocess
import sys

CHILD = "import memory; print(memory.peak_kib())"
PARENT = f"""
import subprocess, sys
large = bytearray(300 * 2**20)
print(subprocess.run([sys.executable, "-c", {CHILD!r}], capture_output=True, text=True, check=True).stdout)
"""


def test_a_small_process_of_a_large_one_is_small():
    done = subprocess.run([sys.executable, "-c", PARENT], cwd="bench", capture_output=True, text=True, check=True)

    assert 0 < int(done.stdout) < 150 * 1024

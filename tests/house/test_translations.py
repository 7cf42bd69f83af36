"""The catalogue is what the sources say, and the compiled one is what the catalogue says."""

import subprocess
import sys


def test_the_catalogue_is_fresh():
    done = subprocess.run(
        [sys.executable, "scripts/write_messages.py", "--check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.strip()) == (0, "the catalogue is fresh"), done.stdout + done.stderr

"""The catalogue is what the sources say, complete in English, and the compiled one is what the catalogue says."""

import subprocess
import sys


def test_the_catalogue_is_fresh():
    done = subprocess.run(
        [sys.executable, "scripts/write_messages.py", "--check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.strip()) == (0, "the catalogue is fresh"), done.stdout + done.stderr


def test_every_text_has_its_english():
    done = subprocess.run(
        [sys.executable, "scripts/check_translations.py"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.strip()) == (0, "every text has its English"), (
        done.stdout + "\nWrite the English (msgstr) of these in src/minzheng/locale/en/LC_MESSAGES/django.po, "
        "then run scripts/write_messages.py."
    )

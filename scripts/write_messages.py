"""Collect every marked text into the English catalogue and compile it; `--check` says what is stale and writes nothing.

Texts that stand in data (law, figures, letters, the plan: marked_texts.py) are collected too. Needs gettext
(scripts/system.sh).
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from marked_texts import every_text

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "minzheng"
CATALOGUE = pathlib.Path("locale/en/LC_MESSAGES")
# Django's own command, but a changed text waits for its translation instead of keeping a guess.
MAKE = """
import sys
from django.core.management import execute_from_command_line
from django.core.management.commands.makemessages import Command
Command.msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]
execute_from_command_line(["django-admin", "makemessages", *sys.argv[1:]])
"""
DATED = ("POT-Creation-Date", "PO-Revision-Date")


def collect(package: pathlib.Path) -> None:
    """Run makemessages and compilemessages in a copy or in the package itself; the dates of the header are dropped."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "minzheng.config.settings", "MINZHENG_DEBUG": "1"}
    options = ["-l", "en", "--no-obsolete", "--no-location", "--no-wrap"]
    # xgettext reads Python: the texts of data stand in a file of calls while it looks.
    passing = package / "texts_of_data.py"
    calls = "".join(f"gettext({json.dumps(text, ensure_ascii=False)})\n" for text in every_text())
    passing.write_text(calls, encoding="utf-8")
    try:
        subprocess.run(
            [sys.executable, "-c", MAKE, *options], cwd=package, env=env, check=True, stdout=subprocess.DEVNULL
        )
    finally:
        passing.unlink()
    po = package / CATALOGUE / "django.po"
    lines = [line for line in po.read_text(encoding="utf-8").splitlines() if not any(word in line for word in DATED)]
    po.write_text("\n".join(lines) + "\n", encoding="utf-8")
    subprocess.run(["msgfmt", "--check-format", "-o", str(po.with_suffix(".mo")), str(po)], check=True)


def stale() -> list[str]:
    """Return which of the committed files differ from what the sources say now."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "minzheng"
        ignored = shutil.ignore_patterns("*.ttf", "static", "*.csv", "__pycache__", "migrations")
        shutil.copytree(PACKAGE, copy, ignore=ignored)
        collect(copy)
        names = ("django.po", "django.mo")
        return [
            name
            for name in names
            if (copy / CATALOGUE / name).read_bytes() != (PACKAGE / CATALOGUE / name).read_bytes()
        ]


if __name__ == "__main__":
    if "--check" in sys.argv:
        found = stale()
        print("stale: " + ", ".join(found) + "; run make messages" if found else "the catalogue is fresh")
        sys.exit(1 if found else 0)
    collect(PACKAGE)

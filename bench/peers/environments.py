"""The peers' environments under var/bench, made by uv from the pinned lists; never the product's own."""

import subprocess
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1]
ROOT = BENCH.parent
FOLDER = ROOT / "var" / "bench"
LISTS = {"peers": "requirements.txt", "policyengine": "requirements-policyengine.txt"}
ENVIRONMENT = {"numpy": "peers", "openfisca": "peers", "duckdb": "peers", "policyengine": "policyengine"}


def python_of(engine: str) -> Path:
    """Return the interpreter of an engine's environment, made first if it is missing or its list has changed."""
    name = ENVIRONMENT[engine]
    wanted = (BENCH / LISTS[name]).read_text(encoding="utf-8")
    home = FOLDER / "environments" / name
    made = home / "made-from.txt"
    if not made.exists() or made.read_text(encoding="utf-8") != wanted:
        uv = ROOT / ".venv" / "bin" / "uv"
        subprocess.run([uv, "venv", "-q", "--clear", "--python", "3.11", home], check=True)
        python = home / "bin" / "python"
        subprocess.run([uv, "pip", "install", "-q", "--python", python, "-r", BENCH / LISTS[name]], check=True)
        made.write_text(wanted, encoding="utf-8")
    return home / "bin" / "python"

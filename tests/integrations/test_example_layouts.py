"""The workbooks in examples/layouts: fresh, and each understood by the command a stranger would type."""

import json
from pathlib import Path

import pytest
from scripts.make_example_layouts import TARGET, write

from minzheng.cli import importing
from tests.factories.registry import divisions

NAMES = ("F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F09-list", "F10")
KINDS = {"F06": "takeover", "F07": "comparison", "F08": "comparison", "F09-list": "comparison", "F10": "veterans"}


def test_the_examples_are_what_the_script_writes(tmp_path):
    written = write(tmp_path)

    assert sorted(path.stem for path in written) == sorted(NAMES)
    assert {path.name for path in written if path.read_bytes() != (TARGET / path.name).read_bytes()} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_each_layout_is_understood_from_the_command_line(name, capsys):
    divisions()

    code = importing.run([str(Path(TARGET) / f"{name}.xlsx"), "--dry-run", "--json"])

    told = json.loads(capsys.readouterr().out)
    kind = KINDS.get(name, "registration")
    assert (told["kind"], [p["reason"] for p in told["problems"] if p["severity"] == "error"]) == (kind, [])
    if kind == "comparison":
        assert sum(len(comparison["lines"]) for comparison in told["comparisons"]) > 0
    else:
        assert (code, told["households_good"]) == (0, 2 if name == "F10" else 1)

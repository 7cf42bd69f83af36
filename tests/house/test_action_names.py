"""Every act that is audited has a Chinese name: a history never shows a code such as household.registered."""

import ast
import re
from pathlib import Path

import pytest

import minzheng
from minzheng.casework.domain import moves
from minzheng.services.audit.actions import label_of

CODE = re.compile(r"[a-z]+\.[a-z_]+")
ROOT = Path(minzheng.__file__).parent
WRITERS = {"record", "NewEvent", "_audit", "_record", "write_note", "note"}


def called(call):
    """Return the name that is called, with or without its module."""
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def written_codes():
    """Return the codes handed to whoever writes an audit row, by name or by place, wherever a domain does so."""
    for path in sorted(ROOT.glob("**/domain/*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and called(call) in WRITERS:
                given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "action")]
                yield from (each.value for each in given if isinstance(each, ast.Constant))


def composed_codes():
    """Return the codes that are put together where they are written."""
    yield from (f"case.{step.verb}" for step in (*moves.MOVES, *moves.ACTS))
    for fact in ("incomeitem", "expenseitem", "assetitem", "personcondition", "householddeclaration", "bankaccount"):
        yield from (f"{fact}.recorded", f"{fact}.withdrawn")
    yield "standardarea.recorded"


def codes():
    found = {code for code in written_codes() if isinstance(code, str) and CODE.fullmatch(code)}
    return sorted({*found, *composed_codes()})


def test_the_codes_are_found():
    assert {"household.registered", "run.approved", "import.approved", "incomeitem.withdrawn"} <= set(codes())


@pytest.mark.parametrize("code", codes())
def test_an_act_has_a_chinese_name(code):
    assert re.search(r"[\u4e00-\u9fff]", label_of(code))

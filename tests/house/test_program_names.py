"""A program is known by its folder only: nobody outside programs/ names one."""

import ast
import re

from minzheng.programs import catalogue
from tests.house.storeys import SOURCE, modules

# Not programs, though spelled like one.
NOT_A_PROGRAM = {
    # "file:literal": "why"
    "care/enums.py:medical": "a target of referrals (statute/referrals.yaml), older than the program",
    "relief/enums.py:medical": "a kind of need, beside food and shelter",
    "cli/demo/urgent.py:medical": "the same kind of need",
    "claims/domain/settling.py:medical": "the key's context of a sealed column: diagnosis, ward and drugs",
}


def words(tree):
    """Every word of every string of a module, but for what it tells its readers."""
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from re.findall(r"[A-Za-z0-9_]+", node.value)


def test_no_program_code_is_written_outside_its_folder():
    codes = {*catalogue.codes()}
    found = set()
    for path in modules():
        place = path.relative_to(SOURCE)
        if place.parts[0] != "programs":
            written = codes.intersection(words(ast.parse(path.read_text(encoding="utf-8"))))
            found |= {f"{place}:{code}" for code in written}
    for path in SOURCE.rglob("*.html"):
        written = codes.intersection(re.findall(r"[A-Za-z0-9_]+", path.read_text(encoding="utf-8")))
        found |= {f"{path.relative_to(SOURCE)}:{code}" for code in written}

    assert found - set(NOT_A_PROGRAM) == set()

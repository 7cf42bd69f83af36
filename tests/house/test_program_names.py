"""A program is known by its folder only: nobody outside programs/ names one."""

import ast

from tests.house.storeys import SOURCE, modules

# Not programs, though spelled like one.
NOT_A_PROGRAM = {
    # "file:literal": "why"
    "care/enums.py:medical": "a target of referrals (statute/referrals.yaml), older than the program",
}


def test_no_program_code_is_written_outside_its_folder():
    codes = {path.parent.name for path in (SOURCE / "programs").glob("*/program.py")}
    found = set()
    for path in modules():
        place = path.relative_to(SOURCE)
        if place.parts[0] == "programs":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in codes:
                found.add(f"{place}:{node.value}")

    assert found - set(NOT_A_PROGRAM) == set()

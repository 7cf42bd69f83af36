"""Length is a symptom: where a file or function must be split is decided here, long before it hurts."""

import ast

import pytest

from tests.house.storeys import SOURCE, modules

MODULE_STOP, FUNCTION_STOP, VIEW_STOP, TEMPLATE_STOP = 500, 70, 40, 250
JUNK_DRAWERS = {"utils", "common", "helpers", "manager", "managers", "misc", "util", "helper"}


def test_no_module_passes_the_stop():
    lengths = {str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}

    assert {name: length for name, length in lengths.items() if length > MODULE_STOP} == {}


def test_no_function_passes_the_stop():
    too_long = {}
    for path in modules():
        stop = VIEW_STOP if "views" in path.parts else FUNCTION_STOP
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= stop:
                too_long[f"{path.relative_to(SOURCE)}:{node.name}"] = node.end_lineno - node.lineno + 1

    assert too_long == {}


def test_no_template_passes_the_stop():
    templates = [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.typ")]
    lengths = {str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines()) for path in templates}

    assert {name: length for name, length in lengths.items() if length > TEMPLATE_STOP} == {}


@pytest.mark.parametrize("drawer", sorted(JUNK_DRAWERS))
def test_no_room_is_a_junk_drawer(drawer):
    assert [str(path) for path in modules() if drawer in (path.stem, *path.relative_to(SOURCE).parts[:-1])] == []

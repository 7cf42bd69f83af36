"""The clock is read at the door: domain and queries are told the moment, so history can be built and replayed."""

import ast

from tests.house.storeys import SOURCE, modules

READS_THE_CLOCK = {"now", "today", "utcnow", "localtime", "localdate"}
BELOW_THE_DOOR = {
    "domain",
    "queries",
    "models",
    "queries.py",
    "models.py",
    "kernel",
    "rules",
    "programs",
    "statute",
    "standards",
}


def test_nothing_below_the_door_reads_the_clock():
    found = []
    for path in modules():
        if BELOW_THE_DOOR.isdisjoint(path.relative_to(SOURCE).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func if isinstance(node, ast.Call) else None
            called = getattr(name, "attr", getattr(name, "id", None))
            if called in READS_THE_CLOCK:
                found.append(f"{path.relative_to(SOURCE)}:{node.lineno} {called}()")

    assert found == []


def test_no_column_sets_itself_by_the_clock():
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add")
    ]

    assert found == []

"""Every item of the handbook's chapters is shown by something that is there, or says what is missing."""

import ast
from pathlib import Path

import pytest

from minzheng.cli.verbs import VERBS
from minzheng.desk import urls
from minzheng.programs import catalogue
from minzheng.rules import checklist
from minzheng.rules.errors import RuleError
from tests.house.storeys import ROOT
from tests.programs.worked import cases

ADDRESSES = {one.name for one in urls.urlpatterns}
# Their rooms show them: the chapters of these were proved before there were checklists.
WITHOUT = {"dibao", "price_subsidy"}
CODES = sorted({*catalogue.codes()} - WITHOUT)
HANDBOOK = {
    "wubao": {"checklist": 8, "examples": 5, "never": 8},
    "medical": {"checklist": 9, "examples": 7, "never": 7},
    "temporary": {"checklist": 4, "examples": 5, "matrix": 9, "never": 6},
}


def items(code):
    return checklist.load(catalogue.get(code).folder / checklist.CHECKLIST).items


def functions(file):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("code", CODES)
def test_no_item_of_the_handbook_is_left_out(code):
    parts = [item.part for item in items(code)]

    assert {part: parts.count(part) for part in dict.fromkeys(parts)} == HANDBOOK[code]


@pytest.mark.parametrize("code", CODES)
def test_what_shows_an_item_is_there(code):
    names = {case.name for case in cases(code)}
    for item in items(code):
        where = f"{code} {item.part} {item.number}"
        assert set(item.examples) <= names, where
        assert [page for page in item.pages if not (ROOT / "docs" / page).exists()] == [], where
        for test in item.tests:
            file, _sep, name = test.partition("::")
            assert (ROOT / file).exists(), where
            assert name.startswith("test_"), where
            assert name in functions(file), f"{where}: {test}"


@pytest.mark.parametrize("code", CODES)
def test_what_is_done_by_a_page_or_a_verb_has_that_page_or_verb(code):
    for item in items(code):
        for door in item.doors:
            room, _sep, name = door.partition(":")
            known = name in ADDRESSES if room == "desk" else door.split()[0] in VERBS
            assert known, f"{code} {item.part} {item.number}: {door}"


@pytest.mark.parametrize(
    ("item", "reason"),
    [("{says: 一件事}", "还缺什么"), ("{says: 一件事, tset: [a]}", "tset"), ("{open: 还没有}", "says")],
)
def test_an_item_that_nothing_shows_is_refused(tmp_path: Path, item, reason):
    path = tmp_path / checklist.CHECKLIST
    path.write_text(f'chapter: "1"\nchecklist: [{item}]\nnever: []\n', encoding="utf-8")

    with pytest.raises(RuleError, match=reason):
        checklist.load(path)

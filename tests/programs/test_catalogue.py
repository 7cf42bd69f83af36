import shutil

import pytest

from minzheng.programs import catalogue
from minzheng.rules import examples
from minzheng.rules.errors import RuleError


@pytest.fixture
def programs_in(tmp_path, monkeypatch):
    """A folder the catalogue walks besides its own."""
    monkeypatch.setenv("MINZHENG_PROGRAM_PATHS", str(tmp_path))
    catalogue.forget()
    yield tmp_path
    catalogue.forget()


@pytest.fixture
def copied(programs_in):
    """A copy of dibao in which only the line of the code and the name is changed."""
    known = catalogue.codes()
    folder = programs_in / "dibao_copy"
    shutil.copytree(catalogue.get("dibao").folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    card = folder / "program.py"
    text = card.read_text(encoding="utf-8")
    text = text.replace('code="dibao"', 'code="dibao_copy"').replace('name="最低生活保障"', 'name="低保副本"')
    card.write_text(text, encoding="utf-8")
    catalogue.forget()
    assert catalogue.codes() == sorted([*known, "dibao_copy"])
    return folder


@pytest.mark.must_show("spine", 7)
def test_a_copied_folder_is_a_program_with_no_other_edit(copied):
    assert "dibao_copy" in catalogue.codes()
    copy = catalogue.get("dibao_copy")

    assert (copy.program.code, copy.program.name) == ("dibao_copy", "低保副本")
    assert [fact.code for fact in copy.facts] == [fact.code for fact in catalogue.get("dibao").facts]
    assert set(copy.letters) == {"approved", "refused", "stopped"}


@pytest.mark.must_show("spine", 7)
def test_the_copys_examples_hold(copied):
    copy = catalogue.get("dibao_copy")

    found = examples.load(copied / "examples.yaml")

    assert len(found) >= 40
    for one in found:
        result = copy.evaluate(facts=one.facts, on=one.on, at=one.at, figures=one.figures)
        assert one.found(result) == dict(one.expect), one.name
        assert result.program == "dibao_copy"


def test_changing_the_copy_leaves_the_original_alone(copied):
    formulas = copied / "formulas.py"
    text = formulas.read_text(encoding="utf-8").replace(
        "tested_income_fen < tested_line_fen", "tested_income_fen <= tested_line_fen"
    )
    formulas.write_text(text, encoding="utf-8")
    boundary = next(one for one in examples.load(copied / "examples.yaml") if one.name == "全年收入恰等于标准")
    asked = {"facts": boundary.facts, "on": boundary.on, "at": boundary.at}

    assert catalogue.get("dibao_copy").evaluate(**asked).failed == ()
    assert len(catalogue.get("dibao").evaluate(**asked).failed) == 1
    assert catalogue.get("dibao_copy").rule_version(boundary.on) != catalogue.get("dibao").rule_version(boundary.on)


def test_an_unknown_code_is_refused_with_the_known_ones():
    with pytest.raises(catalogue.UnknownProgram, match=r"dibai.*dibao"):
        catalogue.get("dibai")


def test_two_folders_of_one_code_are_refused(programs_in):
    shutil.copytree(catalogue.get("dibao").folder, programs_in / "dibao")
    catalogue.forget()

    with pytest.raises(RuleError, match="两个文件夹"):
        catalogue.codes()


def test_a_path_that_is_no_folder_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("MINZHENG_PROGRAM_PATHS", str(tmp_path / "none"))

    with pytest.raises(RuleError, match="MINZHENG_PROGRAM_PATHS"):
        catalogue.codes()


def test_a_figure_of_another_program_is_the_very_same():
    lender, borrower = catalogue.get("dibao"), catalogue.get("wubao")

    assert borrower.figures["dibao_line_rural_fen"] == lender.figures["dibao_line_rural_fen"]


def test_a_figure_of_a_program_that_is_not_there_is_refused(programs_in):
    folder = programs_in / "wubao_copy"
    shutil.copytree(catalogue.get("wubao").folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, old, new in (
        ("program.py", 'code="wubao"', 'code="wubao_copy"'),
        ("parameters.yaml", "from_program: dibao", "from_program: dibai"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    catalogue.forget()

    with pytest.raises(RuleError, match="from_program 写的“dibai”不是项目"):
        catalogue.get("wubao_copy")

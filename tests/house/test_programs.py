"""The house checks every program: the same files, sourced figures, Chinese labels, examples that reach every corner."""

import ast
import re
from pathlib import Path

import pytest

import minzheng
from minzheng.programs import catalogue
from minzheng.rules.checklist import CHECKLIST
from minzheng.rules.declare import CONDITION, LAYER, Compare, States
from minzheng.rules.fact import TYPES
from minzheng.rules.household_facts import SHARED_FACTS
from minzheng.rules.load import CITATIONS, SIX
from minzheng.rules.program import ACTORS, STATIONS
from tests.programs.worked import evaluated

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODES = catalogue.codes()
SOURCE = Path(minzheng.__file__).parent


@pytest.mark.parametrize("code", CODES)
def test_a_program_has_its_six_files_and_its_folders_name(code):
    program = catalogue.get(code)

    assert program.program.code == program.folder.name == code
    assert [name for name in SIX if not (program.folder / name).exists()] == []
    names = {path.name for path in program.folder.iterdir()} - {"__pycache__", "__init__.py", CITATIONS, CHECKLIST}
    assert {name for name in names if not re.fullmatch(r"formulas\w*\.py", name)} == set(SIX) - {"formulas.py"}


@pytest.mark.parametrize("code", CODES)
def test_every_figure_has_unit_setter_value_and_reference(code):
    for figure in catalogue.get(code).figures.values():
        assert figure.unit, figure.code
        assert CHINESE.search(figure.name), figure.code
        assert figure.setters, figure.code
        assert all(CHINESE.search(one.reference) for one in figure.setters), figure.code
        assert figure.values, figure.code
        assert all(CHINESE.search(one.reference) for one in figure.values), figure.code
        assert not any("http" in one.reference for one in figure.values), figure.code


@pytest.mark.parametrize("code", CODES)
def test_every_figure_is_read_by_some_example(code):
    program = catalogue.get(code)
    read = {figure.code for _example, result in evaluated(code) for figure in result.figures}
    # What a standard grows by is read by the proposal, not by a family's sheet (tests/programs).
    read |= {figure for growth in program.program.growth for figure in growth.figures}

    assert set(program.figures) - read == set()


def test_a_figure_has_one_definition_however_many_programs_reckon_with_it():
    defined: dict[str, set] = {}
    for code in CODES:
        for figure in catalogue.get(code).figures.values():
            defined.setdefault(figure.code, set()).add((figure.name, figure.unit, figure.setters, figure.values))

    assert {code for code, versions in defined.items() if len(versions) > 1} == set()


@pytest.mark.parametrize("code", CODES)
def test_every_condition_has_an_example_where_it_alone_fails_and_one_where_it_passes(code):
    conditions = {
        (regime, step.code) for regime, plan in catalogue.get(code).plans.items() for step in plan.of_role(CONDITION)
    }
    alone, passed = set(), set()
    for _example, result in evaluated(code):
        regime = result.rule_version.partition("-")[0]
        if len(result.failed) == 1:
            alone.add(result.failed[0].code)
        passed |= {(regime, one.code) for one in result.conditions if one.passed}

    assert {name for _regime, name in conditions} - alone == set()
    assert conditions - passed == set()


@pytest.mark.parametrize("code", CODES)
def test_there_are_at_least_forty_examples_in_every_outcome(code):
    outcomes = [result.outcome for _example, result in evaluated(code)]

    assert len(outcomes) >= 40
    assert set(outcomes) == {"eligible", "refused", "incomplete"}


@pytest.mark.parametrize("code", CODES)
def test_labels_are_chinese_and_every_formula_cites_the_law(code):
    program = catalogue.get(code)
    for plan in program.plans.values():
        for step in plan.steps:
            assert CHINESE.search(step.label), step.code
            assert step.kind in {"fact", "figure"} or CHINESE.search(step.law), step.code
        for step in plan.of_role(CONDITION):
            assert isinstance(step.shows, Compare | States), step.code
    for name in (program.program.name, program.program.short_name, *program.program.legal_basis):
        assert CHINESE.search(name)


@pytest.mark.parametrize("code", CODES)
def test_formulas_hold_no_dates_and_no_figures(code):
    """Dates stand in program.py, figures in parameters.yaml; a year in a citation is a name, not a date."""
    for path in catalogue.get(code).folder.glob("formulas*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}
        assert not imported & {"date", "datetime"}, path
        bodies = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        numbers = [one.value for body in bodies for one in ast.walk(body) if isinstance(one, ast.Constant)]
        assert [one for one in numbers if type(one) is int and abs(one) > 12] == [], path


@pytest.mark.parametrize("code", CODES)
def test_the_path_names_known_stations_and_actors(code):
    for path in catalogue.get(code).program.paths:
        assert [step.code for step in path.steps] == [one for one in STATIONS if one in {s.code for s in path.steps}]
        assert {step.actor for step in path.steps} <= set(ACTORS)
        assert all(CHINESE.search(step.label) and CHINESE.search(step.law) for step in path.steps)


@pytest.mark.parametrize("code", CODES)
def test_what_a_card_says_of_other_programs_they_can_keep(code):
    """Every program named is there, and has the layers that are taken over."""
    card = catalogue.get(code).program
    assert {*card.exclusive_with} <= {*CODES} - {code}
    for passport in card.passports:
        other = catalogue.get(passport.program)
        layers = {step.layer for plan in other.plans.values() for step in plan.of_role(LAYER)}
        assert CHINESE.search(passport.law)
        assert layers, passport
        assert {*passport.layers} <= layers, passport


@pytest.mark.parametrize("code", CODES)
def test_own_facts_can_be_asked(code):
    for fact in catalogue.get(code).own_facts:
        assert CHINESE.search(fact.label), fact.code
        assert fact.type in TYPES
        assert fact.minimum <= fact.maximum
        assert fact.who_provides in {"applicant", "check", "both"}
        assert (fact.not_asked is not None) == bool(fact.ask_when), fact.code


def test_shared_facts_are_labelled_typed_and_bounded():
    for fact in SHARED_FACTS:
        assert CHINESE.search(fact.label), fact.code
        assert fact.type in TYPES
        assert fact.minimum <= fact.maximum
        assert fact.who_provides in {"applicant", "check", "both"}
        assert (fact.not_asked is not None) == bool(fact.ask_when), fact.code

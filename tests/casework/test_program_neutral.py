"""Casework knows no program: a copied folder under another code walks the same road, and exclusions are data."""

import shutil

import pytest

from minzheng.casework import queries
from minzheng.casework.domain import application
from minzheng.casework.domain.moves import ACTS, MOVES
from minzheng.casework.enums import CLOSED_STATES, OPEN_STATES, State, Station
from minzheng.programs import catalogue
from minzheng.services.audit.actions import label_of
from tests.factories import casework


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the program under another code; the family may not draw both."""
    original = catalogue.get(casework.PROGRAM).folder
    folder = tmp_path / "copied"
    shutil.copytree(original, folder)
    card = folder / "program.py"
    text = card.read_text(encoding="utf-8").replace(f'code="{casework.PROGRAM}"', 'code="copied"')
    text = text.replace('case_prefix="DB"', f'case_prefix="CP",\n    exclusive_with=("{casework.PROGRAM}",)')
    card.write_text(text, encoding="utf-8")
    monkeypatch.setenv(catalogue.PATHS_VARIABLE, str(tmp_path))
    catalogue.forget()
    yield "copied"
    catalogue.forget()


@pytest.mark.must_show("spine", 7)
def test_a_copied_program_walks_the_same_road(offices, county, copied, monkeypatch):
    monkeypatch.setattr(casework, "PROGRAM", copied)

    case = casework.case("active", offices=offices)

    assert (case.number, case.state) == ("CP-420581-2026-00001", State.ACTIVE)
    assert copied in [card.code for card in queries.programs()]
    assert queries.todo(offices.township, casework.days(17).date()) == []


def test_programs_that_exclude_each_other_are_not_drawn_together(offices, county, copied):
    case = casework.case("active", offices=offices)

    with pytest.raises(application.AlreadyOpen, match=f"正在享受最低生活保障（案件{case.number}）"):
        casework.submit(case.household, offices, casework.days(30), program=copied)


def test_an_open_application_elsewhere_does_not_exclude_yet(offices, county, copied):
    first = casework.case("submitted", offices=offices)

    second = casework.submit(first.household, offices, program=copied)

    assert second.state == State.SUBMITTED


def test_every_state_has_a_station_and_every_act_a_name():
    verbs = {step.verb for step in (*MOVES, *ACTS)}

    assert {f"case.{verb}" for verb in verbs if label_of(f"case.{verb}") == f"case.{verb}"} == set()
    assert len(OPEN_STATES) == len(State) - len(CLOSED_STATES)
    assert {code for code, _name in queries.stations()} == {station.value for station in Station}

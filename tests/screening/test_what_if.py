"""What if: a figure, a place, a day changed over a population; every family counted once, money to the fen."""

import datetime as dt
import time

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.casework.domain import local_figure
from minzheng.casework.domain.local_figure import FigureRefused
from minzheng.casework.queries.local_figures import law_known
from minzheng.rules import growth
from minzheng.rules.fused.shelf import Gatherer, Sheet
from minzheng.screening.domain import line, screen, what_if
from minzheng.screening.domain.reckoning import Places
from minzheng.screening.domain.road import ScreeningRefused
from minzheng.screening.models import Finding
from minzheng.services.jobs.kinds import JobCancelled
from minzheng.services.jobs.models import JobRun
from tests.factories import accounts, casework
from tests.factories.screening import NOW, PROGRAM, TODAY, earns, poor, screened, started, taken
from tests.rules.test_smallest_change import family

LINE = "dibao_line_rural_fen"
FROM = dt.date(2027, 1, 1)


def rural_line():
    return law_known(PROGRAM, NOW).figure(LINE, on=TODAY, at=accounts.VILLAGE).value


def tried(by, *, of=None, figures=None, **more):
    return screened("what_if", by, of=of, program=PROGRAM, parameters={"figures": figures or {}, **more})


def whole(row):
    return row.summary["whole"]


def test_a_line_higher_by_a_yuan_has_winners_and_an_entrant_at_the_edge(offices, county):
    value = rural_line()
    # One draws it, one does not; one stands at the line, one at the new line.
    casework.case("active", home=poor(10_000), offices=offices)
    for wage in (10_000, value, value + 100):
        poor(wage)

    told = whole(tried(county, figures={LINE: value + 100}))

    before, after = told["before"], told["after"]
    assert (told["all"], told["more"], told["enter"], told["less"], told["leave"], told["same"]) == (4, 2, 1, 0, 0, 1)
    assert (told["more_fen"], told["enter_fen"]) == (200, 100)
    assert (before["families"], after["families"]) == (2, 3)
    assert after["full_month_fen"] - before["full_month_fen"] == 300
    assert after["full_year_fen"] - before["full_year_fen"] == 3_600
    assert (before["drawing"], after["month_fen"] - before["month_fen"]) == (1, 100)
    assert (before["gap"], after["gap"], after["gap_fen"]) == (1, 2, value + 100 - 10_000 + 100)


def test_a_line_below_a_family_makes_it_leave_and_counts_what_it_draws_as_leakage(offices, county):
    value = rural_line()
    case = casework.case("active", home=poor(10_000), offices=offices)
    paid = casework.grant_of(case).amount_fen

    told = whole(tried(county, figures={LINE: 10_000}))

    assert (told["leave"], told["leave_fen"]) == (1, paid)
    assert (told["after"]["leakage"], told["after"]["leakage_fen"]) == (1, paid)
    assert (told["before"]["leakage"], value > 10_000) == (0, True)


def test_who_draws_and_is_not_entitled_is_leakage_before_any_change(offices, county):
    case = casework.case("active", home=poor(0), offices=offices)
    earns(case.household, 900_000, by=offices.township)

    told = whole(tried(county, figures={LINE: rural_line() + 100}))

    assert (told["before"]["leakage"], told["after"]["leakage"]) == (1, 1)
    assert told["before"]["leakage_fen"] == casework.grant_of(case).amount_fen


def test_a_change_for_one_township_leaves_its_neighbour_as_it_is(offices, county):
    poor(0)
    poor(0, division_code=accounts.NEIGHBOUR_VILLAGE)

    row = tried(county, figures={LINE: rural_line() + 500}, place=accounts.TOWNSHIP)

    by_place = {one["code"]: (one["more"], one["same"], one["more_fen"]) for one in row.summary["townships"]}
    assert by_place == {accounts.TOWNSHIP: (1, 0, 500), accounts.NEIGHBOUR_TOWNSHIP: (0, 1, 0)}
    assert [one["after_fen"] - one["before_fen"] for one in row.summary["moved"]] == [500]


def test_another_days_law_is_another_answer_and_the_same_day_none(offices, county):
    poor(0)
    snapshot = taken(county)
    row = tried(county, of=snapshot, on=dt.date(2020, 6, 1))
    assert row.parameters["on"] == "2020-06-01"
    with pytest.raises(ScreeningRefused, match="请至少改一个数"):
        started(snapshot, "what_if", county, program=PROGRAM, parameters={"on": TODAY})


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"figures": {LINE: -1}}, "."), ({"figures": {"no_such_fen": 1}}, "."),
        ({"figures": {LINE: 80_000}, "place": "420582000000"}, "不在这份快照之内"),
        ({"on": dt.date(1990, 1, 1)}, "."),
    ],
)  # fmt: skip
def test_what_cannot_be_tried_is_refused_in_words(offices, county, parameters, words):
    poor(0)
    snapshot = taken(county)

    with pytest.raises(ScreeningRefused, match=words):
        started(snapshot, "what_if", county, program=PROGRAM, parameters=parameters)


def test_it_writes_no_findings_and_counts_every_family_once(offices, county):
    for wage in (0, 10_000, 50_000, 900_000):
        poor(wage)
    told = whole(tried(county, figures={LINE: rural_line() - 5_000}))

    assert not Finding.objects.exists()
    assert told["all"] == sum(told[name] for name in ("more", "less", "enter", "leave", "same")) == 4


@pytest.mark.must_show("scale", 9)
def test_three_thousand_households_take_under_a_second_without_numba(monkeypatch):
    law = law_known_of_the_files()
    gathered, count = Gatherer(law.facts), 3_000
    for n in range(count):
        people = [{"wage_income_fen": n * 397 % 2_000_000}, {"relation": 10}, {"relation": 20, "age_years": 9}]
        gathered.add(family(*people[: n % 3 + 1], financial_assets_fen=None if n % 10 == 0 else n * 100))
    keys = {
        "household": range(count), "division": [420_581_101_201 + n % 7 * 1_000 for n in range(count)],
        "case": [0] * count, "standing": [0] * count, "paid": [-1] * count, "quarterly": [0] * count,
        "barred": [0] * count,
    }  # fmt: skip
    sheet = Sheet(gathered.columns(), keys)
    monkeypatch.setattr("minzheng.rules.fused.compiled.is_available", lambda: False)
    day, given = dt.date(2026, 10, 12), {"as_place": "", "on": "2026-10-12", "figures": {LINE: 80_000}}

    taken_seconds = []
    for _run in range(3):
        begun = time.perf_counter()
        places = Places(sheet)
        before = what_if.reckon(law, day, sheet, places=places, outputs=what_if.OUTPUTS)
        told = what_if.counted(sheet, before, what_if.changed(law, sheet, places, given), "").as_dict()
        taken_seconds.append(time.perf_counter() - begun)

    assert told["whole"]["all"] == count
    assert told["whole"]["before"]["untold"] > 0
    assert min(taken_seconds) < 1, f"{count} households, plain loop: {min(taken_seconds):.3f} s"


def law_known_of_the_files():
    from minzheng.programs import catalogue  # noqa: PLC0415 - no database here

    return catalogue.get(PROGRAM)


@pytest.mark.parametrize(
    ("method", "inputs", "step", "fen"),
    [
        ("basic_needs", {"food_fen": 45_001, "other_fen": 20_000}, 1_000, 66_000),
        ("basic_needs", {"food_fen": 45_000, "other_fen": 20_000}, 1_000, 65_000),
        ("engel", {"food_fen": 30_000, "engel": 4_000}, 100, 75_000),
        ("engel", {"food_fen": 30_001, "engel": 4_000}, 100, 75_100),
        ("consumption", {"spending_fen": 2_400_000, "ratio": 3_500}, 100, 70_000),
        ("consumption", {"spending_fen": 2_400_001, "ratio": 3_500}, 100, 70_100),
    ],
)
def test_the_three_methods_round_up_whole_steps(method, inputs, step, fen):
    assert line.reckoned(method, inputs, step) == fen


@pytest.mark.parametrize(
    "inputs", [{"food_fen": 30_000}, {"food_fen": 30_000, "engel": 0}, {"food_fen": 1, "engel": 10_001}]
)
def test_a_method_without_its_numbers_is_refused(inputs):
    with pytest.raises(ScreeningRefused):
        line.reckoned(growth.ENGEL, inputs, 100)


def sheet_tried(county):
    snapshot = taken(county)
    row = line.try_out(
        snapshot=snapshot, figure=LINE, method=growth.CONSUMPTION, inputs={"spending_fen": 2_400_000, "ratio": 4_000},
        step_fen=1_000, source="2025年国民经济和社会发展统计公报", by=county, at=NOW, wage_fen=200_000,
    )  # fmt: skip
    return screen.run(screen=row, by=county, at=NOW)


def test_the_sheet_ends_in_a_proposal_that_somebody_else_approves(offices, county):
    poor(0)
    row = sheet_tried(county)
    assert (row.parameters["figures"], row.parameters["method"]["month_fen"]) == ({LINE: 80_000}, 80_000)
    before = rural_line()

    (made,) = line.propose(screen=row, from_on=FROM, reference="宜民政发〔2026〕40号", by=county, at=NOW)

    assert (made.value, made.approved_at) == (80_000, None)
    assert law_known(PROGRAM).figure(LINE, on=FROM, at=accounts.VILLAGE).value == before
    with pytest.raises(TwoPeopleNeeded):
        local_figure.approve(figure=made, by=county, at=NOW)
    local_figure.approve(figure=made, by=offices.second_county, at=NOW)
    assert law_known(PROGRAM).figure(LINE, on=FROM, at=accounts.VILLAGE).value == 80_000


def test_a_proposal_needs_a_document_a_finished_sheet_and_the_county(offices, county):
    poor(0)
    row = sheet_tried(county)
    with pytest.raises(FigureRefused, match="文号"):
        line.propose(screen=row, from_on=FROM, reference=" ", by=county, at=NOW)
    with pytest.raises(NotAllowed):
        line.propose(screen=row, from_on=FROM, reference="文", by=offices.township, at=NOW)
    waiting = started(row.snapshot, "what_if", county, program=PROGRAM, parameters={"figures": {LINE: 90_000}})
    with pytest.raises(ScreeningRefused, match="已经完成的测算"):
        line.propose(screen=waiting, from_on=FROM, reference="文", by=county, at=NOW)
    with within(county.area), pytest.raises(ScreeningRefused, match="出处"):
        line.try_out(
            snapshot=row.snapshot, figure=LINE, method=growth.ENGEL, inputs={"food_fen": 1, "engel": 1}, step_fen=1,
            source="", by=county, at=NOW,
        )  # fmt: skip


def test_a_what_if_in_hand_tells_how_far_it_is(offices, county):
    for _n in range(4):
        poor(0)
    row = started(taken(county), "what_if", county, program=PROGRAM, parameters={"figures": {LINE: 90_000}})
    assert screen.done_of(row) == 0
    job = screen.enqueue(screen=row, by=county, at=NOW)
    JobRun.objects.filter(pk=job.pk).update(done=3)
    assert screen.done_of(row) == 3
    JobRun.objects.filter(pk=job.pk).update(total=999)
    assert screen.done_of(row) == 0


def test_a_what_if_that_is_cancelled_stays_open_and_comes_to_the_same_later(offices, county):
    poor(0)
    row = started(taken(county), "what_if", county, program=PROGRAM, parameters={"figures": {LINE: 90_000}})

    def cancelled(_done):
        raise JobCancelled("停")

    with pytest.raises(JobCancelled):
        screen.run(screen=row, by=county, at=NOW, told=cancelled)
    row.refresh_from_db()
    assert (row.state, row.summary) == ("waiting", {})
    assert screen.run(screen=row, by=county, at=NOW).summary["whole"]["all"] == 1

"""The tally over arrays comes to the very numbers of the plain one, whatever the families."""

import datetime as dt
import random

import numpy as np
import pytest

from minzheng.casework.domain import population
from minzheng.programs import catalogue
from minzheng.rules.errors import NoFigure
from minzheng.rules.fused import arrays
from minzheng.rules.fused.columns import family_at
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.shelf import Gatherer, Sheet
from minzheng.screening.counting import tally_arrays
from minzheng.screening.counting.tally import MOST_MOVED, OUTPUTS, Families, merged, tally
from minzheng.screening.domain import reckoning, what_if
from minzheng.screening.domain.reckoning import Places, reckon
from minzheng.services.jobs.kinds import JobCancelled
from tests.rules import drawn_columns

DAY = dt.date(2026, 10, 12)
TOWNSHIP = "420581101000"
VILLAGES = (420_581_101_201, 420_581_101_202, 420_581_102_201, 420_582_103_201, 420_581_001_004)
# What is changed of each: benefits by the month and by the quarter, paid from different funds, and one of a lump sum.
CHANGED = {
    "dibao": {"dibao_line_urban_fen": 90_000, "dibao_line_rural_fen": 65_000},
    "wubao": {"destitute_basic_home_rural_fen": 120_000, "destitute_paid_quarterly": 1},
    "temporary": {"dibao_line_urban_fen": 85_000},
    "price_subsidy": {"price_unit_fen": 100},
}


def drawn_sheet(program, count, seed=0):
    """Return drawn families, some with unknown facts; some draw the benefit, some are barred, in several townships."""
    law, chance = catalogue.get(program), random.Random(seed)
    gathered = Gatherer(law.facts)
    drawn = drawn_columns.draw(count, law.facts, near=(840_000, 960_000), seed=seed)
    for number in range(count):
        gathered.add(family_at(drawn, law.facts, number))
    standing = [chance.choice((0, 0, 1, 2, 3)) for _ in range(count)]
    paid = [chance.choice((0, 1, 60_000, 74_001)) if one >= population.HELD else -1 for one in standing]
    keys = {
        "household": [chance.randrange(10**6) for _ in range(count)],
        "division": [chance.choice(VILLAGES) for _ in range(count)],
        "case": [0] * count, "standing": standing, "paid": paid,
        "quarterly": [int(one >= 0 and chance.random() < 0.3) for one in paid],
        "barred": [int(chance.random() < 0.1) for _ in range(count)],
    }  # fmt: skip
    return law, Sheet(gathered.columns(), keys)


def both(keys, before, after, place=""):
    is_open = [standing == 0 and not barred for standing, barred in zip(keys["standing"], keys["barred"], strict=True)]
    names = ("household", "division", "paid", "quarterly")
    plain = tally(Families(*(keys[name] for name in names), is_open), before, after, place)
    return plain, tally_arrays.tally(tally_arrays.families(keys, 0), before, after, place)


@pytest.mark.parametrize("place", ["", TOWNSHIP, "420582", "420581101202", "429999999999"])
@pytest.mark.parametrize("program", CHANGED)
def test_both_tallies_of_drawn_families_are_the_same(program, place):
    law, sheet = drawn_sheet(program, 600)
    before = reckon(law, DAY, sheet, outputs=OUTPUTS)
    after = reckon(law, DAY, sheet, outputs=OUTPUTS, figures=CHANGED[program])

    one, many = both(sheet.keys, before.results, after.results, place)

    assert many == one
    assert many.as_dict() == one.as_dict()
    assert one.whole.all == 600
    assert one.whole.before.untold > 0
    if program in {"dibao", "wubao"} and not place:
        assert one.moved
        assert len(one.townships) == 4


def answers(chance, count, top):
    outcome = [chance.choice((0, 0, 1, 2, 2, 2)) for _ in range(count)]
    amount = [chance.choice((0, 1, 2, 3, 50_001, chance.randrange(top))) if one == 2 else 0 for one in outcome]
    return {
        "outcome": outcome, "amount_fen": amount, "closing_fen": [one + chance.choice((0, 7)) for one in amount],
        "is_quarterly": [int(chance.random() < 0.4) for _ in range(count)],
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, 39, 40, 41, 500])
@pytest.mark.parametrize("top", [2, 100_000, 10**17])
def test_both_tallies_of_any_answers_are_the_same(count, top):
    """Many that move alike, households that stand there twice, thirds that are rounded, sums beyond 64 bits."""
    for seed in range(12):
        chance = random.Random(f"{count} {top} {seed}")
        paid = [chance.choice((-1, -1, 0, 1, 2, 4, 5, chance.randrange(top))) for _ in range(count)]
        keys = {
            "household": [chance.randrange(max(2, count // 2)) for _ in range(count)],
            "division": [chance.choice(VILLAGES) for _ in range(count)],
            "paid": paid, "quarterly": [int(chance.random() < 0.5) for _ in range(count)],
            "standing": [chance.choice((0, 3)) for _ in range(count)],
            "barred": [int(chance.random() < 0.2) for _ in range(count)],
        }  # fmt: skip
        sides = answers(chance, count, top), answers(chance, count, top)
        one, many = both(keys, *sides, chance.choice(("", TOWNSHIP)))
        assert many == one
        assert len(one.moved) <= MOST_MOVED


def test_nobody_is_counted_where_there_is_nobody():
    nothing = {name: [] for name in OUTPUTS}
    keys = {name: [] for name in ("household", "division", "paid", "quarterly", "standing", "barred")}
    one, many = both(keys, nothing, nothing)
    assert one == many == merged([])


def test_parts_come_together_as_the_whole():
    law, sheet = drawn_sheet("dibao", 500)
    sides = [
        dict(reckon(law, DAY, sheet, outputs=OUTPUTS, figures=figures).results.values)
        for figures in (None, CHANGED["dibao"])
    ]
    spans = [slice(0, 1), slice(1, 130), slice(130, 130), slice(130, 500)]

    def part(span):
        cut = [{name: column[span] for name, column in side.items()} for side in sides]
        return both({name: column[span] for name, column in sheet.keys.items()}, *cut)

    whole, _arrays = both(sheet.keys, *sides)
    assert merged([part(span)[0] for span in spans]) == whole
    assert merged([part(span)[1] for span in spans]) == whole


# ---- the compiled road through screening


@pytest.fixture
def many(monkeypatch):
    """Let a few families count as many."""
    monkeypatch.setattr(reckoning, "WORTH_COMPILING", 1)


GIVEN = {"as_place": "", "on": DAY.isoformat(), "figures": CHANGED["price_subsidy"], "place": ""}


@pytest.mark.parametrize("change", [{}, {"as_place": "420582101000"}])
def test_machine_code_and_arrays_come_to_what_plain_python_does(many, monkeypatch, change):
    law, sheet = drawn_sheet("price_subsidy", 700)
    given = GIVEN | change

    def counted():
        places = Places(sheet)
        before = reckon(law, DAY, sheet, places=places, outputs=OUTPUTS)
        after = what_if.changed(law, sheet, places, given)
        return before.engine.is_compiled, what_if.counted(sheet, before, after, "")

    is_compiled, fast = counted()
    monkeypatch.setattr(reckoning, "WORTH_COMPILING", 10**9)
    is_slow_compiled, slow = counted()

    assert (is_compiled, is_slow_compiled) == (True, False)
    assert fast == slow


def test_progress_is_told_and_whoever_hears_it_can_stop_it(many, monkeypatch):
    monkeypatch.setattr("minzheng.rules.fused.arrays.CHUNK", 16)
    law, sheet = drawn_sheet("price_subsidy", 700)
    heard = []
    reckon(law, DAY, sheet, outputs=OUTPUTS, told=heard.append)
    assert heard == sorted(heard)
    assert len(heard) >= arrays.SHARES
    assert heard[-1] == 700

    def stop(done):
        raise JobCancelled("停")

    with pytest.raises(JobCancelled):
        reckon(law, DAY, sheet, outputs=OUTPUTS, told=stop)


def test_rows_of_figures_are_the_same_by_either_road(many):
    law, sheet = drawn_sheet("dibao", 300)
    plain, quick = (Fused(law, DAY, OUTPUTS, is_compiled=is_one) for is_one in (False, True))
    by_code = [plain.table.values[row * len(plain.layout.figures) :][:3] for row in Places(sheet).rows(plain, "")]
    by_number = [quick.table.values[row * len(quick.layout.figures) :][:3] for row in Places(sheet).rows(quick, "")]
    assert by_code == by_number
    assert set(np.unique(Places(sheet).rows(quick, "420581"))) == {quick.table.row("420581")}


def test_a_place_without_figures_is_told(many):
    law, sheet = drawn_sheet("dibao", 2)
    sheet.keys["division"][1] = 650_101_101_201
    with pytest.raises(NoFigure):
        reckon(law, DAY, sheet, outputs=OUTPUTS)

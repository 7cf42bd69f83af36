"""The order of rounding, multiplying and the floor, against fractions; the card of a program nobody applies for."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

import pytest

from minzheng.casework.queries import catalogue as cards
from minzheng.casework.queries.price_linked import lines, linked_programs, made_due_by, never_income
from minzheng.programs import catalogue

ON = date(2025, 3, 1)


def by_hand(line, months, rise, people, *, up, order, multiplier, least):
    """What a clerk would write: yuan from an exact fraction, one rounding, in the order of the local rule."""
    exact = Fraction(line, 100 * months) * rise / 10_000

    def rounded(yuan):
        return ceil(yuan) if up else floor(yuan + Fraction(1, 2))

    each = rounded(exact) * multiplier if order == 1 else rounded(exact * multiplier)
    return max(each * 100, least) * people


@pytest.mark.parametrize("seed", range(5))
def test_the_amount_is_the_fraction_rounded_once_in_the_local_order(seed):
    rng, program = random.Random(seed), catalogue.get("price_subsidy")
    for _n in range(200):
        line, months = rng.randint(1, 200_000), rng.choice((1, 12))
        rise, people = rng.randint(1, 3_000), rng.randint(1, 9)
        way = {
            "up": rng.random() < 0.5, "order": rng.choice((1, 2)), "multiplier": rng.choice((1, 2)),
            "least": rng.choice((0, 1_000, 3_000)),
        }  # fmt: skip
        figures = {
            "price_method": 1, "price_rounding": 1 if way["up"] else 2, "price_order": way["order"],
            "price_multiplier": way["multiplier"], "price_floor_fen": way["least"],
        }  # fmt: skip
        facts = {
            "members": [{}] * people, "trigger_reached": True, "rise_bp": rise, "line_fen": line,
            "line_months": months,
        }  # fmt: skip

        result = program.evaluate(facts=facts, on=ON, at="420581", figures=figures)

        assert result.amount_fen == by_hand(line, months, rise, people, **way), (facts, figures)


def test_nobody_applies_for_it_but_it_is_paid():
    assert "price_subsidy" not in {card.code for card in cards.programs()}
    assert "price_subsidy" in {card.code for card in cards.benefits()}
    assert made_due_by("prices") == "price_subsidy"
    assert catalogue.get("price_subsidy").program.paths == ()


def test_dibao_names_the_standards_its_people_get_it_by():
    assert linked_programs()["dibao"] == "低保"
    assert never_income("price_subsidy").startswith("价格临时补贴不计入家庭收入")
    assert never_income("dibao") == ""


def test_a_program_before_its_room_names_its_standards_and_is_not_asked_for_people(monkeypatch):
    kept = catalogue.get("wubao").program
    monkeypatch.setattr(catalogue.get("wubao"), "program", replace(kept, made_due_by=""))
    assert "wubao" not in {card.code for card in (*cards.programs(), *cards.benefits())}
    assert linked_programs() == {"dibao": "低保"}

    monkeypatch.setattr(catalogue.get("wubao"), "program", kept)

    assert linked_programs() == {"dibao": "低保", "wubao": "特困供养"}
    line = lines(on=ON, at="420581")["wubao", "rural"]
    assert (line.figure.value, line.months) == (1030000, 12)

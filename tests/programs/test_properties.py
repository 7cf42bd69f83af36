"""What must hold for every family, on 20,000 generated ones."""

import random
from datetime import date
from fractions import Fraction
from math import ceil

import pytest

from minzheng.programs import catalogue
from tests.programs.families import RARE_STATES, family, with_more_income

DAYS = (
    *(date(2026, 11, 24), date(2026, 6, 30), date(2025, 12, 31), date(2023, 5, 1), date(2022, 10, 19)),
    *(date(2021, 6, 30), date(2015, 3, 1), date(2013, 3, 1), date(2011, 3, 1)),
)
SINCE_BANDS = date(2021, 7, 1)
SEEDS = range(20)
PER_SEED = 1000


@pytest.mark.must_show("spine", 3)
@pytest.mark.parametrize("seed", SEEDS)
def test_more_income_never_pays_more_and_nothing_is_below_zero(seed):
    rng = random.Random(seed)
    program = catalogue.get("dibao")

    for _ in range(PER_SEED):
        facts = family(rng)
        day = rng.choice(DAYS)
        figures = {"payment_method": 2} if day >= SINCE_BANDS and rng.random() < 0.2 else None
        before = program.evaluate(facts=facts, on=day, at="420581", figures=figures)
        after = program.evaluate(facts=with_more_income(rng, facts), on=day, at="420581", figures=figures)

        assert before.amount_fen >= after.amount_fen >= 0, facts
        assert (before.amount_fen > 0) == (before.outcome == "eligible"), facts


@pytest.mark.parametrize("seed", range(5))
def test_the_same_facts_give_the_same_outcome(seed):
    rng = random.Random(1000 + seed)
    program = catalogue.get("dibao")

    for _ in range(100):
        facts = family(rng, alone=rng.random() < 0.3, missing=rng.choice((0, 0.05)))
        day = rng.choice(DAYS)
        first = program.evaluate(facts=facts, on=day, at="420581")
        turned = {**dict(reversed(facts.items())), "members": facts["members"]}

        assert program.evaluate(facts=turned, on=day, at="420581").as_dict() == first.as_dict()


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_members_changes_nothing(seed):
    rng = random.Random(2000 + seed)
    program = catalogue.get("dibao")

    for _ in range(200):
        facts = family(rng)
        turned = {**facts, "members": facts["members"][::-1]}
        a, b = (program.evaluate(facts=one, on=DAYS[0], at="420581") for one in (facts, turned))

        assert (a.outcome, a.amount_fen, a.layer) == (b.outcome, b.amount_fen, b.layer)


@pytest.mark.parametrize("seed", range(5))
def test_filling_in_a_missing_fact_never_turns_a_known_outcome(seed):
    """Refused or eligible stays so, whatever the missing facts turn out to be."""
    rng = random.Random(3000 + seed)
    program = catalogue.get("dibao")

    for _ in range(200):
        facts = family(rng)
        hidden = {
            key: value
            for key, value in facts.items()
            if key in {"members", "support_payment_fen", "supporters", "mobility_vehicles"} or rng.random() > 0.2
        }
        known, guess = (program.evaluate(facts=one, on=DAYS[0], at="420581") for one in (facts, hidden))

        assert guess.outcome in {"incomplete", known.outcome}
        assert (guess.outcome == "incomplete") <= bool(guess.missing)


@pytest.mark.parametrize("seed", range(5))
def test_the_single_person_route_pays_the_line_less_own_income(seed):
    rng = random.Random(4000 + seed)
    program = catalogue.get("dibao")
    figures = {"dibao_line_urban_fen": 72000, "severe_rate": 0, "elderly_rate": 0, "minor_rate": 0}

    for _ in range(200):
        facts = {**family(rng, alone=True), "uses_urban_standard": True}
        for member in facts["members"]:
            member["relation"] = min(member["relation"], 71)
            for state in RARE_STATES:
                member.pop(state, None)
        result = program.evaluate(facts=facts, on=DAYS[0], at="420581", figures=figures)
        if result.outcome == "eligible":
            own = result.value("single_income_fen") + result.value("single_support_fen")
            assert result.layer == "dibao_single"
            assert result.amount_fen == ceil(Fraction(72000 * 12 - max(0, own), 1200)) * 100

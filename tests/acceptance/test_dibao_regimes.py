"""Every law of dibao since 2007, on generated families, reckoned twice and independently (issue 3, Build 1)."""

import random

import pytest

from minzheng.programs import catalogue
from tests.acceptance import generated
from tests.acceptance.independent_dibao import ERAS, verdict

PER_SEED = 1000
PLACE = "420581101201"


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("regime", [one for one in ERAS if one != "act_2026"])
def test_families_under_each_earlier_law(regime, seed):
    era = ERAS[regime]
    rng, program = random.Random(f"{regime}-{seed}"), catalogue.get("dibao")
    seen = []
    for _each in range(PER_SEED):
        given = generated.facts(rng, era)
        richer, gap = generated.with_more_income(rng, given), generated.with_a_gap(rng, given)

        first, later = (program.evaluate(facts=one, on=era.on, at=PLACE) for one in (given, richer))

        assert first.rule_version.partition("-")[0] == regime
        assert (first.outcome, first.amount_fen) == verdict(generated.family(given), era), given
        assert (later.outcome, later.amount_fen) == verdict(generated.family(richer), era), richer
        assert first.cadence == ("quarter" if regime == "notice_19" and not given["uses_urban_standard"] else "month")
        if not generated.applies_alone(given) or first.layer == later.layer == "dibao_single":
            assert later.amount_fen <= first.amount_fen, given
        if not generated.applies_alone(given):
            open_ = program.evaluate(facts=gap, on=era.on, at=PLACE)
            assert (open_.outcome, open_.amount_fen) == verdict(generated.family(gap), era), gap
        seen.append((first.outcome, first.layer))
    assert seen.count(("eligible", "dibao")) > PER_SEED // 6
    if era.year >= 2012:
        assert seen.count(("eligible", "dibao_single")) >= 3
    if era.year >= 2021:
        assert ("refused", "edge") in seen


@pytest.mark.parametrize("regime", [one for one, era in ERAS.items() if era.year >= 2021])
def test_bands_pay_by_labour_and_never_more_for_more_income(regime):
    era = ERAS[regime]
    rng, program = random.Random(regime), catalogue.get("dibao")
    figures = {"payment_method": 2}
    paid = 0
    for _each in range(300):
        given = generated.facts(rng, era)
        richer = generated.with_more_income(rng, given)

        first, later = (program.evaluate(facts=one, on=era.on, at=PLACE, figures=figures) for one in (given, richer))

        assert (first.outcome, first.amount_fen) == verdict(generated.family(given), era, by_bands=True), given
        if not generated.applies_alone(given):
            assert later.amount_fen <= first.amount_fen, given
        paid += first.amount_fen > 0
    assert paid > 50

"""The smallest change of one fact that alters a refusal: exact to the fen, proved by asking again one fen short."""

import datetime as dt
from copy import deepcopy

import pytest

from minzheng.programs import catalogue
from minzheng.rules.evaluation import ELIGIBLE, REFUSED
from minzheng.rules.smallest_change import smallest_changes

ON, AT = dt.date(2026, 11, 1), "420581101201"
ZERO = dict.fromkeys((f"{kind}_income_fen" for kind in ("wage", "business", "property", "transfer", "other")), 0)


def family(*members, **home):
    return {
        "uses_urban_standard": False, "financial_assets_fen": 500_000, "passenger_cars": 0, "houses": 1,
        "bought_house_in_3_years": False, "employs_others": False, "support_payment_fen": 0,
        "members": [{"age_years": 46, "relation": 2, **ZERO, **one} for one in members or ({},)],
    } | home  # fmt: skip


def law():
    return catalogue.get("dibao")


def asked(facts):
    return law().evaluate(facts=facts, on=ON, at=AT)


def put(facts, change, value):
    changed = deepcopy(facts)
    place = changed if change.member is None else changed["members"][change.member]
    place[change.code] = value
    return changed


@pytest.mark.parametrize(
    "facts",
    [
        family({"wage_income_fen": 3_000_000}),
        family({"wage_income_fen": 1_234_567}, {"transfer_income_fen": 876_543, "relation": 10}),
        family(financial_assets_fen=90_000_000),
    ],
    ids=["wages", "two earners", "savings"],
)
def test_one_fen_less_does_not_alter_it(facts):
    assert asked(facts).outcome == REFUSED

    changes = smallest_changes(law(), facts, on=ON, at=AT)

    money = [one for one in changes if one.type == "fen"]
    assert money
    for one in money:
        toward = 1 if one.by > 0 else -1
        assert asked(put(facts, one, one.to)).outcome == one.outcome != REFUSED
        assert asked(put(facts, one, one.to - toward)).outcome == REFUSED
        assert one.amount_fen == asked(put(facts, one, one.to)).amount_fen
    assert [abs(one.by) for one in money] == sorted(abs(one.by) for one in money)


def test_just_at_the_line_one_fen_suffices():
    facts = family({"wage_income_fen": 0})
    line = next(one.value for one in asked(facts).figures if one.code == "dibao_line_rural_fen")
    facts = family({"wage_income_fen": line * 12})
    assert asked(facts).outcome == REFUSED

    change = next(one for one in smallest_changes(law(), facts, on=ON, at=AT) if one.code == "wage_income_fen")

    assert (change.by, change.to, change.outcome) == (-1, line * 12 - 1, ELIGIBLE)


def test_a_yes_is_turned_and_a_count_goes_by_steps():
    changes = {one.code: one for one in smallest_changes(law(), family(employs_others=True), on=ON, at=AT)}
    assert changes["employs_others"].to is False
    houses = {one.code: one for one in smallest_changes(law(), family(houses=4), on=ON, at=AT)}
    one = houses["houses"]
    assert asked(family(houses=one.to + 1)).outcome == REFUSED != asked(family(houses=one.to)).outcome


def test_where_two_things_fail_no_single_fact_is_promised():
    facts = family({"wage_income_fen": 9_000_000}, employs_others=True)

    assert len(asked(facts).failed) > 1
    assert smallest_changes(law(), facts, on=ON, at=AT) == ()


def test_who_is_not_refused_is_told_nothing_and_the_facts_stay_as_they_were():
    assert smallest_changes(law(), family(), on=ON, at=AT) == ()
    facts = family({"wage_income_fen": 3_000_000})
    before = deepcopy(facts)
    smallest_changes(law(), facts, on=ON, at=AT)
    assert facts == before

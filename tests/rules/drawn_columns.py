"""Families drawn by lot as columns, many at once: ordinary ones near the lines, ones with gaps, and wild ones.

Ordinary: everything asked is known, what the law takes as no where nobody says so is mostly left unsaid, money lies at
nothing, at a line, one fen beside it, or anywhere below. Gaps: the same with facts nobody recorded. Wild: anything
within bounds, the bounds themselves (losses below zero, the largest sums) included.
"""

import numpy as np

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.fact import LARGEST_FAMILY
from minzheng.rules.fused.columns import BIT, Columns, width

ORDINARY, GAPS, WILD = 0, 1, 2
SHARES = (0.6, 0.2, 0.2)
DTYPES = {"int64": np.int64, "int32": np.int32}
# What would refuse nearly everybody if it were as often true as not, and what would if it were not.
SELDOM = {
    "bought_house_in_3_years", "employs_others", "same_cause_granted", "bill_aided_before", "enrolled_elsewhere",
    "own_cars", "passenger_cars",
}  # fmt: skip
OFTEN = {
    "is_affected", "is_insured", "is_at_designated_hospital", "was_recognised_at_treatment", "happened_here",
    "has_property_within_rule", "supporter_has_property_within_rule", "trigger_reached", "lacks_family_support",
}  # fmt: skip
LITTLE = (
    "out_of_catalogue", "not_allowed", "basic_insurance", "serious_illness_insurance", "supplementary", "commercial",
    "_before_fen", "deductible_used",
)  # fmt: skip
"""Sums that are mostly nothing, so that a bill leaves something to aid."""
MUCH = {"bill_fen", "needs_left_fen", "conference_grant_fen", "reserve_fund_fen"}
SAID = {"is_patient", "is_dibao_recipient", "needs_chronic_care"}
"""What is no where nobody says so, and yet is what a claim for medical aid mostly says."""
ONCE_DEFAULT = 0.04


def draw(count, facts, *, near=(), seed=0, sizes=(1, 1, 1, 2, 3, 4, 6)):
    """Return the columns of `count` families; `near`: amounts in fen around which money is drawn."""
    chance = np.random.default_rng(seed)
    kind = chance.choice(np.array([ORDINARY, GAPS, WILD]), count, p=SHARES)
    sizes = chance.choice(np.array(sizes), count)
    sizes = np.where(chance.random(count) < 0.002, LARGEST_FAMILY, sizes)
    helpers = np.zeros(count, np.int64)
    if any(fact.scope == SUPPORTER for fact in facts):
        helpers = chance.choice(np.array([0, 0, 0, 1, 2]), count)
    offsets = {PERSON: _marks(sizes), SUPPORTER: _marks(helpers)}
    columns = Columns(count, offsets)
    kinds = {HOUSEHOLD: kind, PERSON: np.repeat(kind, sizes), SUPPORTER: np.repeat(kind, helpers)}
    for fact in facts:
        of, rows = kinds[fact.scope], columns.rows(fact.scope)
        values = np.where(of == WILD, _wild(chance, fact, rows, near), _ordinary(chance, fact, rows, near))
        unsaid = np.array([0.0, 0.04, 0.1])[of]
        if fact.default is not None:
            ordinarily = 0.3 if fact.code in SAID else 1 - ONCE_DEFAULT
            unsaid = np.array([ordinarily, ordinarily, 0.7])[of]
        given = chance.random(rows) >= unsaid
        columns.values[fact.code] = _packed(values) if width(fact) == BIT else values.astype(DTYPES[width(fact)])
        columns.validity[fact.code] = None if given.all() else _packed(given)
    return columns


def _marks(sizes):
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)


def _packed(bits):
    return np.packbits(np.concatenate([np.asarray(bits, bool), [False]]), bitorder="little")


def _ordinary(chance, fact, rows, near):
    if fact.is_bool:
        share = 0.04 if fact.code in SELDOM else 0.93 if fact.code in OFTEN | SAID else 0.5
        return chance.random(rows) < share
    if fact.choices:
        return chance.choice(np.array([code for code, _label in fact.choices]), rows)
    if fact.type == "fen":
        return _bounded(fact, _money(chance, fact, rows, near))
    if fact.maximum >= 100:
        return _bounded(fact, chance.choice(np.array([5, 15, 16, 17, 18, 40, 59, 60, 61, 70, 85]), rows))
    top = 1 if fact.code in SELDOM else 3
    return _bounded(fact, np.where(chance.random(rows) < 0.6, top == 3, chance.integers(0, top + 1, rows)))


def _money(chance, fact, rows, near):
    few = chance.integers(0, 1_500_000, rows)
    if fact.code in MUCH:
        return few * 4
    if any(word in fact.code for word in LITTLE):
        return np.where(chance.random(rows) < 0.9, 0, few // 10)
    drawn = np.where(chance.random(rows) < 0.6, 0, few)
    if not near:
        return drawn
    return np.where(chance.random(rows) < 0.2, _near(chance, rows, near), drawn)


def _near(chance, rows, near):
    return chance.choice(np.array(near), rows) + chance.integers(-1, 2, rows)


def _wild(chance, fact, rows, near):
    if fact.is_bool:
        return chance.random(rows) < (0.5 if fact.default is None else 0.2)
    if fact.choices:
        return chance.choice(np.array([code for code, _label in fact.choices]), rows)
    at_bound = chance.choice(np.array([fact.minimum, fact.maximum]), rows)
    drawn = chance.integers(0, 10_000_000 if fact.type == "fen" else 120, rows)
    if near and fact.type == "fen":
        drawn = np.where(chance.random(rows) < 0.3, _near(chance, rows, near), drawn)
    return np.where(chance.random(rows) < 0.04, at_bound, _bounded(fact, drawn))


def _bounded(fact, values):
    return np.clip(values, fact.minimum, fact.maximum)

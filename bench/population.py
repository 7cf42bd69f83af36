"""Families for the benches, drawn as columns: how many and how they look is fixed by the seed."""

import numpy as np

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.fused.columns import BIT, Columns, width

DTYPES = {"int64": np.int64, "int32": np.int32}
SIZES = (0.18, 0.27, 0.22, 0.16, 0.10, 0.07)
"""Share of households of one to six members: 3.0 on the average."""


def draw(count, facts, *, missing=0.005, seed=20261127, recorded=0.15, has_supporters=True):
    """Return columns of `count` households.

    `missing`: the share of unknown values among facts without a default; `recorded`: the share of facts with a default
    that somebody wrote down; `has_supporters`: whether a fifth of the households have any outside the household.
    """
    chance = np.random.default_rng(seed)
    sizes = chance.choice(np.arange(1, 7), count, p=SIZES)
    helpers = chance.choice(np.array([0, 1, 2]), count, p=(0.8, 0.12, 0.08)) * has_supporters
    offsets = {PERSON: _offsets(sizes), SUPPORTER: _offsets(helpers)}
    columns = Columns(count, offsets)
    for fact in facts:
        rows = columns.rows(fact.scope)
        values = _values(chance, fact, rows, sizes)
        columns.values[fact.code] = _packed(values) if width(fact) == BIT else values.astype(DTYPES[width(fact)])
        share = missing if fact.default is None else 1 - recorded
        columns.validity[fact.code] = _packed(chance.random(rows) >= share) if share else None
    return columns


def complete(columns):
    """Return the same families with nothing missing: the unknown is what its column holds."""
    return Columns(columns.count, columns.offsets, columns.values, dict.fromkeys(columns.values))


def _offsets(sizes):
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)


def _packed(bits):
    return np.packbits(np.concatenate([bits, [False]]), bitorder="little")


def _values(chance, fact, rows, sizes):
    if fact.is_bool:
        return chance.random(rows) < (0.4 if fact.default is None else 0.05)
    if fact.code == "relation":
        return _relations(chance, sizes)
    if fact.code == "age_years":
        return np.minimum(chance.gamma(4.0, 11.0, rows), 105).astype(np.int64)
    if fact.choices:
        codes = np.array([code for code, _label in fact.choices])
        return np.where(chance.random(rows) < 0.7, codes[0], chance.choice(codes, rows))
    if fact.scope == HOUSEHOLD and fact.type != "fen":
        return np.minimum(chance.poisson(0.6, rows), fact.maximum)
    if fact.type == "fen":
        top = 6_000_000 if "income" in fact.code else 800_000
        return np.maximum(fact.minimum, np.where(chance.random(rows) < 0.5, 0, chance.integers(0, top, rows)))
    return np.clip(chance.integers(0, 70, rows), fact.minimum, fact.maximum)


def _relations(chance, sizes):
    """The first is the head, the second mostly the spouse, the rest children and parents."""
    people = int(sizes.sum())
    place = np.arange(people) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    others = chance.choice(np.array([20, 21, 30, 31, 51, 52, 71]), people)
    return np.where(place == 0, 2, np.where((place == 1) & (chance.random(people) < 0.8), 10, others))

"""Families for the benches, drawn as columns: how many and how they look is fixed by the seed."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.fact import FactSpec
from minzheng.rules.fused.columns import BIT, Columns, width

OFTEN_TRUE = {"uses_urban_standard": 0.4, "bought_house_in_3_years": 0.05, "employs_others": 0.03}
OWNED = {"passenger_cars": 0.25, "mobility_vehicles": 0.1, "houses": 0.9}
"""How many of a kind a household has on the average."""
DTYPES = {"int64": np.int64, "int32": np.int32}
SIZES = (0.18, 0.27, 0.22, 0.16, 0.10, 0.07)
"""Share of households of one to six members: 3.0 on the average."""


def draw(
    count: int,
    facts: Iterable[FactSpec],
    *,
    missing: float = 0.005,
    seed: int = 20261127,
    recorded: float = 0.15,
    has_supporters: bool = True,
) -> Columns:
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


def complete(columns: Columns, facts: Iterable[FactSpec]) -> Columns:
    """Return the same families with nothing missing: what nobody wrote down is the law's default where it has one.

    Where it has none, the unknown is what its column holds.
    """
    whole = Columns(columns.count, columns.offsets, dict(columns.values), dict.fromkeys(columns.values))
    for fact in facts:
        given = columns.validity[fact.code]
        if given is None or fact.default is None:
            continue
        values = columns.values[fact.code]
        if fact.is_bool:
            whole.values[fact.code] = values | ~given if fact.default else values & given
        else:
            known = np.unpackbits(given, count=len(values), bitorder="little").astype(bool)
            whole.values[fact.code] = np.where(known, values, np.array(fact.default, values.dtype))
    return whole


def _offsets(sizes: Any) -> Any:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)


def _packed(bits: Any) -> Any:
    return np.packbits(np.concatenate([bits, [False]]), bitorder="little")


def _values(chance: Any, fact: FactSpec, rows: int, sizes: Any) -> Any:
    if fact.code == "relation":
        return _relations(chance, sizes)
    if fact.code == "age_years":
        return np.minimum(chance.gamma(4.0, 11.0, rows), 105).astype(np.int64)
    if fact.type in OF_TYPE:
        return OF_TYPE[fact.type](chance, fact, rows)
    if fact.scope == HOUSEHOLD:
        return np.minimum(chance.poisson(OWNED.get(fact.code, 0.6), rows), fact.maximum)
    return np.clip(chance.integers(0, 70, rows), fact.minimum, fact.maximum)


def _yes_no(chance: Any, fact: FactSpec, rows: int) -> Any:
    return chance.random(rows) < OFTEN_TRUE.get(fact.code, 0.05)


def _choice(chance: Any, fact: FactSpec, rows: int) -> Any:
    codes = np.array([code for code, _label in fact.choices])
    return np.where(chance.random(rows) < 0.7, codes[0], chance.choice(codes, rows))


def _money(chance: Any, fact: FactSpec, rows: int) -> Any:
    """Most have nothing of a kind; who has, says it in whole yuan four times of five."""
    is_income = "income" in fact.code
    share, top = (0.25, 4_000_000) if is_income else (0.5, 800_000)
    drawn = chance.integers(0, top, rows)
    drawn = np.where(chance.random(rows) < 0.8, drawn // 100 * 100, drawn)
    return np.maximum(fact.minimum, np.where(chance.random(rows) < share, drawn, 0))


OF_TYPE = {"bool": _yes_no, "choice": _choice, "fen": _money}


def _relations(chance: Any, sizes: Any) -> Any:
    """The first is the head, the second mostly the spouse, the rest children and parents."""
    people = int(sizes.sum())
    place = np.arange(people) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    others = chance.choice(np.array([20, 21, 30, 31, 51, 52, 71]), people)
    return np.where(place == 0, 2, np.where((place == 1) & (chance.random(people) < 0.8), 10, others))

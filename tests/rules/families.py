"""Families drawn by lot from the declarations of the facts: at the bounds, at the line, with facts missing."""

import random

from minzheng.rules.fact import LARGEST_FAMILY


def draw(seed, facts, *, missing=0.03, largest=6, near=()):
    """Return one family. `near`: amounts in fen around which incomes are drawn, one fen above and below included."""
    chance = random.Random(seed)
    by_scope = {"household": [], "person": [], "supporter": []}
    for fact in facts:
        by_scope[fact.scope].append(fact)
    size = LARGEST_FAMILY if chance.random() < 0.01 else chance.randint(1, largest)
    family = _row(chance, by_scope["household"], missing, near)
    family["members"] = [_row(chance, by_scope["person"], missing, near) for _ in range(size)]
    supporters = chance.choice((0, 0, 0, 1, 2)) if by_scope["supporter"] else 0
    if supporters:
        family["supporters"] = [_row(chance, by_scope["supporter"], missing, near) for _ in range(supporters)]
    return family


def _row(chance, facts, missing, near):
    row = {}
    for fact in facts:
        roll = chance.random()
        if roll < missing:
            if chance.random() < 0.5:
                row[fact.code] = None
            continue
        # What the law takes as no where nobody says so is seldom so.
        if fact.default is not None and chance.random() < 0.7:
            continue
        row[fact.code] = _value(chance, fact, near)
    return row


def _value(chance, fact, near):
    if fact.is_bool:
        return chance.random() < 0.5 if fact.default is None else chance.random() < 0.2
    if fact.choices:
        return chance.choice(fact.choices)[0]
    if chance.random() < 0.04:
        return chance.choice((fact.minimum, fact.maximum))
    if fact.type == "fen":
        if near and chance.random() < 0.5:
            return min(fact.maximum, max(fact.minimum, chance.choice(near) + chance.choice((-1, 0, 1))))
        drawn = chance.choice((0, 0, chance.randint(0, 2_000_000), chance.randint(0, 10_000_000)))
        return min(fact.maximum, max(fact.minimum, drawn))
    return chance.randint(fact.minimum, min(fact.maximum, chance.choice((3, 120))))

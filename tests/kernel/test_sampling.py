"""Sample sizes and error intervals against tables and against counting by hand."""

import random
from fractions import Fraction
from itertools import combinations
from math import comb

import pytest

from minzheng.kernel import sampling


@pytest.mark.parametrize(
    ("population", "confidence", "margin", "expected", "size"),
    [
        # The usual tables (p = 50 %, e = 5 %, 95 %): 384.16 for a large population, with finite correction below.
        (10**9, 9_500, 500, 5_000, 385),
        (100_000, 9_500, 500, 5_000, 383),
        (10_000, 9_500, 500, 5_000, 370),
        (1_000, 9_500, 500, 5_000, 278),
        (100, 9_500, 500, 5_000, 80),
        (10, 9_500, 500, 5_000, 10),
        (1, 9_500, 500, 5_000, 1),
        (0, 9_500, 500, 5_000, 0),
        # z = 1.6449, p = 10 %, e = 5 %: n0 = 97.41; N = 3,000 → 94.35.
        (3_000, 9_000, 500, 1_000, 95),
        (3_000, 9_900, 500, 1_000, 222),
    ],
)
def test_a_sample_is_as_large_as_the_formula_says(population, confidence, margin, expected, size):
    found = sampling.sample_size(population, confidence=confidence, margin=margin, expected=expected)

    n0 = Fraction(sampling.Z[confidence] ** 2 * expected * (10_000 - expected), 10_000**2 * margin**2)
    exact = n0 * population / (n0 + population - 1) if population else Fraction(0)
    assert found == min(population, -(-exact.numerator // exact.denominator))
    assert found == size


@pytest.mark.parametrize(("margin", "expected"), [(0, 500), (10_000, 500), (500, 0), (500, 10_000), (-1, 5)])
def test_rates_that_make_no_sense_are_refused(margin, expected):
    with pytest.raises(ValueError, match="margin"):
        sampling.sample_size(10, confidence=9_500, margin=margin, expected=expected)


def test_shares_add_up_and_no_township_is_left_out():
    dice = random.Random(20261126)
    for _round in range(500):
        strata = {name: dice.choice([0, 1, 2, dice.randrange(500)]) for name in "abcdefgh"[: dice.randrange(1, 9)]}
        total = dice.randrange(900)

        shares = sampling.allocate(strata, total)

        filled = sum(1 for size in strata.values() if size)
        wanted = max(min(total, sum(strata.values())), filled)
        assert sum(shares.values()) == wanted, (strata, total)
        assert all(0 <= shares[name] <= strata[name] for name in strata), (strata, total)
        assert all(shares[name] for name, size in strata.items() if size), (strata, total)


def test_a_township_of_one_keeps_its_one():
    assert sampling.allocate({"large": 999, "small": 1}, 10) == {"large": 9, "small": 1}


def test_the_same_seed_draws_the_same_and_another_another():
    numbers = [f"FF202611-01-{n:05d}" for n in range(1, 1001)]

    first = sampling.choose(numbers, "20261126", 50)

    assert first == sampling.choose(list(reversed(numbers)), "20261126", 50)
    assert first != sampling.choose(numbers, "20261127", 50)
    assert (len(set(first)), set(first) <= set(numbers)) == (50, True)


def by_hand(population, looked_at, errors, confidence):
    """Return every number of errors in all that does not make so few, or so many, too unlikely; by counting draws."""
    tail = Fraction(10_000 - confidence, 20_000)
    agrees = []
    for total in range(errors, population - (looked_at - errors) + 1):
        counts = [sum(1 for one in draw if one < total) for draw in combinations(range(population), looked_at)]
        few = Fraction(sum(1 for count in counts if count <= errors), comb(population, looked_at))
        many = Fraction(sum(1 for count in counts if count >= errors), comb(population, looked_at))
        if few > tail and many > tail:
            agrees.append(total)
    return (0 if errors == 0 else agrees[0], agrees[-1])


@pytest.mark.parametrize(("looked_at", "errors"), [(4, 0), (4, 1), (4, 2), (4, 4), (10, 3), (6, 1)])
def test_the_interval_is_that_of_counting_every_draw(looked_at, errors):
    found = sampling.error_interval(population=10, looked_at=looked_at, errors=errors, confidence=9_000)

    assert found == by_hand(10, looked_at, errors, 9_000)


def test_who_looks_at_all_knows_it_exactly():
    assert sampling.error_interval(population=300, looked_at=300, errors=7, confidence=9_500) == (7, 7)
    assert sampling.error_interval(population=300, looked_at=0, errors=0, confidence=9_500) == (0, 300)


def test_no_error_in_many_still_leaves_some_possible():
    low, high = sampling.error_interval(population=100_000, looked_at=383, errors=0, confidence=9_500)

    # 1 - (0.025)^(1/383) is 0.96 %; the exact limit for a finite population lies just below it.
    assert (low, 950 <= high <= 960) == (0, True)


@pytest.mark.parametrize(("looked_at", "errors"), [(5, 6), (11, 1), (-1, 0)])
def test_numbers_that_cannot_be_are_refused(looked_at, errors):
    with pytest.raises(ValueError, match="errors"):
        sampling.error_interval(population=10, looked_at=looked_at, errors=errors, confidence=9_500)

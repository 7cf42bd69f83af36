"""Attribute sampling in exact integers: how many to look at, who is drawn, and what the errors found say of all.

Sample size: n0 = z²·p·(1-p)/e², n = n0·N/(n0+N-1), rounded up (W. G. Cochran, Sampling Techniques, 3rd ed., Wiley 1977,
section 4.4). Interval of the error rate: exact, from the hypergeometric distribution (ibid., section 3.6, confidence
limits for a finite population): the least and the greatest number of errors in all that would not make the number found
too unlikely. Rates are basis points; z is in ten-thousandths.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from math import comb

BASIS = 10_000
# Two-sided confidence in basis points → z of the normal distribution, in ten-thousandths.
Z = {9_000: 16_449, 9_500: 19_600, 9_900: 25_758}


def sample_size(population: int, *, confidence: int, margin: int, expected: int) -> int:
    """Return how many of `population` are looked at. `margin` and `expected` are rates in basis points.

    Raises KeyError for a confidence without z, ValueError for a margin or an expected rate that makes no sense.
    """
    if not 0 < margin < BASIS or not 0 < expected < BASIS:
        raise ValueError(f"margin {margin}, expected {expected}")
    if population <= 0:
        return 0
    above = Z[confidence] ** 2 * expected * (BASIS - expected)
    below = margin**2 * BASIS**2
    # n0 = above / below; n = n0·N / (n0 + N - 1)
    top, bottom = above * population, above + (population - 1) * below
    return min(population, -(-top // bottom))


def allocate(strata: Mapping[str, int], total: int) -> dict[str, int]:
    """Share `total` among the strata by their size: largest remainder, at least one of each that is not empty."""
    whole = sum(strata.values())
    if whole == 0:
        return dict.fromkeys(strata, 0)
    total = max(min(total, whole), sum(1 for size in strata.values() if size))
    floors = {name: total * size // whole for name, size in strata.items()}
    by_rest = sorted(strata, key=lambda name: (-(total * strata[name] % whole), name))
    for name in by_rest[: total - sum(floors.values())]:
        floors[name] += 1
    for name, size in sorted(strata.items()):
        if size and not floors[name]:
            largest = max(floors, key=lambda other: (floors[other], other))
            floors[largest] -= 1
            floors[name] = 1
    return floors


def choose(numbers: Sequence[str], seed: str, count: int) -> list[str]:
    """Return `count` of the numbers: those with the smallest SHA-256 of seed and number. Anybody can repeat it."""
    return sorted(sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())[:count])


def digest_of(numbers: Sequence[str]) -> str:
    """Return SHA-256 over the population: the same list gives the same digest."""
    return hashlib.sha256("\n".join(sorted(numbers)).encode()).hexdigest()


def error_interval(*, population: int, looked_at: int, errors: int, confidence: int) -> tuple[int, int]:
    """Return the least and greatest number of errors in all that agree with what was found, exactly.

    Raises ValueError for numbers that cannot be.
    """
    if not 0 <= errors <= looked_at <= population or not 0 < confidence < BASIS:
        raise ValueError(f"{errors} errors in {looked_at} of {population}")
    if looked_at == 0:
        return 0, population
    least, most = errors, population - (looked_at - errors)
    whole = comb(population, looked_at)

    def ways(total: int, at_least: int, at_most: int) -> int:
        good = population - total
        return sum(comb(total, k) * comb(good, looked_at - k) for k in range(at_least, at_most + 1))

    # The tail may hold (1 - confidence) / 2: ways / whole > (BASIS - confidence) / (2 · BASIS).
    def is_likely(found: int) -> bool:
        return found * 2 * BASIS > whole * (BASIS - confidence)

    low = _first(least, most, lambda total: is_likely(whole - ways(total, 0, errors - 1))) if errors else 0
    high = _last(least, most, lambda total: is_likely(ways(total, 0, errors)))
    return low, high


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the first number for which it holds; it holds from some number on."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _last(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the last number for which it holds; it holds up to some number."""
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low

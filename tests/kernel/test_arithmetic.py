from fractions import Fraction
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.arithmetic import band, ceil_to, floor_to, round_half_up, share

whole = st.integers(-(10**12), 10**12)
positive = st.integers(1, 10**6)


@given(whole, positive)
def test_round_half_up_is_floor_of_x_plus_a_half(x, d):
    assert round_half_up(x, d) == floor(Fraction(x, d) + Fraction(1, 2))


@given(whole, positive)
def test_ceil_to_and_floor_to_are_the_nearest_multiples(x, unit):
    assert ceil_to(x, unit) == ceil(Fraction(x, unit)) * unit
    assert floor_to(x, unit) == floor(Fraction(x, unit)) * unit


@given(whole, st.integers(-(10**6), 10**6), positive)
def test_share_rounds_once(x, n, d):
    assert share(x, n, d) == floor(Fraction(x * n, d) + Fraction(1, 2))


def test_band_takes_the_last_start_reached():
    scale = ((100, 5), (200, 9))

    assert [band(x, scale) for x in (99, 100, 199, 200, 10**9)] == [0, 5, 5, 9, 9]

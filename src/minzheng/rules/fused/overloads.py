"""Teaches Numba the kernel's exact steps. Imported only where the extra `[scale]` is installed."""

from typing import Any

from numba.extending import overload

from minzheng.kernel import arithmetic


@overload(arithmetic.round_half_up, inline="always")
def _round_half_up(x: Any, d: Any) -> Any:
    def step(x: Any, d: Any) -> Any:
        return (2 * x + d) // (2 * d)

    return step


@overload(arithmetic.ceil_to, inline="always")
def _ceil_to(x: Any, unit: Any) -> Any:
    def step(x: Any, unit: Any) -> Any:
        return -(-x // unit) * unit

    return step


@overload(arithmetic.floor_to, inline="always")
def _floor_to(x: Any, unit: Any) -> Any:
    def step(x: Any, unit: Any) -> Any:
        return x // unit * unit

    return step


@overload(arithmetic.share, inline="always")
def _share(x: Any, n: Any, d: Any) -> Any:
    def step(x: Any, n: Any, d: Any) -> Any:
        return (2 * (x * n) + d) // (2 * d)

    return step


@overload(arithmetic.band)
def _band(x: Any, scale: Any) -> Any:
    def step(x: Any, scale: Any) -> Any:
        # Each row is a start and a value; unused rows begin beyond any number.
        value = 0
        for number in range(scale.shape[0]):
            if x < scale[number, 0]:
                break
            value = scale[number, 1]
        return value

    return step

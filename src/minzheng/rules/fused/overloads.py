"""Teaches Numba the kernel's exact steps. Imported only where the extra `[scale]` is installed."""

from typing import Any

import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, overload, register_jitable
from numba.np.arrayobj import populate_array

from minzheng.kernel import arithmetic


@register_jitable(inline="always", error_model="numpy")
def _down(x: Any, d: Any) -> Any:
    """Return x // d for d > 0, which every divisor was proved to be: without a branch, and without a sign to divide by.

    `x >> 63` is -1 below nothing, else 0; for those below, what is left over is -x - 1.
    """
    sign = np.int64(x) >> 63
    return np.int64(np.uint64(x ^ sign) // np.uint64(d)) ^ sign


@overload(arithmetic.round_half_up, inline="always")
def _round_half_up(x: Any, d: Any) -> Any:
    def step(x: Any, d: Any) -> Any:
        return _down(2 * x + d, 2 * d)

    return step


@overload(arithmetic.ceil_to, inline="always")
def _ceil_to(x: Any, unit: Any) -> Any:
    def step(x: Any, unit: Any) -> Any:
        return -_down(-x, unit) * unit

    return step


@overload(arithmetic.floor_to, inline="always")
def _floor_to(x: Any, unit: Any) -> Any:
    def step(x: Any, unit: Any) -> Any:
        return _down(x, unit) * unit

    return step


@overload(arithmetic.share, inline="always")
def _share(x: Any, n: Any, d: Any) -> Any:
    def step(x: Any, n: Any, d: Any) -> Any:
        return _down(2 * (x * n) + d, 2 * d)

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


@intrinsic
def rows(_typing: Any, array: Any, _start: Any, _count: Any) -> Any:
    """Return `array[start : start + count]` of an array of one dimension, unchecked and without keeping it alive.

    A slice would be cut to the array's ends each time: more code than the loop it is for.
    """

    def view(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        whole = context.make_array(array)(context, builder, given[0])
        part = context.make_array(array)(context, builder)
        fill: Any = populate_array
        pack: Any = cgutils.pack_array
        fill(
            part,
            data=builder.gep(whole.data, [given[1]], inbounds=True),
            shape=pack(builder, [given[2]]),
            strides=pack(builder, [whole.itemsize]),
            itemsize=whole.itemsize,
            meminfo=None,
            parent=None,
        )
        return part._getvalue()  # noqa: SLF001 - the way Numba's own array functions return one

    return array(array, types.int64, types.int64), view

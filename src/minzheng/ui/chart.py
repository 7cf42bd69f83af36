"""Lines over time as inline SVG: told apart by dashes, so that a grey print still says which is which.

Whole numbers in, whole pixels out; a missing value is a gap, never a zero. A table of the same numbers stands beside
every chart, so the drawing itself is decoration with a title.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 34
STEPS = (1, 2, 5)
TICKS = 5
# Solid first; then dashes that differ in length.
DASHES = ("", "7 5", "2 4", "12 4 2 4")


@dataclass(frozen=True)
class Series:
    """One line: its name, a value for each place along the bottom (None: unknown). A threshold is drawn thin."""

    label: str
    values: tuple[int | None, ...]
    is_threshold: bool = False


@dataclass(frozen=True)
class Drawn:
    """A line as it is drawn: runs of neighbouring points, lone points, its dashes, its width."""

    label: str
    runs: tuple[str, ...]
    dots: tuple[tuple[int, int], ...]
    dashes: str
    width: str


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: int
    label: str


@dataclass(frozen=True)
class Chart:
    """What `ui/chart.html` draws."""

    title: str
    lines: tuple[Drawn, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - 10


def line_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], *, say: Callable[[int], str]
) -> Chart | None:
    """Return the chart; None if nothing at all is known. `say` writes a value for the axis."""
    known = [value for one in series for value in one.values if value is not None]
    if not known or not any(value is not None for one in series if not one.is_threshold for value in one.values):
        return None
    low, high, step = _scale(min(known), max(known))
    room = WIDTH - LEFT - RIGHT
    last = max(1, len(labels) - 1)

    def x(place: int) -> int:
        return LEFT + room * place // last

    def y(value: int) -> int:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) // (high - low)

    every = max(1, -(-len(labels) // 7))
    return Chart(
        title,
        tuple(_drawn(one, n, x, y) for n, one in enumerate(series)),
        tuple(Tick(x(place), labels[place]) for place in range(0, len(labels), every)),
        tuple(Tick(y(value), say(value)) for value in range(low, high + 1, step)),
    )


def _drawn(one: Series, number: int, x: Callable[[int], int], y: Callable[[int], int]) -> Drawn:
    runs: list[list[tuple[int, int]]] = [[]]
    for place, value in enumerate(one.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x(place), y(value)))
    return Drawn(
        one.label,
        tuple(" ".join(f"{a},{b}" for a, b in run) for run in runs if len(run) > 1),
        tuple(run[0] for run in runs if len(run) == 1),
        DASHES[number % len(DASHES)],
        "1" if one.is_threshold else "2",
    )


def _scale(least: int, most: int) -> tuple[int, int, int]:
    """Return round numbers below and above with a round step between the marks."""
    step, power = 1, 1
    while (most - least) > step * TICKS:
        step, power = next(
            ((one * power, power) for one in STEPS if one * power > step), (STEPS[0] * power * 10, power * 10)
        )
    low, high = least // step * step, -(-most // step) * step
    return low, high + (step if low == high else 0), step


BAR_ROOM = 400


@dataclass(frozen=True)
class Bar:
    """One bar: where it begins and how long it is, of BAR_ROOM; its value in words; the last of a group is filled."""

    x: int
    width: int
    said: str
    is_filled: bool


@dataclass(frozen=True)
class BarGroup:
    """The bars of one label."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BarChart:
    """What `ui/bars.html` draws: lying bars from a zero line, a value beside each; the words are text, not drawing."""

    title: str
    groups: tuple[BarGroup, ...]
    names: tuple[tuple[str, bool], ...]
    zero: int
    room: int = BAR_ROOM


def bar_chart(
    title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], *, say: Callable[[int], str]
) -> BarChart | None:
    """Return bars from zero for each label, one for each series (two at most: the last is filled); None for nothing.

    Hollow and filled are told apart on a grey print; values below zero go to the left.
    """
    values = [value for _name, found in series for value in found]
    if not any(values):
        return None
    low, high = min(0, *values), max(0, *values)
    zero = BAR_ROOM * -low // (high - low)
    last = len(series) - 1
    groups = []
    for place, label in enumerate(labels):
        bars = []
        for number, (_name, found) in enumerate(series):
            width = BAR_ROOM * abs(found[place]) // (high - low)
            bars.append(Bar(zero if found[place] >= 0 else zero - width, width, say(found[place]), number == last))
        groups.append(BarGroup(label, tuple(bars)))
    names = tuple((name, number == last) for number, (name, _found) in enumerate(series) if name)
    return BarChart(title, tuple(groups), names, zero)

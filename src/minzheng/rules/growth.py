"""What a standard should grow to, and what that costs: a proposal for people to decide on, never a change by itself.

The new standard is the highest of the old one, a ratio of the dibao line of twelve months and a ratio of last year's
consumption per head, the two ratios rounded up together to whole steps. Whole fen throughout, nothing rounded before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from minzheng.kernel.arithmetic import ceil_to, round_half_up, share
from minzheng.kernel.fen import Fen
from minzheng.rules.errors import FactsRefused
from minzheng.rules.evaluation import UsedFigure
from minzheng.rules.load import LoadedProgram
from minzheng.rules.program import Growth

BASIS = 10_000
MONTHS_IN_YEAR = 12
UNCHANGED, BY_LINE, BY_SPENDING = "unchanged", "line", "spending"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One standard per person and year: before, what each part asks for at least, what is proposed, what decides.

    `figures` are those it was reckoned from, by their codes, each with its document.
    """

    standard: str
    before_fen: Fen
    by_line_fen: Fen
    by_spending_fen: Fen
    proposed_fen: Fen
    ground: str
    figures: Mapping[str, UsedFigure]

    @property
    def rise_fen(self) -> Fen:
        """By how much it grows, per person and year."""
        return self.proposed_fen - self.before_fen

    @property
    def rise_bp(self) -> int:
        """The same in basis points of the old standard, rounded half up."""
        return round_half_up(self.rise_fen * BASIS, self.before_fen)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a proposal costs more for so many people: in a whole year, and in what is left of the first one."""

    people: int
    months: int
    whole_year_fen: Fen
    first_year_fen: Fen


def grown(
    *, before_fen: Fen, line_fen: Fen, ratio: int, spending_fen: Fen, spending_ratio: int, step_fen: Fen
) -> tuple[Fen, Fen, Fen]:
    """Return the new standard, and what line and consumption ask for at least; fen per person and year.

    `line_fen` is the dibao line of a month, `spending_fen` last year's consumption per head; ratios are basis points.
    """
    by_line = ceil_to(line_fen * MONTHS_IN_YEAR * ratio, BASIS * step_fen) // BASIS
    by_spending = ceil_to(spending_fen * spending_ratio, BASIS * step_fen) // BASIS
    return max(before_fen, by_line, by_spending), by_line, by_spending


def proposals(law: LoadedProgram, *, on: date, at: str) -> tuple[Proposal, ...]:
    """Return what each growing standard of a program should be from a day on, at a division.

    The old standard is that of the day before; line, consumption and ratios are those of the day. Raises NoFigure.
    """
    return tuple(_proposal(law, growth, on, at) for growth in law.program.growth)


def reached(law: LoadedProgram, *, on: date, at: str) -> tuple[int, int]:
    """Return how many of a program's growing standards are, on a day, what their rule asks at least; and of how many.

    Raises NoFigure.
    """
    held = 0
    for growth in law.program.growth:
        numbers = {code: _number(law.figure(code, on=on, at=at)) for code in growth.figures}
        least, _line, _spending = grown(
            before_fen=numbers[growth.standard], line_fen=numbers[growth.line], ratio=numbers[growth.ratio],
            spending_fen=numbers[growth.spending], spending_ratio=numbers[growth.spending_ratio],
            step_fen=numbers[growth.step],
        )  # fmt: skip
        held += least == numbers[growth.standard]
    return held, len(law.program.growth)


def cost(proposal: Proposal, *, people: int, months: int = MONTHS_IN_YEAR) -> Cost:
    """Return what it costs more for `people` who draw the standard; `months` are left of the first year.

    The first year is a share of the whole, rounded half up once. Raises FactsRefused for numbers that cannot be.
    """
    if people < 0 or not 0 <= months <= MONTHS_IN_YEAR:
        raise FactsRefused(f"测算的人数应不小于0、月数应为0至12，现为{people}人、{months}个月。请核对。")
    whole = proposal.rise_fen * people
    return Cost(people, months, whole, share(whole, months, MONTHS_IN_YEAR))


def _proposal(law: LoadedProgram, growth: Growth, on: date, at: str) -> Proposal:
    before = law.figure(growth.standard, on=on - timedelta(days=1), at=at)
    used = {code: law.figure(code, on=on, at=at) for code in growth.figures[1:]}
    numbers = {code: _number(one) for code, one in used.items()}
    proposed, by_line, by_spending = grown(
        before_fen=_number(before), line_fen=numbers[growth.line], ratio=numbers[growth.ratio],
        spending_fen=numbers[growth.spending], spending_ratio=numbers[growth.spending_ratio],
        step_fen=numbers[growth.step],
    )  # fmt: skip
    ground = BY_LINE if proposed == by_line else BY_SPENDING
    if proposed == _number(before):
        ground = UNCHANGED
    return Proposal(
        growth.standard, _number(before), by_line, by_spending, proposed, ground, {growth.standard: before, **used}
    )


def _number(figure: UsedFigure) -> int:
    assert isinstance(figure.value, int)  # noqa: S101 - figures of growth are plain numbers, the loader saw to it
    return figure.value


BASIC_NEEDS, ENGEL, CONSUMPTION = "basic_needs", "engel", "consumption"
METHODS = (BASIC_NEEDS, ENGEL, CONSUMPTION)
"""The three methods by which a line is set (民发〔2011〕80号); each is a proposal with its numbers."""


def by_basic_needs(*, food_fen: int, other_fen: int, step_fen: int) -> int:
    """Return the line of a month: food, and what else nobody can do without; rounded up to whole steps."""
    return ceil_to(food_fen + other_fen, step_fen)


def by_engel(*, food_fen: int, engel: int, step_fen: int) -> int:
    """Return the line of a month: food over the share (basis points) that the poorest spend on it; rounded up."""
    if not 0 < engel <= BASIS:
        raise FactsRefused("恩格尔系数应大于0、不超过100%，请核对。")
    return step_fen * -(-food_fen * BASIS // (engel * step_fen))


def by_consumption(*, spending_fen: int, ratio: int, step_fen: int) -> int:
    """Return the line of a month: a ratio (basis points) of last year's consumption per head; rounded up."""
    return ceil_to(spending_fen * ratio, MONTHS_IN_YEAR * BASIS * step_fen) // (MONTHS_IN_YEAR * BASIS)

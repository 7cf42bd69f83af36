"""One question about a person or a household: the single description from which forms, surveys and schemas come."""

from dataclasses import dataclass
from typing import Any

TYPES = ("fen", "int", "bool", "choice")
LARGEST_FEN = 10**11
"""No income, cost or asset above a thousand million yuan: the bound the checker reckons with."""
LARGEST_FAMILY = 40
"""Members at most, and supporters at most; totals are proved to fit 64 bits for families up to this size."""


@dataclass(frozen=True, slots=True)
class AskWhen:
    """Ask only when another fact of the same person or household is at least this (yes counts as 1), and at most that.

    `at_most` None: no upper end.
    """

    fact: str
    at_least: int = 1
    at_most: int | None = None

    def arises(self, value: int) -> bool:
        """Whether the question arises where the other fact has this value."""
        return value >= self.at_least and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact: what is asked, of whom, in which type and bounds.

    `default` is the law's stated default when unknown (None: unknown stays unknown); a formula that reads the fact has
    the same default in its signature. `not_asked` is the value when `ask_when` says the question does not arise.
    `who_provides`: "applicant", "check" (the means check; never asked of the applicant, 社会救助法 art. 62) or "both".
    """

    code: str
    label: str
    scope: str
    type: str
    unit: str
    minimum: int
    maximum: int
    help: str = ""
    ask_when: tuple[AskWhen, ...] = ()
    not_asked: int | bool | None = None
    default: int | bool | None = None
    who_provides: str = "both"
    choices: tuple[tuple[int, str], ...] = ()
    # Of a supporter: looked up only by their own consent (社会救助法 第四十一条).
    needs_consent: bool = False

    @property
    def is_bool(self) -> bool:
        """Whether formulas see a bool rather than an int."""
        return self.type == "bool"


def money(code: str, label: str, scope: str, about: str, **more: Any) -> FactSpec:
    """Return a fact in fen over the income window, from nothing to the largest."""
    return FactSpec(code, label, scope, "fen", "fen", 0, LARGEST_FEN, about, **more)


def yes_no(code: str, label: str, scope: str, about: str = "", **more: Any) -> FactSpec:
    """Return a fact that is yes or no."""
    return FactSpec(code, label, scope, "bool", "yes_no", 0, 1, about, **more)


def count(code: str, label: str, scope: str, about: str = "", *, unit: str, maximum: int, **more: Any) -> FactSpec:
    """Return a fact that counts things."""
    return FactSpec(code, label, scope, "int", unit, 0, maximum, about, **more)

"""What the engine refuses, in words for the person who wrote the file or gave the facts."""

from minzheng.kernel.refusal import Refused


class RuleError(Refused):
    """A rule file, a formula or a figure is wrong. The message names the file, the place in it and what to write."""


class FactsRefused(Refused):
    """The facts given cannot be evaluated: an unknown name, a value out of bounds, no members."""


class NoFigure(Refused):
    """No value of a figure is valid at the place on the day."""


class NotInForce(Refused):
    """The program has no rules, or no path, for the day."""

"""How a formula is declared. The decorators note what the formula is and return the plain function unchanged.

`law` cites the clause, either one text for every regime of the program, or a mapping from regime code to citation: the
formula is then in force only in those regimes. Argument names are what the formula needs: facts, figures, totals or
other formulas. A default in the signature is the law's stated default when the fact is unknown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, TypeVar

Law = str | Mapping[str, str]
Function = TypeVar("Function", bound=Callable[..., Any])
NOTE = "minzheng_declaration"

VALUE = "value"
CONDITION = "condition"
AMOUNT = "amount"
LAYER = "layer"
QUARTERLY = "quarterly"
RECEIVES = "receives"
CLOSING = "closing"
DECIDER = "decider"
URGENT = "urgent"

DECIDERS = ("township", "county", "case_conference")
"""Who may decide a case, where the law lets that depend on what was found."""

PERSON = "person"
SUPPORTER = "supporter"
HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Compare:
    """What a condition compares, for the letter: the names of the two numbers, both arguments of the condition.

    `relation`: "<", "<=", ">=" or ">"; how `has` must stand to `needs`. `each` names a value that is the same line per
    person and month, printed beside the exact number. `concerns` names a yes/no argument: where that is no, the
    condition does not concern the family, and says so.
    """

    has: str
    relation: str
    needs: str
    unit: str = "fen"
    each: str = ""
    concerns: str = ""


@dataclass(frozen=True, slots=True)
class States:
    """What a condition that compares no numbers says: what it needs, and what is there when it fails."""

    needs: str
    otherwise: str
    concerns: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a decorator noted about a function. `layer` is the code of a layer, or of who decides.

    `only_if` names a yes/no argument: where that is known to be no, the formula does not arise. It is not reckoned, its
    value is `otherwise`, and what else it reads need not be known.
    """

    scope: str
    kind: str
    label: str
    law: Law
    unit: str
    shows: Compare | States | None = None
    layer: str = ""
    only_if: str = ""
    otherwise: int | bool | None = None

    def law_in(self, regime: str) -> str | None:
        """Return the citation under a regime; None if the formula is not in force there."""
        return self.law if isinstance(self.law, str) else self.law.get(regime)


@dataclass(frozen=True, slots=True)
class Total:
    """A total over members, or over supporters: the sum of a number, how many, or whether any.

    Only those for whom `where` holds; who is known not to be among them need not be known otherwise.
    """

    kind: str
    label: str
    law: Law
    unit: str
    of: str = ""
    where: str = ""
    over: str = PERSON

    def law_in(self, regime: str) -> str | None:
        """Return the citation under a regime; None if the total is not in force there."""
        return self.law if isinstance(self.law, str) else self.law.get(regime)


def declared(function: FunctionType) -> Declaration | None:
    """Return what was declared of a function, None for a plain one."""
    return getattr(function, NOTE, None)


def _note(declaration: Declaration) -> Callable[[Function], Function]:
    def note(function: Function) -> Function:
        setattr(function, NOTE, declaration)
        return function

    return note


class _Person:
    """Formulas reckoned for each member."""

    @staticmethod
    def value(label: str, *, law: Law, unit: str = "fen") -> Callable[[Function], Function]:
        """Declare a number or a yes/no of one member."""
        return _note(Declaration(PERSON, VALUE, label, law, unit))

    @staticmethod
    def receives(label: str, *, law: Law) -> Callable[[Function], Function]:
        """Declare the yes/no that says which members the benefit covers; at most one per regime (none: everybody)."""
        return _note(Declaration(PERSON, RECEIVES, label, law, "yes_no"))


class _Supporter:
    """Formulas reckoned for each supporter outside the household (赡养、抚养、扶养义务人)."""

    @staticmethod
    def value(label: str, *, law: Law, unit: str = "fen") -> Callable[[Function], Function]:
        """Declare a number or a yes/no of one supporter."""
        return _note(Declaration(SUPPORTER, VALUE, label, law, unit))


class _Household:
    """Formulas reckoned once for the household."""

    @staticmethod
    def value(
        label: str, *, law: Law, unit: str = "fen", only_if: str = "", otherwise: int | bool | None = None
    ) -> Callable[[Function], Function]:
        """Declare a number or a yes/no of the household; with `only_if`, `otherwise` is its value where that is no."""
        return _note(Declaration(HOUSEHOLD, VALUE, label, law, unit, only_if=only_if, otherwise=otherwise))

    @staticmethod
    def condition(
        label: str, *, law: Law, shows: Compare | States, only_if: str = ""
    ) -> Callable[[Function], Function]:
        """Declare a condition: true when the household meets it; with `only_if`, met where that is no."""
        otherwise = True if only_if else None
        return _note(Declaration(HOUSEHOLD, CONDITION, label, law, "yes_no", shows, "", only_if, otherwise))

    @staticmethod
    def amount(label: str, *, law: Law) -> Callable[[Function], Function]:
        """Declare the benefit in fen of one payment, reckoned whatever the conditions say; one per regime."""
        return _note(Declaration(HOUSEHOLD, AMOUNT, label, law, "fen"))

    @staticmethod
    def closing(label: str, *, law: Law) -> Callable[[Function], Function]:
        """Declare the fen of the year's last payment, where a yearly sum divides unevenly; at most one per regime."""
        return _note(Declaration(HOUSEHOLD, CLOSING, label, law, "fen"))

    @staticmethod
    def quarterly(label: str, *, law: Law) -> Callable[[Function], Function]:
        """Declare the yes/no that says whether the amount is paid by the quarter; at most one per regime."""
        return _note(Declaration(HOUSEHOLD, QUARTERLY, label, law, "yes_no"))

    @staticmethod
    def urgent(label: str, *, law: Law) -> Callable[[Function], Function]:
        """Declare the yes/no that says whether the urgent road is taken; at most one per regime (none: never)."""
        return _note(Declaration(HOUSEHOLD, URGENT, label, law, "yes_no"))

    @staticmethod
    def decider(code: str, label: str, *, law: Law) -> Callable[[Function], Function]:
        """Declare who decides (one of DECIDERS). The first, in order of the file, that takes the case decides it."""
        return _note(Declaration(HOUSEHOLD, DECIDER, label, law, "yes_no", None, code))

    @staticmethod
    def layer(code: str, label: str, *, law: Law) -> Callable[[Function], Function]:
        """Declare a layer. The first layer, in order of the file, that takes the household is its layer."""
        return _note(Declaration(HOUSEHOLD, LAYER, label, law, "yes_no", None, code))


class _Rows:
    """Totals over members or supporters. Strict: unknown if a value is, or if it is unknown who belongs to them."""

    def __init__(self, over: str) -> None:
        self.over = over

    def sum(self, label: str, *, law: Law, of: str, where: str = "", unit: str = "fen") -> Total:
        """Declare the sum of a number."""
        return Total("sum", label, law, unit, of, where, self.over)

    def count(self, label: str, *, law: Law, where: str = "") -> Total:
        """Declare how many there are for whom `where` holds."""
        return Total("count", label, law, "people", "", where, self.over)

    def any(self, label: str, *, law: Law, of: str, where: str = "") -> Total:
        """Declare whether any of them has a yes."""
        return Total("any", label, law, "yes_no", of, where, self.over)


person = _Person()
supporter = _Supporter()
household = _Household()
members = _Rows(PERSON)
supporters = _Rows(SUPPORTER)

"""A formula's own words (its AST), said as one expression over whole columns in the words of another engine.

The formulas are the very functions of the program; nothing is written twice by hand, so a peer reckons the same law.
A branch becomes a choice between two columns, a named step a named column where the engine has such a thing.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class NotSaid(ValueError):
    """A formula says something for which the peers' words were not written."""


@dataclass(frozen=True, slots=True)
class Term:
    """An expression. `is_scalar`: the same for all families; `is_narrow`: a column of 32-bit numbers."""

    text: str
    is_scalar: bool = False
    is_narrow: bool = False


@dataclass
class Words:
    """How an engine says the few things that formulas say. NumPy's way; SQL's stands below."""

    lines: list[str] = field(default_factory=list)
    widens: bool = True
    """Whether narrow numbers are made 64 bits wide before they are reckoned with."""
    floats: bool = False
    """Whether money is a float: then whole quotients are rounded down after dividing."""

    def literal(self, value: int) -> Term:
        """Return a constant."""
        return Term(repr(value), is_scalar=True)

    def keep(self, name: str, term: Term) -> Term:
        """Give a step its name."""
        self.lines.append(f"{name} = {term.text}")
        return Term(name, term.is_scalar, term.is_narrow)

    def wide(self, term: Term) -> Term:
        """Return a number fit to be reckoned with."""
        if term.is_narrow and self.widens:
            return Term(f"{term.text}.astype(np.int64)")
        return term

    def choice(self, test: Term, yes: Term, no: Term) -> Term:
        """Return yes where the test holds, else no."""
        if test.is_scalar:
            return Term(f"({yes.text} if {test.text} else {no.text})", yes.is_scalar and no.is_scalar)
        return Term(f"np.where({test.text}, {yes.text}, {no.text})")

    def every(self, terms: Sequence[Term]) -> Term:
        """Return and."""
        return _joined(terms, " & ")

    def either(self, terms: Sequence[Term]) -> Term:
        """Return or."""
        return _joined(terms, " | ")

    def negated(self, term: Term) -> Term:
        """Return not."""
        return Term(f"(not {term.text})", True) if term.is_scalar else Term(f"~{term.text}")

    def quotient(self, x: Term, d: Term) -> Term:
        """Return x // d, rounded down."""
        text = f"np.floor({x.text} / {d.text})" if self.floats else f"({x.text} // {d.text})"
        return Term(text, x.is_scalar and d.is_scalar)

    def remainder(self, x: Term, d: Term) -> Term:
        """Return x % d."""
        return Term(f"({x.text} % {d.text})", x.is_scalar and d.is_scalar)

    def extreme(self, which: str, terms: Sequence[Term]) -> Term:
        """Return the least ("min") or the greatest ("max") of all."""
        if all(one.is_scalar for one in terms):
            return Term(f"{which}({', '.join(one.text for one in terms)})", is_scalar=True)
        name = {"min": "np.minimum", "max": "np.maximum"}[which]
        text = terms[0].text
        for other in terms[1:]:
            text = f"{name}({text}, {other.text})"
        return Term(text)

    def absolute(self, term: Term) -> Term:
        """Return the absolute value."""
        return Term(f"abs({term.text})", term.is_scalar)


class SqlWords(Words):
    """The same in SQL: steps have no names inside a column, so they are put in where they are used."""

    def literal(self, value: int) -> Term:
        """Return a constant."""
        return Term(str(value).upper(), is_scalar=True)

    def keep(self, _name: str, term: Term) -> Term:
        """Put a step in where it is used."""
        return Term(f"({term.text})", term.is_scalar, term.is_narrow)

    def wide(self, term: Term) -> Term:
        """Return a number fit to be reckoned with."""
        return Term(f"{term.text}::BIGINT") if term.is_narrow else term

    def choice(self, test: Term, yes: Term, no: Term) -> Term:
        """Return yes where the test holds, else no."""
        return Term(f"(CASE WHEN {test.text} THEN {yes.text} ELSE {no.text} END)")

    def every(self, terms: Sequence[Term]) -> Term:
        """Return and."""
        return _joined(terms, " AND ")

    def either(self, terms: Sequence[Term]) -> Term:
        """Return or."""
        return _joined(terms, " OR ")

    def negated(self, term: Term) -> Term:
        """Return not."""
        return Term(f"(NOT {term.text})")

    def quotient(self, x: Term, d: Term) -> Term:
        """Return x // d, rounded down: SQL itself cuts towards zero."""
        return Term(f"rounded_down({x.text}, {d.text})")

    def remainder(self, x: Term, d: Term) -> Term:
        """Return x % d, never negative."""
        return Term(f"((({x.text} % {d.text}) + {d.text}) % {d.text})")

    def extreme(self, which: str, terms: Sequence[Term]) -> Term:
        """Return the least or the greatest of all."""
        return Term(f"{ {'min': 'least', 'max': 'greatest'}[which] }({', '.join(one.text for one in terms)})")


SQL_MACRO = """CREATE OR REPLACE MACRO rounded_down(x, d) AS
    (CASE WHEN x >= 0 THEN x // d ELSE -((-(x) + d - 1) // d) END)"""


def _joined(terms: Sequence[Term], word: str) -> Term:
    return Term(f"({word.join(one.text for one in terms)})", all(one.is_scalar for one in terms))


def said(function: Callable[..., Any], names: Mapping[str, Term], words: Words) -> Term:
    """Return a formula over whole columns; `names`: what each of its parameters is called."""
    return _Speaker(function, words).run(names)


class _Speaker:
    def __init__(self, function: Callable[..., Any], words: Words) -> None:
        plain = inspect.unwrap(function)
        self.code = plain.__name__
        self.tree = ast.parse(textwrap.dedent(inspect.getsource(plain))).body[0]
        self.known = plain.__globals__
        self.words = words
        self.steps = 0

    def run(self, names: Mapping[str, Term]) -> Term:
        assert isinstance(self.tree, ast.FunctionDef)
        return self._block(self.tree.body, dict(names))

    def _block(self, body: Sequence[ast.stmt], names: dict[str, Term]) -> Term:
        first, rest = body[0], body[1:]
        if isinstance(first, ast.Return):
            assert first.value is not None
            return self._value(first.value, names)
        if isinstance(first, ast.Assign):
            target = first.targets[0]
            assert isinstance(target, ast.Name)
            self.steps += 1
            kept = self.words.keep(f"{self.code}__{target.id}_{self.steps}", self._value(first.value, names))
            return self._block(rest, {**names, target.id: kept})
        if isinstance(first, ast.If):
            # What follows belongs to both ways; a way that returns never gets there.
            yes = self._block([*first.body, *rest], names)
            no = self._block([*first.orelse, *rest], names)
            return self.words.choice(self._value(first.test, names), yes, no)
        return self._block(rest, names)  # the docstring

    def _value(self, node: ast.expr, names: dict[str, Term]) -> Term:
        found = getattr(self, f"_{type(node).__name__.lower()}", None)
        if found is None:
            raise NotSaid(f"{self.code}: no peer is told {ast.unparse(node)}")
        return found(node, names)

    def _wide(self, node: ast.expr, names: dict[str, Term]) -> Term:
        return self.words.wide(self._value(node, names))

    def _constant(self, node: ast.Constant, _names: dict[str, Term]) -> Term:
        return self.words.literal(node.value)  # type: ignore[arg-type]

    def _name(self, node: ast.Name, names: dict[str, Term]) -> Term:
        return names[node.id] if node.id in names else self.words.literal(self.known[node.id])

    def _ifexp(self, node: ast.IfExp, names: dict[str, Term]) -> Term:
        test, yes, no = (self._value(one, names) for one in (node.test, node.body, node.orelse))
        return self.words.choice(test, yes, no)

    def _boolop(self, node: ast.BoolOp, names: dict[str, Term]) -> Term:
        terms = [self._value(one, names) for one in node.values]
        return self.words.every(terms) if isinstance(node.op, ast.And) else self.words.either(terms)

    def _unaryop(self, node: ast.UnaryOp, names: dict[str, Term]) -> Term:
        if isinstance(node.op, ast.Not):
            return self.words.negated(self._value(node.operand, names))
        operand = self._wide(node.operand, names)
        return Term(f"(-{operand.text})", operand.is_scalar)

    def _compare(self, node: ast.Compare, names: dict[str, Term]) -> Term:
        terms = [self._value(one, names) for one in (node.left, *node.comparators)]
        signs = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
        pairs = [
            Term(f"({a.text} {signs[type(sign)]} {b.text})", a.is_scalar and b.is_scalar)
            for a, sign, b in zip(terms, node.ops, terms[1:], strict=False)
        ]
        return pairs[0] if len(pairs) == 1 else self.words.every(pairs)

    def _binop(self, node: ast.BinOp, names: dict[str, Term]) -> Term:
        a, b = self._wide(node.left, names), self._wide(node.right, names)
        if isinstance(node.op, ast.FloorDiv):
            return self.words.quotient(a, b)
        if isinstance(node.op, ast.Mod):
            return self.words.remainder(a, b)
        return _reckoned(a, {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}[type(node.op)], b)

    def _call(self, node: ast.Call, names: dict[str, Term]) -> Term:
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        if name not in ("min", "max", "abs", *_KERNEL):
            raise NotSaid(f"{self.code}: no peer is told {ast.unparse(node)}")
        terms = [self._wide(one, names) for one in node.args]
        if name in ("min", "max"):
            return self.words.extreme(name, terms)
        if name == "abs":
            return self.words.absolute(terms[0])
        return _KERNEL[name](self.words, *terms)


def _reckoned(a: Term, sign: str, b: Term) -> Term:
    return Term(f"({a.text} {sign} {b.text})", a.is_scalar and b.is_scalar)


def _round_half_up(words: Words, x: Term, d: Term) -> Term:
    two = words.literal(2)
    return words.quotient(_reckoned(_reckoned(two, "*", x), "+", d), _reckoned(two, "*", d))


def _share(words: Words, x: Term, n: Term, d: Term) -> Term:
    return _round_half_up(words, _reckoned(x, "*", n), d)


def _floor_to(words: Words, x: Term, unit: Term) -> Term:
    return _reckoned(words.quotient(x, unit), "*", unit)


def _ceil_to(words: Words, x: Term, unit: Term) -> Term:
    down = words.quotient(Term(f"(-{x.text})", x.is_scalar), unit)
    return _reckoned(Term(f"(-{down.text})", down.is_scalar), "*", unit)


_KERNEL: dict[str, Callable[..., Term]] = {
    "round_half_up": _round_half_up,
    "share": _share,
    "floor_to": _floor_to,
    "ceil_to": _ceil_to,
}

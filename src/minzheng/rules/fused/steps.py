"""The steps of a plan as loops over the rows of a block: formulas, totals, and the results that are written."""

from collections.abc import Callable, Iterable, Sequence

from minzheng.rules.declare import HOUSEHOLD, PERSON
from minzheng.rules.fused.bits import NONE, Bits
from minzheng.rules.fused.layout import OF_THE_LACKING, UNKNOWN, Output
from minzheng.rules.fused.parts import MARK, Parts
from minzheng.rules.fused.rooms import ADDEND, AT, EACH, FOUND, RESULT, TOLD
from minzheng.rules.plan import FIGURE, FORMULA, TOTAL, PlanStep

Lay = Callable[[Iterable[str]], None]


class Steps:
    """Everything that is reckoned of a block once its facts are there; with bits for those who lack a fact."""

    def __init__(self, parts: Parts, lay: Lay, bits: Bits | None = None) -> None:
        """`lay` is called with names before they are read, to lay out the facts among them."""
        self.parts = parts
        self.layout = parts.layout
        self.lay = lay
        self.bits = bits
        self._done: set[str] = set()
        self._spread: set[tuple[str, str]] = set()

    def write(self) -> None:
        """Add all loops in the order of the passes, then those of the results."""
        layout = self.layout
        for number in layout.passes:
            for scope in self.parts.scopes:
                self._pass(scope, number)
            of_pass = [s for s in layout.steps if (s.kind, s.scope, s.pass_number) == (FORMULA, HOUSEHOLD, number)]
            self._formulas(of_pass)
        if layout.reckons_outcome:
            self._outcome()
        for output in layout.outputs:
            # The columns are 0 before anything is written.
            if output.scope == HOUSEHOLD and (self.bits or output.name not in OF_THE_LACKING):
                self._result(output)

    # ---- formulas

    def _pass(self, scope: str, number: int) -> None:
        """What is reckoned of each member, or supporter, in this pass; then the totals."""
        layout = self.layout
        totals = [s for s in layout.steps if (s.kind, s.over, s.pass_number) == (TOTAL, scope, number)]
        written = [output for output in layout.outputs if output.scope == scope and self._pass_of(output) == number]
        roots = {name for step in totals for name in (step.of, step.where)}
        roots |= {step.code for step in layout.receives for output in written if output.name == "recipients"}
        roots |= {output.name for output in written if output.is_intermediate}
        needed = layout.closure(roots, within=scope) - self._done
        formulas = [step for step in layout.steps if step.kind == FORMULA and step.code in needed]
        self._to_each_row(scope, formulas)
        self._formulas(formulas)
        if totals:
            self._add_up(scope, totals)
        for output in written:
            self._result(output)

    def _pass_of(self, output: Output) -> int:
        if output.is_intermediate:
            return self.layout.step(output.name).pass_number
        return max((step.pass_number for step in self.layout.receives), default=self.layout.passes[0])

    def _to_each_row(self, scope: str, formulas: Sequence[PlanStep]) -> None:
        """Copy what the formulas read of the household to each of its rows."""
        asked = dict.fromkeys(name for step in formulas for name in _names(step))
        whole = [step for step in map(self.layout.step, asked) if step.kind != FIGURE and step.scope != scope]
        self.lay(step.code for step in whole)
        at = AT[scope]
        lines = []
        for step in whole:
            if (step.code, scope) not in self._spread:
                self._spread.add((step.code, scope))
                lines.append(f"{self._room(step.code, scope)} = {self._room(step.code, HOUSEHOLD)}")
                lines += self.bits.spread(step.code, scope) if self.bits else []
        if lines:
            head = [f"for {at} in range(count_{at}):", f"    q = whose_{at}[{at}]"]
            self.parts.add([*head, *(f"    {line}" for line in lines)])

    def _formulas(self, steps: Sequence[PlanStep]) -> None:
        """Reckon these formulas of one scope, as many of one kind after another as their order lets be."""
        left = list(steps)
        self._done |= {step.code for step in steps}
        of_answers = True
        while left:
            waiting = {step.code for step in left}
            ready = [step for step in left if not waiting & set(_names(step))]
            now = [step for step in ready if self._is_of_answers(step) == of_answers]
            self.lay(name for step in now for name in _names(step))
            for step in now:
                self._formula(step)
            for step in now if self.bits else ():
                assert self.bits is not None  # noqa: S101 - the line above
                self.bits.of_formula(step, self._read(step.only_if, step.scope) if step.only_if else "")
            left = [step for step in left if step not in now]
            of_answers = not of_answers

    def _is_of_answers(self, step: PlanStep) -> bool:
        return step.is_bool and all(self.layout.step(name).is_bool for name in _names(step))

    def _formula(self, step: PlanStep) -> None:
        scope = step.scope
        call = f"f_{step.code}({', '.join(self._read(name, scope) for name in step.needs)})"
        if step.only_if:
            call = f"{call} if {self._read(step.only_if, scope)} else {step.otherwise!r}"
        self.parts.loop(scope, f"{self._room(step.code, scope)} = {call}", comment=step.label)

    # ---- totals

    def _add_up(self, scope: str, totals: Sequence[PlanStep]) -> None:
        at, mark = AT[scope], MARK[scope]
        begin, add, put = [], [], []
        for step in totals:
            code = step.code
            begin.append(f"sum__{code} = 0")
            add.append(f"sum__{code} {'|' if step.total == 'any' else '+'}= {self._addend(step)}")
            put.append(f"{self._room(code, HOUSEHOLD)} = sum__{code}  # {step.label}")
            bits = self._addend_bits(step)
            if self.bits and bits != NONE:
                begin.append(f"bits__{code} = 0")
                add.append(f"bits__{code} |= {bits}")
                put.append(f"{self.bits.are_those(code, HOUSEHOLD)} = bits__{code}")
        in_order = ["for place in range(count_q):", "    q = order[place]"]
        self.parts.add(
            [
                *(in_order if scope == PERSON else ["for q in range(count_q):"]),
                *(f"    {line}" for line in begin),
                f"    for {at} in range({mark}[q], {mark}[q + 1]):",
                *(f"        {line}" for line in add),
                *(f"    {line}" for line in put),
            ]
        )

    def _addend(self, step: PlanStep) -> str:
        """Return the words for what each row adds, reckoned beforehand where it takes two names."""
        scope = step.over
        self.lay(name for name in (step.of, step.where) if name)
        if not (step.of and step.where):
            return self._room(step.of or step.where, scope) if step.of or step.where else "1"
        of, where = self._room(step.of, scope), self._room(step.where, scope)
        is_any = step.total == "any"
        room = self.parts.rooms.place(f"{ADDEND}{step.code}", scope, is_bool=is_any)
        self.parts.loop(scope, f"{room} = {of} & {where}" if is_any else f"{room} = {of} if {where} != 0 else 0")
        return room

    def _addend_bits(self, step: PlanStep) -> str:
        if self.bits is None:
            return NONE
        return self.bits.of_addend(step, f"{self._room(step.where, step.over)} != 0" if step.where else "")

    # ---- results

    def _outcome(self) -> None:
        layout, loop = self.layout, self.parts.loop
        failed, dark = [], []
        for number, step in enumerate(layout.conditions):
            bits = self._bits(step.code, HOUSEHOLD)
            fails = f"{self._room(step.code, HOUSEHOLD)} == 0"
            if bits != NONE:
                dark.append(f"({1 << number} if {bits} != 0 else 0)")
                fails = f"{bits} == 0 and {fails}"
            failed.append(f"({1 << number} if {fails} else 0)")
        loop(HOUSEHOLD, f"{self._found('failed')} = {' | '.join(failed)}")
        eligible = "2"
        if self.bits:
            loop(HOUSEHOLD, f"{self._found('unknown')} = {' | '.join(dark) or NONE}")
            needs = [layout.amount, layout.closing, *(step.code for step in layout.conditions)]
            loop(HOUSEHOLD, f"{self._found('missing')} = {self.bits.of(needs, HOUSEHOLD)}")
            eligible = f"(1 if {self._found('missing')} != 0 else 2)"
        loop(HOUSEHOLD, f"{self._found('outcome')} = 0 if {self._found('failed')} != 0 else {eligible}")

    def _result(self, output: Output) -> None:
        scope, at, name = output.scope, AT[output.scope], output.name
        to, told = f"{RESULT}{name}[{at}]", f"{TOLD}{name}[{at}]"
        if self.bits:
            row = "which[q]" if scope == HOUSEHOLD else f"at_{at} + from_{at}[{at}]"
            to, told = f"o_{name}[{row}]", f"k_{name}[{row}]"
        if not output.is_intermediate:
            self.parts.loop(scope, f"{to} = {self._words(name, scope)}")
            return
        bits, value = self._bits(name, scope), self._room(name, scope)
        self.parts.loop(scope, f"{to} = {value}" if bits == NONE else f"{to} = {value} if ({bits}) == 0 else 0")
        if self.bits:
            self.parts.loop(scope, f"{told} = 1" if bits == NONE else f"{told} = 1 if ({bits}) == 0 else 0")

    def _words(self, name: str, scope: str) -> str:
        layout = self.layout
        if name in ("amount_fen", "closing_fen"):
            code = layout.amount if name == "amount_fen" else layout.closing
            return f"{self._room(code, HOUSEHOLD)} if {self._found('outcome')} == 2 else 0"
        if name in ("outcome", "failed", *OF_THE_LACKING):
            return self._found(name)
        if name == "recipients":
            known = [f"({self._holds(step.code, scope)})" for step in layout.receives]
            return f"1 if {' and '.join(known) or 'True'} else 0"
        if name == "is_quarterly":
            known = [f"({self._holds(step.code, scope)})" for step in layout.quarterly]
            return f"1 if {' or '.join(known)} else 0" if known else "0"
        chosen = {"layer": layout.layers, "decider": layout.deciders, "is_urgent": layout.urgent[:1]}
        return self._first([step.code for step in chosen[name]]) if name in chosen else "0"

    def _holds(self, code: str, scope: str) -> str:
        """Return the words for: it is known, and the answer is yes."""
        bits = self._bits(code, scope)
        return f"{self._room(code, scope)} != 0" + ("" if bits == NONE else f" and ({bits}) == 0")

    def _first(self, codes: Sequence[str]) -> str:
        """Return the words for the number of the first that takes the household: 0 for none, -1 if that is unknown."""
        words = "0"
        for number, code in reversed(list(enumerate(codes, start=1))):
            words = f"{number} if {self._room(code, HOUSEHOLD)} != 0 else ({words})"
            bits = self._bits(code, HOUSEHOLD)
            words = words if bits == NONE else f"{UNKNOWN} if ({bits}) != 0 else ({words})"
        return words

    # ---- names

    def _bits(self, code: str, scope: str) -> str:
        return self.bits.of((code,), scope) if self.bits else NONE

    def _found(self, name: str) -> str:
        return self.parts.rooms.place(f"{FOUND}{name}", HOUSEHOLD, is_bool=False)

    def _room(self, code: str, scope: str) -> str:
        """Return the words for a value at a row of a scope: its own, or its household's."""
        step = self.layout.step(code)
        own = HOUSEHOLD if step.kind == TOTAL else step.scope
        name = code if own == scope else f"{EACH}{AT[scope]}_{code}"
        return self.parts.rooms.place(name, scope, is_bool=step.is_bool)

    def _read(self, code: str, scope: str) -> str:
        """Return the words that a formula is given for one of its names."""
        step = self.layout.step(code)
        if step.kind == FIGURE:
            return code
        return f"{self._room(code, scope)} != 0" if step.is_bool else self._room(code, scope)


def _names(step: PlanStep) -> list[str]:
    return [*step.needs, *([step.only_if] if step.only_if else [])]

"""Writes the loop for machine code: block after block of households, and within a block one short loop per step.

A processor does many rows at once in a loop that is short, does not branch and touches one kind of number. So a block
of households is small enough for the processor's own cache; its facts are laid out there once, each step of the plan
reads and writes rows of that room, and what is added up over members is added up household by household.

Where facts may be missing, all households of a block are reckoned first, those that lack a fact too: what is missing is
read as the least value it may have, so no step can trap or overflow. Then those that lack a fact are moved together and
reckoned once more, each value now with the bits of the facts it lacks.

A value out of its bounds ends the run: within them no step can overflow, and nothing is proved beyond them.
"""

from collections.abc import Iterable, Sequence

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.errors import RuleError
from minzheng.rules.fact import LARGEST_FAMILY
from minzheng.rules.fused.bits import Bits
from minzheng.rules.fused.columns import WIDE, width
from minzheng.rules.fused.generate import HEAD, outside
from minzheng.rules.fused.layout import Layout, spec_of
from minzheng.rules.fused.parts import (
    ANSWERS,
    COMPLETE_BLOCKS,
    LOCAL,
    MARK,
    OF_A_BLOCK,
    OF_A_SCOPE,
    OFFSETS,
    OPEN_BLOCKS,
    WRONG,
    Parts,
    may_lack,
)
from minzheng.rules.fused.rooms import AT, COLUMN, GIVEN, LACKS, RAW, ROOM, WHOLE
from minzheng.rules.fused.steps import Steps
from minzheng.rules.plan import FACT, PlanStep

SOUND = -1
"""What the loop returns when every value was within its bounds."""
LEAST = {PERSON: 1, SUPPORTER: 0}
"""How many a family has of each at least."""


def parameters(layout: Layout, kind: str) -> list[tuple[str, str, str]]:
    """Return the arguments of the loop in order: name, what it is, and the code, result or figure it is of.

    What it is: "span", "numbers", "answers" (the rooms), "offsets", "row", "figures", "eight", "scale", "values",
    "validity", "written" or "known".
    """
    found = [("first", "span", ""), ("last", "span", ""), ("w", "numbers", ""), ("y", "answers", "")]
    found += [("members", "offsets", PERSON)]
    found += [("supporters", "offsets", SUPPORTER)] if layout.has_supporters else []
    found += [("row", "row", ""), ("figures", "figures", ""), ("eight", "eight", "")]
    found += [(f"s_{step.code}", "scale", step.code) for step in layout.figures if step.unit == "scale"]
    for steps in layout.facts.values():
        for step in steps:
            found.append((f"c_{step.code}", "values", step.code))
            if may_lack(step, kind):
                found.append((f"v_{step.code}", "validity", step.code))
    for output in layout.outputs:
        found.append((f"o_{output.name}", "written", output.name))
        if output.is_intermediate and kind == OPEN_BLOCKS:
            found.append((f"k_{output.name}", "known", output.name))
    return found


def module_text(layout: Layout, title: str, kind: str) -> str:
    """Return the text of a module with the function `run` and the parts it calls; raise RuleError for a name it needs.

    `run` returns SOUND, or the number of a household of a wrong size, or in whose block a value is out of bounds.
    `ROOMS` says how many numbers and answers the rooms hold that it is given to work in.
    """
    taken = {*OF_A_BLOCK, *LOCAL, WRONG, *(name for name, *_rest in parameters(layout, kind))}
    taken |= {f"{name}_{at}" for name in OF_A_SCOPE for at in AT.values()}
    if clash := sorted(code for code in layout.codes if "__" in code or code in taken):
        raise RuleError(f"规则 {layout.plan.regime}：{'、'.join(clash)} 是成批计算自己要用的名称，请换一个。")
    return _Writer(layout, kind).module(title)


class _Writer:
    def __init__(self, layout: Layout, kind: str) -> None:
        self.layout = layout
        self.kind = kind
        self.parts = Parts(layout, kind)
        self.scopes = self.parts.scopes
        self.order = {step.code: number for number, step in enumerate(self._facts_in_order())}
        self.laid: set[str] = set()

    def _facts_in_order(self) -> list[PlanStep]:
        return [step for scope in (HOUSEHOLD, *self.scopes) for step in self.layout.facts[scope]]

    def module(self, title: str) -> str:
        self._cut()
        self._figures()
        self._arrange()
        Steps(self.parts, self._lay).write()
        self.parts.end()
        if self.kind == OPEN_BLOCKS and self.layout.bits:
            self._lay(self.layout.bits)
            self._gather_lacking()
            self._arrange()
            bits = Bits(self.parts)
            bits.of_facts()
            Steps(self.parts, self._lay, bits).write()
            self.parts.end()
        self.parts.text.add("first = end")
        arguments = [name for name, *_rest in parameters(self.layout, self.kind)]
        return HEAD.format(title=title) + "\n".join(self.parts.lines(arguments, self._room_for(), SOUND)) + "\n"

    def _room_for(self) -> list[str]:
        lines = [f"order = empty({ROOM}, uint64)", f"sizes = empty({LARGEST_FAMILY + 2}, uint64)"]
        for scope in self.scopes:
            # Without a sign: such an index needs no code for one that counts from the end.
            lines.append(f"{MARK[scope]} = empty({ROOM + 1}, uint64)")
            lines.append(f"whose_{AT[scope]} = empty({ROOM}, int32)")
        for name in ("which", *(f"from_{AT[scope]}" for scope in (HOUSEHOLD, *self.scopes))):
            lines += [f"{name} = empty({ROOM}, int32)"] if self.kind == OPEN_BLOCKS else []
        return lines

    # ---- the frame

    def _cut(self) -> None:
        """Take as many households as fit, all of one row of figures. Each scope begins at a whole byte of its bits."""
        add = self.parts.text.add
        add("at_q = first >> 3 << 3")
        add("low_q = first - at_q")
        for scope in self.scopes:
            at, offsets = AT[scope], OFFSETS[scope]
            add(f"at_{at} = int64({offsets}[first]) >> 3 << 3")
            add(f"low_{at} = {offsets}[first] - at_{at}")
            add(f"{MARK[scope]}[0] = 0")
        add("end = first")
        fits = [f"{OFFSETS[scope]}[end + 1] - at_{AT[scope]} <= {ROOM}" for scope in self.scopes]
        for scope in self.scopes:
            # As a number without a sign, a family of fewer is one of very many.
            size = f"int64({OFFSETS[scope]}[end + 1]) - {OFFSETS[scope]}[end] - {LEAST[scope]}"
            fits.append(f"uint64({size}) <= uint64({LARGEST_FAMILY - LEAST[scope]})")
        add(f"while end < last and end - at_q < {ROOM} and row[end] == row[first] and {' and '.join(fits)}:")
        add("    end += 1")
        for scope in self.scopes:
            add(f"    {MARK[scope]}[end - first] = {OFFSETS[scope]}[end] - {OFFSETS[scope]}[first]")
        add("count_q = end - first")
        add("if count_q == 0:")
        add("    return first")
        for scope in self.scopes:
            add(f"count_{AT[scope]} = int64({OFFSETS[scope]}[end]) - {OFFSETS[scope]}[first]")
        for scope in (HOUSEHOLD, *self.scopes):
            add(f"bytes_{AT[scope]} = (low_{AT[scope]} + count_{AT[scope]} + 7) >> 3")

    def _figures(self) -> None:
        self.parts.text.add(f"r = row[first] * {len(self.layout.figures)}")
        for number, step in enumerate(self.layout.figures):
            of = f"s_{step.code}[row[first]]" if step.unit == "scale" else f"figures[r + {number}]"
            self.parts.text.add(f"{step.code} = {of}  # {step.label}")

    def _arrange(self) -> None:
        """Put the households of a block in the order of their size, and number each row's household.

        A processor foresees the end of an inner loop whose length seldom changes; of families as they come it does not.
        """
        self.parts.end()
        lines = ["one = uint64(1)", "sizes[:] = 0"]
        lines += ["for q in range(count_q):", "    sizes[mark_k[q + 1] - mark_k[q] + one] += one"]
        lines += [f"for size in range({LARGEST_FAMILY}):", "    sizes[size + 1] += sizes[size]"]
        lines += ["for q in range(count_q):", "    size = mark_k[q + 1] - mark_k[q]"]
        lines += ["    order[sizes[size]] = q", "    sizes[size] += one"]
        lines += ["for place in range(count_q):", "    q = order[place]"]
        lines += ["    for k in range(mark_k[q], mark_k[q + 1]):", "        whose_k[k] = q"]
        if SUPPORTER in self.scopes:
            lines += ["for q in range(count_q):"]
            lines += ["    for j in range(mark_j[q], mark_j[q + 1]):", "        whose_j[j] = q"]
        self.parts.add(lines)
        self.parts.end()

    # ---- facts

    def _lay(self, names: Iterable[str]) -> None:
        """Lay out the facts among these names, and those that decide whether they are asked, if that is not done."""
        steps: dict[str, PlanStep] = {}
        left = list(names)
        while left:
            name = left.pop(0)
            step = self.layout.step(name)
            if step.kind == FACT and name not in self.laid and name not in steps:
                steps[name] = step
                left += [ask.fact for ask in spec_of(step).ask_when]
        self.laid |= set(steps)
        self._facts(sorted(steps.values(), key=lambda step: self.order[step.code]))

    def _facts(self, steps: Sequence[PlanStep]) -> None:
        """Lay these facts out; one comes after those that decide whether it is asked."""
        for step in steps:
            if step.is_bool:
                self._unpack(f"c_{step.code}", step.code, step.scope)
            if may_lack(step, self.kind):
                self._unpack(f"v_{step.code}", f"{GIVEN}{step.code}", step.scope)
        for step in steps:
            self._fact(step)
            if self.kind == OPEN_BLOCKS and step.code in self.layout.bits:
                lacks = self.parts.rooms.place(f"{LACKS}{step.code}", step.scope, is_bool=True)
                given = f"{GIVEN}{step.code}[{AT[step.scope]}]"
                self.parts.loop(step.scope, f"{lacks} = {given} == 0 and not ({self._spared(step)})")

    def _fact(self, step: PlanStep) -> None:
        fact, scope, code = spec_of(step), step.scope, step.code
        at = AT[scope]
        if self.kind == COMPLETE_BLOCKS and width(fact) == WIDE:
            self.parts.rooms.leave(code, scope)
        room = self.parts.rooms.place(code, scope, is_bool=step.is_bool)
        value = room if fact.is_bool else f"int64({COLUMN}{code}[{at}])"
        if may_lack(step, self.kind):
            least = 0 if fact.is_bool else fact.minimum
            otherwise = str(int(least if fact.default is None else fact.default))
            if fact.ask_when:
                otherwise = f"({int(fact.not_asked or 0)} if {self._spared(step)} else {otherwise})"
            value = f"{value} if {GIVEN}{code}[{at}] != 0 else {otherwise}"
        if not fact.is_bool:
            # Below zero if the value is too small or too large: one of the two differences is, even where one wraps.
            beyond = f"{WRONG} |= (x - {fact.minimum}) | ({fact.maximum} - x)"
            put = [] if code in self.parts.rooms.columns else [f"{room} = x"]
            self.parts.loop(scope, f"x = {value}", beyond, *put, comment=fact.label)
        elif value != room:
            self.parts.loop(scope, f"{room} = {value}", comment=fact.label)

    def _spared(self, step: PlanStep) -> str:
        """Return the words for: another fact is known, and says that this question does not arise."""
        found = []
        at = AT[step.scope]
        for ask in spec_of(step).ask_when:
            other = self.layout.step(ask.fact)
            room = f"{self.parts.rooms.place(ask.fact, step.scope, is_bool=other.is_bool)}"
            words = outside(ask, spec_of(other), f"({room} != 0)" if other.is_bool else room)
            known = f"{LACKS}{ask.fact}[{at}] == 0 and " if ask.fact in self.layout.bits else ""
            found.append(f"({known}{words})" if self.kind == OPEN_BLOCKS else f"({words})")
        return " or ".join(found) or "False"

    def _unpack(self, column: str, name: str, scope: str) -> None:
        """Lay out eight answers at a time, a byte each."""
        self.parts.rooms.place(name, scope, is_bool=True)
        at = AT[scope]
        line = f"    {RAW}{name}[b] = eight[{column}[(at_{at} >> 3) + b]]"
        self.parts.add_to(f"for b in range(bytes_{at}):", [line], ANSWERS)

    # ---- those that lack a fact

    def _gather_lacking(self) -> None:
        """Move the rows of the households that lack a fact together, at the beginning of their rooms."""
        layout, parts, add = self.layout, self.parts, self.parts.text.add
        lacking: dict[str, str] = {}
        for scope in (HOUSEHOLD, *self.scopes):
            lacks = [f"{LACKS}{step.code}[{AT[scope]}]" for step in layout.facts[scope] if step.code in layout.bits]
            if lacks:
                lacking[scope] = parts.rooms.place(f"{LACKS}{AT[scope]}", scope, is_bool=True)
                parts.loop(scope, f"{lacking[scope]} = {' | '.join(lacks)}")
        parts.end()
        parts.add(self._list_lacking(lacking))
        parts.end("count_q")
        add("if count_q == 0:")
        add("    first = end")
        add("    continue")
        add("low_q = 0")
        for scope in self.scopes:
            add(f"low_{AT[scope]} = 0")
            add(f"count_{AT[scope]} = int64({MARK[scope]}[count_q])")
        for scope in (HOUSEHOLD, *self.scopes):
            at = AT[scope]
            facts = [step.code for step in layout.facts[scope]]
            for name in (*facts, *(f"{LACKS}{code}" for code in facts if code in layout.bits)):
                # From later to earlier rows of the same room: what is read was not written over yet.
                line = f"    {WHOLE}{name}[{at}] = {WHOLE}{name}[from_{at}[{at}]]"
                parts.add_to(f"for {at} in range(count_{at}):", [line], ANSWERS)
        parts.end()

    def _list_lacking(self, lacking: dict[str, str]) -> list[str]:
        lines = ["put = 0", *(f"put_{AT[scope]} = 0" for scope in self.scopes)]
        lines += ["for q in range(count_q):", f"    lacks = {lacking.get(HOUSEHOLD, 'uint8(0)')}"]
        for scope in self.scopes:
            if scope in lacking:
                lines.append(f"    for {AT[scope]} in range({MARK[scope]}[q], {MARK[scope]}[q + 1]):")
                lines.append(f"        lacks |= {lacking[scope]}")
        lines += ["    if lacks != 0:", "        which[put] = first + q", "        from_q[put] = low_q + q"]
        for scope in self.scopes:
            at, mark = AT[scope], MARK[scope]
            # The list of marks is shortened on the way: what is written lies before what is still to be read.
            lines += [f"        start, stop = {mark}[q], {mark}[q + 1]", f"        {mark}[put] = put_{at}"]
            lines += ["        for at in range(start, stop):", f"            from_{at}[put_{at}] = low_{at} + at"]
            lines += [f"            put_{at} += 1"]
        lines.append("        put += 1")
        lines += [f"{MARK[scope]}[put] = put_{AT[scope]}" for scope in self.scopes]
        return [*lines, "return put"]

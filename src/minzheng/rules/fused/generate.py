"""Writes the loop over families as text: one line per fact, formula and total, in the order of the plan.

The text reads like the law's order of work and knows nothing of a compiler: `run` is called with columns, and the
formulas stand in the module under their own names with a leading `f_`. Lists serve as well as arrays.

There are three loops. COMPLETE reads columns in which nothing is missing. GIVEN looks at every household first: one
that lacks a fact is put on the list `todo`, every other is reckoned. LACKING reckons those on the list and carries,
beside each value, the bits of the facts it lacks: a missing fact is read as the least value it may have, so no step
can trap or overflow; what rests on it is written as 0 and its bits are set.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.fact import AskWhen, FactSpec
from minzheng.rules.fused.layout import UNKNOWN, Layout, Output, is_settled, spec_of
from minzheng.rules.plan import FACT, FORMULA, TOTAL, PlanStep

HEAD = '''"""{title}：成批计算，由程序生成，不要手改。"""


'''
INDEX = {HOUSEHOLD: "h", PERSON: "i", SUPPORTER: "j"}
COMPLETE, GIVEN, LACKING = "complete", "given", "lacking"


@dataclass(slots=True)
class Text:
    """Lines with their indentation."""

    lines: list[str] = field(default_factory=list)
    depth: int = 0

    def add(self, line: str) -> None:
        """Add one line at the present depth."""
        self.lines.append("    " * self.depth + line if line else "")


def parameters(layout: Layout, kind: str) -> list[tuple[str, str, str]]:
    """Return the arguments of a loop in order: name, what it is, and the code, result or figure it is of.

    What it is: "span", "todo", "offsets", "row", "figures", "scale", "together", "values", "validity", "written" or
    "known". The span is of households, for LACKING of places on the list.
    """
    found = [("first", "span", ""), ("last", "span", "")]
    found += [] if kind == COMPLETE else [("todo", "todo", "")]
    found.append(("members", "offsets", PERSON))
    if layout.has_supporters:
        found.append(("supporters", "offsets", SUPPORTER))
    found += [("row", "row", ""), ("figures", "figures", "")]
    found += [(f"s_{step.code}", "scale", step.code) for step in layout.figures if step.unit == "scale"]
    found += [(group.name, "together", group.name) for group in layout.together] if kind == GIVEN else []
    for scope in (HOUSEHOLD, PERSON, SUPPORTER):
        for step in layout.facts[scope]:
            found.append((f"c_{step.code}", "values", step.code))
            if reads_validity(step, kind):
                found.append((f"v_{step.code}", "validity", step.code))
    for output in layout.outputs:
        found.append((f"o_{output.name}", "written", output.name))
        if output.is_intermediate and kind == LACKING:
            found.append((f"k_{output.name}", "known", output.name))
    return found


def reads_validity(step: PlanStep, kind: str) -> bool:
    """Whether a loop asks of this fact whether it was given."""
    fact = spec_of(step)
    if kind == COMPLETE or is_settled(fact):
        return False
    return kind == LACKING or fact.default is not None or bool(fact.ask_when)


def module_text(layout: Layout, title: str, kind: str) -> str:
    """Return the text of a module with one function `run`. GIVEN returns how many households it put on the list."""
    return _Writer(layout, kind).module(title)


class _Writer:
    def __init__(self, layout: Layout, kind: str) -> None:
        self.layout = layout
        self.kind = kind
        self.text = Text()

    def module(self, title: str) -> str:
        names = [name for name, *_rest in parameters(self.layout, self.kind)]
        add = self.text.add
        add(f"def run({', '.join(names)}):")
        self.text.depth = 1
        if self.kind == GIVEN:
            add("put = first")
        if self.kind == LACKING:
            add("for place in range(first, last):")
            add("    h = todo[place]")
        else:
            add("for h in range(first, last):")
        self.text.depth = 2
        if self.kind == GIVEN and self.layout.bits:
            self._lacks()
        self._figures()
        self._body()
        if self.kind == GIVEN:
            self.text.depth = 1
            add("return put - first")
        return HEAD.format(title=title) + "\n".join(self.text.lines) + "\n"

    # ---- figures and facts

    def _figures(self) -> None:
        layout = self.layout
        count = len(layout.figures)
        self.text.add(f"r = row[h] * {count}")
        for number, step in enumerate(layout.figures):
            if step.unit == "scale":
                self.text.add(f"{step.code} = s_{step.code}[row[h]]  # {step.label}")
            else:
                self.text.add(f"{step.code} = figures[r + {number}]  # {step.label}")

    def _lacks(self) -> None:
        """Find, before anything is reckoned, which facts of the household are missing."""
        self.text.add("lacks = False")
        add = self.text.add
        for scope in (HOUSEHOLD, PERSON, SUPPORTER):
            groups = [group for group in self.layout.together if group.scope == scope]
            if not groups:
                continue
            at = INDEX[scope]
            with _rows(self.text, scope):
                for group in groups:
                    spared = " or ".join(self._spared(ask, at) for ask in group.ask_when)
                    still = f" and not ({spared})" if spared else ""
                    add(f"if {group.name}[{at} >> 3] >> ({at} & 7) & 1 == 0{still}:")
                    add("    lacks = True")
        add("if lacks:")
        add("    todo[put] = h")
        add("    put += 1")
        add("    continue")

    def _spared(self, ask: AskWhen, at: str) -> str:
        """Return the words for: the other fact is known, and says that this question does not arise."""
        other = spec_of(self.layout.step(ask.fact))
        value = _read(other, at)
        if is_settled(other):
            return f"({outside(ask, other, value)})"
        if other.default is not None:
            shown = f"({value} if {_present(ask.fact, at)} else {other.default!r})"
            return f"({outside(ask, other, shown)})"
        group = next(group.name for group in self.layout.together if self.layout.step(ask.fact) in group.steps)
        return f"({group}[{at} >> 3] >> ({at} & 7) & 1 != 0 and {outside(ask, other, value)})"

    def _facts(self, scope: str, needed: set[str]) -> None:
        for step in self.layout.facts[scope]:
            if step.code in needed:
                self._fact(step, INDEX[scope])

    def _fact(self, step: PlanStep, at: str) -> None:
        fact, code = spec_of(step), step.code
        value = _read(fact, at)
        comment = f"  # {fact.label}"
        if not reads_validity(step, self.kind):
            self.text.add(f"{code} = {value}{comment}")
            if self.kind == LACKING and code in self.layout.bits:
                self.text.add(f"m_{code} = 0")
            return
        if self.kind == GIVEN:
            self.text.add(f"{code} = {self._straight(fact, at)}{comment}")
            return
        add = self.text.add
        tracked = code in self.layout.bits
        add(f"if {_present(code, at)}:{comment}")
        add(f"    {code} = {value}")
        if tracked:
            add(f"    m_{code} = 0")
        for ask in fact.ask_when:
            other = spec_of(self.layout.step(ask.fact))
            known = f"m_{ask.fact} == 0 and " if ask.fact in self.layout.bits else ""
            add(f"elif {known}{outside(ask, other, ask.fact)}:")
            add(f"    {code} = {fact.not_asked!r}")
            if tracked:
                add(f"    m_{code} = 0")
        add("else:")
        add(f"    {code} = {_otherwise(fact)}")
        if tracked:
            add(f"    m_{code} = {self.layout.bits[code]}")

    def _straight(self, fact: FactSpec, at: str) -> str:
        """Return the words for a fact of a household that lacks nothing: given, not asked, or the law's default."""
        value = _read(fact, at)
        answers = {fact.default, *([fact.not_asked] if fact.ask_when else [])} - {None}
        if len(answers) == 1 and not fact.is_bool:
            # Without a branch: which facts were given follows no pattern that a processor could foresee.
            [answer] = answers
            given = f"-(v_{fact.code}[{at} >> 3] >> ({at} & 7) & 1)"
            return f"{answer} + ({value} - {answer} & {given})" if answer else f"{value} & {given}"
        words = repr(fact.not_asked if fact.default is None else fact.default)
        for ask in reversed(fact.ask_when if fact.default is not None else ()):
            spared = outside(ask, spec_of(self.layout.step(ask.fact)), ask.fact)
            words = f"({fact.not_asked!r} if {spared} else {words})"
        return f"{value} if {_present(fact.code, at)} else {words}"

    # ---- the body

    def _body(self) -> None:
        layout = self.layout
        self._facts(HOUSEHOLD, {step.code for step in layout.facts[HOUSEHOLD]})
        for number in layout.passes:
            for scope in (PERSON, SUPPORTER):
                self._loop(scope, number)
            for step in layout.steps:
                if step.kind == FORMULA and step.scope == HOUSEHOLD and step.pass_number == number:
                    self._formula(step)
        self._outcome()
        for output in layout.outputs:
            if output.is_intermediate and output.scope == HOUSEHOLD:
                self._write(output)

    def _loop(self, scope: str, number: int) -> None:
        """One run over the members, or the supporters: the totals of this pass, and what is written of each row."""
        layout = self.layout
        totals = [
            step for step in layout.steps if step.kind == TOTAL and step.over == scope and step.pass_number == number
        ]
        written = [output for output in layout.outputs if output.scope == scope and self._pass_of(output) == number]
        roots = {name for step in totals for name in (step.of, step.where)}
        roots |= {step.code for step in layout.receives for output in written if output.name == "recipients"}
        roots |= {output.name for output in written if output.is_intermediate}
        if not totals and not written:
            return
        for step in totals:
            self.text.add(f"{step.code} = {'False' if step.total == 'any' else '0'}  # {step.label}")
            if self.kind == LACKING:
                self.text.add(f"m_{step.code} = 0")
        needed = layout.closure(roots, within=scope)
        with _rows(self.text, scope):
            self._facts(scope, needed)
            for step in layout.steps:
                if step.kind == FORMULA and step.code in needed:
                    self._formula(step)
            for step in totals:
                self._add_up(step)
            for output in written:
                self._write(output)
            if not totals and not written:
                self.text.add("pass")

    def _pass_of(self, output: Output) -> int:
        if output.is_intermediate:
            return self.layout.step(output.name).pass_number
        return max((step.pass_number for step in self.layout.receives), default=self.layout.passes[0])

    def _formula(self, step: PlanStep) -> None:
        call = f"f_{step.code}({', '.join(step.needs)})"
        comment = f"  # {step.label}"
        if step.only_if:
            call = f"{call} if {step.only_if} else {step.otherwise!r}"
        self.text.add(f"{step.code} = {call}{comment}")
        if self.kind != LACKING:
            return
        mask = self._mask(step.needs)
        if step.only_if:
            first = self._mask((step.only_if,))
            mask = (
                f"({mask} if {step.only_if} else 0)"
                if first == "0"
                else f"({first} if {first} != 0 else ({mask} if {step.only_if} else 0))"
            )
        self.text.add(f"m_{step.code} = {mask}")

    def _mask(self, names: Sequence[str]) -> str:
        found = [f"m_{name}" for name in dict.fromkeys(names) if self._is_tracked(name)]
        return " | ".join(found) or "0"

    def _is_tracked(self, name: str) -> bool:
        """Whether a name carries bits: a fact that may be missing, or any result."""
        step = self.layout.step(name)
        return name in self.layout.bits if step.kind == FACT else step.kind in (FORMULA, TOTAL)

    def _add_up(self, step: PlanStep) -> None:
        code, of, where = step.code, step.of, step.where
        add = self.text.add
        if step.total == "any":
            hit = f"{where} and {of}" if where and of else of or where
            add(f"{code} = {code} or ({hit})")
        else:
            amount = of or "1"
            add(f"{code} += {amount} if {where} else 0" if where else f"{code} += {amount}")
        if self.kind != LACKING:
            return
        of_mask, where_mask = (self._mask((name,)) if name else "0" for name in (of, where))
        if where_mask != "0":
            add(f"m_{code} |= {where_mask}")
        if of_mask != "0":
            belongs = [f"{where_mask} != 0"] if where_mask != "0" else []
            belongs += [where] if where else []
            add(f"m_{code} |= {of_mask} if {' or '.join(belongs)} else 0" if belongs else f"m_{code} |= {of_mask}")

    # ---- results

    def _outcome(self) -> None:
        layout, add = self.layout, self.text.add
        masked = self.kind == LACKING
        if layout.reckons_outcome:
            add("failed = 0")
            if masked:
                add("unknown = 0")
                needs = [layout.amount, layout.closing, *(step.code for step in layout.conditions)]
                add(f"missing = {self._mask(needs)}")
            for number, step in enumerate(layout.conditions):
                bit = 1 << number
                if masked and self._is_tracked(step.code):
                    add(f"if m_{step.code} != 0:")
                    add(f"    unknown |= {bit}")
                    add(f"elif not {step.code}:")
                else:
                    add(f"if not {step.code}:")
                add(f"    failed |= {bit}")
            rest = "1 if missing != 0 else 2" if masked else "2"
            add(f"outcome = 0 if failed != 0 else {rest}")
        shown = {
            "outcome": "outcome",
            "amount_fen": f"{layout.amount} if outcome == 2 else 0",
            "closing_fen": f"{layout.closing} if outcome == 2 else 0",
            "failed": "failed",
            "unknown": "unknown" if masked else "0",
            "missing": "missing" if masked else "0",
            "layer": self._first([step.code for step in layout.layers]),
            "decider": self._first([step.code for step in layout.deciders]),
            "is_urgent": self._first([step.code for step in layout.urgent[:1]]),
            "is_quarterly": self._any([step.code for step in layout.quarterly]),
        }
        for output in layout.outputs:
            if output.name in shown and not output.is_intermediate:
                add(f"o_{output.name}[h] = {shown[output.name]}")

    def _first(self, codes: Sequence[str]) -> str:
        """Return the words for the number of the first that takes the household: 0 for none, -1 if that is unknown."""
        words = "0"
        for number, code in reversed(list(enumerate(codes, start=1))):
            words = f"{number} if {code} else ({words})"
            if self.kind == LACKING and self._is_tracked(code):
                words = f"{UNKNOWN} if m_{code} != 0 else ({words})"
        return words

    def _any(self, codes: Sequence[str]) -> str:
        words = [f"(m_{code} == 0 and {code})" if self.kind == LACKING else code for code in codes]
        return f"1 if {' or '.join(words)} else 0" if words else "0"

    def _write(self, output: Output) -> None:
        add, at = self.text.add, INDEX[output.scope]
        masked = self.kind == LACKING
        if output.name == "recipients":
            names = [step.code for step in self.layout.receives]
            words = " and ".join([*names, *(f"m_{name} == 0" for name in names if masked)]) or "True"
            add(f"o_recipients[{at}] = 1 if {words} else 0")
            return
        code = output.name
        value = f"1 if {code} else 0" if output.type == "int8" else code
        add(f"o_{code}[{at}] = ({value}) if m_{code} == 0 else 0" if masked else f"o_{code}[{at}] = {value}")
        if masked:
            add(f"k_{code}[{at}] = 1 if m_{code} == 0 else 0")


class _rows:  # noqa: N801 - reads as a word of the text it writes
    """The loop over members or supporters around what is written inside; for the household there is none."""

    def __init__(self, text: Text, scope: str) -> None:
        self.text, self.scope = text, scope

    def __enter__(self) -> None:
        if self.scope != HOUSEHOLD:
            whose, at = ("members", "i") if self.scope == PERSON else ("supporters", "j")
            self.text.add(f"for {at} in range({whose}[h], {whose}[h + 1]):")
            self.text.depth += 1

    def __exit__(self, *_error: object) -> None:
        if self.scope != HOUSEHOLD:
            self.text.depth -= 1


def _present(code: str, at: str) -> str:
    return f"v_{code}[{at} >> 3] >> ({at} & 7) & 1 != 0"


def _read(fact: FactSpec, at: str) -> str:
    """Return the words that read a value: yes and no are packed eight to a byte, as Arrow has them."""
    if fact.is_bool:
        return f"(c_{fact.code}[{at} >> 3] >> ({at} & 7) & 1 != 0)"
    return f"int64(c_{fact.code}[{at}])"


def _otherwise(fact: FactSpec) -> str:
    """Return what an absent fact is read as: the law's default, else the least value it may have."""
    if fact.default is not None:
        return repr(fact.default)
    return "False" if fact.is_bool else repr(fact.minimum)


def outside(ask: AskWhen, other: FactSpec, value: str) -> str:
    """Return the words for: with this value of the other fact the question does not arise."""
    if other.is_bool:
        by_answer = {(True, True): "False", (False, True): value, (True, False): f"not {value}", (False, False): "True"}
        return by_answer[ask.arises(1), ask.arises(0)]
    words = [f"{value} < {ask.at_least}"]
    if ask.at_most is not None:
        words.append(f"{value} > {ask.at_most}")
    return " or ".join(words) if len(words) == 1 else f"({' or '.join(words)})"

"""The text of a block's loops, kept in parts: functions short enough that a compiler's time stays with their length."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.fused.generate import Text
from minzheng.rules.fused.layout import Layout, is_settled, spec_of
from minzheng.rules.fused.rooms import AT, COLUMN, RESULT, TOLD, Rooms, words_of
from minzheng.rules.plan import FACT, PlanStep

COMPLETE_BLOCKS, OPEN_BLOCKS = "complete_blocks", "open_blocks"
"""The loop over blocks for columns in which nothing is missing, and for those in which something may be."""
MARK = {PERSON: "mark_k", SUPPORTER: "mark_j"}
OFFSETS = {PERSON: "members", SUPPORTER: "supporters"}
OF_A_BLOCK = (
    "w", "y", "y8", "eight", "order", "sizes", "whose_k", "whose_j", "mark_k", "mark_j", "which",
    "from_q", "from_k", "from_j", "first", "end",
)  # fmt: skip
OF_A_SCOPE = ("at", "low", "count", "bytes")
LOCAL = (
    "q", "k", "j", "b", "x", "r", "one", "size", "place", "at", "put", "put_k", "put_j", "start", "stop", "lacks",
)  # fmt: skip
"""What the text calls its own, beside the above: no step may be called so."""
LONG = 40
"""Lines of one part."""
NUMBERS, COLUMNS, ANSWERS = 3, 2, 16
"""Steps that share a loop, by what they are of. A processor does eight times as many answers at once as numbers, and
follows but a few columns in memory well."""
WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Part:
    """The loops that one function holds; `finds`: the name that `run` gives to what it returns."""

    lines: list[str]
    finds: str = ""


class Parts:
    """The parts of a module, and the text of `run` that calls them."""

    def __init__(self, layout: Layout, kind: str) -> None:
        self.layout = layout
        self.kind = kind
        self.scopes = (PERSON, SUPPORTER) if layout.has_supporters else (PERSON,)
        self.rooms = Rooms()
        self.text = Text(depth=2)
        self.ended: list[Part] = []
        self._open: list[str] = []
        self._last = ("", 0)
        self._joined = 0

    def loop(self, scope: str, line: str, *more: str, comment: str = "") -> None:
        """Add a loop over the rows of a scope, or add to the last one where that is of the same kind."""
        lines = [f"    {one}" for one in (line, *more)]
        lines[0] += f"  # {comment}" if comment else ""
        words = words_of(lines)
        if any(word.startswith(COLUMN) for word in words):
            most = COLUMNS
        else:
            is_of_numbers = any(self.rooms.is_number(word) or word.startswith(RESULT) for word in words)
            most = NUMBERS if is_of_numbers else ANSWERS
        self.add_to(f"for {AT[scope]} in range(count_{AT[scope]}):", lines, most)

    def add_to(self, head: str, lines: Iterable[str], most: int) -> None:
        """Add lines to the last loop where it has the same head and is of at most so many steps, else begin it."""
        if self._open and self._last == (head, most) and self._joined < most:
            self._joined += 1
            self._open += lines
            return
        if len(self._open) > LONG:
            self.end()
        self._last, self._joined = (head, most), 1
        self._open += [head, *lines]

    def add(self, lines: Iterable[str]) -> None:
        """Add whole loops."""
        if len(self._open) > LONG:
            self.end()
        self._last = ("", 0)
        self._open += lines

    def end(self, finds: str = "") -> None:
        """End the present part and call it here."""
        self._last = ("", 0)
        if self._open:
            self.text.add(f"<{len(self.ended)}>")
            self.ended.append(Part(self._open, finds))
            self._open = []

    def lines(self, arguments: Sequence[str], head: Iterable[str], whole: int) -> list[str]:
        """Return the text of all functions; `run` returns `whole` where every value was within its bounds."""
        self.rooms.give_out([part.lines for part in self.ended])
        lines: list[str] = []
        calls: dict[str, list[str]] = {}
        for number, part in enumerate(self.ended):
            body = self._body(part)
            handed = ", ".join(self._handed(body, arguments))
            lines += [f"def part_{number}({handed}):", *(f"    {line}" for line in body), "", ""]
            call = f"part_{number}({handed})"
            if part.finds:
                call = f"{part.finds} = {call}"
            is_checked = WRONG in words_of(body)
            calls[f"<{number}>"] = [f"if {call}:", "    return first"] if is_checked else [call]
        lines += [f"ROOMS = {self.rooms.sizes()}", "", ""]
        lines += [f"def run({', '.join(arguments)}):", *(f"    {line}" for line in ("y8 = y.view(int64)", *head))]
        lines.append("    while first < last:")
        for line in self.text.lines:
            lines += [f"        {one}" for one in calls[line.strip()]] if line.strip() in calls else [line]
        return [*lines, f"    return {whole}"]

    def _body(self, part: Part) -> list[str]:
        body = [*self._views(part.lines), *part.lines]
        return [f"{WRONG} = 0", *body, f"return {WRONG} < 0"] if WRONG in words_of(body) else body

    def _views(self, lines: Sequence[str]) -> list[str]:
        """Return the lines that name the rows of each room, column and result that a part works on."""
        views = []
        for word in words_of(lines):
            view = self.rooms.view(word)
            for prefix, letter in ((COLUMN, "c"), (RESULT, "o"), (TOLD, "k")):
                if word.startswith(prefix):
                    code = word.removeprefix(prefix)
                    at = AT[self._scope_of(code, prefix)]
                    view = f"{word} = rows({letter}_{code}, at_{at} + low_{at}, count_{at})"
            views += [view] if view else []
        return views

    def _scope_of(self, code: str, prefix: str) -> str:
        if prefix == COLUMN:
            return self.layout.step(code).scope
        return next(output.scope for output in self.layout.outputs if output.name == code)

    def _handed(self, body: Sequence[str], arguments: Iterable[str]) -> list[str]:
        """Return what a part is handed of the names that `run` knows."""
        known = {*arguments, *OF_A_BLOCK, *(step.code for step in self.layout.figures)}
        known |= {f"{name}_{AT[scope]}" for name in OF_A_SCOPE for scope in (HOUSEHOLD, *self.scopes)}
        return sorted(known & set(words_of(body)))


def may_lack(step: PlanStep, kind: str) -> bool:
    """Whether a loop asks of this fact whether it was given."""
    return kind == OPEN_BLOCKS and step.kind == FACT and not is_settled(spec_of(step))

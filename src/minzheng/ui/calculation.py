"""The calculation sheet: a determination's evaluation as numbered lines an accountant would write.

Reads the frozen JSON of an evaluation (docs/reference/evaluate.schema.json), never the rules themselves.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.kernel import language
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import bracketed, clauses, day_words, labelled
from minzheng.ui.tones import Tone

OUTCOMES = {
    "eligible": (_("符合条件"), Tone.DONE),
    "refused": (_("不符合条件"), Tone.BAD),
    "incomplete": (_("事实不全"), Tone.WARN),
}
# What is paid once has no span to be paid for.
CADENCES = {"month": _("月"), "quarter": _("季"), "once": ""}
# What a line need not mention: zero of anything, and no.
NOTHING = re.compile(r"0(\.0+)?\D*|否|无")
STATUS = {True: "met", False: "failed", None: "unknown"}


@dataclass(frozen=True)
class Condition:
    """One condition: met, failed, unknown or not arising; if failed, what it needs, what there is, how they differ."""

    label: str
    law: str
    status: str
    needs: str
    has: str
    differs: str


@dataclass(frozen=True)
class Line:
    """One numbered line: label, value, where it comes from, and the clause and inputs a click opens."""

    label: str
    value: str
    origin: str = ""
    law: str = ""
    inputs: tuple[str, ...] = ()
    is_total: bool = False


@dataclass(frozen=True)
class Sheet:
    """What `ui/calculation.html` draws."""

    outcome_words: str
    tone: Tone
    basis: str
    amount_fen: int
    per: str
    conditions: tuple[Condition, ...]
    lines: tuple[Line, ...]
    steps: tuple[Line, ...]
    missing: tuple[str, ...]
    lacking: tuple[tuple[str, tuple[str, ...]], ...]
    warnings: tuple[str, ...]
    rule_version: str


def sheet_of(
    evaluation: Mapping[str, Any],
    *,
    sources: Sequence[Mapping[str, Any]] = (),
    on: dt.date,
    members: Sequence[str] = (),
    missing: Sequence[str] = (),
    lacking: Sequence[tuple[str, Sequence[str]]] = (),
) -> Sheet:
    """Return the sheet of an evaluation (`Evaluation.as_dict()`), its facts with their sources; `members` are names.

    What is missing is named fact by fact, or (`lacking`) by whose it is.
    """
    words, tone = OUTCOMES[evaluation["outcome"]]
    layer = evaluation.get("layer_label") or ""
    read = _Reader(evaluation, sources, members)
    shown = _carrying(evaluation)
    return Sheet(
        outcome_words=f"{words}{bracketed(retell(layer))}"
        if layer and evaluation["outcome"] == "eligible"
        else str(words),
        tone=tone,
        basis=str(_("按 %(day)s 的规定和已登记的事实")) % {"day": day_words(on)},
        amount_fen=evaluation["amount_fen"],
        per=str(CADENCES[evaluation.get("cadence", "month")]),
        conditions=tuple(_condition(each) for each in evaluation["conditions"]),
        lines=tuple(read.line(step) for step in shown),
        steps=tuple(read.line(step) for step in evaluation["trace"]),
        missing=tuple(retell(each) for each in missing),
        lacking=tuple((who, tuple(labels)) for who, labels in lacking),
        warnings=tuple(retell(each) for each in evaluation.get("warnings", ())),
        rule_version=str(evaluation["rule_version"]),
    )


def _carrying(evaluation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the money lines that carry the result, zeros left out: up to the amount, or up to what failed."""
    trace = evaluation["trace"]
    if not trace:
        return []
    last = trace[-1]["code"]
    open_codes = {last} if evaluation["outcome"] == "eligible" else {each["code"] for each in evaluation["failed"]}
    needed: set[str] = set()
    for step in reversed(trace):
        if step["code"] in open_codes | needed:
            needed.add(step["code"])
            needed.update(each["code"] for each in step["inputs"] if each["source"] in {"formula", "total"})
    return [
        step
        for step in trace
        if step["code"] in needed and str(step["unit"]).startswith("fen") and step["value"]
        and not (step["code"] == last and evaluation["outcome"] != "eligible")
    ]  # fmt: skip


def _condition(finding: Mapping[str, Any]) -> Condition:
    status = STATUS[finding["passed"]] if finding.get("arises", True) else "aside"
    told = {key: retell(finding[key]) for key in ("label", "needs", "has", "differs")}
    return Condition(status=status, law=finding["law"], **told)


class _Reader:
    """Turns steps into lines, with the names of members and the origins of facts and figures at hand."""

    def __init__(
        self, evaluation: Mapping[str, Any], sources: Sequence[Mapping[str, Any]], members: Sequence[str]
    ) -> None:
        self.known = {(each["code"], each["member"], each.get("supporter")): each for each in sources}
        self.figures = {each["code"]: each for each in evaluation["figures"]}
        self.members = members
        # Asked once a sheet: a page reads hundreds of values.
        self.said = retell if language.is_english() else str
        is_paid = evaluation["outcome"] == "eligible" and evaluation["trace"]
        self.total = evaluation["trace"][-1]["code"] if is_paid else ""

    def line(self, step: Mapping[str, Any]) -> Line:
        """Return one line; its origin names what was added up, zeros left out."""
        member = step["member"]
        read = [each for each in step["inputs"] if each["source"] != "does_not_apply"]
        carrying = [each for each in read if not NOTHING.fullmatch(each["text"])]
        origin = clauses(f"{self.said(each['label'])} {self.said(each['text'])}" for each in carrying[:5])
        whose = self._whose(step)
        return Line(
            label=f"{whose} · {self.said(step['label'])}" if whose else self.said(step["label"]),
            value=self.said(step["text"]),
            origin=origin,
            law=step["law"],
            inputs=tuple(self._input(each, member, step.get("supporter")) for each in read),
            is_total=step["code"] == self.total,
        )

    def _whose(self, step: Mapping[str, Any]) -> str:
        """Name the member or supporter of a line; evaluations frozen before supporters were told have none."""
        supporter, member = step.get("supporter"), step["member"]
        if supporter is not None:
            return str(_("第 %(n)s 位赡养人")) % {"n": supporter + 1}
        if member is None:
            return ""
        return self.members[member] if member < len(self.members) else str(_("第 %(n)s 位成员")) % {"n": member + 1}

    def _input(self, each: Mapping[str, Any], member: int | None, supporter: int | None) -> str:
        """One value that was read, with where it comes from."""
        words = labelled(self.said(each["label"]), self.said(each["text"]))
        source = self.known.get((each["code"], member, supporter)) or self.known.get((each["code"], None, None))
        if each["source"] == "figure" and each["code"] in self.figures:
            figure = self.figures[each["code"]]
            note = str(_("，示例值")) if figure["status"] != "official" else ""
            since = _("%(reference)s，自 %(day)s%(note)s") % {
                "reference": self.said(figure["reference"]), "day": figure["from_date"], "note": note,
            }  # fmt: skip
            return words + bracketed(since)
        if each["source"] == "default":
            return words + bracketed(_("没有登记，按规定这样计"))
        if each["source"] == "fact" and source is not None:
            known = _("%(source)s，自 %(from)s，%(at)s 获知") % {
                "source": self.said(source["source"]), "from": source["holds_from"], "at": source["known_at"][:10],
            }  # fmt: skip
            return words + bracketed(known)
        return words

"""The calculation sheet: a determination's evaluation as numbered lines an accountant would write.

Reads the frozen JSON of an evaluation (docs/reference/evaluate.schema.json), never the rules themselves.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.ui.tones import Tone

OUTCOMES = {
    "eligible": (_("符合条件"), Tone.DONE),
    "refused": (_("不符合条件"), Tone.BAD),
    "incomplete": (_("事实不全"), Tone.WARN),
}
STATUS = {True: "met", False: "failed", None: "unknown"}


@dataclass(frozen=True)
class Condition:
    """One condition: met, failed or unknown; if failed, what it needs, what there is, by how much it differs."""

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
    conditions: tuple[Condition, ...]
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    rule_version: str


def sheet_of(
    evaluation: Mapping[str, Any],
    *,
    sources: Sequence[Mapping[str, Any]] = (),
    on: dt.date,
    members: Sequence[str] = (),
    missing: Sequence[str] = (),
) -> Sheet:
    """Return the sheet of an evaluation (`Evaluation.as_dict()`), its facts with their sources; `members` are names."""
    words, tone = OUTCOMES[evaluation["outcome"]]
    layer = evaluation.get("layer_label") or ""
    tested = {each["code"] for each in evaluation["conditions"]}
    known = {(each["code"], each["member"]): each for each in sources}
    figures = {each["code"]: each for each in evaluation["figures"]}
    trace = [each for each in evaluation["trace"] if each["code"] not in tested]
    lines = [_line(each, known, figures, members, is_last=each is trace[-1]) for each in trace]
    return Sheet(
        outcome_words=f"{words}（{layer}）" if layer and evaluation["outcome"] == "eligible" else str(words),
        tone=tone,
        basis=str(_("按 %(day)s 的规定和已登记的事实") % {"day": f"{on.year}年{on.month}月{on.day}日"}),
        amount_fen=evaluation["amount_fen"],
        conditions=tuple(_condition(each) for each in evaluation["conditions"]),
        lines=tuple(lines),
        missing=tuple(missing),
        warnings=tuple(evaluation.get("warnings", ())),
        rule_version=str(evaluation["rule_version"]),
    )


def _condition(finding: Mapping[str, Any]) -> Condition:
    status = STATUS[finding["passed"]]
    return Condition(finding["label"], finding["law"], status, finding["needs"], finding["has"], finding["differs"])


def _line(
    step: Mapping[str, Any],
    known: Mapping[tuple[str, int | None], Mapping[str, Any]],
    figures: Mapping[str, Mapping[str, Any]],
    members: Sequence[str],
    *,
    is_last: bool,
) -> Line:
    member = step["member"]
    who = ""
    if member is not None:
        who = members[member] if member < len(members) else str(_("第 %(n)s 位成员") % {"n": member + 1})
    read = [each for each in step["inputs"] if each["source"] != "does_not_apply"]
    told = [_input(each, known.get((each["code"], member)) or known.get((each["code"], None)), figures) for each in read]
    return Line(
        label=f"{who} · {step['label']}" if who else step["label"],
        value=step["text"],
        origin="；".join(f"{each['label']} {each['text']}" for each in read[:4]) + (" …" if len(read) > 4 else ""),
        law=step["law"],
        inputs=tuple(told),
        is_total=is_last,
    )


def _input(
    each: Mapping[str, Any], source: Mapping[str, Any] | None, figures: Mapping[str, Mapping[str, Any]]
) -> str:
    """One value that was read, with where it comes from."""
    words = f"{each['label']}：{each['text']}"
    if each["source"] == "figure" and each["code"] in figures:
        figure = figures[each["code"]]
        note = str(_("，示例值")) if figure["status"] != "official" else ""
        return f"{words}（{figure['reference']}，自 {figure['from_date']}{note}）"
    if each["source"] == "default":
        return f"{words}（{_('没有登记，按规定这样计')}）"
    if source is not None:
        return f"{words}（{source['source']}，自 {source['holds_from']}，{source['known_at'][:10]} 获知）"
    return words

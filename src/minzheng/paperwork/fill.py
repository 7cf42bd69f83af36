"""A declared form and what is known, made into what the typst templates draw. Unknown stays empty, never guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.paperwork.forms.shape import (
    GAP,
    Column,
    Form,
    Grid,
    Lines,
    Note,
    Part,
    Photo,
    Rows,
    Shape,
    Signs,
    Slot,
    Table,
    Text,
    Words,
)
from minzheng.paperwork.forms.vocabulary import look_up, term

# What may never hang on a board, however it got into a text: identity and account numbers, mobile phones.
_NUMBERS = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15,19}|1[3-9]\d{9})(?!\d)|\d{4}\*{4,}\w{2}")
_ILLNESS = re.compile(r"残疾|重病|癌|精神障碍|艾滋|病历|诊断")
PUBLIC = frozenset(
    {
        "program.name", "publicity.rows", "publicity.rows[].name", "publicity.rows[].members",
        "publicity.rows[].amount", "publicity.rows[].village", "publicity.days", "publicity.from", "publicity.until",
        "publicity.phone", "publicity.place", "publication.rows", "publication.rows[].name",
        "publication.rows[].members", "publication.rows[].amount", "publication.rows[].village", "publication.place",
        "publication.date", "publication.phone",
    }
)  # fmt: skip
OWN_PHONES = frozenset({"publicity.phone", "publication.phone"})


class NotPublic(Refused):
    """Something that may never be published stands in a paper for the board."""


class RemediesMissing(Refused):
    """A notice that decides on rights does not say how to object."""


@dataclass(frozen=True)
class Paper:
    """What a paper bears besides its content."""

    issuer: str
    number: str = ""
    date: str = ""  # ISO, empty for a blank
    to: str | None = None
    remedies: Mapping[str, Any] | None = None
    verify: Mapping[str, str] | None = None
    contact: str = ""
    program: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def fill(form: Form, known: Mapping[str, Any], paper: Paper) -> dict[str, Any]:
    """Return the data of the form's template; raise NotPublic or RemediesMissing."""
    if form.needs_remedies:
        require_remedies(paper.remedies)
    if form.is_public:
        require_public(form, known)
    return {
        "issuer": paper.issuer,
        "title": title_of(form, paper.program),
        "number": paper.number,
        "date": paper.date,
        "to": paper.to,
        "blocks": [_part(part, dict(known)) for part in form.body],
        "law": str(form.law),
        "flipped": form.flipped,
        "sealed": form.sealed,
        "receipt": form.receipt,
        "needs_remedies": form.needs_remedies,
        "remedies": dict(paper.remedies) if paper.remedies else None,
        "verify": dict(paper.verify) if paper.verify else None,
        "contact": paper.contact,
        **paper.extra,
    }


def title_of(form: Form, program: str = "") -> str:
    """Return the form's title; where the program is known it stands in place of 社会救助."""
    title = str(form.title)
    return title.replace("社会救助", program, 1) if form.has_program_title and program else title


def blank_remedies() -> dict[str, Any]:
    """Return the remedies of a blank notice: the limits stand in the law, the bodies are written in."""
    return {"review_body": "________", "review_days": 60, "court": "________", "court_months": 6}


def remedies_text(remedies: Mapping[str, Any]) -> str:
    """Return the sentence as a Word template prints it; the same words as official.typ."""
    return (
        f"如您不服本决定，可以自知道本决定之日起{remedies['review_days']}日内向{remedies['review_body']}申请行政复议，"
        f"也可以自知道本决定之日起{remedies['court_months']}个月内直接向{remedies['court']}提起行政诉讼。"
    )


def require_remedies(remedies: Mapping[str, Any] | None) -> None:
    """Raise RemediesMissing unless body and limit of both remedies are named."""
    names = ("review_body", "review_days", "court", "court_months")
    if not remedies or any(not remedies.get(name) for name in names):
        raise RemediesMissing(
            _("告知书没有写明行政复议和行政诉讼的机关、期限，不能制发（行政复议法第二十条）。请先补全救济途径。")
        )


def require_public(form: Form, known: Mapping[str, Any]) -> None:
    """Raise NotPublic if a form for the board would show what the law keeps off it (民政通用程序 2.7)."""
    outside = [path for path in form.paths() if path not in PUBLIC]
    if outside:
        raise NotPublic(
            _("公示、公布只能写申请人姓名、保障人数、金额、时间、地点和监督电话；“%(what)s”不得公开。")
            % {"what": listed(str(term(path).label) for path in outside)}
        )
    for path in form.paths():
        if path in OWN_PHONES or "[]" in path:
            continue
        for text in _texts(look_up(dict(known), path)):
            found = _NUMBERS.search(text) or _ILLNESS.search(text)
            if found:
                raise NotPublic(
                    _("“%(where)s”中的“%(what)s”不得公开（身份证号、账号、手机号、病情）。请改正后再张贴。")
                    % {"where": term(path).label, "what": found[0]}
                )


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, Sequence):
        return [text for inner in value for text in _texts(inner)]
    return []


def _part(part: Part, known: dict[str, Any]) -> dict[str, Any]:  # noqa: PLR0911 - one for each part
    face = {"face": part.face}
    match part:
        case Grid():
            rows = [[_slot(slot, known) for slot in row] for row in part.rows]
            return {"kind": "grid", "title": str(part.title), "rows": rows, **face}
        case Table():
            return {"kind": "table", "title": str(part.title), **_table(part, known), **face}
        case Words():
            value = _said(look_up(known, part.path)) if part.path else None
            signs = [str(each) for each in part.signs]
            return {
                "kind": "words", "label": str(part.label), "value": value, "lines": part.lines, "signs": signs, **face
            }  # fmt: skip
        case Text():
            return {"kind": "text", "parts": _pieces(str(part.words), known), "indent": part.indent, **face}
        case Lines():
            found = look_up(known, part.path) if part.path else None
            lines = None if found is None else [str(line) for line in found]
            return {"kind": "lines", "title": str(part.title), "lines": lines, "blank": part.blank, **face}
        case Rows():
            return {"kind": part.kind, "title": str(part.title), "rows": look_up(known, part.path), **face}
        case Signs():
            return {"kind": "signs", "labels": [str(each) for each in part.labels], "date": "", **face}
        case Note():
            return {"kind": "note", "text": str(part.words), **face}
        case Photo():
            return {"kind": "photo", "label": str(part.label), **face}
    raise TypeError(part)


def _slot(slot: Slot, known: dict[str, Any]) -> dict[str, Any]:
    label = str(slot.label) or str(term(slot.path).label)
    return {"label": label, "value": _said(look_up(known, slot.path)) if slot.path else None}


def _table(part: Table, known: dict[str, Any]) -> dict[str, Any]:
    found = (look_up(known, part.path) if part.path else None) or []
    rows = [[_cell(row, column) for column in part.columns] for row in found]
    blanks = part.blank_rows if found or not part.path else max(part.blank_rows, 4)
    rows += [[None] * len(part.columns)] * blanks
    columns = [{"label": str(column.label), "width": column.width} for column in part.columns]
    return {"columns": columns, "rows": rows}


def _cell(row: Mapping[str, Any], column: Column) -> str | None:
    return _said(row.get(column.name)) if column.name else None


def _said(value: Any) -> str | None:
    if value is None or value == "":
        return None
    return "\n".join(str(line) for line in value) if isinstance(value, list) else str(value)


def _pieces(words: str, known: dict[str, Any]) -> list[dict[str, Any]]:
    pieces: list[dict[str, Any]] = []
    at = 0
    for gap in GAP.finditer(words):
        if gap.start() > at:
            pieces.append({"text": words[at : gap.start()]})
        value = _said(look_up(known, gap[1])) if gap[1] else None
        # A gap without a width is part of the sentence and is not underlined.
        pieces.append({"value": value, "width": int(gap[2] or 20), "plain": gap[2] is None})
        at = gap.end()
    if at < len(words):
        pieces.append({"text": words[at:]})
    return pieces


TEMPLATES = {shape: f"/services/papers/typst/{shape.value}.typ" for shape in Shape}

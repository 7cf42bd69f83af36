"""Any form in English, for reading only. Never kept and never served: the Chinese paper alone counts.

The declared form is said in English, filled with what is known as a page would retell it, and set as plain sections.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from minzheng.kernel.language import ENGLISH, speaking
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words, labelled
from minzheng.paperwork.fill import Paper, fill
from minzheng.paperwork.forms.shape import Form
from minzheng.services.papers import compile_pdf

TEMPLATE = "/services/papers/typst/reading_aid.typ"
BY_HAND = "________"
Row = Mapping[str, Any]
Section = dict[str, Any]


def filled(form: Form, known: Row, paper: Paper, *, at: datetime) -> bytes:
    """Return what the form says in English, as PDF."""
    with speaking(ENGLISH):
        # Paths and names of columns are no texts of the catalogue and come through as they are.
        said = replace(form, body=_told(form.body), law=retell(str(form.law)))
        return compiled(fill(said, _told(known), paper), at=at)


def compiled(data: Row, sections: Iterable[Section] | None = None, *, at: datetime) -> bytes:
    """Set a filled form, or sections of its own, with the note that the Chinese paper counts."""
    told = {
        "issuer": retell(data["issuer"]),
        "title": retell(data["title"]),
        "number": data["number"],
        "note": _("译文仅供阅读，以中文原件为准。"),
        "demo": _("演示数据：本件由演示系统生成，不是真实的公文"),
        "page": _("页"),
        "sections": list(_sections(data) if sections is None else sections),
    }
    return compile_pdf(TEMPLATE, told, at=at)


def conditions(rows: Iterable[Row]) -> Section:
    """Return the conditions one by one: what is needed, what there is, what came of it."""
    words = {True: _("符合"), False: _("不符合"), None: _("不清楚")}
    return {
        "head": _("逐项条件"),
        "heads": [_("条件"), _("要求"), _("现状"), _("相差"), _("结论"), _("依据")],
        "rows": [
            [
                *told(row[key] for key in ("label", "needs", "has", "differs")),
                words[row["passed"]] if row.get("arises", True) else _("不涉及"),
                retell(row["law"]),
            ]
            for row in rows
        ],
    }


def calculation(rows: Iterable[Row]) -> Section:
    """Return the lines of a calculation with source and law."""
    return {
        "head": _("计算过程"),
        "heads": [_("项目"), _("数值"), _("来源"), _("依据")],
        "rows": [told(row[key] for key in ("label", "value", "source", "law")) for row in rows],
    }


def remedies(found: Row) -> Section:
    """Return how to object: both bodies, both limits."""
    return {
        "head": _("不服本决定怎么办"),
        "lines": [
            _("可以自知道本决定之日起%(days)s日内向%(body)s申请行政复议。")
            % {"days": found["review_days"], "body": retell(found["review_body"])},
            _("也可以自知道本决定之日起%(months)s个月内直接向%(court)s提起行政诉讼。")
            % {"months": found["court_months"], "court": retell(found["court"])},
        ],
    }


def told(texts: Iterable[object]) -> list[str]:
    """Return kept texts as they are read."""
    return [retell(str(text)) for text in texts if text is not None]


def _told(node: Any) -> Any:
    """Say every text within, leaving the shape of what holds it."""
    if isinstance(node, str | Promise):
        return retell(str(node))
    if isinstance(node, Mapping):
        return {key: _told(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return type(node)(_told(value) for value in node)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{each.name: _told(getattr(node, each.name)) for each in fields(node)})
    return node


def _sections(data: Row) -> Iterable[Section]:
    if data["to"]:
        yield {"head": "", "lines": [data["to"]]}
    yield from (_section(block) for block in data["blocks"])
    if data["remedies"]:
        yield remedies(data["remedies"])
    last = [labelled(_("依据"), data["law"])]
    if data["contact"]:
        last.append(retell(data["contact"]))
    if data["date"]:
        last.append(_("制发日期：%(day)s") % {"day": day_words(date.fromisoformat(data["date"]))})
    yield {"head": "", "lines": last}


def _section(block: Row) -> Section:
    head = block.get("title", "")
    if block["kind"] == "table":
        rows = [row for row in block["rows"] if any(row)] or block["rows"][:1]
        heads = [column["label"] for column in block["columns"]]
        return {"head": head, "heads": heads, "rows": [[cell or "" for cell in row] for row in rows]}
    if block["kind"] in {"conditions", "calculation"}:
        made = conditions if block["kind"] == "conditions" else calculation
        return made(block["rows"] or []) | {"head": head}
    return {"head": block["label"] if block["kind"] == "words" else head, "lines": _lines(block)}


def _lines(block: Row) -> list[str]:
    match block["kind"]:
        case "grid":
            pairs = [slot for row in block["rows"] for slot in row]
            return [labelled(pair["label"], pair["value"] or BY_HAND) for pair in pairs]
        case "words":
            return [block["value"] or BY_HAND, *_signed(block["signs"])]
        case "text":
            return ["".join(piece.get("text") or piece.get("value") or BY_HAND for piece in block["parts"])]
        case "lines":
            return block["lines"] or [BY_HAND]
        case "signs":
            return _signed(block["labels"])
        case _:
            return [block["text"] if block["kind"] == "note" else f"[{block['label']}]"]


def _signed(labels: Iterable[str]) -> list[str]:
    return [labelled(label, BY_HAND) for label in labels]

"""The bare work of typst: knows no settings and no words of ours, so that a process of its own can do it."""

import datetime as dt
import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
import typst

from minzheng.services.papers.characters import FONTS, unsupported_characters

# Templates may import anything below the package by absolute path: "/services/papers/typst/official.typ".
ROOT = Path(__file__).resolve().parents[2]
# Where a template finds its data; nothing of that name is on the disk.
DATA = "/data.json"


@dataclass(frozen=True)
class Sheet:
    """One paper to be set: the template's text, the data as JSON, whether it is a demo's, and its moment."""

    source: str
    data: str
    is_demo: bool
    at: dt.datetime


@dataclass(frozen=True)
class Order:
    """One paper of many: its data as it was frozen, and its moment. The process that sets it also draws its code."""

    data: Mapping[str, Any]
    at: dt.datetime


@dataclass(frozen=True)
class Unset:
    """Why a paper could not be set, in typst's words."""

    reason: str


@dataclass(frozen=True)
class Unprintable:
    """A paper that has characters our fonts lack."""


def typeset(sheet: Sheet) -> bytes | Unset:
    """Return the PDF/A-2u, or why there is none. A missing font is only a warning to typst; here it is a failure."""
    # The properties of a PDF know whole seconds only.
    moment = sheet.at.astimezone(dt.UTC).replace(microsecond=0)
    inputs = {"demo": "true" if sheet.is_demo else "false"}
    # The data is a file, not one of the inputs: where those differ, typst sets again every cell it has set before.
    files = {"main.typ": sheet.source.encode(), DATA: sheet.data.encode()}
    try:
        # The stub of typst forgets that files may be given by name.
        pdf, warnings = compiler().compile_with_warnings(  # type: ignore[type-var]
            input=files, format="pdf", sys_inputs=inputs, pdf_standards="a-2u", timestamp=moment
        )
    except typst.TypstError as error:
        return Unset(error.message)
    if warnings:
        return Unset(warnings[0].message)
    if not isinstance(pdf, bytes):
        message = f"typst returned {type(pdf).__name__}"
        raise TypeError(message)
    return pdf


def typeset_all(source: str, orders: list[Order], *, is_demo: bool) -> list[bytes | Unset | Unprintable]:
    """Set several papers of one template, one after the other."""
    return [_typeset_order(source, order, is_demo=is_demo) for order in orders]


def _typeset_order(source: str, order: Order, *, is_demo: bool) -> bytes | Unset | Unprintable:
    if unsupported_characters("".join(text for _where, text in texts(order.data))):
        return Unprintable()
    return typeset(Sheet(source, as_json(order.data), is_demo, order.at))


def as_json(data: Mapping[str, Any]) -> str:
    """Return what the template reads; a code that has no picture yet gets it."""
    verify = data.get("verify")
    if isinstance(verify, Mapping) and verify.get("code") and "qr" not in verify:
        data = {**data, "verify": {**verify, "qr": square_code(verify.get("url") or verify["code"])}}
    return json.dumps(data, ensure_ascii=False)


def square_code(text: str) -> str:
    """Return a QR code as SVG."""
    # One of the eight masks, not the best: trying all takes half as long as setting the page, and readers read any.
    made = segno.make(text, error="m", micro=False, mask=2)
    return str(made.svg_inline(border=1, omitsize=True))


def texts(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of the data with the place it stands at, as in `members.0.name`."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, f"{where}.{key}" if where else str(key))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{where}.{number}")


@functools.lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """Return this process's compiler; it keeps its caches, and a page takes a few milliseconds."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=ROOT, font_paths=fonts)

"""The bare work of typst: knows no settings and no words of ours, so that a process of its own can do it."""

import datetime as dt
import functools
from dataclasses import dataclass
from pathlib import Path

import typst

from minzheng.services.papers.characters import FONTS

# Templates may import anything below the package by absolute path: "/services/papers/typst/official.typ".
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Sheet:
    """One paper to be set: the template's text, the data as JSON, whether it is a demo's, and its moment."""

    source: str
    data: str
    is_demo: bool
    at: dt.datetime


@dataclass(frozen=True)
class Unset:
    """Why a paper could not be set, in typst's words."""

    reason: str


def typeset(sheet: Sheet) -> bytes | Unset:
    """Return the PDF/A-2u, or why there is none. A missing font is only a warning to typst; here it is a failure."""
    # The properties of a PDF know whole seconds only.
    moment = sheet.at.astimezone(dt.UTC).replace(microsecond=0)
    inputs = {"data": sheet.data, "demo": "true" if sheet.is_demo else "false"}
    try:
        pdf, warnings = compiler().compile_with_warnings(
            input=sheet.source.encode(), format="pdf", sys_inputs=inputs, pdf_standards="a-2u", timestamp=moment
        )
    except typst.TypstError as error:
        return Unset(error.message)
    if warnings:
        return Unset(warnings[0].message)
    if not isinstance(pdf, bytes):
        message = f"typst returned {type(pdf).__name__}"
        raise TypeError(message)
    return pdf


def typeset_all(sheets: list[Sheet]) -> list[bytes | Unset]:
    """Set several papers, one after the other."""
    return [typeset(sheet) for sheet in sheets]


@functools.lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """Return this process's compiler; it keeps its caches, and a page takes a few milliseconds."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=ROOT, font_paths=fonts)

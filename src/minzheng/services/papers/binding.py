"""Binding kept papers into one PDF: the pages as they are, bookmarks, and blank backs for printing on both sides."""

import datetime as dt
import functools
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from minzheng.services.papers.characters import FONTS
from minzheng.services.papers.compiler import PapersError, require_printable

# What typst writes of itself; other programs hide the number in packed objects, their pages are tried one by one.
_PLAIN_COUNT = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")
_KINDS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"))
PAGES_MAX = 2000


@dataclass(frozen=True)
class Sheet:
    """One paper to be bound: what the bookmark says, and its PDF (or a JPEG or PNG, which gets a page of its own)."""

    title: str
    content: bytes


def bind(sheets: Sequence[Sheet], *, title: str, at: dt.datetime, duplex: bool = False) -> bytes:
    """Return one PDF of all sheets in order. With `duplex` each begins on a front side.

    Raises PapersError naming the sheet that is no readable PDF or picture.
    """
    if not sheets:
        raise PapersError(_("没有要合订的文书。"))
    require_printable({"titles": [sheet.title for sheet in sheets]})
    with tempfile.TemporaryDirectory(prefix="bind-") as folder:
        parts = [_kept(Path(folder), number, sheet) for number, sheet in enumerate(sheets)]
        (Path(folder) / "parts.json").write_text(json.dumps(parts, ensure_ascii=False), encoding="utf-8")
        inputs = {"title": title, "duplex": "true" if duplex else "false"}
        source = Path(__file__).with_name("typst").joinpath("bound.typ").read_bytes()
        try:
            pdf, warnings = _compiler(Path(folder)).compile_with_warnings(
                input=source, format="pdf", sys_inputs=inputs, timestamp=at.astimezone(dt.UTC).replace(microsecond=0)
            )
        except typst.TypstError as error:
            raise PapersError(_("文书合订失败：%(reason)s。请联系系统管理员。") % {"reason": error.message}) from error
    if warnings or not isinstance(pdf, bytes):
        reason = warnings[0].message if warnings else type(pdf).__name__
        raise PapersError(_("文书合订失败：%(reason)s。请联系系统管理员。") % {"reason": reason})
    return pdf


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has; 1 for a picture, 0 for what cannot be read."""
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        return int(str(_kept(Path(folder), 0, Sheet("", content), strict=False)["pages"]))


def _kept(folder: Path, number: int, sheet: Sheet, *, strict: bool = True) -> dict[str, object]:
    ending = next((kind for start, kind in _KINDS if sheet.content.startswith(start)), "")
    name = f"{number}.{ending}"
    pages = 0
    if ending:
        (folder / name).write_bytes(sheet.content)
        pages = _pages(folder, name, sheet.content)
    if not pages and strict:
        raise PapersError(_("“%(title)s”不是能读的PDF或图片，没有合订。请核对原文件后再试。") % {"title": sheet.title})
    return {"file": f"/{name}", "title": sheet.title, "pages": pages, "picture": ending != "pdf"}


def _pages(folder: Path, name: str, content: bytes) -> int:
    if not name.endswith(".pdf"):
        return 1 if _opens(_compiler(folder), f'#image("/{name}")') else 0
    told = _PLAIN_COUNT.findall(content)
    if len(told) == 1 and content.count(b"%%EOF") == 1 and int(told[0]) <= PAGES_MAX:
        return int(told[0])
    compiler, found = _compiler(folder), 0
    while found < PAGES_MAX and _opens(compiler, f'#image("/{name}", page: {found + 1})'):
        found += 1
    return found


def _opens(compiler: typst.Compiler, source: str) -> bool:
    try:
        compiler.compile(input=source.encode(), format="pdf")
    except typst.TypstError:
        return False
    return True


def _compiler(folder: Path) -> typst.Compiler:
    return typst.Compiler(root=folder, font_paths=_fonts())


@functools.lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])

"""A whole file as one PDF: cover, index, and every part with running page numbers (docs/adr/0071).

typst sets the pages and takes PDFs and pictures in as they are. It cannot take PDFs into PDF/A, so a bundle is PDF 1.7;
each letter kept beside it stays PDF/A.
"""

import datetime as dt
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from minzheng.services.papers.characters import FONTS
from minzheng.services.papers.compiler import PapersError, require_printable

TEMPLATE = Path(__file__).with_name("typst") / "bundle.typ"
SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
# Nobody files more pages than this in one part; the search for the last page stops here.
PAGES_AT_MOST = 4096


@dataclass(frozen=True)
class Part:
    """One paper, letter or kept file."""

    title: str
    content: bytes
    media_type: str
    date: str = ""
    note: str = ""


@dataclass(frozen=True)
class Placed:
    """Where a part stands in the bundle; `is_inside` is False for a file that no page could show."""

    first_page: int
    pages: int
    is_inside: bool


@dataclass(frozen=True)
class Bundle:
    """The PDF and where each part stands in it."""

    pdf: bytes
    placed: tuple[Placed, ...]

    @property
    def pages(self) -> int:
        """Return the number of numbered pages; cover and index come before them."""
        return sum(one.pages for one in self.placed)


def bind(cover: Mapping[str, Any], parts: Sequence[Part], *, at: dt.datetime) -> Bundle:
    """Bind the parts under a cover: issuer, title, number and facts of (label, value). Raises PapersError."""
    require_printable({"cover": dict(cover), "parts": [[part.title, part.note, part.date] for part in parts]})
    with tempfile.TemporaryDirectory(prefix="minzheng-bundle-") as folder:
        desk = _Desk(Path(folder))
        placed, rows = [], []
        first = 1
        for number, part in enumerate(parts, start=1):
            name = f"part-{number}.{SUFFIXES.get(part.media_type, 'bin')}"
            (desk.folder / name).write_bytes(part.content)
            pages, kind = desk.measure(name, part.media_type)
            placed.append(Placed(first, pages, kind != "none"))
            rows.append({
                "number": number, "title": part.title, "date": part.date, "note": part.note, "file": name,
                "pages": pages, "first": first, "kind": kind,
            })  # fmt: skip
            first += pages
        data = {**cover, "parts": rows, "pages": first - 1}
        return Bundle(desk.set_pages(data, at), tuple(placed))


class _Desk:
    """A folder of one bundle and the compiler that sees nothing else."""

    def __init__(self, folder: Path) -> None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        self.folder = folder
        self.compiler = typst.Compiler(root=folder, font_paths=fonts)
        self.probe = folder / "probe.typ"

    def measure(self, name: str, media_type: str) -> tuple[int, str]:
        """Return how many pages a file takes and how it is shown; one page that says so if it cannot be."""
        if media_type == "application/pdf":
            pages = self._last_page(name)
            return (pages, "pdf") if pages else (1, "none")
        if media_type in SUFFIXES and self._can_show(f'#image("{name}")'):
            return 1, "image"
        return 1, "none"

    def set_pages(self, data: Mapping[str, Any], at: dt.datetime) -> bytes:
        """Return the bundle; raise PapersError with typst's reason."""
        main = self.folder / "main.typ"
        main.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        inputs = {"data": json.dumps(data, ensure_ascii=False), "demo": "true" if settings.DEMO else "false"}
        moment = at.astimezone(dt.UTC).replace(microsecond=0)
        try:
            pdf, warnings = self.compiler.compile_with_warnings(
                input=str(main), format="pdf", sys_inputs=inputs, pdf_standards="1.7", timestamp=moment
            )
        except typst.TypstError as error:
            raise PapersError(error.message) from error
        if warnings or not isinstance(pdf, bytes):
            raise PapersError(warnings[0].message if warnings else "typst")
        return pdf

    def _last_page(self, name: str) -> int:
        """Return the number of the last page typst can show, 0 if none: doubled until too far, then halved."""
        if not self._has_page(name, 1):
            return 0
        low, high = 1, 2
        while high <= PAGES_AT_MOST and self._has_page(name, high):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._has_page(name, middle) else (low, middle)
        return low

    def _has_page(self, name: str, page: int) -> bool:
        return self._can_show(f'#image("{name}", page: {page})')

    def _can_show(self, body: str) -> bool:
        self.probe.write_text(body, encoding="utf-8")
        try:
            self.compiler.compile(input=str(self.probe), format="pdf", pdf_standards="1.7")
        except typst.TypstError:
            return False
        return True

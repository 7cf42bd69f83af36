"""Colours in the style table of an xlsx file: each marked cell keeps its own format and only gets another ground."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from minzheng.integrations.roster.domain.marking.sheet_xml import spliced, with_attribute


@dataclass
class Styles:
    """The style table with room for more: ask for styles, then take the bytes."""

    content: bytes
    prefix: str = ""
    formats: list[bytes] = field(default_factory=list)
    _fills: int = 0
    _spans: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    _new_fills: list[str] = field(default_factory=list)
    _new_formats: list[bytes] = field(default_factory=list)
    _known: dict[tuple[int, str], int] = field(default_factory=dict)

    @classmethod
    def read(cls, content: bytes) -> "Styles":
        """Read the table; raise ValueError if it is not what can be extended."""
        styles = cls(content)
        _Walker(styles).run()
        if not {"fills", "cellXfs"} <= set(styles._spans) or not styles.formats:
            raise ValueError("no styles to extend")
        return styles

    def coloured(self, base: int, colour: str) -> int:
        """Return the number of a style like `base` on a ground of this colour (ARGB)."""
        if (base, colour) not in self._known:
            fill = self._fill(colour)
            raw = self.formats[base] if base < len(self.formats) else self.formats[0]
            end = raw.index(b">") + 1
            tag = with_attribute(with_attribute(raw[:end], "fillId", str(fill)), "applyFill", "1")
            self._known[base, colour] = self._add(tag + raw[end:])
        return self._known[base, colour]

    def wrapped(self) -> int:
        """Return the number of a plain style whose text wraps at the top."""
        name = self._named("xf")
        alignment = self._named("alignment")
        raw = (
            f'<{name} numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
            f' applyAlignment="1"><{alignment} vertical="top" wrapText="1"/></{name}>'
        )
        return self._add(raw.encode())

    def written(self) -> bytes:
        """Return the table with everything that was asked for."""
        edits = []
        fills = "".join(self._new_fills).encode()
        for name, pieces, count in (
            ("fills", fills, self._fills + len(self._new_fills)),
            ("cellXfs", b"".join(self._new_formats), len(self.formats) + len(self._new_formats)),
        ):
            start, tag_end, end = self._spans[name]
            edits.append((start, tag_end, with_attribute(self.content[start:tag_end], "count", str(count))))
            edits.append((end, end, pieces))
        return spliced(self.content, edits)

    def _named(self, name: str) -> str:
        return f"{self.prefix}:{name}" if self.prefix else name

    def _add(self, raw: bytes) -> int:
        self._new_formats.append(raw)
        return len(self.formats) + len(self._new_formats) - 1

    def _fill(self, colour: str) -> int:
        fill, pattern, ground = (self._named(name) for name in ("fill", "patternFill", "fgColor"))
        raw = f'<{fill}><{pattern} patternType="solid"><{ground} rgb="{colour}"/></{pattern}></{fill}>'
        if raw not in self._new_fills:
            self._new_fills.append(raw)
        return self._fills + self._new_fills.index(raw)


class _Walker:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._path: list[str] = []
        self._from = 0
        self._open: dict[str, tuple[int, int]] = {}

    def run(self) -> None:
        try:
            self.parser.Parse(self.styles.content, True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        prefix, _colon, name = tag.rpartition(":")
        if not self._path:
            self.styles.prefix = prefix
        at = self.parser.CurrentByteIndex
        self._path.append(name)
        if self._path[1:] in (["fills"], ["cellXfs"]):
            self._open[name] = (at, self.styles.content.index(b">", at) + 1)
        if self._path[1:] == ["fills", "fill"]:
            self.styles._fills += 1  # noqa: SLF001 - its own walker
        if self._path[1:] == ["cellXfs", "xf"]:
            self._from = at

    def _end(self, _tag: str) -> None:
        at = self.parser.CurrentByteIndex
        content = self.styles.content
        if self._path[1:] in (["fills"], ["cellXfs"]):
            start, tag_end = self._open[self._path[-1]]
            self.styles._spans[self._path[-1]] = (start, tag_end, at)  # noqa: SLF001 - its own walker
        if self._path[1:] == ["cellXfs", "xf"]:
            # The end of an element closed at once is told behind it, that of any other at its closing tag.
            start_tag = content[self._from : content.index(b">", self._from) + 1]
            end = at if start_tag.endswith(b"/>") else content.index(b">", at) + 1
            self.styles.formats.append(re.sub(rb"\s+/>$", b"/>", content[self._from : end]))
        self._path.pop()

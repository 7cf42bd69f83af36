"""Which characters the vendored font can print: read from its own table, so nobody's name is lost on paper."""

import functools
import struct
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
REGULAR = FONTS / "NotoSerifSC-Regular.ttf"
# They break lines and print nothing.
LAYOUT = frozenset("\n\t")


def unsupported_characters(text: str) -> set[str]:
    """Return the characters of the text that our papers cannot print; check names with it when they are saved."""
    return set(text) - LAYOUT - printable()


@functools.lru_cache(maxsize=1)
def printable() -> frozenset[str]:
    """Return every character the regular font has a glyph for, some 30,000."""
    table = _cmap(REGULAR)
    (count,) = struct.unpack_from(">H", table, 2)
    for _platform, encoding, offset in struct.iter_unpack(">HHL", table[4 : 4 + 8 * count]):
        (kind,) = struct.unpack_from(">H", table, offset)
        if kind == 12 and encoding in {4, 10}:
            return frozenset(_groups(table, offset))
    message = f"{REGULAR.name} has no full Unicode table"
    raise ValueError(message)


def _cmap(font: Path) -> bytes:
    """Read the font's table of characters without loading its fifteen megabytes."""
    with font.open("rb") as file:
        (count,) = struct.unpack(">4xH6x", file.read(12))
        for tag, _sum, offset, length in struct.iter_unpack(">4sLLL", file.read(16 * count)):
            if tag == b"cmap":
                file.seek(offset)
                return file.read(length)
    message = f"{font.name} is not a font"
    raise ValueError(message)


def _groups(table: bytes, offset: int) -> set[str]:
    """Expand the runs of a format 12 table: (first character, last character, first glyph)."""
    (count,) = struct.unpack_from(">L", table, offset + 12)
    runs = struct.iter_unpack(">LLL", table[offset + 16 : offset + 16 + 12 * count])
    return {chr(code) for first, last, _glyph in runs for code in range(first, last + 1)}

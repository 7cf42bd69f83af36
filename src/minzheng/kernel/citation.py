"""Citations of law, read so that they can be said in English: 社会救助法 第十八条 is "Social Assistance Law, art. 18".

Only the names of instruments and the notes behind them are looked up; numbers of articles and documents are reckoned.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NUMBER = r"[零〇一二三四五六七八九十百]+|\d+"
SMALL = "[一二三四五六七八九十]"
ORDER = re.compile(r"国务院令第(\d+)号")
DOCUMENT = re.compile(r"([\u4e00-\u9fff]+)〔(\d{4})〕(\d+)号")
# An instrument, then articles and the like, then perhaps a note in brackets.
PIECE = re.compile(
    rf"(?P<name>《[^》]+》|[^\s；，。：]+?)(?P<version>（\d{{4}}）)?(?P<number>（[\u4e00-\u9fff]*〔\d{{4}}〕\d+号）|（国务院令第\d+号）)?"
    rf"(?:\s*(?P<places>(?:第(?:{NUMBER})(?:条|章)[^（；，。]*(?:（{SMALL}+）项?)*)|(?<=\s){SMALL}+(?:（{SMALL}+）)*))?(?P<note>（[^（）]*）)?"
)
# A notice has parts instead of articles: 四（一）.
PART = re.compile(rf"({SMALL}+)((?:（{SMALL}+）)*)")
# Nothing but places: 第十八条至第二十九条, 四（一）、五.
PLACES = re.compile(rf"(?:第[\u4e00-\u9fff（）、至\d]+|{SMALL}+(?:（{SMALL}+）)*(?:、{SMALL}+(?:（{SMALL}+）)*)*)")
ONE_PLACE = re.compile(
    rf"第({NUMBER})(条|章|款|项)(?:之([一二三四五六七八九十]))?|（([一二三四五六七八九十]+)）项?|第（([一二三四五六七八九十]+)）项"
)
ARTICLE = re.compile(r"art\. [\d-]+")
WORDS = {"条": "art.", "章": "chapter", "款": "para.", "项": "item"}

Lookup = Callable[[str], str | None]


def english(text: str, lookup: Lookup) -> str | None:
    """Return the citation in English; None if it cannot be read or a name in it is not known to `lookup`."""
    said = [_piece(piece, lookup) for piece in _pieces(text)]
    return "; ".join(one for one in said if one) if said and all(said) else None


def places(text: str) -> str | None:
    """Return places named without their instrument in English: 第十八条 is "art. 18"; None if it is anything else."""
    return _places(text) if PLACES.fullmatch(text) else None


def names_in(text: str) -> list[str]:
    """Return the Chinese parts that must be known before the citation can be said; the whole text if it is none."""
    asked: list[str] = []

    def note(part: str) -> str:
        asked.append(part)
        return part

    return asked if english(text, note) is not None else [text]


def _pieces(text: str) -> list[str]:
    """Split at semicolons, but not within brackets."""
    return [piece.strip() for piece in re.findall(r"(?:（[^（）]*）|[^；;])+", text) if piece.strip()]


def _piece(piece: str, lookup: Lookup) -> str | None:
    found = PIECE.fullmatch(piece)
    if found is None or not (
        found["places"] or found["number"] or DOCUMENT.fullmatch(found["name"]) or ORDER.search(piece)
    ):
        return None
    name = _instrument(found["name"].strip("《》"), lookup)
    if name is None:
        return None
    if found["number"]:
        inner = _instrument(found["number"].strip("（）"), lookup)
        name = f"{name} ({inner})" if inner else None
    if name is not None and found["version"]:
        name = f"{name} {found['version'].strip('（）')}"
    places = _places(found["places"]) if found["places"] else ""
    note = lookup(found["note"].strip("（）")) if found["note"] else ""
    if name is None or places is None or note is None:
        return None
    return name + (f", {places}" if places else "") + (f" ({note})" if note else "")


def _instrument(name: str, lookup: Lookup) -> str | None:
    order = ORDER.fullmatch(name)
    if order:
        return f"State Council Order No. {order[1]}"
    document = DOCUMENT.fullmatch(name)
    if document:
        issuer = lookup(document[1])
        return f"{issuer} [{document[2]}] No. {document[3]}" if issuer else None
    return lookup(name)


def _places(text: str) -> str | None:
    said = [_span(part.strip()) for part in re.split(r"[、和]", text.strip())]
    if not all(said):
        return None
    places = [one for one in said if one]
    if len(places) > 1 and all(ARTICLE.fullmatch(one) for one in places):
        numbers = [one.removeprefix("art. ") for one in places]
        return f"arts. {', '.join(numbers[:-1])} and {numbers[-1]}"
    return ", ".join(places)


def _span(text: str) -> str | None:
    """Say one place, or from one to another: 第二十一条至第二十三条 is "arts. 21 to 23"."""
    first, until, last = text.partition("至")
    said, then = _place(first), _place(last) if until else ""
    if said is None or then is None:
        return None
    if then and ARTICLE.fullmatch(said) and ARTICLE.fullmatch(then):
        return f"arts. {said.removeprefix('art. ')} to {then.removeprefix('art. ')}"
    return f"{said} to {then}" if then else said


def _place(text: str) -> str | None:
    part = PART.fullmatch(text)
    if part:
        inner = [number_of(one) for one in re.findall(rf"{SMALL}+", part[2])]
        return f"part {number_of(part[1])}" + "".join(f"({number})" for number in inner)
    words, at = [], 0
    for found in ONE_PLACE.finditer(text):
        if found.start() != at:
            return None
        at = found.end()
        if found[2]:
            after = f"-{number_of(found[3])}" if found[3] else ""
            words.append(f"{WORDS[found[2]]} {number_of(found[1])}{after}")
        else:
            words.append(f"item {number_of(found[4] or found[5])}")
    return " ".join(words) if words and at == len(text) else None


def number_of(text: str) -> int:
    """Return 118 for 一百一十八 and for "118"."""
    if text.isdigit() and text.isascii():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[char]
            digit = 0
    return total + digit


@dataclass(frozen=True)
class Cited:
    """One citation as written: the whole piece, its instrument without book marks, the places named in it."""

    text: str
    instrument: str
    places: tuple[str, ...]


def cited(text: str) -> list[Cited]:
    """Return the citations of a text that is nothing else; what is none has no instrument."""
    return [_cited(piece) for piece in _pieces(text)]


def anchor_of(instrument: str, place: str = "") -> str:
    """Return the anchor of an instrument, or of a place in it: letters, digits and dashes alone."""
    parts = (re.sub(r"[^\w]+", "-", part).strip("-") for part in (instrument, place) if part)
    return "-".join(parts)


def _cited(piece: str) -> Cited:
    found = PIECE.fullmatch(piece)
    if found is None or not (
        found["places"] or found["number"] or DOCUMENT.fullmatch(found["name"]) or ORDER.search(piece)
    ):
        return Cited(piece, "", ())
    places = tuple(part.strip() for part in re.split(r"[、和]", found["places"] or "") if part.strip())
    return Cited(piece, found["name"].strip("《》"), places)

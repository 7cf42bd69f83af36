"""What was written down in Chinese, retold in the language wanted.

Records are kept in Chinese whoever wrote them (`language.as_kept`). A page in English reads them back through the
catalogue: whole texts, sentences with their blanks filled, citations of law, lists and asides. What nobody put into the
catalogue (names, places, what people typed) stays as it is.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from minzheng.kernel import citation, language, wording
from minzheng.kernel.fen import fen_of_words

HAN = re.compile(r"[\u4e00-\u9fff]")
BLANK = re.compile(r"%\((\w+)\)([sd])")
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
MONTH = re.compile(r"(\d{4})年(\d{1,2})月(?!\d)")
CAPITALS = re.compile(r"负?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元(?:整|[零壹贰叁肆伍陆柒捌玖角分整]+)")
# A sum as papers write it; in English the sign in front is enough.
YUAN = re.compile(r"(¥[\d,]+(?:\.\d+)?) ?元")
NUMBER = r"-?[\d,]+(?:\.\d+)?"
# Blanks that are always filled with a number.
COUNTS = frozenset({"n", "total", "number_of"})
# With fewer Chinese characters of its own a sentence fits too much by chance.
TELLING = 3


class Sentence(NamedTuple):
    """A text of the catalogue with blanks: how to recognise it filled in, and what it is in English."""

    pattern: re.Pattern[str]
    english: str
    part: str
    weight: int


def retell(text: str) -> str:
    """Return a kept Chinese text in the language wanted; as it is where no words for it are known."""
    if not language.is_english() or not HAN.search(text):
        return text
    return _retold(text)


@lru_cache(maxsize=20_000)
def _retold(text: str) -> str:
    known = _known().get(text)
    if known is not None:
        return known
    if "\n" in text:
        return "\n".join(_retold(line) if HAN.search(line) else line for line in text.split("\n"))
    cited = citation.english(text, language.english)
    if cited is not None:
        return cited
    said = next((said for said in (way(text) for way in WAYS) if said is not None), text)
    counted = MONTH.sub(_month, DAY.sub(_day, CAPITALS.sub(_sum, YUAN.sub(r"\1", said))))
    # What people typed stays as they typed it, days and sums included.
    return said if HAN.search(counted) else counted


def _day(found: re.Match[str]) -> str:
    return wording.day_words(date(int(found[1]), int(found[2]), int(found[3])))


def _sum(found: re.Match[str]) -> str:
    return wording.sum_in_words(fen_of_words(found[0]))


def _month(found: re.Match[str]) -> str:
    return wording.month_words(f"{found[1]}-{int(found[2]):02d}")


def _sentence(text: str) -> str | None:
    return _filled(text, lambda one: one.weight >= TELLING, is_strict=False)


def _fragment(text: str) -> str | None:
    return _filled(text, lambda one: one.weight < TELLING, is_strict=True)


def _filled(text: str, is_wanted: Callable[[Sentence], bool], *, is_strict: bool) -> str | None:
    for one in _sentences():
        if not is_wanted(one) or one.part not in text:
            continue
        found = one.pattern.fullmatch(text)
        if found is None:
            continue
        values = {name: _value(value) for name, value in found.groupdict().items()}
        if is_strict and any(HAN.search(value) for value in values.values()):
            continue
        return one.english % values
    return None


def _value(text: str) -> str:
    return _retold(text) if HAN.search(text) else text.replace("、", ", ")


def _clauses(text: str) -> str | None:
    return _joined(text, "；", "; ")


def _list(text: str) -> str | None:
    return _joined(text, "、", ", ")


def _spaced(text: str) -> str | None:
    """Names that stand side by side; only if all of them are known."""
    said = " ".join(_retold(part) for part in text.split(" ")) if " " in text else text
    return None if HAN.search(said) else said


def _joined(text: str, mark: str, said: str) -> str | None:
    parts = _parts(text, mark)
    return said.join(_retold(part) for part in parts) if len(parts) > 1 else None


def _aside(text: str) -> str | None:
    """Read an aside at the end, which may hold brackets of its own."""
    if not text.endswith("）"):
        return None
    depth, place = 0, len(text)
    for place in range(len(text) - 1, -1, -1):
        depth += {"）": 1, "（": -1}.get(text[place], 0)
        if depth == 0:
            break
    return f"{_retold(text[:place])} ({_retold(text[place + 1 : -1])})" if place > 0 and depth == 0 else None


def _aside_of_sentence(text: str) -> str | None:
    """A whole sentence with a stop, perhaps with an aside after it."""
    if "。（" in text:
        return _aside(text)
    said = _retold(text[:-1]) if text.endswith("。") and len(text) > 1 else text
    return None if HAN.search(said) else f"{said}."


def _labelled(text: str) -> str | None:
    """A known label with any value, or anybody's name with a value that is known."""
    label, colon, value = text.partition("：")
    if not colon or not value:
        return None
    said = _retold(value)
    is_known = language.english(label) is not None or (HAN.search(value) and not HAN.search(said))
    return f"{_retold(label)}: {said}" if is_known else None


# In this order: the more a reading tells, the earlier it is tried.
WAYS: tuple[Callable[[str], str | None], ...] = (
    _aside_of_sentence, _sentence, _clauses, _labelled, _aside, _spaced, _list, _fragment,
)  # fmt: skip


def _parts(text: str, mark: str) -> list[str]:
    """Split at a mark, but not within brackets."""
    parts, depth = [""], 0
    for char in text:
        depth += {"（": 1, "）": -1}.get(char, 0)
        if char == mark and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


@cache
def _lines() -> tuple[tuple[str, str], ...]:
    """Return every text, and of texts of several lines each line: papers and the command line are read line by line."""
    found = dict(language.catalogue())
    for chinese, english in language.catalogue().items():
        pairs = list(zip(chinese.split("\n"), english.split("\n"), strict=False))
        if len(pairs) > 1 and chinese.count("\n") == english.count("\n"):
            found |= {one.strip(): other.strip() for one, other in pairs if one.strip()}
        elif chinese != chinese.strip():
            found[chinese.strip()] = english.strip()
    return tuple(found.items())


@cache
def _known() -> dict[str, str]:
    return dict(_lines())


@cache
def _sentences() -> tuple[Sentence, ...]:
    """Return the texts with blanks, the most telling first."""
    found = []
    for chinese, english in _lines():
        if not BLANK.search(chinese) or not HAN.search(chinese):
            continue
        parts = [part.replace("%%", "%") for part in re.split(r"%\(\w+\)[sd]", chinese)]
        longest = max(parts, key=lambda part: len(HAN.findall(part)))
        weight = sum(len(HAN.findall(part)) for part in parts)
        numbered = english.replace(")d", ")s")
        found.append(Sentence(re.compile(_pattern(chinese, parts), re.DOTALL), numbered, longest, weight))
    return tuple(sorted(found, key=lambda one: -one.weight))


def _pattern(chinese: str, parts: list[str]) -> str:
    pattern, seen = re.escape(parts[0]), set()
    for (name, kind), part in zip(BLANK.findall(chinese), parts[1:], strict=True):
        if name in seen:
            pattern += f"(?P={name})"
        else:
            pattern += f"(?P<{name}>{NUMBER if kind == 'd' or name in COUNTS else '.+?'})"
            seen.add(name)
        pattern += re.escape(part)
    return pattern

"""What was written down in Chinese, retold in the language wanted.

Records are kept in Chinese whoever wrote them (`language.as_kept`). A page in English reads them back through the
catalogue: whole texts, sentences with their blanks filled, citations of law, lists and asides. What nobody put into the
catalogue (names, places, what people typed) stays as it is.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from minzheng.kernel import citation, language

HAN = re.compile(r"[\u4e00-\u9fff]")
BLANK = re.compile(r"%\((\w+)\)([sd])")
NUMBER = r"-?[\d,]+(?:\.\d+)?"
# Blanks that are always filled with a number.
COUNTS = frozenset({"n", "total", "number_of"})
# With fewer Chinese characters of its own a sentence fits too much by chance.
TELLING = 4


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
    known = language.english(text)
    if known is not None:
        return known
    if "\n" in text:
        return "\n".join(_retold(line) if HAN.search(line) else line for line in text.split("\n"))
    cited = citation.english(text, language.english)
    if cited is not None:
        return cited
    ways: tuple[Callable[[str], str | None], ...] = (_sentence, _clauses, _aside, _labelled, _list, _fragment, _spaced)
    return next((said for said in (way(text) for way in ways) if said is not None), text)


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
        values = {name: _retold(value) if HAN.search(value) else value for name, value in found.groupdict().items()}
        if is_strict and any(HAN.search(value) for value in values.values()):
            continue
        return one.english % values
    return None


def _clauses(text: str) -> str | None:
    return _joined(text, "；", "; ")


def _list(text: str) -> str | None:
    return _joined(text, "、", ", ")


def _spaced(text: str) -> str | None:
    """Names that stand side by side; only if all of them are known."""
    said = " ".join(_retold(part) for part in text.split(" ")) if " " in text else text
    return None if HAN.search(said) else said


def _joined(text: str, mark: str, said: str) -> str | None:
    parts = text.split(mark)
    return said.join(_retold(part) for part in parts) if len(parts) > 1 else None


def _aside(text: str) -> str | None:
    found = re.fullmatch(r"(.+)（([^（）]+)）", text)
    return f"{_retold(found[1])} ({_retold(found[2])})" if found else None


def _labelled(text: str) -> str | None:
    label, colon, value = text.partition("：")
    return f"{_retold(label)}: {_retold(value)}" if colon and value and language.english(label) is not None else None


@cache
def _sentences() -> tuple[Sentence, ...]:
    """Return the texts with blanks, the most telling first."""
    found = []
    for chinese, english in language.catalogue().items():
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

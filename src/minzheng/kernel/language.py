"""The language words are said in: Chinese, unless the door that asked chose English. What is kept is always Chinese.

Texts come from the one catalogue of the product (locale/), so that rooms without a framework speak both languages too.
"""

import contextlib
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

CHINESE, ENGLISH = "zh-hans", "en"
LANGUAGES = (CHINESE, ENGLISH)
LOCALE = Path(__file__).resolve().parent.parent / "locale"

_chosen: ContextVar[str] = ContextVar("language", default=CHINESE)


@contextlib.contextmanager
def _speaking(code: str) -> Iterator[None]:
    token = _chosen.set(code)
    try:
        yield
    finally:
        _chosen.reset(token)


_current: Callable[[], str | None] = _chosen.get
_override: Callable[[str], AbstractContextManager[object]] = _speaking


def follow(current: Callable[[], str | None], override: Callable[[str], AbstractContextManager[object]]) -> None:
    """Take the language from a framework that keeps one for each request, and change it there."""
    global _current, _override
    _current, _override = current, override


def is_english() -> bool:
    """Say whether words are wanted in English."""
    return _current() == ENGLISH


def speaking(code: str) -> AbstractContextManager[object]:
    """Say everything inside in that language."""
    return _override(code)


def as_kept() -> AbstractContextManager[object]:
    """Say everything inside in Chinese: what is written down is read by offices and courts, whoever was at the desk."""
    return _override(CHINESE)


def kept(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function that composes what is written down do so in Chinese; a door retells its refusals."""

    @wraps(function)
    def written(*arguments: P.args, **named: P.kwargs) -> T:
        with as_kept():
            return function(*arguments, **named)

    return written


def gettext(text: str) -> str:
    """Return a marked Chinese text in the language wanted; Chinese where there is no translation."""
    return (english(text) or text) if is_english() else text


def english(text: str) -> str | None:
    """Return the English of a text of the catalogue, whatever language is wanted; None if it has none."""
    return catalogue().get(text) if text else None


@cache
def catalogue() -> Mapping[str, str]:
    """Return every text of the product with its English, as compiled."""
    content = (LOCALE / "en" / "LC_MESSAGES" / "django.mo").read_bytes()
    _magic, _revision, count, originals, translations = struct.unpack_from("<5I", content)
    found: dict[str, str] = {}
    for place in range(count):
        msgid, msgstr = (_entry(content, table + 8 * place) for table in (originals, translations))
        if msgid and msgstr:
            found[msgid] = msgstr
    return found


def _entry(content: bytes, at: int) -> str:
    length, offset = struct.unpack_from("<2I", content, at)
    return content[offset : offset + length].decode()

"""Pinyin of names: how a surname is read, and the pieces a name is found by."""

from itertools import pairwise
from typing import NamedTuple

# Surnames that are read otherwise than the same character elsewhere. Longer ones first when looked up.
SURNAMES: dict[str, tuple[str, ...]] = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
    "单": ("shan",),
    "仇": ("qiu",),
    "解": ("xie",),
    "区": ("ou",),
    "查": ("zha",),
    "曾": ("zeng",),
    "任": ("ren",),
    "朴": ("piao",),
    "盖": ("ge",),
    "洗": ("xian",),
    "翟": ("zhai",),
    "缪": ("miao",),
    "繁": ("po",),
    "员": ("yun",),
    "种": ("chong",),
    "覃": ("qin",),
    "黑": ("he",),
    "乜": ("nie",),
    "折": ("she",),
    "重": ("chong",),
    "隗": ("wei",),
    "郇": ("xun",),
    "乐": ("yue",),
    "卜": ("bu",),
    "阚": ("kan",),
    "能": ("nai",),
    "都": ("du",),
}


class Reading(NamedTuple):
    """A name in pinyin without tones and spaces, and its initials: ("wangxiaoming", "wxm")."""

    full: str
    initials: str


def _syllables(text: str) -> list[str]:
    """Return one syllable per character; characters without a reading stand for themselves."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - slow import

    syllables: list[str] = []
    for syllable in lazy_pinyin(text, style=Style.NORMAL):
        syllables += [syllable.lower()] if syllable.isascii() else syllable
    return syllables


def _reading(syllables: list[str]) -> Reading:
    kept = ["".join(letter for letter in syllable if letter.isalnum()) for syllable in syllables]
    return Reading("".join(kept)[:200], "".join(syllable[:1] for syllable in kept)[:64])


def read_name(name: str) -> Reading:
    """Return how a person's name is read, the surname by the surname table."""
    for length in (2, 1):
        surname = SURNAMES.get(name[:length])
        if surname:
            return _reading([*surname, *_syllables(name[length:])])
    return _reading(_syllables(name))


def read_place(name: str) -> Reading:
    """Return how a place name is read."""
    return _reading(_syllables(name))


def name_tokens(name: str) -> frozenset[str]:
    """Return what a name is found by: single characters, neighbouring pairs, pinyin and initials.

    Where the surname has a reading of its own, the everyday reading is kept too: people type 单 as dan and as shan.
    """
    letters = [letter for letter in name if letter.isalnum()]
    pairs = {first + second for first, second in pairwise(letters)}
    tokens = {*letters, *pairs, *read_name(name)}
    if name[:1] in SURNAMES or name[:2] in SURNAMES:
        tokens.update(_reading(_syllables(name)))
    return frozenset(token.lower() for token in tokens if token)

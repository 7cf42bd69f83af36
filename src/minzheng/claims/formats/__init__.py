"""How a hospital's files look, as data: one yaml each. A new hospital system is a new file, no code."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.rules import strict_yaml
from minzheng.rules.errors import RuleError

KINDS = ("csv", "xlsx")
TYPES = ("text", "day", "yuan", "truth")
KEYS = (
    "code", "name", "kind", "encoding", "delimiter", "extension", "illustrative", "columns", "kinds", "words_yes",
    "words_no",
    "total", "answer",
)  # fmt: skip
OPTIONAL = frozenset({"delimiter", "total", "illustrative"})


class UnknownFormat(Refused):
    """No file describes this format."""


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, the titles it may bear, how its cells are read."""

    field: str
    titles: tuple[str, ...]
    type: str = "text"
    needed: bool = False


@dataclass(frozen=True)
class Total:
    """A last row that counts: by which words it is known, which columns hold number of lines and sum."""

    words: tuple[str, ...]
    count: str
    amount: str


@dataclass(frozen=True)
class Layout:
    """One format, both ways."""

    code: str
    name: str
    kind: str
    encoding: str
    delimiter: str
    extension: str
    is_illustrative: bool
    columns: tuple[Column, ...]
    kinds: Mapping[str, str]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    total: Total | None
    answer: tuple[tuple[str, str], ...]


def layout(code: str) -> Layout:
    """Return a format; raise UnknownFormat naming those there are."""
    found = layouts().get(code)
    if found is None:
        names = listed(each.name for each in layouts().values())
        raise UnknownFormat(_("没有“%(code)s”这种结算文件格式，现有：%(all)s。") % {"code": code, "all": names})
    return found


@cache
def layouts() -> dict[str, Layout]:
    """Return the packaged formats by code; raise RuleError for a file that is none."""
    folder = [each for each in resources.files(__package__).iterdir() if each.name.endswith(".yaml")]
    files = sorted(folder, key=lambda each: each.name)
    found = [_layout(strict_yaml.load_text(each.read_text(encoding="utf-8"), each.name), each.name) for each in files]
    return {each.code: each for each in found}


def _layout(data: Any, where: str) -> Layout:
    needed = tuple(key for key in KEYS if key not in OPTIONAL)
    found = strict_yaml.refuse_unknown_keys(data, KEYS, needed, where)
    columns = tuple(
        Column(each["field"], tuple(each["titles"]), each.get("as", "text"), each.get("needed", False))
        for each in found["columns"]
    )
    bad = [each.field for each in columns if each.type not in TYPES]
    if bad or found["kind"] not in KINDS:
        raise RuleError(f"{where}：不认识的列类型或文件种类（{bad or found['kind']}）。")
    total = found.get("total")
    return Layout(
        found["code"], found["name"], found["kind"], found["encoding"], found.get("delimiter", ","),
        found["extension"], bool(found.get("illustrative")), columns, found["kinds"], tuple(found["words_yes"]),
        tuple(found["words_no"]), Total(tuple(total["words"]), total["count"], total["amount"]) if total else None,
        tuple((each["field"], each["title"]) for each in found["answer"]),
    )  # fmt: skip

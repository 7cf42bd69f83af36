"""What the bureau's handbook asks of a program, item by item, and what shows it. Read by tests, and by people.

Each item has the handbook's own number. It is shown by examples of the program, by tests, by pages; or it is open, and
says what is missing. An item may be both: part of it done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minzheng.rules import strict_yaml
from minzheng.rules.errors import RuleError

CHECKLIST = "checklist.yaml"
PARTS = {"checklist": "要做的事", "examples": "算例", "matrix": "检验表", "never": "绝不能发生的事"}
ITEM_KEYS = ("says", "doors", "examples", "tests", "pages", "open")


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `examples` are names of the program's examples, `tests` "file::function", `pages` paths below docs/.

    `doors` are where it is done: the name of an address ("desk:homes") or a verb of the command line ("pay prepare").
    """

    part: str
    number: int
    says: str
    doors: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    open: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether anything shows it."""
        return bool(self.examples or self.tests or self.pages)


@dataclass(frozen=True, slots=True)
class Checklist:
    """All items of one chapter of the handbook, in its order."""

    chapter: str
    items: tuple[Item, ...]


def load(path: Path) -> Checklist:
    """Return a checklist; raise RuleError for an unknown key or an item neither shown nor open."""
    found = strict_yaml.refuse_unknown_keys(
        strict_yaml.load_file(path), ("chapter", *PARTS), ("chapter", "checklist", "never"), str(path)
    )
    items = tuple(item for part in PARTS for item in _part(part, found.get(part, ()), path))
    return Checklist(str(found["chapter"]), items)


def _part(part: str, rows: Any, path: Path) -> list[Item]:
    return [_item(part, number, row, f"{path} 的 {part} 第{number}项") for number, row in enumerate(rows, start=1)]


def _item(part: str, number: int, row: Mapping[str, Any], where: str) -> Item:
    found = dict(strict_yaml.refuse_unknown_keys(row, ITEM_KEYS, ("says",), where))
    lists = {key: tuple(found.get(key, ())) for key in ("doors", "examples", "tests", "pages")}
    item = Item(part, number, str(found["says"]), **lists, open=str(found.get("open", "")))
    if not item.is_shown and not item.open:
        raise RuleError(f"{where}：既没有例子、检验或页面，也没有写明还缺什么（open）。")
    return item

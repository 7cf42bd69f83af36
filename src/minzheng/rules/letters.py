"""The texts of a program's letters: letters/<kind>.yaml. A letter without remedies cannot be loaded.

A notice that does not say remedy, body and time limit leaves the 60 days open (行政复议法 art. 20). The limit is that
of the day of the decision and stands in the statute book.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from minzheng.rules import strict_yaml
from minzheng.rules.errors import RuleError

KINDS = ("approved", "refused", "stopped")
TEXTS = ("title", "opening", "decision_text", "closing")
KEYS = (*TEXTS, "laws", "remedies")
# A law that a letter cites only between two days (inclusive), or only for one kind of place.
LAW_KEYS = ("from", "until", "area", "law")
AREAS = ("urban", "rural")
REMEDY_KEYS = ("remedy", "body", "law")


def load(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the letters by kind; raise RuleError if one is missing or does not name its remedies."""
    found = {path.stem: _letter(path) for path in sorted(folder.glob("*.yaml"))}
    lacking = [kind for kind in KINDS if kind not in found]
    if lacking:
        raise RuleError(f"{folder} 缺少文书：{'、'.join(f'{kind}.yaml' for kind in lacking)}。")
    return found


def _letter(path: Path) -> dict[str, Any]:
    letter = strict_yaml.refuse_unknown_keys(strict_yaml.load_file(path), KEYS, (*TEXTS, "laws"), str(path))
    if not isinstance(letter["laws"], list) or not letter["laws"]:
        raise RuleError(f"{path}：laws 应列出法律依据，至少一条。")
    for number, law in enumerate(letter["laws"], start=1):
        _check_law(law, f"{path}，laws 第{number}项")
    remedies = letter.get("remedies")
    if not isinstance(remedies, list) or not remedies:
        raise RuleError(f"{path}：没有写明救济途径（remedies）。告知书须写明途径、机关和依据，否则不能使用。")
    for number, row in enumerate(remedies, start=1):
        strict_yaml.refuse_unknown_keys(row, REMEDY_KEYS, REMEDY_KEYS, f"{path}，remedies 第{number}项")
    return letter


def laws_on(letter: Mapping[str, Any], day: date, area: str) -> list[str]:
    """Return the laws the letter cites on a day; `area` is the kind of place, "" where it is no matter."""
    return [
        law if isinstance(law, str) else str(law["law"])
        for law in letter["laws"]
        if isinstance(law, str)
        or (
            law.get("from", date.min) <= day <= law.get("until", date.max)
            and ("area" not in law or not area or law["area"] == area)
        )
    ]


def _check_law(law: Any, where: str) -> None:
    if isinstance(law, str):
        return
    row = strict_yaml.refuse_unknown_keys(law, LAW_KEYS, ("law",), where)
    for key in ("from", "until"):
        if key in row and not isinstance(row[key], date):
            raise RuleError(f"{where}：{key} 应是日期，例如 2021-07-01，现为 {row[key]!r}。")
    if row.get("area", AREAS[0]) not in AREAS:
        raise RuleError(f"{where}：area 只能是 {'、'.join(AREAS)}，现为 {row['area']!r}。")

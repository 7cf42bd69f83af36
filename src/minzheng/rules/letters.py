"""The texts of a program's letters: letters/<kind>.yaml. A letter without remedies cannot be loaded.

A notice that does not say remedy, body and time limit leaves the 60 days open (行政复议法 art. 20).
"""

from pathlib import Path
from typing import Any

from minzheng.rules import strict_yaml
from minzheng.rules.errors import RuleError

KINDS = ("approved", "refused", "stopped")
TEXTS = ("title", "opening", "decision_text", "closing")
KEYS = (*TEXTS, "laws", "remedies")
REMEDY_KEYS = ("remedy", "body", "limit", "law", "text")


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
    remedies = letter.get("remedies")
    if not isinstance(remedies, list) or not remedies:
        raise RuleError(f"{path}：没有写明救济途径（remedies）。告知书须写明途径、机关和期限，否则不能使用。")
    for number, row in enumerate(remedies, start=1):
        strict_yaml.refuse_unknown_keys(row, REMEDY_KEYS, REMEDY_KEYS, f"{path}，remedies 第{number}项")
    return letter

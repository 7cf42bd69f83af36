"""YAML without its traps: nothing is guessed, everything unclear is refused with file and line.

Refused: duplicate keys, yes/no/on/off written bare, numbers with leading zeros or underscores or in octal, hexadecimal,
base 60, floats, anchors, aliases, tags, more than one document, keys that are no text, an empty file.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from minzheng.rules.errors import RuleError

LARGEST_FILE_BYTES = 2_000_000
BARE_WORDS = frozenset({"y", "n", "yes", "no", "on", "off"})
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CODE_LIKE = re.compile(r"\d{6}|\d{9}|\d{12}")
"""Six, nine and twelve digits are division codes as often as amounts; under these keys they must be quoted."""
CODE_KEYS = frozenset({"where", "at", "division"})


def load_file(path: Path) -> Any:
    """Return the content of a YAML (or JSON) file; raise RuleError naming file, line and what to write instead."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE_BYTES:
            raise RuleError(f"文件 {path} 有{size}字节，超过{LARGEST_FILE_BYTES}字节，不像规则或事实文件，没有读取。")
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RuleError(f"读不到文件 {path}：{error.strerror}。请检查路径和权限。") from error
    except UnicodeDecodeError as error:
        raise RuleError(f"文件 {path} 不是UTF-8编码。请另存为UTF-8后再用。") from error
    return load_text(content, str(path))


def load_text(content: str, name: str) -> Any:
    """Return the content of YAML text; `name` is what messages call it."""
    try:
        events = list(yaml.parse(content, Loader=yaml.SafeLoader))
        _refuse_features(events, name)
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleError(f"{name} 第{line}行：不是正确的YAML（{error.problem}）。请检查缩进、冒号和引号。") from error
    except yaml.YAMLError as error:
        raise RuleError(f"{name}：不是正确的YAML（{error}）。") from error
    except RecursionError as error:
        raise RuleError(f"{name}：嵌套层数过多，没有读取。") from error
    if root is None:
        raise RuleError(f"{name}：文件是空的。")
    return _value(root, name, "")


def _refuse_features(events: list[Any], name: str) -> None:
    documents = 0
    for event in events:
        line = event.start_mark.line + 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise RuleError(f"{name} 第{line}行：一个文件只能有一份内容，请去掉多余的“---”。")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RuleError(f"{name} 第{line}行：不能用锚点和引用（& 和 *），请写出完整内容。")
        if getattr(event, "tag", None):
            raise RuleError(f"{name} 第{line}行：不能用标签（{event.tag}），请直接写值。")


def _value(node: yaml.Node, name: str, key: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, name)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, name, key) for one in node.value]
    text: str = node.value
    if not isinstance(node, yaml.ScalarNode) or node.style is not None:
        return text
    return _plain(text, f"{name} 第{node.start_mark.line + 1}行", key)


def _mapping(node: yaml.MappingNode, name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        where = f"{name} 第{key_node.start_mark.line + 1}行"
        if not isinstance(key_node, yaml.ScalarNode):
            raise RuleError(f"{where}：键必须是文字。")
        key = key_node.value
        if key_node.style is None and key.lower() in BARE_WORDS:
            raise RuleError(f"{where}：键“{key}”会被当成“是/否”，请换个名字或加引号。")
        if key in found:
            raise RuleError(f"{where}：键“{key}”重复出现，后一个会悄悄覆盖前一个。请只保留一个。")
        found[key] = _value(value_node, name, key)
    return found


def _plain(text: str, where: str, key: str) -> Any:
    """Turn an unquoted scalar into null, a bool, a whole number, a day or text."""
    lowered = text.lower()
    if text in {"", "~"} or lowered == "null":
        return None
    if lowered in BARE_WORDS:
        raise RuleError(f"{where}：“{text}”含义不清。“是/否”请写 true 或 false；若是文字，请加引号。")
    if lowered in {"true", "false"}:
        return lowered == "true"
    if INTEGER.fullmatch(text):
        if key in CODE_KEYS:
            raise RuleError(f'{where}：区划代码须加引号，写成 "{text}"，否则会被当成数字。')
        return int(text)
    if DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise RuleError(f"{where}：没有 {text} 这一天。") from error
    if re.fullmatch(r"[-+]?[0-9][0-9_.,:eExXoOa-fA-F+]*|[-+]?\.[0-9]+|[-+]?\.(inf|nan)", text, re.IGNORECASE):
        raise RuleError(
            f"{where}：“{text}”不是整数。金额写分（整数），比例写基点（10% 写 1000）；编号、代码和带点的数字请加引号。"
        )
    return text


def refuse_unknown_keys(found: Any, allowed: tuple[str, ...], required: tuple[str, ...], where: str) -> dict[str, Any]:
    """Return the mapping; raise RuleError if it is none, lacks a required key or has one that nobody reads."""
    if not isinstance(found, dict):
        raise RuleError(f"{where}：应是一组“键: 值”。")
    unknown = [key for key in found if key not in allowed]
    if unknown:
        raise RuleError(f"{where}：不认识“{'”“'.join(unknown)}”。可用的键：{'、'.join(allowed)}。")
    lacking = [key for key in required if found.get(key) is None]
    if lacking:
        raise RuleError(f"{where}：缺少“{'”“'.join(lacking)}”。")
    return found

"""Sums and terms of paying, dated, with their source: rules.yaml."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

STATUSES = ("official", "illustrative")


class BadRules(ValueError):
    """rules.yaml is wrong: a mistake of whoever wrote the file, found when it is loaded."""


@dataclass(frozen=True)
class Threshold:
    """One value as it stands on a day."""

    from_date: date
    value: int
    reference: str
    status: str


def on_day(code: str, day: date) -> Threshold:
    """Return the value of a rule on a day. Raises BadRules if there is none."""
    found = [item for item in load()[code] if item.from_date <= day]
    if not found:
        raise BadRules(f"rules.yaml：{code} 在 {day} 没有值")
    return found[-1]


@cache
def load() -> dict[str, tuple[Threshold, ...]]:
    """Return every rule with its values, the oldest first. Raises BadRules."""
    return read(files("minzheng.payments").joinpath("rules.yaml").read_text(encoding="utf-8"))


def read(text: str) -> dict[str, tuple[Threshold, ...]]:
    """Return the rules that a text holds. Raises BadRules, naming the rule."""
    found: dict[str, tuple[Threshold, ...]] = {}
    for row in yaml.safe_load(text):
        code = row["code"]
        values = tuple(_value(code, item) for item in row["values"])
        if code in found or [item.from_date for item in values] != sorted({item.from_date for item in values}):
            raise BadRules(f"rules.yaml：{code} 重复，或各值没有按日期先后排列")
        found[code] = values
    return found


def _value(code: str, row: dict[str, object]) -> Threshold:
    if set(row) != {"from", "value", "reference", "status"}:
        raise BadRules(f"rules.yaml：{code} 的每个值须有 from、value、reference、status 四项，现为 {sorted(row)}")
    start, value, reference, status = (row[name] for name in ("from", "value", "reference", "status"))
    is_right = type(start) is date and type(value) is int and value >= 0 and reference and status in STATUSES
    if not is_right:
        raise BadRules(f"rules.yaml：{code} 自 {start} 的值有误：日期、非负整数、依据、{STATUSES} 之一")
    return Threshold(start, value, str(reference), str(status))  # type: ignore[arg-type]

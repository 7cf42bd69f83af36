"""A sheet of assessment as data: sections, items with points and rules, vetoes, grades. Read strictly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from minzheng.assessment.engine import period, rule
from minzheng.rules.errors import RuleError
from minzheng.rules.strict_yaml import load_file, refuse_unknown_keys

MEASURED, COUNTED, JUDGED, YES_NO = "measured", "counted", "judged", "yes_no"
KINDS = (MEASURED, COUNTED, JUDGED, YES_NO)
OFFICIAL, ILLUSTRATIVE = "official", "illustrative"
LEVELS = ("township", "village")
_SHEET = (
    "code", "version", "name", "valid_from", "valid_until", "status", "source", "program", "unit", "periods",
    "total", "sections", "vetoes", "grades",
)  # fmt: skip
_ITEM = ("code", "name", "kind", "max", "figure", "rule", "reference", "guidance", "evidence", "gap", "who")


@dataclass(frozen=True, slots=True)
class Unit:
    """Whom a sheet is for: what it is called, at which level it stands, who fills the sheet and who reviews it.

    `is_named`: several such units stand in one division (a home, a station), so each is called by its name.
    """

    name: str
    level: str
    is_named: bool
    filled_by: str
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `figure` names a live figure; without one the numbers are typed, with evidence.

    A veto has no points: it stands when the answer is yes, or the count is above zero.
    """

    code: str
    name: str
    kind: str
    full: Fraction
    figure: str
    rule: rule.Rule | None
    reference: str
    guidance: str
    needs_evidence: bool
    gap: str
    who: str

    @property
    def is_typed(self) -> bool:
        """Say whether somebody must answer it."""
        return not self.figure


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet."""

    code: str
    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Sheet:
    """One version of one sheet; `content` is what it was read from, to be frozen with an assessment."""

    code: str
    version: int
    name: str
    valid_from: date
    valid_until: date | None
    status: str
    source: str
    program: str
    unit: Unit
    periods: tuple[str, ...]
    sections: tuple[Section, ...]
    vetoes: tuple[Item, ...]
    grades: tuple[tuple[str, Fraction], ...]
    content: Mapping[str, Any]

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """Return every item and veto by its code."""
        return {item.code: item for item in self.items}

    @property
    def items(self) -> Iterator[Item]:
        """Return the items in order, the vetoes last."""
        yield from (item for section in self.sections for item in section.items)
        yield from self.vetoes

    def holds_on(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def load(path: Path) -> Sheet:
    """Read a sheet from its file; raise RuleError naming file, place and what to write instead."""
    return read(load_file(path), path.name)


def read(content: Any, where: str) -> Sheet:
    """Read a sheet from its content (YAML as loaded, or as frozen in JSON); raise RuleError naming the place."""
    required = tuple(key for key in _SHEET if key not in {"valid_until", "program", "vetoes"})
    given = refuse_unknown_keys(content, _SHEET, required, where)
    if given["status"] not in {OFFICIAL, ILLUSTRATIVE}:
        raise RuleError(f"{where}：status 应为 {OFFICIAL}（上级公布）或 {ILLUSTRATIVE}（自拟示例）。")
    sections = tuple(_section(row, f"{where}，sections 第{n}个") for n, row in enumerate(given["sections"], start=1))
    vetoes = tuple(
        _item(row, f"{where}，vetoes 第{n}个", is_veto=True) for n, row in enumerate(given.get("vetoes") or (), start=1)
    )
    valid_from, valid_until = _day(given["valid_from"], where), _day(given.get("valid_until"), where)
    if valid_from is None or (valid_until is not None and valid_until < valid_from):
        raise RuleError(f"{where}：valid_from 写日期，valid_until 不早于它。")
    sheet = Sheet(
        given["code"], given["version"], given["name"], valid_from, valid_until, given["status"], given["source"],
        given.get("program") or "", _unit(given["unit"], f"{where}，unit"), _periods(given["periods"], where),
        sections, vetoes, _grades(given["grades"], f"{where}，grades"), _as_json(given),
    )  # fmt: skip
    _require_whole(sheet, given["total"], where)
    return sheet


def _section(content: Any, where: str) -> Section:
    row = refuse_unknown_keys(content, ("code", "name", "items"), ("code", "name", "items"), where)
    at = f"{where}（{row['code']}）"
    return Section(row["code"], row["name"], tuple(_item(item, at, is_veto=False) for item in row["items"]))


def _item(content: Any, place: str, *, is_veto: bool) -> Item:
    required = ("code", "name", "kind", "reference", "gap", "who") + (() if is_veto else ("max",))
    row = refuse_unknown_keys(content, _ITEM, required, place)
    where, kind = f"{place}，项目 {row['code']}", row["kind"]
    if kind not in KINDS or (is_veto and kind not in {COUNTED, YES_NO}):
        raise RuleError(f"{where}：kind 应为 {'、'.join(KINDS)}；否决项只能是 {COUNTED} 或 {YES_NO}。")
    full = Fraction(0) if is_veto else rule.exact(row["max"], where)
    if not is_veto and (full <= 0 or (full * 100).denominator != 1):
        raise RuleError(f"{where}：max 应大于0，最多两位小数。")
    by_rule = kind in {MEASURED, COUNTED} and not is_veto
    if by_rule != (row.get("rule") is not None):
        raise RuleError(f"{where}：{MEASURED}、{COUNTED} 项目要写 rule，其他项目和否决项不写。")
    figure = row.get("figure") or ""
    if figure and kind not in {MEASURED, COUNTED}:
        raise RuleError(f"{where}：只有 {MEASURED}、{COUNTED} 项目取自实时指标，请删去 figure。")
    if kind == JUDGED and not row.get("guidance"):
        raise RuleError(f"{where}：{JUDGED} 项目要写 guidance，说明怎样评分。")
    evidence = row.get("evidence", kind == JUDGED or (not figure and not is_veto))
    if not isinstance(evidence, bool):
        raise RuleError(f"{where}：evidence 写 true 或 false。")
    read_rule = rule.read(row["rule"], full=full, is_share=kind == MEASURED, where=where) if by_rule else None
    return Item(
        row["code"], row["name"], kind, full, figure, read_rule, row["reference"], row.get("guidance") or "", evidence,
        row["gap"], row["who"],
    )  # fmt: skip


def _unit(content: Any, where: str) -> Unit:
    keys = ("name", "level", "named", "filled_by", "reviewed_by")
    row = refuse_unknown_keys(content, keys, ("name", "level", "filled_by", "reviewed_by"), where)
    if row["level"] not in LEVELS:
        raise RuleError(f"{where}：level 应为 {'、'.join(LEVELS)}。")
    return Unit(row["name"], row["level"], bool(row.get("named")), row["filled_by"], row["reviewed_by"])


def _periods(content: Any, where: str) -> tuple[str, ...]:
    if not isinstance(content, list) or not content or not set(content) <= set(period.MONTHS):
        raise RuleError(f"{where}：periods 应为 {'、'.join(period.MONTHS)} 中的一种或几种。")
    return tuple(content)


def _grades(content: Any, where: str) -> tuple[tuple[str, Fraction], ...]:
    rows = []
    for row in content if isinstance(content, list) else ():
        one = refuse_unknown_keys(row, ("name", "from"), ("name", "from"), where)
        rows.append((one["name"], rule.exact(one["from"], where)))
    bounds = [bound for _name, bound in rows]
    if not rows or bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0 or bounds[0] > 1:
        raise RuleError(f"{where}：等次从高到低写，from 写得分率（90%），最低一等从 0 起。")
    return tuple(rows)


def _require_whole(sheet: Sheet, total: Any, where: str) -> None:
    codes = [item.code for item in sheet.items]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise RuleError(f"{where}：项目代码重复：{'、'.join(twice)}。")
    found, wanted = sum((item.full for item in sheet.items), Fraction(0)), rule.exact(total, where)
    if found != wanted:
        raise RuleError(f"{where}：各项满分之和是{float_free(found)}，与 total {float_free(wanted)} 不符。")


def float_free(number: Fraction) -> str:
    """Write a number of at most two decimals as people do: 15, 2.5, 33.33; what is beyond is dropped."""
    whole, rest = divmod(number.numerator * 100 // number.denominator, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def _day(value: Any, where: str) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise RuleError(f"{where}：“{value}”不是日期，写成 2026-07-01。") from error


def _as_json(content: Any) -> Any:
    if isinstance(content, dict):
        return {str(key): _as_json(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_as_json(value) for value in content]
    return content.isoformat() if isinstance(content, date) else content

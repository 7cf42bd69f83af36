"""Dated figures by place: definitions, values, and which value holds at a place on a day.

Precedence: the most local value that the instrument then in force allows its level to set. A value of a level that may
no longer set it is passed over with a warning; a local rule past its own expiry still holds but warns; no value at all
is an error.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from minzheng.kernel.division import ancestry, full, level_of
from minzheng.kernel.refusal import Refused
from minzheng.rules.errors import NoFigure, RuleError
from minzheng.rules.evaluation import UsedFigure
from minzheng.rules.strict_yaml import refuse_unknown_keys
from minzheng.rules.wording import KNOWN_UNITS, Value, say

NATION = "全国"
LEVELS = ("nation", "province", "city", "county")
LEVEL_NAMES = {"nation": "国家", "province": "省级", "city": "设区的市级", "county": "县级"}
STATUSES = ("official", "illustrative")
DEFINITION_KEYS = ("name", "unit", "set_by", "bounds", "values", "help")
VALUE_KEYS = ("from", "until", "where", "by", "value", "reference", "status", "expires", "note")
BORROWED = "from_program"
"""The only key of a figure that another program defines: one figure, one definition, however many reckon with it."""
SETTER_KEYS = ("from", "until", "levels", "reference", "not_below_province")


@dataclass(frozen=True, slots=True)
class Setter:
    """Who may set a figure between two days, by which clause. `not_below_province`: a guidance line is a floor."""

    from_: date | None
    until: date | None
    levels: tuple[str, ...]
    reference: str
    not_below_province: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether this clause is in force on the day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Dated:
    """One value: from when until when (inclusive), where, set by which level, by which instrument."""

    from_: date
    until: date | None
    where: str
    by: str
    value: Value
    reference: str
    status: str
    expires: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the value holds on the day."""
        return self.from_ <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure's definition with all values known of it. `setters` empty: an override, taken as it stands."""

    code: str
    name: str
    unit: str
    minimum: int
    maximum: int
    setters: tuple[Setter, ...]
    values: tuple[Dated, ...]

    def setter_on(self, day: date) -> Setter | None:
        """Return the clause that says who may set the figure on the day."""
        return next((one for one in self.setters if one.holds_on(day)), None)


@dataclass(frozen=True, slots=True)
class ExpiredRule:
    """A local document past the day it ends by its own words, and the figure that is still taken from it."""

    reference: str
    expired_on: date
    figure: str
    where: str


@dataclass(slots=True)
class Resolved:
    """The figures of one place on one day, by code, and the warnings that belong to them."""

    values: dict[str, Value] = field(default_factory=dict)
    used: dict[str, UsedFigure] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    expired: list[ExpiredRule] = field(default_factory=list)


Defined = Callable[[str], Mapping[str, Figure]]
"""Gives the figures that a program of that code defines itself; raises RuleError if there is none."""


def read_definitions(content: Any, name: str, defined: Defined | None = None) -> dict[str, Figure]:
    """Return the figures of a parameters.yaml; raise RuleError naming figure and row.

    A figure that another program defines (`code: {from_program: dibao}`) is taken as it stands there; without `defined`
    it is left out, so that whoever is asked for its own figures gives those alone.
    """
    if not isinstance(content, dict):
        raise RuleError(f"{name}：应是一组“指标代码: 定义”。")
    found = {}
    for code, row in content.items():
        where = f"{name}，指标 {code}"
        if not isinstance(row, dict) or BORROWED not in row:
            found[code] = _definition(code, row, where)
        elif defined is not None:
            found[code] = _borrowed(code, row, defined, where)
    return found


def read_overrides(content: Any, base: Mapping[str, Figure], name: str) -> dict[str, Figure]:
    """Return figures that replace those of `base`: the shape of parameters.yaml, or just `code: value`.

    An override is what its giver wants reckoned with, so `set_by` may be left out and is not asked.
    """
    if not isinstance(content, Mapping):
        raise RuleError(f"{name}：应是一组“指标代码: 值或定义”。")
    return {code: _override(code, row, base, f"{name}，指标 {code}") for code, row in content.items()}


def with_values(figures: Mapping[str, Figure], content: Any, name: str) -> dict[str, Figure]:
    """Return the figures with the values of a packaged file of local standards (`code: [values]`) added.

    Codes that this program does not define belong to other programs and are passed over.
    """
    found = dict(figures)
    if not isinstance(content, dict):
        raise RuleError(f"{name}：应是一组“指标代码: 数值列表”。")
    for code, rows in content.items():
        if code not in found:
            continue
        old = found[code]
        where = f"{name}，指标 {code}"
        added = _values(rows, old.unit, (old.minimum, old.maximum), where)
        found[code] = Figure(old.code, old.name, old.unit, old.minimum, old.maximum, old.setters, (*old.values, *added))
    return found


def with_entered(
    figures: Mapping[str, Figure], content: Mapping[str, list[dict[str, Any]]], name: str
) -> dict[str, Figure]:
    """Return the figures with the values that people entered: each stands before those of its place, setter and day.

    Of two entered for the same place, setter and day the later in the list stands.
    """
    found = dict(figures)
    for code, rows in content.items():
        old = found[code]
        last = {(str(row["where"]), row["by"], row["from"]): row for row in rows}
        added = _values(list(last.values()), old.unit, (old.minimum, old.maximum), f"{name}，指标 {code}")
        taken = {(one.where, one.by, one.from_) for one in added}
        kept = tuple(one for one in old.values if (one.where, one.by, one.from_) not in taken)
        found[code] = replace(old, values=(*kept, *added))
    return found


def resolve(figures: Mapping[str, Figure], codes: Iterable[str], place: str, day: date) -> Resolved:
    """Return the values of `codes` at the place on the day; raise NoFigure naming figure, place, day."""
    try:
        places = (*ancestry(place), NATION)
    except Refused as error:
        raise NoFigure(str(error)) from error
    resolved = Resolved()
    for code in codes:
        figure = figures[code]
        chosen = _choose(figure, places, day, resolved)
        if chosen is None:
            raise NoFigure(_none_valid(figure, place, day, resolved.warnings))
        resolved.values[code] = chosen.value
        resolved.used[code] = UsedFigure(
            code,
            figure.name,
            chosen.value,
            figure.unit,
            chosen.from_.isoformat(),
            chosen.where,
            chosen.reference,
            chosen.status,
        )
    return resolved


def _choose(figure: Figure, places: tuple[str, ...], day: date, resolved: Resolved) -> Dated | None:
    warnings = resolved.warnings
    setter = figure.setter_on(day)
    holding = [one for one in figure.values if one.where in places and one.holds_on(day)]
    holding.sort(key=lambda one: (places.index(one.where), -one.from_.toordinal()))
    for one in holding:
        if figure.setters and (setter is None or one.by not in setter.levels):
            by = f"（{setter.reference}）" if setter else ""
            shown = say(one.value, figure.unit)
            warnings.append(
                f"{figure.name}：{one.where}的数值{shown}（{one.reference}）由{LEVEL_NAMES[one.by]}确定，"
                f"{day}该级已无权确定{by}，未采用。"
            )
            continue
        if one.expires is not None and day > one.expires:
            resolved.expired.append(ExpiredRule(one.reference, one.expires, figure.name, one.where))
            warnings.append(
                f"{figure.name}：依据的{one.reference}已于{one.expires}期满，暂按原值计算，请核对是否有新文件。"
            )
        return _not_below(figure, setter, one, holding, warnings)
    return None


def _not_below(
    figure: Figure, setter: Setter | None, chosen: Dated, holding: list[Dated], warnings: list[str]
) -> Dated:
    """Return the province's guidance instead of a lower local value, where the law makes it a floor."""
    if setter is None or not setter.not_below_province or chosen.by == "province":
        return chosen
    guidance = next((one for one in holding if one.by == "province"), None)
    if guidance is None or not isinstance(chosen.value, int) or not isinstance(guidance.value, int):
        return chosen
    if chosen.value >= guidance.value:
        return chosen
    warnings.append(
        f"{figure.name}：{chosen.where}的数值{say(chosen.value, figure.unit)}低于省级{say(guidance.value, figure.unit)}"
        f"，不得低于省级指导标准（{setter.reference}），按省级计算。"
    )
    return guidance


def _none_valid(figure: Figure, place: str, day: date, warnings: list[str]) -> str:
    passed_over = "".join(one for one in warnings if one.startswith(f"{figure.name}："))
    places = (*ancestry(place), NATION)
    days = sorted(one.from_ for one in figure.values if one.where in places)
    known = f"该地已录入的数值最早自{days[0]}起。" if days else "该地及其上级尚未录入任何数值。"
    return (
        f"指标“{figure.name}”（{figure.code}）在 {full(place)} 于 {day} 没有有效数值，不能计算。{known}{passed_over}"
        "请补录当地当日执行的文件和数值。"
    )


def _borrowed(code: str, row: dict[str, Any], defined: Defined, where: str) -> Figure:
    lender = str(refuse_unknown_keys(row, (BORROWED,), (BORROWED,), where)[BORROWED])
    found = defined(lender).get(code)
    if found is None:
        raise RuleError(f"{where}：项目 {lender} 自己没有定义这个指标。请写定义它的项目。")
    return found


def _definition(code: str, row: Any, where: str) -> Figure:
    found = refuse_unknown_keys(row, DEFINITION_KEYS, ("name", "unit", "set_by", "bounds"), where)
    unit = _unit(found["unit"], where)
    bounds = _bounds(found["bounds"], where)
    setters = _setters(found["set_by"], where)
    values = _values(found.get("values") or [], unit, bounds, where)
    return Figure(code, str(found["name"]), unit, *bounds, setters, values)


def _override(code: str, row: Any, base: Mapping[str, Figure], where: str) -> Figure:
    old = base.get(code)
    if old is None:
        raise RuleError(f"{where}：没有这个指标。可用的指标：{'、'.join(base)}。")
    if not isinstance(row, Mapping):
        value = _one_value(row, old.unit, (old.minimum, old.maximum), where)
        always = Dated(date.min, None, NATION, "nation", value, "调用者指定", "illustrative")
        return Figure(code, old.name, old.unit, old.minimum, old.maximum, (), (always,))
    found = refuse_unknown_keys(dict(row), DEFINITION_KEYS, ("values",), where)
    unit = found.get("unit", old.unit)
    if unit != old.unit:
        raise RuleError(f"{where}：单位应为 {old.unit}，不是 {unit}。")
    values = _values(found["values"], old.unit, (old.minimum, old.maximum), where, is_override=True)
    return Figure(code, old.name, old.unit, old.minimum, old.maximum, (), values)


def _unit(unit: Any, where: str) -> str:
    if unit not in KNOWN_UNITS:
        raise RuleError(f"{where}：不认识单位“{unit}”。可用：{'、'.join(sorted(KNOWN_UNITS))}。")
    return str(unit)


def _bounds(bounds: Any, where: str) -> tuple[int, int]:
    if (
        not isinstance(bounds, list)
        or len(bounds) != 2
        or not all(type(one) is int for one in bounds)
        or bounds[0] > bounds[1]
    ):
        raise RuleError(f"{where}：bounds 应写成 [最小值, 最大值]，两个整数。")
    return bounds[0], bounds[1]


def _setters(rows: Any, where: str) -> tuple[Setter, ...]:
    if not isinstance(rows, list) or not rows:
        raise RuleError(f"{where}：set_by 应列出谁可以确定：- {{levels: [county], reference: 文号与条款}}。")
    found = []
    for number, row in enumerate(rows, start=1):
        at = f"{where}，set_by 第{number}行"
        one = refuse_unknown_keys(row, SETTER_KEYS, ("levels", "reference"), at)
        levels = one["levels"]
        if not isinstance(levels, list) or not levels or not set(levels) <= set(LEVELS):
            raise RuleError(f"{at}：levels 应从 {'、'.join(LEVELS)} 中选。")
        from_, until = _day(one.get("from"), at), _day(one.get("until"), at)
        found.append(Setter(from_, until, tuple(levels), str(one["reference"]), bool(one.get("not_below_province"))))
    return tuple(found)


def _values(
    rows: Any, unit: str, bounds: tuple[int, int], where: str, *, is_override: bool = False
) -> tuple[Dated, ...]:
    if not isinstance(rows, list):
        raise RuleError(f"{where}：values 应是数值列表。")
    found = []
    for number, row in enumerate(rows, start=1):
        at = f"{where}，values 第{number}行"
        needed = ("from", "where", "value") if is_override else ("from", "where", "value", "reference", "status")
        found.append(_dated(refuse_unknown_keys(row, VALUE_KEYS, needed, at), unit, bounds, at))
    _refuse_overlap(found, where)
    return tuple(found)


def _dated(row: dict[str, Any], unit: str, bounds: tuple[int, int], at: str) -> Dated:
    where = str(row["where"])
    if where != NATION:
        try:
            where = full(where)
        except Refused as error:
            raise RuleError(f"{at}：{error}") from error
    own_level = "nation" if where == NATION else LEVELS[min(level_of(where), 3)]
    by = row.get("by", own_level)
    if by not in LEVELS:
        raise RuleError(f"{at}：by 应从 {'、'.join(LEVELS)} 中选。")
    status = row.get("status", "illustrative")
    if status not in STATUSES:
        raise RuleError(f"{at}：status 应为 official（正式文件）或 illustrative（示例）。")
    from_, until, expires = (_day(row.get(key), at) for key in ("from", "until", "expires"))
    if from_ is None or (until is not None and until < from_):
        raise RuleError(f"{at}：until 早于 from。")
    reference = str(row.get("reference", "调用者指定"))
    return Dated(from_, until, where, by, _one_value(row["value"], unit, bounds, at), reference, status, expires)


def _one_value(value: Any, unit: str, bounds: tuple[int, int], at: str) -> Value:
    if unit == "scale":
        return _scale(value, bounds, at)
    if type(value) is not int:
        raise RuleError(f"{at}：数值应为整数（金额写分，比例写基点），不是“{value}”。")
    if not bounds[0] <= value <= bounds[1]:
        raise RuleError(f"{at}：数值{value}超出{bounds[0]}至{bounds[1]}。请检查是否多输了数字，或单位应为分。")
    return value


def _scale(value: Any, bounds: tuple[int, int], at: str) -> Value:
    pairs = [tuple(pair) for pair in value] if isinstance(value, list | tuple) else []
    if not pairs or not all(len(pair) == 2 and all(type(one) is int for one in pair) for pair in pairs):
        raise RuleError(f"{at}：分档表应写成 [[起点, 数值], …]，都是整数。")
    if any(a[0] >= b[0] for a, b in pairwise(pairs)):
        raise RuleError(f"{at}：分档表的起点应由小到大。")
    if not all(bounds[0] <= pair[1] <= bounds[1] for pair in pairs):
        raise RuleError(f"{at}：分档表的数值超出{bounds[0]}至{bounds[1]}。")
    return tuple((pair[0], pair[1]) for pair in pairs)


def _day(value: Any, at: str) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise RuleError(f"{at}：“{value}”不是日期，请写成 2026-07-01。") from error
    if value is not None and not isinstance(value, date):
        raise RuleError(f"{at}：“{value}”不是日期，请写成 2026-07-01。")
    return value


def _refuse_overlap(rows: list[Dated], where: str) -> None:
    """Two values of one place and setter from the same day would leave the choice to chance."""
    seen: set[tuple[str, str, date]] = set()
    for row in rows:
        key = (row.where, row.by, row.from_)
        if key in seen:
            raise RuleError(f"{where}：{row.where}自{row.from_}起有两个数值，请只保留一个。")
        seen.add(key)

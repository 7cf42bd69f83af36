"""The checker, run when a program is loaded: only what runs the same everywhere, and never overflows, passes.

One walk over each function does subset, types and intervals together (`walk`); here are the signatures, the names a
function may use, the totals, and the agreement of defaults with the facts.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from minzheng.rules.declare import (
    AMOUNT,
    CLOSING,
    CONDITION,
    DECIDER,
    DECIDERS,
    LAYER,
    QUARTERLY,
    RECEIVES,
    URGENT,
    Compare,
)
from minzheng.rules.errors import RuleError
from minzheng.rules.fact import LARGEST_FAMILY
from minzheng.rules.figures import Figure
from minzheng.rules.interval import TRUTH, Kind, number, union
from minzheng.rules.plan import FIGURE, FORMULA, Plan, PlanStep
from minzheng.rules.walk import Place, Walk


def check(plan: Plan, figures: Mapping[str, Figure], folder: Path) -> None:
    """Raise RuleError at the first formula that is not allowed, naming it, its line and what to write instead."""
    kinds: dict[str, Kind] = {}
    for step in plan.steps:
        kind = _kind(step, kinds, figures)
        if not kind.fits:
            largest = max(abs(kind.low), kind.high)
            raise RuleError(
                f"{folder}：{step.code}（{step.label}）可能达到{largest}，超出64位整数。请缩小事实或指标的界限。"
            )
        kinds[step.code] = kind


def check_function(function: Callable[..., Any], kinds: Mapping[str, Kind]) -> Kind:
    """Return what a function yields, given what its arguments are; raise RuleError if it is not allowed."""
    tree, first = _tree(function)
    place = Place(Path(function.__code__.co_filename).name, function.__name__, first)
    _check_signature(tree, function, kinds, place)
    arguments = {name: kinds[name] for name in inspect.signature(function).parameters}
    return Walk(place, arguments, _constants(function), _callables(function)).run(tree)


def refuse_double_names(path: Path) -> None:
    """Raise RuleError for two functions or totals of one name: the second would silently replace the first."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise RuleError(f"{path} 第{error.lineno}行：不是正确的Python（{error.msg}）。") from error
    seen: dict[str, int] = {}
    for node in tree.body:
        names: list[str] = []
        if isinstance(node, ast.FunctionDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        for name in names:
            if name in seen:
                raise RuleError(
                    f"{path} 第{node.lineno}行：名字“{name}”在第{seen[name]}行已经用过，后一个会覆盖前一个。"
                )
            seen[name] = node.lineno


def _kind(step: PlanStep, kinds: Mapping[str, Kind], figures: Mapping[str, Figure]) -> Kind:
    if step.kind == FORMULA and step.function is not None:
        kind = check_function(step.function, kinds)
        _check_role(step, kind)
        _check_defaults(step)
        return _with_otherwise(step, kind, kinds)
    if step.kind == FIGURE:
        figure = figures[step.code]
        return Kind("scale" if figure.unit == "scale" else "int", figure.minimum, figure.maximum)
    if step.is_bool:
        return TRUTH
    return number(step.fact.minimum, step.fact.maximum) if step.fact else _total(step, kinds)


def _with_otherwise(step: PlanStep, kind: Kind, kinds: Mapping[str, Kind]) -> Kind:
    """Return what the formula yields with what it is where it does not arise."""
    other = step.otherwise
    if not step.only_if:
        if other is not None:
            raise RuleError(f"公式 {step.code}：写了 otherwise 而没有写 only_if，请补上或删去。")
        return kind
    if step.only_if not in step.needs or kinds[step.only_if].type != "bool":
        raise RuleError(f"公式 {step.code}：only_if 的“{step.only_if}”应是它的一个是/否参数。")
    if type(other) is not (bool if kind.type == "bool" else int):
        right = "True 或 False" if kind.type == "bool" else "整数"
        raise RuleError(f"公式 {step.code}：写了 only_if，还应写明不涉及时的值 otherwise（{right}）。")
    return kind if isinstance(other, bool) else union(kind, number(other, other))


def _total(step: PlanStep, kinds: Mapping[str, Kind]) -> Kind:
    if step.total == "count":
        return number(0, LARGEST_FAMILY)
    of = kinds[step.of]
    return number(min(0, of.low * LARGEST_FAMILY), max(0, of.high * LARGEST_FAMILY))


def _tree(function: Callable[..., Any]) -> tuple[ast.FunctionDef, int]:
    lines, first = inspect.getsourcelines(function)
    tree = ast.parse(textwrap.dedent("".join(lines))).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise RuleError(f"公式 {function.__name__}：应是普通的 def 函数。")
    return tree, first


def _check_signature(
    tree: ast.FunctionDef, function: Callable[..., Any], kinds: Mapping[str, Kind], place: Place
) -> None:
    arguments = tree.args
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
        raise place.error(tree, "参数只能是逐个写出的名字。", "去掉 *、** 和 /。")
    for name, parameter in inspect.signature(function).parameters.items():
        wanted = kinds[name].type
        given = parameter.annotation
        if wanted != "scale" and given is not (bool if wanted == "bool" else int):
            right = "bool" if wanted == "bool" else "int（金额写 Fen）"
            raise place.error(tree, f"参数 {name} 的类型标注与它的来源不符。", f"写成 {name}: {right}。")
        default = parameter.default
        if default is not inspect.Parameter.empty and type(default) is not (bool if wanted == "bool" else int):
            raise place.error(tree, f"参数 {name} 的默认值“{default}”类型不对。", "是/否写 True 或 False，数写整数。")
    if function.__annotations__.get("return") not in (int, bool):
        raise place.error(tree, "没有标注返回类型，或不是整数、是/否。", "写 -> int（金额写 -> Fen）或 -> bool。")


def _check_role(step: PlanStep, kind: Kind) -> None:
    if step.role in (CONDITION, DECIDER, LAYER, QUARTERLY, RECEIVES, URGENT) and kind.type != "bool":
        raise RuleError(f"公式 {step.code}：条件、层次、决定机关、按季、紧急、受领应得出是/否（-> bool）。")
    if step.role == DECIDER and step.layer not in DECIDERS:
        raise RuleError(f"公式 {step.code}：决定机关应从 {'、'.join(DECIDERS)} 中选，现为“{step.layer}”。")
    if step.role in (AMOUNT, CLOSING) and (kind.type != "int" or kind.low < 0):
        raise RuleError(f"公式 {step.code}：金额可能小于0（最小{kind.low}）。请用 max(0, …)。")
    if (step.unit == "yes_no") != (kind.type == "bool"):
        raise RuleError(f'公式 {step.code}：单位 {step.unit} 与结果类型不符；是/否的单位写 unit="yes_no"。')
    shows = step.shows
    named: tuple[str, ...] = (shows.concerns,) if shows else ()
    if isinstance(shows, Compare):
        named = (shows.has, shows.needs, shows.concerns)
    lacking = [name for name in named if name and name not in step.needs]
    if lacking:
        raise RuleError(f"公式 {step.code}：shows 里的“{lacking[0]}”不是它的参数。")


def _check_defaults(step: PlanStep) -> None:
    """A default stands where the law is read, and means the same wherever the fact is read."""
    facts = {one.code: one for one in step.reads_facts}
    for name, default in (step.defaults or {}).items():
        if name not in facts:
            raise RuleError(f"公式 {step.code}：只有事实可以有默认值，“{name}”不是事实。")
        if facts[name].default is None or facts[name].default != default:
            raise RuleError(
                f"公式 {step.code}：“{name}”的默认值{default}与事实声明的{facts[name].default}不同。请改成一致。"
            )
    for name, fact in facts.items():
        if fact.default is not None and name not in (step.defaults or {}):
            raise RuleError(f"公式 {step.code}：事实“{name}”有法定默认值{fact.default}，请写在参数上：{name}=…。")


def _constants(function: Callable[..., Any]) -> dict[str, Kind]:
    """Whole numbers in capitals at the top of the file: codes of the law such as grades, never figures."""
    found = {}
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        if name.isupper() and type(value) is int:
            found[name] = number(value, value)
    return found


def _callables(function: Callable[..., Any]) -> dict[str, object]:
    return {name: function.__globals__[name] for name in function.__code__.co_names if name in function.__globals__}

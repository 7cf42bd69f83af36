"""A condition in the words of a letter: what the law needs, what there is, by how much it differs."""

from collections.abc import Mapping
from typing import Any

from minzheng.rules.declare import Compare, States
from minzheng.rules.evaluation import Finding
from minzheng.rules.plan import PlanStep
from minzheng.rules.wording import say

UNCONCERNED = "不涉及"
RELATIONS = {"<": "低于", "<=": "不超过", ">=": "不低于", ">": "高于"}


def finding(step: PlanStep, values: Mapping[str, Any], *, unknown: bool) -> Finding:
    """Return the finding of a condition. The numbers are shown even when another fact of it is unknown."""
    passed = None if unknown else bool(values[step.code])
    shows = step.shows
    needs = has = differs = ""
    if isinstance(shows, Compare):
        needs, has, differs = _compared(shows, values)
    elif isinstance(shows, States):
        needs = shows.needs
        if passed is not None:
            has = shows.needs if passed else shows.otherwise
    concerns = step.only_if or (shows.concerns if shows else "")
    arises = not concerns or values.get(concerns) is not False
    if not arises:
        has, differs = UNCONCERNED, ""
    return Finding(step.code, step.label, step.law, passed, needs, has, differs, arises)


def _compared(shows: Compare, values: Mapping[str, Any]) -> tuple[str, str, str]:
    limit, actual = values.get(shows.needs), values.get(shows.has)
    needs = f"{RELATIONS[shows.relation]}{say(limit, shows.unit)}" if limit is not None else "不清楚"
    if shows.each and values.get(shows.each) is not None:
        needs += f"（{say(values[shows.each], f'{shows.unit}/person/month')}）"
    has = say(actual, shows.unit)
    if limit is None or actual is None:
        return needs, has, ""
    return needs, has, _difference(shows, limit, actual)


def _difference(shows: Compare, limit: int, actual: int) -> str:
    """Return by how much the condition is missed; empty when it is met."""
    upper = shows.relation in {"<", "<="}
    gap = actual - limit if upper else limit - actual
    if gap < 0 or (gap == 0 and shows.relation in {"<=", ">="}):
        return ""
    if gap == 0:
        return "恰好相等"
    return f"{'超出' if upper else '不足'}{say(gap, shows.unit)}"

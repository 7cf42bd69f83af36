"""A determination in plain Chinese: every fact with its source, every figure, every step, every condition.

Read from the frozen columns alone, so a calculation sheet printed years later says what was said then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.models import Determination
from minzheng.kernel.fen import format_yuan
from minzheng.programs import catalogue


@dataclass(frozen=True)
class Line:
    """One line of a calculation sheet. `kind` is fact, figure or formula; `member` is empty for the household."""

    kind: str
    code: str
    label: str
    value: str
    member: str
    source: str
    law: str
    known_at: str = ""
    holds_from: str = ""


def explain(determination: Determination) -> list[Line]:
    """Return the calculation sheet: facts, then figures, then the steps in the order they were taken."""
    names = [one["name"] for one in determination.members]
    return [*_facts(determination, names), *_figures(determination), *_steps(determination, names)]


def conditions(determination: Determination) -> list[dict[str, Any]]:
    """Return every condition with what the law needs, what the household has, by how much it differs, met or not."""
    return [
        {
            "label": str(row["label"]),
            "needs": str(row["needs"]),
            "has": str(row["has"]),
            "differs": str(row["differs"]),
            "law": str(row["law"]),
            "passed": row["passed"],
        }
        for row in determination.evaluation["conditions"]
    ]


def value_text(value: Any, unit: str) -> str:
    """Write a value with its unit; money in yuan."""
    if value is None:
        return _("不清楚")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int) and unit.startswith("fen"):
        return _("%(yuan)s元") % {"yuan": format_yuan(value)}
    return f"{value}{_UNITS.get(unit, '')}"


_UNITS = {"year": "岁", "years": "岁", "person": "人", "persons": "人", "count": "", "basis_points": "‱", "month": "个月"}


def _facts(determination: Determination, names: list[str]) -> list[Line]:
    specs = {spec.code: spec for spec in catalogue.get(determination.case.program).facts}
    found = []
    for row in determination.sources:
        spec = specs.get(row["code"])
        found.append(
            Line(
                "fact", row["code"], str(spec.label) if spec else row["code"],
                value_text(row["value"], spec.unit if spec else ""), _member(row["member"], names), row["source"], "",
                row["known_at"], row["holds_from"],
            )
        )  # fmt: skip
    return found


def _figures(determination: Determination) -> list[Line]:
    return [
        Line(
            "figure", row["code"], str(row["name"]), value_text(row["value"], row["unit"]), "",
            _("%(where)s自%(day)s起%(status)s")
            % {
                "where": row["where"],
                "day": row["from_date"],
                "status": _("（示例值）") if row["status"] == "illustrative" else "",
            },
            str(row["reference"]),
        )
        for row in determination.figures
    ]  # fmt: skip


def _steps(determination: Determination, names: list[str]) -> list[Line]:
    return [
        Line(
            "formula", row["code"], str(row["label"]), value_text(row["value"], row["unit"]),
            _member(row["member"], names), _inputs(row["inputs"]), str(row["law"]),
        )
        for row in determination.evaluation["trace"]
    ]  # fmt: skip


def _member(index: int | None, names: list[str]) -> str:
    return "" if index is None else names[index]


def _inputs(inputs: Any) -> str:
    if isinstance(inputs, Mapping):
        return "，".join(f"{name}={value}" for name, value in inputs.items())
    return "，".join(str(one) for one in inputs or ())

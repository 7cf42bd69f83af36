"""A determination in plain Chinese: every fact with its source, every figure, every step, every condition.

Read from the frozen columns alone, so a calculation sheet printed years later says what was said then.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.models import Determination
from minzheng.programs import catalogue
from minzheng.rules.fact import FactSpec
from minzheng.rules.wording import say


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


def _facts(determination: Determination, names: list[str]) -> list[Line]:
    specs = {spec.code: spec for spec in catalogue.get(determination.case.program).facts}
    return [
        Line(
            "fact", row["code"], specs[row["code"]].label if row["code"] in specs else row["code"],
            _fact_text(row["value"], specs.get(row["code"])), _member(row["member"], names), row["source"], "",
            row["known_at"], row["holds_from"],
        )
        for row in determination.sources
    ]  # fmt: skip


def _fact_text(value: int | bool, spec: FactSpec | None) -> str:  # noqa: FBT001
    if spec is None:
        return str(value)
    return dict(spec.choices).get(int(value), "") if spec.choices else say(value, spec.unit)


def _figures(determination: Determination) -> list[Line]:
    return [
        Line(
            "figure", row["code"], row["name"], row["text"], "",
            _("自%(day)s起%(status)s")
            % {"day": row["from_date"], "status": _("（示例值）") if row["status"] == "illustrative" else ""},
            row["reference"],
        )
        for row in determination.figures
    ]  # fmt: skip


def _steps(determination: Determination, names: list[str]) -> list[Line]:
    return [
        Line(
            "formula", row["code"], row["label"], row["text"], _member(row["member"], names),
            "；".join(f"{one['label']} {one['text']}" for one in row["inputs"]), row["law"],
        )
        for row in determination.evaluation["trace"]
    ]  # fmt: skip


def _member(index: int | None, names: list[str]) -> str:
    return "" if index is None else names[index]

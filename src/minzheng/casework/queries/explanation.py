"""A determination in plain Chinese: every fact with its source, every figure, every step, every condition.

Read from the frozen columns alone, so a calculation sheet printed years later says what was said then.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.enums import Outcome
from minzheng.casework.models import Determination
from minzheng.kernel.wording import clauses
from minzheng.programs import catalogue
from minzheng.rules.fact import FactSpec
from minzheng.rules.wording import say

# "0.00元", "0%", "否": what an input says when it is nothing; the sheet shows it, a letter need not.
_NOTHING = re.compile(r"否|0(\.0+)?\D*")


@dataclass(frozen=True)
class Line:
    """One line of a calculation sheet. `kind` is fact, figure or formula; `member` is empty for the household.

    `gist` is the source without the inputs that are nothing; `is_money` and `is_nothing` (zero, no, unknown) let a
    letter leave out what says nothing.
    """

    kind: str
    code: str
    label: str
    value: str
    member: str
    source: str
    law: str
    known_at: str = ""
    holds_from: str = ""
    gist: str = ""
    is_money: bool = False
    is_nothing: bool = False


def explain(determination: Determination) -> list[Line]:
    """Return the calculation sheet: facts, then figures, then the steps in the order they were taken."""
    names = [one["name"] for one in determination.members]
    return [*_facts(determination, names), *_figures(determination), *_steps(determination, names)]


def brief(determination: Determination) -> list[Line]:
    """Return what a letter needs of the sheet: sums that are something, and of a refusal no amount."""
    plan = catalogue.get(determination.case.program).plan_on(determination.evaluated_on)
    left_out = plan.amount.code if determination.outcome != Outcome.ELIGIBLE else ""
    lines = [line for line in explain(determination) if line.is_money and line.kind != "figure"]
    return [line for line in lines if not line.is_nothing and line.code != left_out]


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
            "arises": row.get("arises", True),  # evaluations frozen before it was told have none
        }
        for row in determination.evaluation["conditions"]
    ]


def _facts(determination: Determination, names: list[str]) -> list[Line]:
    specs = {spec.code: spec for spec in catalogue.get(determination.case.program).facts}
    return [
        Line(
            "fact", row["code"], specs[row["code"]].label if row["code"] in specs else row["code"],
            _fact_text(row["value"], specs.get(row["code"])), _whose(row, names), row["source"], "",
            row["known_at"], row["holds_from"], row["source"], _is_money(specs.get(row["code"])), not row["value"],
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
            "formula", row["code"], row["label"], row["text"], _whose(row, names),
            _inputs(row["inputs"]), row["law"],
            gist=_gist(row["inputs"]), is_money=row["unit"].startswith("fen"), is_nothing=not row["value"],
        )
        for row in determination.evaluation["trace"]
    ]  # fmt: skip


def _inputs(rows: Iterable[Mapping[str, Any]]) -> str:
    return clauses(f"{one['label']} {one['text']}" for one in rows)


def _gist(rows: Iterable[Mapping[str, Any]]) -> str:
    return _inputs(row for row in rows if not _NOTHING.fullmatch(row["text"]))


def _is_money(spec: FactSpec | None) -> bool:
    return spec is not None and spec.unit.startswith("fen")


def _whose(row: Mapping[str, Any], names: list[str]) -> str:
    """Name the member or supporter; rows frozen before supporters were told have none."""
    if row.get("supporter") is not None:
        return _("第 %(n)s 位赡养人") % {"n": row["supporter"] + 1}
    return "" if row["member"] is None else names[row["member"]]

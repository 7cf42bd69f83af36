"""Two calculations side by side: what is paid on, and what the rules now say; only where they differ it is loud."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.casework.models import Determination
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.ui.calculation import Sheet, sheet_of

WORDS = {"met": _("符合"), "failed": _("不符合"), "unknown": _("未知"), "aside": _("不涉及")}


@dataclass(frozen=True)
class Row:
    """One line of both calculations; an empty side does not occur in that one."""

    label: str
    was: str
    now: str
    differs: str = ""
    is_changed: bool = False
    is_total: bool = False


def sheet(determination: Determination) -> Sheet:
    """Return the calculation sheet of a determination as frozen."""
    return sheet_of(
        determination.evaluation,
        sources=determination.sources,
        on=determination.evaluated_on,
        members=[each["name"] for each in determination.members],
    )


def compare(old: Determination | None, new: Determination) -> tuple[list[Row], list[Row]]:
    """Return the conditions and the money lines of both, in the order of the new one."""
    after = sheet(new)
    before = sheet(old) if old else None
    conditions = _rows(
        {each.label: str(WORDS[each.status]) for each in before.conditions} if before else {},
        {each.label: str(WORDS[each.status]) for each in after.conditions},
    )
    values = (_values(old) if old else {}, _values(new))
    totals = {each.label for each in after.lines if each.is_total}
    lines = _rows(
        {each.label: each.value for each in before.lines} if before else {},
        {each.label: each.value for each in after.lines},
        values,
        totals,
    )
    return conditions, [line for line in lines if not line.is_total]


def _rows(
    before: Mapping[str, str],
    after: Mapping[str, str],
    values: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {}),
    totals: frozenset[str] | set[str] = frozenset(),
) -> list[Row]:
    labels = [*dict.fromkeys([*(label for label in before if label not in totals), *after])]
    order = {label: place for place, label in enumerate(after)}
    labels.sort(key=lambda label: order.get(label, -1))
    return [
        Row(
            label,
            before.get(label, ""),
            after.get(label, ""),
            _difference(values[0].get(label), values[1].get(label)),
            is_changed=before.get(label) != after.get(label),
            is_total=label in totals,
        )
        for label in labels
    ]


def _values(determination: Determination) -> dict[str, int]:
    """Return fen by the label the sheet gives a line; lines that are no money are left out."""
    names = [each["name"] for each in determination.members]
    found = {}
    for step in determination.evaluation["trace"]:
        member = step["member"]
        label = retell(step["label"])
        if member is not None and member < len(names):
            label = f"{names[member]} · {label}"
        if step.get("supporter") is not None:
            label = f"{_('第 %(n)s 位赡养人') % {'n': step['supporter'] + 1}} · {label}"
        if str(step["unit"]).startswith("fen") and isinstance(step["value"], int):
            found[label] = step["value"]
    return found


def _difference(was: int | None, now: int | None) -> str:
    if was is None or now is None or was == now:
        return ""
    return f"{'+' if now > was else ''}{format_yuan(now - was)}"

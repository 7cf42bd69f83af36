"""A list as it hangs on the village board (F09): without ID numbers nobody can be registered from it; it is held
against the register, line by line.
"""

import datetime as dt
from collections import defaultdict

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain import cells
from minzheng.integrations.roster.domain.lines import Line
from minzheng.integrations.roster.domain.places import Places
from minzheng.integrations.roster.domain.statistics.lines import ComparedLine, Comparison, Verdict
from minzheng.integrations.roster.queries import granted_in


def compare(rows: list[Line], *, sheet: str, places: Places, at: dt.datetime) -> Comparison:
    """Return what the list says beside what the software knows: is this family granted, with so many people?"""
    named: list[tuple[Line, str, str, int | None]] = []
    for line in rows:
        name = line.get("head_name", cells.name) or ""
        count = line.get("persons_count", cells.count)
        hint = f"{line.sheet.name} {line.header.heading}"
        try:
            place = places.village(
                township=cells.plain(line.raw("township")), division=cells.plain(line.raw("division")), hint=hint
            )
        except cells.CellProblem as problem:
            line.error("division" if line.has("division") else "township", problem.code, problem.reason)
            continue
        named.append((line, place.code, name, count))
    granted = granted_in({code for _line, code, _name, _count in named}, at=at)
    found: list[ComparedLine] = []
    listed: dict[str, set[str]] = defaultdict(set)
    for line, code, name, count in named:
        listed[code].add(name)
        ours = granted.get((code, name))
        verdict = Verdict.UNKNOWN if ours is None else Verdict.SAME if ours == count else Verdict.DIFFERS
        if verdict == Verdict.UNKNOWN:
            line.warn("head_name", "not_granted_here", _("系统中这个村（社区）没有此人名下在保的办件"))
        elif verdict == Verdict.DIFFERS:
            line.warn("persons_count", "figure_differs", _("系统中保障 %(ours)s 人") % {"ours": ours})
        found.append(
            ComparedLine(
                row=line.row, place=places.full_name(code), item=name, theirs=_("%(n)s 人") % {"n": count},
                ours="" if ours is None else _("%(n)s 人") % {"n": ours}, verdict=verdict,
            )
        )  # fmt: skip
    for (code, name), count in sorted(granted.items()):
        if name not in listed[code]:
            found.append(
                ComparedLine(
                    row=None, place=places.full_name(code), item=name, theirs="", ours=_("%(n)s 人") % {"n": count},
                    verdict=Verdict.MISSING,
                )
            )  # fmt: skip
    return Comparison(sheet=sheet, title=_("公示名单"), month="", lines=tuple(found))

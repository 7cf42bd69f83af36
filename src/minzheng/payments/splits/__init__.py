"""Who pays for a program, as data: one dated YAML file per program; a program without one has the county's usual order.

`order`: one level after the other while its money lasts. `parts`: what each level pays a year, by category of people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused
from minzheng.payments.enums import FundLevel
from minzheng.rules.errors import RuleError
from minzheng.rules.strict_yaml import load_text, refuse_unknown_keys

DEFAULT = "default"
FEN = 100


class NoSplit(Refused):
    """The split says nothing of this day or of this category."""


@dataclass(frozen=True, slots=True)
class Version:
    """The rule from a day on. One of the two is filled."""

    from_: date
    order: tuple[str, ...] = ()
    yearly_fen: Mapping[str, tuple[int, ...]] | None = None

    def parts_of(self, category: str) -> tuple[int, ...]:
        """Return what each level, in the order of FundLevel, pays a year for the category. Raises NoSplit."""
        found = (self.yearly_fen or {}).get(category)
        if found is None:
            raise NoSplit(
                _("资金分担规定中没有“%(category)s”这一类别，现有：%(all)s；请先补上该类别的分级负担数额")
                % {"category": category or _("（未写类别）"), "all": "、".join(self.yearly_fen or {})}
            )
        return found


@dataclass(frozen=True, slots=True)
class Split:
    """How one program is paid for."""

    source: str
    is_illustrative: bool
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version:
        """Return the version in force on a day. Raises NoSplit."""
        found = next((version for version in reversed(self.versions) if version.from_ <= day), None)
        if found is None:
            raise NoSplit(_("%(day)s 没有有效的资金分担规定") % {"day": f"{day:%Y-%m-%d}"})
        return found


@cache
def load(program: str) -> Split:
    """Return the split of a program, or the usual order if it has none of its own. Raises RuleError."""
    file = files(__package__).joinpath(f"{program}.yaml")
    if not file.is_file():
        program, file = DEFAULT, files(__package__).joinpath(f"{DEFAULT}.yaml")
    return parse(load_text(file.read_text(encoding="utf-8"), f"{program}.yaml"), f"{program}.yaml")


def parse(data: Any, name: str) -> Split:
    """Return the split; raise RuleError naming what is wrong: an unknown level, no part, days out of order."""
    keys = ("rule", "source", "illustrative", "versions")
    refuse_unknown_keys(data, keys, keys, name)
    read = {"order": _order, "parts": _parts}.get(data["rule"])
    if read is None:
        raise RuleError(
            _("%(name)s：rule 应为 order 或 parts，不能是“%(rule)s”。") % {"name": name, "rule": data["rule"]}
        )
    versions = tuple(read(version, f"{name} versions[{place}]") for place, version in enumerate(data["versions"]))
    days = [version.from_ for version in versions]
    if not days or days != sorted(set(days)):
        raise RuleError(_("%(name)s：versions 至少一项，按 from 的先后排列，日子不能重复。") % {"name": name})
    return Split(str(data["source"]), bool(data["illustrative"]), versions)


def _order(data: Any, where: str) -> Version:
    refuse_unknown_keys(data, ("from", "order", "note"), ("from", "order"), where)
    order = tuple(data["order"])
    if sorted(order) != sorted(FundLevel.values):
        raise RuleError(
            _("%(where)s：order 应把四级资金各写一次：%(all)s。") % {"where": where, "all": "、".join(FundLevel.values)}
        )
    return Version(data["from"], order=order)


def _parts(data: Any, where: str) -> Version:
    refuse_unknown_keys(data, ("from", "yearly_yuan", "note"), ("from", "yearly_yuan"), where)
    found = {}
    for category, parts in data["yearly_yuan"].items():
        refuse_unknown_keys(parts, tuple(FundLevel.values), (), f"{where} {category}")
        yearly = tuple(int(parts.get(level, 0)) * FEN for level in FundLevel.values)
        if min(yearly) < 0 or not sum(yearly):
            raise RuleError(
                _("%(where)s 的“%(category)s”：各级负担不能为负，至少一级大于零。")
                % {"where": where, "category": category}
            )
        found[str(category)] = yearly
    return Version(data["from"], yearly_fen=found)

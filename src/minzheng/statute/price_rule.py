"""When a price-linked subsidy starts: the rule of a place in a month, from dated rows (price_linkage.yaml)."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from typing import Any

from minzheng.kernel.division import ancestry, full, own_digits
from minzheng.kernel.language import gettext as _
from minzheng.kernel.month import Month
from minzheng.rules.errors import RuleError
from minzheng.rules.figures import NATION
from minzheng.rules.strict_yaml import load_text, refuse_unknown_keys
from minzheng.rules.wording import say

FILE = "price_linkage.yaml"
PROVINCE, PREFECTURE = "province", "prefecture"
DIGITS = {PROVINCE: 2, PREFECTURE: 4}
CPI, FOOD, GRAIN, SCPI = "cpi", "food", "grain", "scpi"
HIGHEST = "highest"
MEASURES = (CPI, HIGHEST, SCPI)
STATUSES = ("official", "press", "illustrative")
NEEDED = ("code", "name", "where", "from", "cpi", "months", "scope", "named", "measure", "status", "reference")
KEYS = (*NEEDED, "until", "food", "grain", "pay_working_days")


@dataclass(frozen=True, slots=True)
class PriceRule:
    """The starting conditions of one place between two days; rises in basis points, reached when equal.

    `cpi` is what a place may choose, lowest and highest; equal where it is settled. `months`: how many months running.
    `scope`: whose index counts, the first that is known; `is_named` says whether a paper names it. `measure`: by which
    rise the subsidy is reckoned. `pay_days`: working days from the release to the payment, None where no paper says.
    `notes` say where the place's own condition gave way to the nation's.
    """

    code: str
    name: str
    where: str
    from_: date
    until: date | None
    cpi: tuple[int, int]
    food: int | None
    grain: int | None
    months: int
    scope: tuple[str, ...]
    is_named: bool
    measure: str
    pay_days: int | None
    status: str
    reference: str
    notes: tuple[str, ...] = ()

    def holds_in(self, month: Month) -> bool:
        """Whether the rule is in force on the first day of the month."""
        return self.from_ <= month.first_day and (self.until is None or month.first_day <= self.until)

    def regions(self, place: str) -> tuple[str, ...]:
        """Return whose index counts for a place, in order: the prefecture, the province."""
        found = (full(place)[: DIGITS[one]] for one in self.scope)
        return tuple(full(one) for one in found if len(own_digits(one)) == len(one))


def rule_in(place: str, month: Month) -> PriceRule | None:
    """Return the rule of a place in a month; None if none is known. `place` is a division, or 全国.

    The place's own rule goes before the nation's; where its condition is harder than the nation's of the month, the
    nation's counts (a place may lower the threshold, not raise it).
    """
    places = (NATION,) if place == NATION else (*ancestry(place), NATION)
    holding = [rule for rule in price_rules() if rule.where in places and rule.holds_in(month)]
    # The nearest place first; of one place the latest to begin.
    holding.sort(key=lambda rule: (places.index(rule.where), -rule.from_.toordinal()))
    if not holding:
        return None
    nation = next((rule for rule in holding if rule.where == NATION), None)
    return holding[0] if nation is None or holding[0] is nation else _lowered(holding[0], nation)


@functools.cache
def price_rules() -> tuple[PriceRule, ...]:
    """Return every rule; raise RuleError naming the row that is wrong."""
    content = load_text(resources.files("minzheng.statute").joinpath(FILE).read_text(encoding="utf-8"), FILE)
    found = tuple(_rule(row, _("%(file)s 第%(n)s行") % {"file": FILE, "n": n}) for n, row in enumerate(content, 1))
    if len({rule.code for rule in found}) != len(found):
        raise RuleError(_("%(file)s：code 有重复。") % {"file": FILE})
    return found


def _lowered(own: PriceRule, nation: PriceRule) -> PriceRule:
    notes = list(own.notes)
    cpi, food = own.cpi, own.food
    if nation.cpi[1] < own.cpi[1]:
        cpi = nation.cpi
        notes.append(_harder(_("居民消费价格"), own.cpi[1], nation.cpi[1], nation.name))
    if nation.food is not None and (food is None or nation.food < food):
        if food is not None:
            notes.append(_harder(_("食品价格"), food, nation.food, nation.name))
        food = nation.food
    return replace(own, cpi=cpi, food=food, notes=tuple(notes))


def _harder(what: str, own: int, nation: int, name: str) -> str:
    return _("本地%(what)s门槛%(own)s高于%(name)s的%(nation)s，地方只能降低，按%(nation)s") % {
        "what": what,
        "own": say(own, "basis_points"),
        "nation": say(nation, "basis_points"),
        "name": name,
    }


def _rule(row: Any, at: str) -> PriceRule:
    one: Mapping[str, Any] = refuse_unknown_keys(row, KEYS, NEEDED, at)
    low, high = one["cpi"]
    if not 0 < low <= high or one["months"] < 1:
        raise RuleError(_("%(at)s：cpi 应写 [最低, 最高] 基点，months 至少为1。") % {"at": at})
    if one["measure"] not in MEASURES or one["status"] not in STATUSES or not set(one["scope"]) <= set(DIGITS):
        raise RuleError(_("%(at)s：measure、status 或 scope 的取值不在规定之内。") % {"at": at})
    where = one["where"] if one["where"] == NATION else full(one["where"])
    return PriceRule(
        one["code"], one["name"], where, one["from"], one.get("until"), (low, high), one.get("food"), one.get("grain"),
        one["months"], tuple(one["scope"]), one["named"], one["measure"], one.get("pay_working_days"), one["status"],
        one["reference"],
    )  # fmt: skip

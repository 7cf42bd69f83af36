"""Which daily necessities are priced every week, and how much of each a person uses in a month."""

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

from minzheng.kernel.language import gettext as _
from minzheng.rules.errors import RuleError
from minzheng.rules.strict_yaml import load_text, refuse_unknown_keys

FILE = "daily_goods.yaml"
KEYS = ("code", "name", "unit", "amount", "food")
STATUSES = ("official", "illustrative")


@dataclass(frozen=True, slots=True)
class Good:
    """One good; `amount` of its unit is what one person uses in a month."""

    code: str
    name: str
    unit: str
    amount: int
    is_food: bool


@dataclass(frozen=True, slots=True)
class Basket:
    """The goods, and when a warning is given: so far below a threshold, over so many weeks."""

    goods: tuple[Good, ...]
    margin: int
    weeks: int
    status: str
    reference: str

    def good(self, code: str) -> Good | None:
        """Return a good by its code."""
        return next((one for one in self.goods if one.code == code), None)


@functools.cache
def basket() -> Basket:
    """Return the basket; raise RuleError naming the row that is wrong."""
    content = load_text(resources.files("minzheng.statute").joinpath(FILE).read_text(encoding="utf-8"), FILE)
    keys = ("margin_bp", "weeks", "status", "reference", "goods")
    given = refuse_unknown_keys(content, keys, keys, FILE)
    goods = tuple(_good(row, n) for n, row in enumerate(given["goods"], 1))
    if len({one.code for one in goods}) != len(goods) or given["status"] not in STATUSES or given["weeks"] < 1:
        raise RuleError(
            _("%(file)s：code 不能重复，status 应为 official 或 illustrative，weeks 至少为1。") % {"file": FILE}
        )
    return Basket(goods, given["margin_bp"], given["weeks"], given["status"], given["reference"])


def _good(row: Any, number: int) -> Good:
    at = _("%(file)s 第%(n)s行") % {"file": FILE, "n": number}
    one = refuse_unknown_keys(row, KEYS, KEYS, at)
    if one["amount"] < 1:
        raise RuleError(_("%(at)s：amount 至少为1。") % {"at": at})
    return Good(one["code"], one["name"], one["unit"], one["amount"], one["food"])

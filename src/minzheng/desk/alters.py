"""What alone would alter a refusal, in words: whose fact, from what to what, and what would come of it."""

from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.domain.determination import would_alter
from minzheng.casework.models import Determination
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.rules.evaluation import ELIGIBLE
from minzheng.rules.smallest_change import Change
from minzheng.rules.wording import say

SHOWN = 8


def alter_lines(row: Determination) -> list[dict[str, Any]]:
    """Return a line for each fact, the smallest sum first; nothing where no fact alone suffices."""
    return [
        {
            "whose": one.whose, "label": retell(one.change.label), "was": _said(one.change, one.change.was),
            "to": _said(one.change, one.change.to), "by": _by(one.change), "then": _then(one.change),
        }
        for one in would_alter(row)[:SHOWN]
    ]  # fmt: skip


def _said(change: Change, value: int | bool) -> str:  # noqa: FBT001 - a fact is either
    return retell(say(value, change.unit))


def _by(change: Change) -> str:
    if change.type != "fen":
        return ""
    words = _("多%(yuan)s元") if change.by > 0 else _("少%(yuan)s元")
    return words % {"yuan": format_yuan(abs(change.by))}


def _then(change: Change) -> str:
    if change.outcome == ELIGIBLE:
        return _("符合条件，每次%(yuan)s元") % {"yuan": format_yuan(change.amount_fen)}
    return _("不再因此不符合，还要看没有登记的事实")

"""Sentences a page opens with, and what will happen to whom before something is done."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from minzheng.casework.enums import GRANTED_STATES, HANGING_STATES, Cadence, State
from minzheng.casework.models import Case, Decision
from minzheng.casework.queries.clock import Counted
from minzheng.casework.queries.in_force import schedule_words
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.wording import day_words, month_words

CLOSED_WORDS = {
    State.REFUSED: _("申请没有得到确认"),
    State.TERMINATED: _("救助已经终止"),
    State.WITHDRAWN: _("申请已经撤回"),
    State.LAPSED: _("申请因逾期没有补正而终结"),
    State.UNDER_REMEDY: _("决定正在救济程序中"),
    State.ARCHIVED: _("已办结归档"),
    State.SUSPENDED: _("停发中"),
    State.NOT_IN_SCOPE: _("申请不属受理范围"),
}


def case_lead(
    case: Case,
    *,
    program: str,
    head: str,
    size: int,
    decision: Decision | None,
    limit: Counted | None,
    posted_until: dt.date | None,
) -> str:
    """Say in one sentence what the case is and what comes next."""
    family = _("%(head)s一家 %(size)s 口") % {"head": head, "size": size}
    state = State(case.state)
    if state in CLOSED_WORDS:
        return _("%(family)s的%(program)s%(words)s。") % {
            "family": family,
            "program": program,
            "words": CLOSED_WORDS[state],
        }
    if state in GRANTED_STATES and decision is not None:
        return _granted(decision, family, program)
    if state in HANGING_STATES and posted_until is not None:
        words = _("%(family)s申请%(program)s，公示到 %(day)s 为止。") % {
            "family": family, "program": program, "day": day_words(posted_until),
        }  # fmt: skip
        return str(words)
    sentence = _("%(family)s申请%(program)s，现在%(state)s") % {
        "family": family,
        "program": program,
        "state": state.label,
    }
    return str(sentence) + (limit_words(limit) if limit else str(_("。")))


def _granted(decision: Decision, family: str, program: str) -> str:
    told = {"family": family, "program": program, "amount": format_yuan(decision.amount_fen)}
    told["month"] = month_words(decision.from_month)
    if decision.schedule:
        words = _("%(family)s的%(program)s在渐退：%(months)s，期满终止。")
        return str(words) % {**told, "months": schedule_words(decision.schedule)}
    if decision.cadence == Cadence.QUARTER:
        return str(_("%(family)s享受%(program)s，每季度 ¥%(amount)s 元，自%(month)s起。")) % told
    return str(_("%(family)s享受%(program)s，每月 ¥%(amount)s 元，自%(month)s起。")) % told


def limit_words(limit: Counted) -> str:
    """Say by when, and how many days are left."""
    by_when = _("，%(label)s须在 %(day)s 前办完") % {"label": limit.label, "day": day_words(limit.day)}
    left = limit.days_left
    if left is None:
        return by_when + str(_("。"))
    if left < 0:
        return by_when + _("，已逾期 %(n)s 个工作日。") % {"n": -left}
    return by_when + (_("，今天到期。") if left == 0 else _("，还剩 %(n)s 个工作日。") % {"n": left})

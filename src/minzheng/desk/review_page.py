"""What the pages of the dynamic review show: who is paid what, what the rules now say, why, and what may be done."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import recertification
from minzheng.casework.enums import ProposalKind, ProposalState, State
from minzheng.casework.models import Determination, ReviewProposal
from minzheng.casework.queries.in_force import governing
from minzheng.desk.acts import Act
from minzheng.desk.comparison import WORDS, Row, compare, sheet
from minzheng.desk.forms.case_actions import ActionForm
from minzheng.desk.forms.case_choices import AcceptReviewForm, DismissReviewForm, HearForm
from minzheng.desk.places import place_name
from minzheng.desk.request import DeskRequest
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.kernel.wording import month_words, yuan_words
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
HEARD_FIRST = frozenset({ProposalKind.REDUCE, ProposalKind.STOP})
TONES: dict[str, Tone] = {
    ProposalKind.RAISE: Tone.NOW, ProposalKind.REDUCE: Tone.WARN, ProposalKind.STOP: Tone.BAD,
    ProposalKind.FACTS_MISSING: Tone.WARN, ProposalKind.MEMBER_DIED: Tone.WARN,
}  # fmt: skip
FORMS: dict[str, type[ActionForm]] = {"hear": HearForm, "accept": AcceptReviewForm, "dismiss": DismissReviewForm}
RUNS: dict[str, Callable[..., Any]] = {
    "hear": recertification.hear,
    "accept": recertification.accept,
    "dismiss": recertification.dismiss,
}


def proposals() -> QuerySet[ReviewProposal]:
    """Return the proposals of the declared area with all that a row shows, the newest month first."""
    rows: QuerySet[ReviewProposal] = ReviewProposal.objects.select_related(
        "case__applicant", "case__household", "made_by", "settled_by", "hearing"
    )
    return rows.order_by("-month", "case__division_code", "pk")


def page_context(request: DeskRequest, row: ReviewProposal) -> dict[str, Any]:
    """Return the page of one proposal."""
    old, new = _grounds(row), row.determination
    conditions, lines = compare(old, new) if new else ([], [])
    hearing = getattr(row, "hearing", None)
    acts = _acts(request, row)
    is_folded = [act.verb for act in acts] == ["dismiss"]
    return {
        "row": row,
        "case": row.case,
        "place": place_name(row.case.division_code),
        "lead": lead(row),
        "tone": TONES[row.kind],
        "difference": difference(row),
        "conditions": [each for each in conditions if _is_telling(each, has_old=old is not None)],
        "condition_count": len(conditions),
        "lines": lines,
        "has_old": old is not None,
        "old_basis": sheet(old).basis if old else "",
        "sheet": sheet(new) if new else None,
        "hearing": hearing,
        "acts": acts,
        "is_folded": is_folded,
        "waiting": waiting(request.user, row) if is_folded or not acts else "",
        "is_missing": row.kind == ProposalKind.FACTS_MISSING,
    }


def lead(row: ReviewProposal) -> str:
    """Say in one sentence what is proposed for whom, or what is missing."""
    head = row.case.applicant.name
    if row.kind == ProposalKind.FACTS_MISSING:
        return _("%(head)s一家%(month)s复核缺 %(n)d 项事实，算不出结果。") % {
            "head": head, "month": month_words(row.month), "n": len(row.reasons),
        }  # fmt: skip
    now = f"¥{format_yuan(row.current_amount_fen)}"
    if row.kind == ProposalKind.STOP:
        return _("%(head)s一家现领 %(now)s 元，按现在的情况不再符合条件，拟终止。") % {"head": head, "now": now}
    proposed = f"¥{format_yuan(row.proposed_amount_fen or 0)}"
    if row.kind == ProposalKind.MEMBER_DIED:
        return _("%(head)s一家有成员去世，金额不变（%(now)s 元），拟变更保障人员。") % {"head": head, "now": now}
    verb = _("增") if row.kind == ProposalKind.RAISE else _("减")
    return _("%(head)s一家现领 %(now)s 元，按现在的情况应为 %(proposed)s 元，拟每月%(verb)s ¥%(by)s 元。") % {
        "head": head, "now": now, "proposed": proposed, "verb": verb, "by": format_yuan(abs(difference(row) or 0)),
    }  # fmt: skip


def difference(row: ReviewProposal) -> int | None:
    """Return proposed less current, in fen; None where nothing could be reckoned."""
    return None if row.proposed_amount_fen is None else row.proposed_amount_fen - row.current_amount_fen


def next_words(row: ReviewProposal) -> str:
    """Say what is to be done next, by whom."""
    if row.state != ProposalState.OPEN:
        return str(row.get_state_display())
    if row.kind == ProposalKind.FACTS_MISSING:
        return _("补登事实 · 乡镇（街道）")
    return _("听取意见 · 乡镇（街道）或县局") if _must_hear(row) else _("采纳或不采纳 · 县局")


def waiting(user: Staff, row: ReviewProposal) -> str:
    """Say why this person has nothing to do here."""
    if row.state != ProposalState.OPEN:
        who = row.settled_by.name if row.settled_by else ""
        return _("已办结：%(state)s（%(who)s）。%(reason)s") % {
            "state": row.get_state_display(), "who": who, "reason": row.settle_reason,
        }  # fmt: skip
    if row.kind == ProposalKind.FACTS_MISSING:
        return _("请先在家庭档案补登下面缺的事实，再重新复核；补齐后这条建议自动由新一次复核代替。")
    if row.made_by_id == user.pk and not _must_hear(row):
        return _("这次复核是您运行的，采纳须由县民政局另一名经办人决定。")
    return _("等待下一步：%(next)s。") % {"next": next_words(row)}


def _acts(request: DeskRequest, row: ReviewProposal) -> list[Act]:
    user, case = request.user, row.case
    head, now = case.applicant.name, yuan_words(row.current_amount_fen)
    who: dict[str, Any] = {"case": case, "by": user, "at": request.at, "today": request.today}
    start = month_words(str(Month.of(request.today).next()))
    new = yuan_words(row.proposed_amount_fen or 0)
    stops = row.kind == ProposalKind.STOP
    accepted = (
        _("从%(start)s起终止%(head)s一家的救助，现在每月 %(now)s；告知书写明理由和救济途径，原决定存档。")
        if stops
        else _("从%(start)s起%(head)s一家每月由 %(now)s 改为 %(new)s；原决定存档，由新的决定代替。")
    ) % {"start": start, "head": head, "now": now, "new": new}
    heard = _("减发或终止之前必须先听取%(head)s的意见（社会救助法第四十八条）；意见原样记入案卷，不能修改。") % {
        "head": head
    }
    words = {
        "hear": (_("听取当事人意见"), _("登记意见"), heard, False),
        "accept": (_("采纳，作出新的决定"), _("采纳，终止") if stops else _("采纳"), accepted, stops),
        "dismiss": (_("不采纳"), _("不采纳，维持原额"),
                    _("%(head)s一家继续按原决定每月领取 %(now)s；理由记入案卷。") % {"head": head, "now": now}, False),
    }  # fmt: skip
    found = []
    for verb in _verbs(user, row):
        title, button, consequence, grave = words[verb]
        url = reverse("desk:review_action", args=[row.number, verb])
        form = FORMS[verb](auto_id=f"{verb}_%s", **who)
        found.append(Act(verb, title, button, consequence, url, form, is_grave=grave))
    return found


def _verbs(user: Staff, row: ReviewProposal) -> list[str]:
    county = user.role == Role.COUNTY_OFFICER
    if row.state != ProposalState.OPEN or not user.area.covers(row.case.division_code):
        return []
    verbs = []
    if _must_hear(row):
        verbs += ["hear"] if county or user.role == Role.TOWNSHIP_OFFICER else []
    elif county and row.kind != ProposalKind.FACTS_MISSING and user.pk != row.made_by_id:
        verbs.append("accept")
    return [*verbs, "dismiss"] if county else verbs


def _is_telling(condition: Row, *, has_old: bool) -> bool:
    """Leave conditions out that are met and were met: ten times "met" hides the one that is not."""
    return condition.now != str(WORDS["met"]) or (has_old and condition.is_changed)


def _must_hear(row: ReviewProposal) -> bool:
    return row.kind in HEARD_FIRST and row.case.state == State.CHANGE_PROPOSED


def _grounds(row: ReviewProposal) -> Determination | None:
    """Return the calculation of the decision that is paid on; a taken-over decision has none."""
    decided = governing([row.case_id], Month.parse(row.month)).get(row.case_id)
    if decided is None or decided.determination_id is None or decided.determination_id == row.determination_id:
        return None
    found: Determination = Determination.objects.get(pk=decided.determination_id)
    return found

"""Ending a benefit that the rules would still grant: at the household's own wish, or on facts no rule computes."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import flow
from minzheng.casework.domain import proposal as proposals
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import EndWish, ProposalGround, ProposalKind, State
from minzheng.casework.models import Case, EndRequest, ReviewProposal
from minzheng.casework.queries.members import adults, members_on
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person


@transaction.atomic
def ask(
    *, case: Case, by: Staff, at: datetime, wish: str, asked_by: Person, words: str, signed_on: date, moved_to: str = ""
) -> EndRequest:
    """Record that the household itself asks for the end: it gives up, moves out of the county, or is dissolved.

    An adult member signs; that consent is its hearing. The county decides, not who wrote it down.
    """
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    flow.require_state(case, State.ACTIVE, State.REVIEW_DUE, State.SUSPENDED, what=_("登记本人终止申请"))
    why, day = EndWish(wish), local_day(at)
    _require_consent(case, asked_by, words, signed_on, at)
    if why == EndWish.MOVES_OUT and not moved_to.strip():
        raise ReviewRefused(_("请填写迁入地（县级），便于对方受理和核对是否重复享受。"))
    with as_kept():
        reasons = [_("%(name)s申请终止：%(wish)s") % {"name": asked_by.name, "wish": why.label}]
        if moved_to.strip():
            reasons.append(_("迁往%(place)s") % {"place": moved_to.strip()})
    row = _make(case, ProposalKind.END_ON_REQUEST, ProposalGround.REQUEST, reasons, by=by, at=at)
    request: EndRequest = EndRequest.objects.create(
        proposal=row, wish=why, asked_by=asked_by, words=words.strip(), moved_to=moved_to.strip(), signed_on=signed_on,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    flow.note(
        case=case, action="end_on_request", by=by, at=at, reason=words.strip(),
        details={"proposal": row.number, "wish": why.value, "asked_by": asked_by.pk, "on": day.isoformat()},
    )  # fmt: skip
    return request


@transaction.atomic
def propose_stop(*, case: Case, by: Staff, at: datetime, reason: str) -> ReviewProposal:
    """Propose an end on facts no formula computes (moved away without a word, register cancelled, fraud found)."""
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    flow.require_state(case, State.ACTIVE, State.REVIEW_DUE, State.SUSPENDED, what=_("提出终止建议"))
    if not reason.strip():
        raise ReviewRefused(_("请写明终止的事实和依据，会告知当事人并印在告知书上。"))
    return _make(case, ProposalKind.STOP, ProposalGround.OFFICE, [reason.strip()], by=by, at=at)


def _make(
    case: Case, kind: ProposalKind, ground: ProposalGround, reasons: list[str], *, by: Staff, at: datetime
) -> ReviewProposal:
    return proposals.make(
        case=case, kind=kind, ground=ground, decided=decisions.in_force(case), reasons=reasons, by=by, at=at,
        proposed_fen=0,
    )  # fmt: skip


def _require_consent(case: Case, asked_by: Person, words: str, signed_on: date, at: datetime) -> None:
    day = local_day(at)
    living = members_on(case.household, day, at) or [case.applicant]
    if asked_by.pk not in {person.pk for person in adults(living, day) or living}:
        raise ReviewRefused(_("%(name)s不是该家庭的成年成员，不能代表家庭申请终止。") % {"name": asked_by.name})
    if not words.strip():
        raise ReviewRefused(_("请原样记录本人的陈述，并确认本人知道终止后不再发放。"))
    if signed_on > day:
        raise ReviewRefused(_("签字日期%(day)s晚于今天，请核对。") % {"day": signed_on})

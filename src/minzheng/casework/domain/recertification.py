"""Recertification: what is paid against what the rules now say. It proposes; a named officer decides.

民发〔2021〕57号 第三十一条；社会救助法 第四十六、四十八条: before a reduction or a stop the household is heard.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain import dossier, flow
from minzheng.casework.domain.determination import Preview
from minzheng.casework.enums import (
    GRANTED_STATES,
    DecisionKind,
    DeterminationKind,
    Outcome,
    ProposalKind,
    ProposalState,
    State,
)
from minzheng.casework.models import Case, Decision, Determination, NumberSeries, OpinionHearing, ReviewProposal
from minzheng.casework.queries.in_force import governing
from minzheng.casework.queries.members import dead_among
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.programs import catalogue
from minzheng.registry.models import Death, Person
from minzheng.services.audit.domain.record import NewEvent, record_many

# Households read and evaluated in one go; bounds the memory of a county's review.
AT_ONCE = 200
_DECIDES = {
    ProposalKind.RAISE: DecisionKind.ADJUST_UP,
    ProposalKind.REDUCE: DecisionKind.ADJUST_DOWN,
    ProposalKind.STOP: DecisionKind.TERMINATE,
    ProposalKind.MEMBER_DIED: DecisionKind.CHANGE_MEMBERS,
}
_HEARD_FIRST = (ProposalKind.REDUCE, ProposalKind.STOP)


class ReviewRefused(Refused):
    """The proposal cannot be settled this way."""


@transaction.atomic
def review_month(*, month: Month, by: Staff, at: datetime) -> list[ReviewProposal]:
    """Read every active case of the declared area again, as known now, and propose where the result differs.

    Nothing that is paid changes. Run again, it adds only what has changed since; cases with a proposal that waits for
    an answer are left alone.
    """
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    day = local_day(at)
    on = min(max(day, month.first_day), month.last_day)
    made: list[ReviewProposal] = []
    active = Case.objects.filter(state=State.ACTIVE).select_related("household").order_by("pk")
    cases = [case for case in active if by.area.covers(case.division_code)]
    for start in range(0, len(cases), AT_ONCE):
        made += _review(cases[start : start + AT_ONCE], month, on, by, at)
    return made


@transaction.atomic
def hear(*, proposal: ReviewProposal, by: Staff, at: datetime, opinion: str) -> OpinionHearing:
    """Record what the household says before its benefit is reduced or stopped (社会救助法 第四十八条)."""
    proposal = _open(proposal)
    case = Case.objects.get(pk=proposal.case_id)
    if proposal.kind not in _HEARD_FIRST:
        raise ReviewRefused(_("只有拟减发、拟终止的建议需要先听取意见。"))
    if not opinion.strip():
        raise ReviewRefused(_("请如实记录当事人的意见；当事人没有意见的，也请写明。"))
    flow.move(
        case=case, to=State.OPINION_HEARD, by=by, at=at, reason=opinion.strip(), details={"proposal": proposal.number}
    )
    return OpinionHearing.objects.create(proposal=proposal, opinion=opinion.strip(), heard_by=by, heard_at=at)


@transaction.atomic
def accept(*, proposal: ReviewProposal, by: Staff, at: datetime, reason: str = "") -> Decision:
    """Turn a proposal into a new decision, from the month after. Who ran the review cannot accept it.

    Raises ReviewRefused (also: not heard yet), NotAllowed, IllegalMove.
    """
    proposal = _open(proposal)
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_other_person(by, earlier=proposal.made_by, what=_("本次复核"))
    case = Case.objects.get(pk=proposal.case_id)
    kind = _DECIDES.get(ProposalKind(proposal.kind))
    result = proposal.determination
    if kind is None or result is None:
        raise ReviewRefused(
            _("复核因事实不全没有结果：%(names)s。请补登事实后重新复核，或写明理由不予采纳。")
            % {"names": "、".join(proposal.reasons)}
        )
    if proposal.kind in _HEARD_FIRST and not OpinionHearing.objects.filter(proposal=proposal).exists():
        raise ReviewRefused(_("减发或终止前须先听取当事人意见（社会救助法第四十八条）。请先登记听取意见记录。"))
    stops = kind == DecisionKind.TERMINATE
    decisions.require_still_true(case, result, at)
    before = decisions.in_force(case)
    details = {"proposal": proposal.number, "amount_fen": result.amount_fen}
    flow.move(
        case=case, to=State.TERMINATED if stops else State.ACTIVE, by=by, at=at, details=details,
        reason=reason.strip() or "；".join(proposal.reasons),
    )  # fmt: skip
    decided = decisions.write(
        case=case, kind=kind, amount_fen=result.amount_fen, by=by, at=at, determination=result, replaces=before,
        from_month=decisions.start_month(case.program, local_day(at)), reason=reason or "；".join(proposal.reasons),
        person_ids=before.covered_person_ids if stops else result.person_ids,
        payee_id=None if stops else decisions.current_payee_id(case, at),
    )  # fmt: skip
    _settle(proposal, ProposalState.ACCEPTED, reason, by=by, at=at, decided=decided)
    return decided


@transaction.atomic
def dismiss(*, proposal: ReviewProposal, by: Staff, at: datetime, reason: str) -> ReviewProposal:
    """Leave the benefit as it is, with a written reason."""
    proposal = _open(proposal)
    permissions.require_role(by, Role.COUNTY_OFFICER)
    case = Case.objects.get(pk=proposal.case_id)
    permissions.require_area(by, case.division_code)
    if not reason.strip():
        raise ReviewRefused(_("不采纳复核建议须写明理由。"))
    details = {"proposal": proposal.number, "dismissed": True}
    if case.state in {State.CHANGE_PROPOSED, State.OPINION_HEARD}:
        flow.move(case=case, to=State.ACTIVE, by=by, at=at, reason=reason.strip(), details=details)
    else:
        flow.note(case=case, action="dismiss", by=by, at=at, details=details, reason=reason.strip())
    _settle(proposal, ProposalState.DISMISSED, reason, by=by, at=at)
    return proposal


@transaction.atomic
def stop_on_death(*, case: Case, by: Staff, at: datetime) -> Decision | ReviewProposal:
    """Act on a recorded death: nobody left, the benefit ends with the month of death; else a proposal for the rest.

    The end is decided at once, without a hearing, for there is nobody left to hear; not by who wrote the death down.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    flow.require_state(case, *GRANTED_STATES, what=_("因死亡终止或调整"))
    before = decisions.in_force(case)
    dead = dead_among(list(before.covered_person_ids), at)
    if not dead:
        raise ReviewRefused(_("没有登记保障成员的死亡信息。请先在家庭档案中登记死亡。"))
    names = dict(Person.objects.filter(pk__in=dead).values_list("pk", "name"))
    reasons = [_("%(name)s于%(day)s去世") % {"name": names[pk], "day": day} for pk, day in sorted(dead.items())]
    ends = set(before.covered_person_ids) <= set(dead)
    if ends:
        for death in (
            Death.objects.known_by(at).filter(person__in=dead, is_withdrawn=False).select_related("recorded_by")
        ):
            permissions.require_other_person(by, earlier=death.recorded_by, what=_("死亡登记"))
    _supersede(case, by, at)
    if ends:
        return _end(case, before, Month.of(max(dead.values())).next(), reasons, by=by, at=at)
    return _propose_after_death(case, before, reasons, by, at)


def _review(cases: Sequence[Case], month: Month, on: date, by: Staff, at: datetime) -> list[ReviewProposal]:
    ids = [case.pk for case in cases]
    granted = governing(ids, month)
    earlier = _reviewed(ids, month)
    waiting = {row.case_id: row for row in ReviewProposal.objects.filter(case_id__in=ids, state=ProposalState.OPEN)}
    settled = ReviewProposal.objects.filter(case_id__in=ids, month=str(month), is_after_death=False)
    answered = set(
        settled.exclude(state__in=(ProposalState.OPEN, ProposalState.SUPERSEDED)).values_list("case_id", flat=True)
    )
    dossiers = dossier.build_many(cases, on=on, known_at=at)
    made: list[ReviewProposal] = []
    unchanged: list[NewEvent] = []
    for case in cases:
        old, built, decided = waiting.get(case.pk), dossiers.get(case.pk), granted.get(case.pk)
        if built is None or decided is None or case.pk in answered or (old and old.kind != ProposalKind.FACTS_MISSING):
            continue
        loaded = catalogue.get(case.program)
        if earlier.get(case.pk) == (built.digest, loaded.rule_version(on)):
            continue
        seen = Preview(built, loaded.evaluate(facts=built.facts, on=on, at=built.at_division))
        row = determinations.freeze(case=case, seen=seen, kind=DeterminationKind.REVIEW, by=by, at=at, month=month)
        if old is not None:
            _settle(old, ProposalState.SUPERSEDED, _("事实已变化，重新复核"), by=by, at=at)
        proposal = _compare(case, decided, row, seen, by=by, at=at)
        if proposal is None:
            unchanged.append(_unchanged(case, row))
        else:
            made.append(proposal)
    record_many(unchanged, at=at, by=by)
    return made


def _unchanged(case: Case, row: Determination) -> NewEvent:
    return NewEvent(
        chain=f"case:{case.pk}", action="case.reviewed", object_kind="case", object_id=str(case.pk),
        division_code=case.division_code,
        after={"determination": row.pk, "month": row.month, "amount_fen": row.amount_fen},
    )  # fmt: skip


def _reviewed(case_ids: Sequence[int], month: Month) -> dict[int, tuple[str, str]]:
    rows = Determination.objects.filter(case_id__in=case_ids, month=str(month), kind=DeterminationKind.REVIEW)
    fields = rows.order_by("pk").values_list("case_id", "dossier_digest", "rule_version")
    return {case_id: (digest, version) for case_id, digest, version in fields}


def _compare(
    case: Case,
    decided: Decision,
    row: Determination,
    seen: Preview,
    *,
    by: Staff,
    at: datetime,
    died: Sequence[str] = (),
) -> ReviewProposal | None:
    """Propose what the determination asks for; None where nothing differs."""
    if row.outcome == Outcome.INCOMPLETE:
        kind, reasons = ProposalKind.FACTS_MISSING, seen.missing
    elif row.outcome == Outcome.REFUSED:
        kind, reasons = ProposalKind.STOP, [str(finding.label) for finding in seen.evaluation.failed]
    elif row.amount_fen == decided.amount_fen:
        kind, reasons = ProposalKind.MEMBER_DIED, []
        if not died:
            return None
    else:
        kind = ProposalKind.RAISE if row.amount_fen > decided.amount_fen else ProposalKind.REDUCE
        reasons = [_("按%(month)s已知事实和标准重新计算，金额不同") % {"month": row.month}]
    changes = kind != ProposalKind.FACTS_MISSING
    proposal = ReviewProposal.objects.create(
        case=case, number=_number(case, at), month=row.month, kind=kind, determination=row,
        current_amount_fen=decided.amount_fen, proposed_amount_fen=row.amount_fen if changes else None,
        reasons=[*died, *reasons], is_after_death=bool(died), made_by=by, made_at=at,
    )  # fmt: skip
    details: dict[str, Any] = {
        "proposal": proposal.number,
        "kind": str(kind),
        "amount_fen": proposal.proposed_amount_fen,
    }
    if changes and case.state == State.ACTIVE:
        flow.move(
            case=case, to=State.CHANGE_PROPOSED, by=by, at=at, details=details, reason="；".join(proposal.reasons)
        )
    else:
        flow.note(case=case, action="review", by=by, at=at, details=details, reason="；".join(proposal.reasons))
    return proposal


def _propose_after_death(case: Case, before: Decision, reasons: list[str], by: Staff, at: datetime) -> ReviewProposal:
    if case.state == State.CONFIRMED:
        raise ReviewRefused(_("决定尚未公布。请先公布，再办理因成员死亡的调整。"))
    seen = determinations.preview(case=case, on=local_day(at), known_at=at)
    month = Month.of(local_day(at))
    row = determinations.freeze(case=case, seen=seen, kind=DeterminationKind.REVIEW, by=by, at=at, month=month)
    proposal = _compare(case, before, row, seen, by=by, at=at, died=reasons)
    if proposal is None:
        raise ReviewRefused(_("没有可提出的调整。"))
    return proposal


def _end(case: Case, before: Decision, from_month: Month, reasons: list[str], *, by: Staff, at: datetime) -> Decision:
    reason = "；".join(reasons)
    details = {"from_month": str(from_month), "replaces": before.document_number}
    flow.move(case=case, to=State.TERMINATED, by=by, at=at, reason=reason, details=details)
    return decisions.write(
        case=case, kind=DecisionKind.TERMINATE, amount_fen=0, by=by, at=at, from_month=from_month, reason=reason,
        person_ids=before.covered_person_ids, payee_id=None, replaces=before,
    )  # fmt: skip


def _supersede(case: Case, by: Staff, at: datetime) -> None:
    """A death makes an open proposal pointless; the case stands in ACTIVE again before it is acted on."""
    for row in ReviewProposal.objects.filter(case=case, state=ProposalState.OPEN):
        _settle(row, ProposalState.SUPERSEDED, _("成员死亡，重新复核"), by=by, at=at)
    if case.state in {State.CHANGE_PROPOSED, State.OPINION_HEARD}:
        flow.move(case=case, to=State.ACTIVE, by=by, at=at, reason=_("成员死亡，原建议作废"))


def _number(case: Case, at: datetime) -> str:
    series = f"FH-{case.division_code[:6]}-{local_day(at).year}"
    return f"{series}-{NumberSeries.objects.take(series):05d}"


def _open(proposal: ReviewProposal) -> ReviewProposal:
    """Return the row as it is now; raise ReviewRefused if somebody has settled it."""
    row = ReviewProposal.objects.select_related("determination", "made_by").get(pk=proposal.pk)
    if row.state != ProposalState.OPEN:
        raise ReviewRefused(
            _("复核建议%(number)s已办结（%(state)s）。") % {"number": row.number, "state": row.get_state_display()}
        )
    return row


def _settle(
    proposal: ReviewProposal,
    state: ProposalState,
    reason: str,
    *,
    by: Staff,
    at: datetime,
    decided: Decision | None = None,
) -> None:
    proposal.state, proposal.settled_by, proposal.settled_at = state, by, at
    proposal.settle_reason, proposal.decision = reason.strip(), decided
    proposal.save()

"""A proposal is confirmed by another county officer than who reckoned it, or dismissed with a reason.

Arrears become dues of their own for the months they belong to, which the next list pays; closed months stay closed.
A recovery becomes a claim, and nothing more: whose fault it was, and how it is paid back, honesty's file decides.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts import permissions
from minzheng.accounts.acting import for_staff
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.models import Case
from minzheng.differences.enums import ProposalKind, ProposalState
from minzheng.differences.models import Computation, DifferenceMonth, Proposal, RecoveryClaim
from minzheng.differences.queries.made import Made, made
from minzheng.differences.queries.proposals import ready_to_confirm
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.ledger.domain.due import NewDue, write_all
from minzheng.ledger.enums import OF_THE_MONTH, DueKind
from minzheng.ledger.models import Due
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.kinds import Handle, Kind, Outcome
from minzheng.services.jobs.models import JobRun

ROOM = "differences"
KIND = "differences.confirm"


class SettlementRefused(Refused):
    """The proposal cannot be confirmed or dismissed so."""


@transaction.atomic
def confirm(*, proposal: Proposal, by: Staff, at: datetime, reason: str = "") -> Proposal:
    """Let the difference move: arrears become dues, a recovery becomes a claim. Who reckoned it cannot confirm it.

    Raises SettlementRefused (also: what was made due has changed since; what is to be recovered never arrived),
    TwoPeopleNeeded, Recused, NotAllowed.
    """
    row, case = _open_row(proposal, by)
    permissions.require_other_person(by, earlier=row.made_by, what=_("本次差额的核算"))
    months = list(row.months.exclude(difference_fen=0).select_related("decision").order_by("month"))
    now = made([case], [one.month for one in months])
    _require_unchanged(months, {month: have for (_pk, month), have in now.items()})
    if row.kind == ProposalKind.ARREARS:
        _write_dues(case, months, by, at)
    else:
        _require_paid(months)
        RecoveryClaim.objects.create(proposal=row, case=case, amount_fen=row.total_fen, claimed_by=by, claimed_at=at)
    details = {"kind": row.kind, "total_fen": row.total_fen, "months": [one.month for one in months]}
    _settle(
        row, case, ProposalState.CONFIRMED, action="difference_confirmed", details=details, reason=reason, by=by, at=at
    )
    return row


@transaction.atomic
def dismiss(*, proposal: Proposal, by: Staff, at: datetime, reason: str) -> Proposal:
    """Leave the months as they are, with a written reason; the same difference is not brought up again."""
    row, case = _open_row(proposal, by)
    permissions.require_other_person(by, earlier=row.made_by, what=_("本次差额的核算"))
    if not reason.strip():
        raise SettlementRefused(_("不予处理须写明理由。"))
    details = {"kind": row.kind, "total_fen": row.total_fen}
    _settle(
        row, case, ProposalState.DISMISSED, action="difference_dismissed", details=details, reason=reason, by=by, at=at
    )
    return row


def enqueue_all(*, computation: Computation, by: Staff, at: datetime) -> JobRun:
    """Have a worker confirm the arrears of a computation that need no look one by one."""
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, computation.division_code)
    permissions.require_other_person(by, earlier=computation.started_by, what=_("本次差额的核算"))
    total = ready_to_confirm(computation).count()
    if not total:
        raise SettlementRefused(_("没有可以成批确认的补发；追回和须逐户查看的请逐户办理。"))
    payload = {"number": computation.number}
    return queue.enqueue(kind=KIND, payload=payload, by=by, at=at, key=f"{KIND}:{computation.number}", total=total)


def confirm_all(handle: Handle, by: Staff) -> Outcome:
    """Confirm one after the other, each in its own transaction; what is refused stays open and is named."""
    computation: Computation = Computation.objects.get(number=handle.payload["number"])
    rows = list(ready_to_confirm(computation).select_related("case").order_by("pk"))
    done, fen, refused = 0, 0, []
    for place, row in enumerate(rows, start=1):
        try:
            confirm(proposal=row, by=by, at=handle.at, reason=computation.reason)
        except Refused as why:
            refused.append(f"{row.case.number}：{why}")
        else:
            done, fen = done + 1, fen + row.total_fen
        handle.progress(place, len(rows), _("正在确认"))
    message = _("确认补发%(n)d户，合计%(yuan)s元；%(left)d户未能确认。") % {
        "n": done, "yuan": format_yuan(fen), "left": len(refused),
    }  # fmt: skip
    return Outcome(message, {"confirmed": done, "total_fen": fen, "refused": refused[:200]})


def _open_row(proposal: Proposal, by: Staff) -> tuple[Proposal, Case]:
    permissions.require_role(by, Role.COUNTY_OFFICER)
    row: Proposal = Proposal.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=proposal.pk)
    case: Case = Case.objects.select_related("household").get(pk=row.case_id)
    permissions.require_area(by, case.division_code)
    if row.state != ProposalState.OPEN:
        raise SettlementRefused(_("这条差额建议%(state)s，不能再办理。") % {"state": row.get_state_display()})
    return row, case


def _require_unchanged(months: Sequence[DifferenceMonth], now: Mapping[str, Made]) -> None:
    """Compare what the months stood on with what stands now: a list made meanwhile, another claim, another arrears."""
    for one in months:
        have = now.get(one.month, Made())
        if [list(due) for due in have.dues] != one.dues or have.claimed_fen != _claimed_then(one):
            raise SettlementRefused(
                _("%(month)s的应发在核算以后有了变化（现为%(now)s元），差额已不是原数。请重新核算后再确认。")
                % {"month": one.month, "now": format_yuan(have.was_fen)}
            )


def _claimed_then(one: DifferenceMonth) -> int:
    """What was claimed back already when the month was reckoned; a list of the office's own has no dues here."""
    return sum(fen for _kind, fen in one.dues) + one.own_list_fen - one.was_fen


def _require_paid(months: Sequence[DifferenceMonth]) -> None:
    """Nobody gives back what never arrived: an overpayment that is held is stopped before it is paid."""
    for one in months:
        if one.paid_fen < -one.difference_fen:
            raise SettlementRefused(
                _("%(month)s应追回%(back)s元，但发到的只有%(paid)s元。没有发到的不能追回，请先核对暂缓或退回的发放。")
                % {
                    "month": one.month, "back": format_yuan(-one.difference_fen), "paid": format_yuan(one.paid_fen),
                }
            )  # fmt: skip


def _write_dues(case: Case, months: Sequence[DifferenceMonth], by: Staff, at: datetime) -> None:
    """Write one due a month, of kind arrears, or correction where an arrears stands already."""
    texts = [one.month for one in months]
    before = Due.objects.filter(
        household_id=case.household_id, program=case.program, month__in=texts, kind__in=OF_THE_MONTH
    )
    standing: dict[str, list[str]] = {}
    # What is paid late is shared between the levels as the month itself was.
    shared: dict[str, str] = {}
    for month, kind, category in before.order_by("-pk").values_list("month", "kind", "cost_category"):
        standing.setdefault(month, []).append(kind)
        shared[month] = category
    dues = []
    for one in months:
        kinds = standing.get(one.month, [])
        kind = DueKind.CORRECTION if DueKind.ARREARS in kinds else DueKind.ARREARS
        dues.append(
            NewDue(
                household_id=case.household_id, payee_id=int(one.decision.payee_id or case.applicant_id),
                person_ids=tuple(one.person_ids), program=case.program, month=one.month,
                amount_fen=one.difference_fen, source_room=ROOM, decision_id=one.decision_id,
                case_number=case.number, document_number=one.decision.document_number,
                division_code=case.division_code,
                cost_category=shared.get(one.month, ""), kind=kind, series=kinds.count(kind),
            )
        )  # fmt: skip
    try:
        with transaction.atomic():
            rows = write_all(dues=dues, by=by, at=at)
    except IntegrityError as error:
        raise SettlementRefused(
            _("办件%(number)s的补发与已有的应发冲突：同一人同一月已在他户补发，或他人正在确认。请重新核算。")
            % {"number": case.number}
        ) from error
    for one, due in zip(months, rows, strict=True):
        DifferenceMonth.objects.filter(pk=one.pk).update(due_id=due.pk)


def _settle(
    row: Proposal, case: Case, state: str, *, action: str, details: Mapping[str, object], reason: str, by: Staff,
    at: datetime,
) -> None:  # fmt: skip
    flow.note(case=case, action=action, by=by, at=at, details={"proposal": row.pk, **details}, reason=reason.strip())
    row.state, row.settled_by, row.settled_at, row.settle_reason = state, by, at, reason.strip()[:300]
    row.save(update_fields=["state", "settled_by", "settled_at", "settle_reason"])


CONFIRMING = Kind(KIND, gettext_lazy("成批确认补发"), gettext_lazy("户"), for_staff(confirm_all))

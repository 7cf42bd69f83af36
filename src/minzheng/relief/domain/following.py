"""After the payment: visits, the rest that is not paid, slips to other offices, and the end of the file."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.casework.domain import application, flow
from minzheng.casework.enums import State
from minzheng.casework.models import Case
from minzheng.casework.queries.catalogue import passports, programs
from minzheng.casework.queries.members import members_on
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person
from minzheng.relief.domain.road import (
    OFFICERS,
    ReliefRefused,
    locked,
    next_number,
    note,
    require_state,
    require_unrelated,
    set_state,
)
from minzheng.relief.enums import Finding, InstalmentState, RequestState, SlipAnswer, Target, VisitKind
from minzheng.relief.models import Cancellation, Completion, Grant, Instalment, Recovery, ReliefVisit, Request, Slip

HELPED = (RequestState.PAYING, RequestState.PAID)


@transaction.atomic
def visit(
    *, request: Request, visited_on: date, finding: str, text: str, by: Staff, at: datetime,
    consented: Sequence[Person] = (),
) -> ReliefVisit:  # fmt: skip
    """Record a visit: before the next payment if one is planned, else the follow-up.

    A difficulty that continues is sent on to the standing programs; where every adult of a registered household has
    signed (`consented`), an application is opened, to be surveyed and decided like any other, never approved by itself.
    """
    permissions.require_role(by, *OFFICERS)
    row = locked(request, by)
    require_state(row, *HELPED, what=_("登记探访"))
    require_unrelated(row, by, at)
    if finding not in Finding.values or not text.strip():
        raise ReliefRefused(_("请选择探访结论，并写明探访情况。"))
    if not local_day(row.recorded_at) <= visited_on <= local_day(at):
        raise ReliefRefused(_("探访日期应在请求登记之后、今天之前。"))
    planned = Instalment.objects.filter(grant__request=row, state=InstalmentState.PLANNED).exists()
    made = ReliefVisit(
        request=row, kind=VisitKind.INSTALMENT if planned else VisitKind.FOLLOW_UP, visited_on=visited_on,
        finding=finding, text=text.strip(), visited_by=by, visited_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    note(row, "relief.visited", by=by, at=at, reason=made.text, finding=finding, visit_kind=str(made.kind))
    if made.kind == VisitKind.FOLLOW_UP and finding == Finding.CONTINUING:
        _send_on(row, made, consented, by=by, at=at)
    return made


@transaction.atomic
def cancel_rest(
    *, request: Request, opinion: str, heard_on: date, reason: str, by: Staff, at: datetime
) -> Cancellation:
    """Do not pay what is left, after hearing the person (社会救助法 第四十八条). Who found it over does not."""
    permissions.require_role(by, *OFFICERS)
    row = locked(request, by)
    require_state(row, RequestState.PAYING, what=_("取消余下的发放"))
    require_unrelated(row, by, at)
    seen = ReliefVisit.objects.filter(request=row, kind=VisitKind.INSTALMENT).order_by("-pk").first()
    if seen is None or seen.finding != Finding.OVER:
        raise ReliefRefused(_("没有探访发现困难已经解除，不能取消余下的发放。"))
    permissions.require_other_person(by, earlier=seen.visited_by, what=_("发现困难已经解除的探访"))
    if not opinion.strip() or not reason.strip():
        raise ReliefRefused(_("取消以前须听取本人意见（社会救助法第四十八条），请写明本人怎么说、为什么取消。"))
    if not seen.visited_on <= heard_on <= local_day(at):
        raise ReliefRefused(_("听取意见应在探访之后、今天之前。"))
    grant = Grant.objects.get(request=row)
    parts = list(Instalment.objects.select_for_update(of=("self",)).filter(grant=grant, state=InstalmentState.PLANNED))
    made = Cancellation(
        grant=grant, amount_fen=sum(part.amount_fen for part in parts), opinion=opinion.strip(), heard_on=heard_on,
        reason=reason.strip(), cancelled_by=by, cancelled_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    Instalment.objects.filter(pk__in=[part.pk for part in parts]).update(state=InstalmentState.CANCELLED)
    set_state(row, RequestState.PAID)
    note(row, "relief.cancelled", by=by, at=at, reason=made.reason, amount_fen=made.amount_fen)
    return made


@transaction.atomic
def send_slip(*, request: Request, target: str, office: str, reason: str, by: Staff, at: datetime) -> Slip:
    """Send the request on to another office; one slip a target until it is answered."""
    permissions.require_role(by, *OFFICERS)
    row = locked(request, by)
    if target not in Target.values or not office.strip() or not reason.strip():
        raise ReliefRefused(_("请选择转介事项，写明受理单位和理由。"))
    if Slip.objects.filter(request=row, target=target, answered_at__isnull=True).exists():
        raise ReliefRefused(_("同一事项已经转介，还没有答复，不重复转介。"))
    return slip_to(row, target, office, reason, by=by, at=at)


@transaction.atomic
def answer_slip(*, slip: Slip, answer: str, result: str, answered_on: date, by: Staff, at: datetime) -> Slip:
    """Record what the other office said, once."""
    permissions.require_role(by, *OFFICERS)
    request = locked(slip.request, by)
    row: Slip = Slip.objects.select_for_update(of=("self",)).get(pk=slip.pk)
    if row.answered_at is not None:
        raise ReliefRefused(_("转介%(number)s的答复已登记，不能再改。") % {"number": row.number})
    if answer not in SlipAnswer.values or not result.strip():
        raise ReliefRefused(_("请选择是否受理，并写明办理结果。"))
    if not row.sent_on <= answered_on <= local_day(at):
        raise ReliefRefused(_("答复日期应在转介之后、今天之前。"))
    row.answer, row.result, row.answered_on, row.answered_by, row.answered_at = (
        answer, result.strip(), answered_on, by, at,
    )  # fmt: skip
    row.save(update_fields=["answer", "result", "answered_on", "answered_by", "answered_at"])
    note(request, "relief.slip_answered", by=by, at=at, reason=row.result, slip=row.number, answer=answer)
    return row


@transaction.atomic
def close(*, request: Request, reason: str, by: Staff, at: datetime) -> Request:
    """End the file once papers are complete and somebody looked again; or, undecided, once it was sent elsewhere."""
    permissions.require_role(by, *OFFICERS)
    row = locked(request, by)
    require_state(
        row, RequestState.PAID, RequestState.REPORTED, RequestState.AT_COUNTY, RequestState.AT_CONFERENCE,
        what=_("办结"),
    )  # fmt: skip
    if not reason.strip():
        raise ReliefRefused(_("请写明办结的情况。"))
    helped = row.state == RequestState.PAID
    if helped:
        _require_nothing_open(row)
    elif not Slip.objects.filter(request=row).exists():
        raise ReliefRefused(_("还没有救助，也没有转介，不能办结。不符合条件的请办理“不予救助”。"))
    row.state = RequestState.CLOSED if helped else RequestState.TURNED_AWAY
    row.ended_by, row.ended_at, row.end_reason = by, at, reason.strip()
    row.save(update_fields=["state", "ended_by", "ended_at", "end_reason"])
    note(row, "relief.closed", by=by, at=at, reason=row.end_reason)
    if row.case is not None and row.case.state in {State.CONFIRMED, State.ACTIVE}:
        flow.move(case=row.case, to=State.ARCHIVED, by=by, at=at, reason=row.end_reason)
    return row


def _require_nothing_open(request: Request) -> None:
    if Completion.objects.filter(request=request, done_at__isnull=True).exists():
        raise ReliefRefused(_("事后手续还没有补齐，不能办结。"))
    if not ReliefVisit.objects.filter(request=request, kind=VisitKind.FOLLOW_UP).exists():
        raise ReliefRefused(_("救助后还没有回访，不能办结。"))
    if Recovery.objects.filter(request=request, dropped_at__isnull=True, settled_at__isnull=True).exists():
        raise ReliefRefused(_("追回还没有退清，不能办结。"))


def _send_on(request: Request, seen: ReliefVisit, consented: Sequence[Person], *, by: Staff, at: datetime) -> None:
    if Slip.objects.filter(request=request, target=Target.DIBAO, answered_at__isnull=True).exists():
        return
    case = _apply(request, seen, consented, by=by, at=at)
    slip_to(request, Target.DIBAO, _("乡镇（街道）社会救助窗口"), seen.text, by=by, at=at, case=case)


def _apply(request: Request, seen: ReliefVisit, consented: Sequence[Person], *, by: Staff, at: datetime) -> Case | None:
    """Open an application to the first standing program that this one reads a status of; it is decided as any other."""
    if request.household is None or not consented:
        return None
    applied_for = {card.code for card in programs()}
    program = next((one.program for one in passports(request.program) if one.program in applied_for), None)
    members = members_on(request.household, local_day(at), at)
    if program is None or not members:
        return None
    return application.submit(
        program=program, household=request.household, applicant=members[0], by=by, at=at, reason=seen.text, answers={},
        commitment_signed=True, consented_persons=list(consented),
    )  # fmt: skip


def slip_to(
    request: Request, target: str, office: str, reason: str, *, by: Staff, at: datetime, case: Case | None = None
) -> Slip:
    """Write the slip and its audit row; callers have asked who may and whether."""
    row = Slip(
        number=next_number("JZ", request.division_code, at), request=request, target=target, office=office.strip(),
        reason=reason.strip(), case=case, sent_on=local_day(at), sent_by=by, sent_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note(
        request, "relief.slip_sent", by=by, at=at, reason=row.reason, slip=row.number, target=target,
        case=case.number if case else "",
    )  # fmt: skip
    return row

"""What each need costs, and which payments of other programs met some of it already: known before the decision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.ledger.given import Cost, Given
from minzheng.relief.domain.ordinary import tell_case
from minzheng.relief.domain.reckoning import reckon
from minzheng.relief.domain.road import OFFICERS, ReliefRefused, locked, note, require_state, require_unrelated
from minzheng.relief.enums import NeedKind, OtherSource, RequestState
from minzheng.relief.models import Need, OtherHelp, ReliefEvent, Request
from minzheng.relief.queries.helped import countable
from minzheng.services.audit.domain.record import record

UNDECIDED = (RequestState.REPORTED, RequestState.AT_COUNTY, RequestState.AT_CONFERENCE, RequestState.ON_CASE)
SOURCE = "合并台账"
# Which need a payment met that could meet no other.
MET = {Cost.TREATMENT: NeedKind.MEDICAL}


@transaction.atomic
def state(*, request: Request, costs: Mapping[str, tuple[int, str]], by: Staff, at: datetime) -> Request:
    """Write down what needs cost and what shows it, by kind; then the rules read what is left. Not after a decision.

    A need that nobody had named is added. Raises ReliefRefused: no amount, no paper, or decided already.
    """
    permissions.require_role(by, *OFFICERS)
    row = locked(request, by)
    require_state(row, *UNDECIDED, what=_("登记各项需要的金额"))
    require_unrelated(row, by, at)
    if not costs or any(kind not in NeedKind.values or fen <= 0 for kind, (fen, _proof) in costs.items()):
        raise ReliefRefused(_("请至少填一项需要的金额，金额应大于零。"))
    bare = [str(NeedKind(kind).label) for kind, (_fen, proof) in costs.items() if not proof.strip()]
    if bare:
        raise ReliefRefused(_("请写明“%(kind)s”的凭据（票据、通知单或者估价）。") % {"kind": bare[0]})
    known = {one.kind: one for one in Need.objects.select_for_update().filter(request=row)}
    for kind, (fen, proof) in costs.items():
        need = known.get(kind)
        if need is None:
            Need(request=row, kind=kind, amount_fen=fen, proof=proof.strip()).save(force_insert=True)
            continue
        need.amount_fen, need.proof = fen, proof.strip()
        need.save(update_fields=["amount_fen", "proof"])
    asked = {kind: fen for kind, (fen, _proof) in costs.items()}
    note(row, "relief.needs_stated", by=by, at=at, needs=asked)
    _reckon_again(row, by=by, at=at)
    return row


@transaction.atomic
def count(*, request: Request, given: Given, need_kind: str, by: Staff, at: datetime) -> OtherHelp:
    """Count a payment that another room made for this event, for the cost it met: once in the whole county.

    Sum and day are the other room's; nobody types them. Raises ReliefRefused.
    """
    permissions.require_role(by, *OFFICERS)
    row = locked(request, by)
    require_state(row, *UNDECIDED, what=_("把其他项目的发放记入合并台账"))
    require_unrelated(row, by, at)
    if not Need.objects.filter(request=row, kind=need_kind).exists():
        raise ReliefRefused(_("请选择这笔钱用于哪一项需要。"))
    if given.cost is not None and need_kind != MET[given.cost]:
        raise ReliefRefused(_("这笔钱付的是%(kind)s费用，只能记在这一项需要上。") % {"kind": MET[given.cost].label})
    if given not in countable(row, at):
        raise ReliefRefused(_("这笔发放已经记入一件事，或者不是事发以后给这一户的，不能再记。"))
    with as_kept():
        giver = given.words
    made = OtherHelp(
        event=row.event, request=row, need_kind=need_kind, source=OtherSource.PROGRAM, giver=giver, room=given.room,
        reference=given.reference, amount_fen=given.amount_fen, given_on=given.given_on,
        document=f"{given.room} {given.reference}"[:100], recorded_by=by, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise ReliefRefused(_("这笔发放刚被记入另一件事，同一笔钱只算一次。")) from error
    note(
        row, "relief.counted", by=by, at=at, room=given.room, reference=given.reference, amount_fen=given.amount_fen,
        need=need_kind,
    )  # fmt: skip
    _reckon_again(row, by=by, at=at)
    return made


@transaction.atomic
def record_other_help(
    *, event: ReliefEvent, source: str, giver: str, amount_fen: int, given_on: Any, document: str, by: Staff,
    at: datetime, request: Request | None = None, need_kind: str = "",
) -> OtherHelp:  # fmt: skip
    """Write down what somebody else gave for the event; the same paper counts once.

    Given to one request for one need, it is not granted again for that cost: reckoned anew where nothing is decided.
    """
    permissions.require_role(by, *OFFICERS)
    permissions.require_area(by, event.division_code)
    if source not in OtherSource.values or not giver.strip() or not document.strip():
        raise ReliefRefused(_("请写明来源、由谁给予和凭据（文号、收据号或证明）。"))
    if OtherHelp.objects.filter(event=event, source=source, document=document.strip()).exists():
        raise ReliefRefused(_("凭据“%(document)s”已经登记过，不重复登记。") % {"document": document.strip()})
    if given_on > local_day(at):
        raise ReliefRefused(_("给予日期晚于今天，请核对。"))
    if need_kind and (request is None or not Need.objects.filter(request=request, kind=need_kind).exists()):
        raise ReliefRefused(_("写明用于哪一项的，请同时选择给哪一户，并且这一户登记过这一项需要。"))
    row = OtherHelp(
        event=event, request=request, need_kind=need_kind, source=source, giver=giver.strip(),
        amount_fen=amount_fen, given_on=given_on,
        document=document.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    record(
        chain=f"relief_event:{event.pk}", at=at, by=by, action="relief.other_help", object_kind="relief_event",
        object_id=str(event.pk), division_code=event.division_code,
        after={"number": event.number, "source": source, "amount_fen": amount_fen, "document": row.document},
    )  # fmt: skip
    if request is not None and request.state in UNDECIDED:
        _reckon_again(locked(request, by), by=by, at=at)
    return row


def _reckon_again(request: Request, *, by: Staff, at: datetime) -> None:
    if request.state == RequestState.ON_CASE:
        tell_case(request, SOURCE, by=by, at=at)
    else:
        reckon(request, by=by, at=at)

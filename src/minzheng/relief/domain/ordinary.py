"""The ordinary road: the request becomes a case and walks its stations; answers go in here and money comes out."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.casework.domain import application, case_fact, determination
from minzheng.casework.enums import DecisionKind
from minzheng.casework.models import Case, Decision
from minzheng.casework.queries.members import members_on
from minzheng.kernel.moment import local_day
from minzheng.ledger.models import Good
from minzheng.registry.models import Person
from minzheng.relief.domain.deciding import write
from minzheng.relief.domain.following import slip_to
from minzheng.relief.domain.reckoning import form_of, freeze
from minzheng.relief.domain.road import OFFICERS, REPORTERS, ReliefRefused, locked, note, require_state, set_state
from minzheng.relief.enums import Form, Level, RequestState, Route, Target
from minzheng.relief.models import Grant, Request, Slip
from minzheng.relief.queries import asked
from minzheng.relief.queries.facts import Reading, known_by_room

SOURCE = "临时救助请求登记"


@transaction.atomic
def open_case(
    *, request: Request, affected: Sequence[Person], consented: Sequence[Person], commitment_signed: bool, by: Staff,
    at: datetime,
) -> Case:  # fmt: skip
    """Open the case of a request: the household applies; what was reported stands in the file from the first day."""
    permissions.require_role(by, *REPORTERS)
    row = locked(request, by)
    require_state(row, RequestState.REPORTED, what=_("转入一般程序"))
    if row.route != Route.NORMAL:
        raise ReliefRefused(_("情况紧急的先行救助，手续事后补，不走一般程序。"))
    if row.household is None:
        raise ReliefRefused(_("一般程序须先登记家庭。请在家庭档案中登记后，再转入一般程序。"))
    members = members_on(row.household, local_day(at), at)
    if not affected or any(one.pk not in {each.pk for each in members} for one in affected):
        raise ReliefRefused(_("请选择受困的家庭成员。"))
    case = application.submit(
        program=row.program, household=row.household, applicant=row.person or members[0], by=by, at=at,
        reason=row.event.what, answers={"relief_request": row.number}, commitment_signed=commitment_signed,
        consented_persons=list(consented),
    )  # fmt: skip
    row.case = case
    row.save(update_fields=["case"])
    set_state(row, RequestState.ON_CASE)
    answers: dict[tuple[str, int | None], int | bool] = {
        (asked.AFFECTED, one.pk): one.pk in {each.pk for each in affected} for one in members
    }
    _record(row, {**_answers(row, at), **answers}, SOURCE, by=by, at=at)
    note(row, "relief.case_opened", by=by, at=at, case=case.number)
    return case


@transaction.atomic
def record_survey(*, request: Request, facts: Mapping[str, int | bool], by: Staff, at: datetime) -> Request:
    """Put what the visit found into the file of the case; the sheet of the case reads it at the next proposal."""
    permissions.require_role(by, *OFFICERS)
    row = locked(request, by)
    require_state(row, RequestState.ON_CASE, what=_("登记调查情况"))
    row.facts = {**row.facts, **{code: value for code, value in facts.items() if value is not None}}
    row.save(update_fields=["facts"])
    tell_case(row, "入户调查", by=by, at=at)
    return row


@transaction.atomic
def adopt(
    *, request: Request, by: Staff, at: datetime, good: Good | None = None, target: str = "", office: str = ""
) -> Grant:  # fmt: skip
    """Take over what was decided on the case, with its own calculation, so that it can be handed over.

    For goods the kind is named here, for a referral the office that takes it on, if no slip was sent yet.
    """
    permissions.require_role(by, *OFFICERS)
    row = locked(request, by)
    require_state(row, RequestState.ON_CASE, what=_("按决定发放"))
    decisions = Decision.objects.filter(case=row.case).select_related("determination", "decided_by")
    last = decisions.order_by("-pk").first()
    if last is None:
        raise ReliefRefused(_("办件还没有审核确认，不能发放。"))
    if last.kind == DecisionKind.REFUSE:
        raise ReliefRefused(_("办件已决定不予确认：%(reason)s") % {"reason": last.reason})
    frozen = last.determination
    seen = Reading(dict(frozen.facts), determination.recompute(frozen))
    if form_of(seen) == Form.REFERRAL:
        _require_slip(row, target, office, last.reason, by=by, at=at)
    made = freeze(row, seen, by=by, at=at)
    level = Level.CONFERENCE if seen.evaluation.decider == Level.CONFERENCE else Level(last.level)
    grant = write(row, made, seen, level=level, by=last.decided_by, at=at, good=good, decision_id=last.pk)
    if grant.amount_fen != last.amount_fen:
        raise ReliefRefused(_("测算金额与决定金额不同，不能发放，请核对决定%(n)s。") % {"n": last.document_number})
    return grant


def tell_case(request: Request, source: str, *, by: Staff, at: datetime) -> None:
    """Put what the room knows now into the file of the case, so that the next proposal reads it."""
    _record(request, _answers(request, at), source, by=by, at=at)


def _require_slip(request: Request, target: str, office: str, reason: str, *, by: Staff, at: datetime) -> None:
    if Slip.objects.filter(request=request).exists():
        return
    if target not in Target.values or not office.strip():
        raise ReliefRefused(_("决定的救助方式是转介服务，请选择转介事项，写明由哪个单位承接。"))
    slip_to(request, target, office, reason.strip() or _("按审核确认的决定转介。"), by=by, at=at)


def _answers(request: Request, at: datetime) -> dict[tuple[str, int | None], int | bool]:
    known = known_by_room(request, local_day(at))
    asks = {*asked.REPORTED, *asked.SURVEYED, *asked.ALONE}
    given = {code: value for code, value in request.facts.items() if code in asks}
    # The household's own record says by which line it is reckoned.
    given.pop("uses_urban_standard", None)
    return {(code, None): value for code, value in {**given, **known}.items()}


def _record(
    request: Request, answers: Mapping[tuple[str, int | None], int | bool], source: str, *, by: Staff, at: datetime
) -> None:
    assert request.case is not None  # noqa: S101 - the state says so
    case_fact.record(case=request.case, answers=answers, source=source, by=by, at=at)

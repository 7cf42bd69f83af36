"""Reporting: what happened, and who needs help because of it. By anyone on duty, where it happened.

社会救助法 第三十七条（急难发生地）、第三十九条（主动发现）、第五十条（先行救助，事后补办）。
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.kernel import idnumber
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import Household, Person
from minzheng.relief.domain.following import slip_to
from minzheng.relief.domain.reckoning import reckon
from minzheng.relief.domain.road import (
    OFFICERS,
    REPORTERS,
    ReliefRefused,
    locked,
    next_number,
    note,
    require_state,
    require_unrelated,
)
from minzheng.relief.enums import FoundBy, NeedKind, RequestState, Route, Target
from minzheng.relief.models import Need, Reckoning, ReliefEvent, Request
from minzheng.relief.queries import asked, same
from minzheng.relief.queries.facts import read
from minzheng.services import vault
from minzheng.services.audit.domain.record import record
from minzheng.statute.period import figure

ID_CONTEXT = "relief.Request.id_number"
EMERGENCY_TYPE = 2


class RepeatBlocked(ReliefRefused):
    """The same event was helped within the window, and nobody has said why again."""


@dataclass(frozen=True)
class Asking:
    """Who asks and what is known of it; identity as far as there is any. `facts` answer the program's questions."""

    name: str
    people_affected: int
    facts: Mapping[str, int | bool]
    needs: Sequence[tuple[str, int | None, str]]
    id_number: str = ""
    phone: str = ""
    person: Person | None = None
    household: Household | None = None
    is_other_help_asked: bool = False
    repeat_reason: str = ""


@transaction.atomic
def report_event(
    *, division_code: str, place: str, happened_at: datetime, cause_code: int, what: str, people_hit: int,
    found_by: str, by: Staff, at: datetime,
) -> ReliefEvent:  # fmt: skip
    """Write down an event. Raises ReliefRefused, NotAllowed."""
    permissions.require_role(by, *REPORTERS)
    permissions.require_area(by, division_code)
    if not place.strip() or not what.strip():
        raise ReliefRefused(_("请写明发生了什么、在哪里（到村、组、门牌或路段）。"))
    if happened_at > at:
        raise ReliefRefused(_("发生时间晚于现在，请核对。"))
    if cause_code not in dict(asked.causes(asked.program_here())):
        raise ReliefRefused(_("请选择困难原因。"))
    if found_by not in FoundBy.values:
        raise ReliefRefused(_("请选择由谁发现。"))
    if people_hit < 1:
        raise ReliefRefused(_("受困人数至少为1。"))
    event = ReliefEvent(
        number=next_number("SJ", division_code, at), division_code=division_code, place=place.strip(),
        happened_at=happened_at, cause_code=cause_code, what=what.strip(), people_hit=people_hit, found_by=found_by,
        reported_by=by, reported_at=at,
    )  # fmt: skip
    event.save(force_insert=True)
    record(
        chain=f"relief_event:{event.pk}", at=at, by=by, action="relief.reported", object_kind="relief_event",
        object_id=str(event.pk), division_code=division_code,
        after={"number": event.number, "cause_code": cause_code, "people_hit": people_hit},
    )  # fmt: skip
    return event


@transaction.atomic
def ask(*, event: ReliefEvent, asking: Asking, by: Staff, at: datetime) -> tuple[Request, Reckoning]:
    """Register a request and reckon it at once; the rules say by which road it goes and who decides.

    Raises RepeatBlocked (ordinary road, same event again, no reason), ReliefRefused, NotAllowed.
    """
    permissions.require_role(by, *REPORTERS)
    permissions.require_area(by, event.division_code)
    _require_sense(asking)
    program = asked.program_here()
    number = _number_of(asking)
    is_urgent = bool(asking.facts.get("is_urgent")) and asking.facts.get("need_type") == EMERGENCY_TYPE
    request = Request(
        number=next_number("LZ", event.division_code, at), event=event, program=program,
        division_code=event.division_code, route=Route.EMERGENCY if is_urgent else Route.NORMAL,
        name=asking.name.strip(), id_number=number or None,
        id_number_index=vault.index(number, context=ID_CONTEXT) if number else None,
        phone=asking.phone.strip() or None, person=asking.person, household=asking.household,
        people_affected=asking.people_affected, facts=dict(asking.facts), repeat_reason=asking.repeat_reason.strip(),
        is_other_help_asked=asking.is_other_help_asked, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    require_unrelated(request, by, at)
    request.save(force_insert=True)
    for kind, fen, proof in asking.needs:
        Need(request=request, kind=kind, amount_fen=fen, proof=proof.strip()).save(force_insert=True)
    seen = read(request, on=local_day(at), known_at=at) if not is_urgent else None
    if seen is not None and seen.yes("is_repeat") and not request.repeat_reason:
        raise RepeatBlocked(
            _(
                "同一件事（%(event)s）在规定期限内已经救助过，不能按一般程序再次申请。"
                "确有正当理由的，请写明理由，由个案会商决定；又发生了新的事，请登记新的事件。"
            )
            % {"event": event.number}
        )
    note(request, "relief.requested", by=by, at=at, event=event.number, route=str(request.route))
    row, _seen = reckon(request, by=by, at=at)
    _send_on_who_comes_often(request, by=by, at=at)
    return request, row


@transaction.atomic
def report(*, happened: Mapping[str, Any], asking: Asking, by: Staff, at: datetime) -> tuple[Request, Reckoning]:
    """Write down an event and the first who asks because of it, in one act: what a telephone sends at night."""
    event = report_event(by=by, at=at, **happened)
    return ask(event=event, asking=asking, by=by, at=at)


@transaction.atomic
def answer(*, request: Request, facts: Mapping[str, Any], by: Staff, at: datetime) -> Reckoning:
    """Put right or complete the answers before anything is decided, and reckon again."""
    permissions.require_role(by, *OFFICERS)
    row = locked(request, by)
    require_state(
        row, RequestState.REPORTED, RequestState.AT_COUNTY, RequestState.AT_CONFERENCE, what=_("更正事实，重新测算")
    )
    require_unrelated(row, by, at)
    row.facts = {**row.facts, **{code: value for code, value in facts.items() if value is not None}}
    row.save(update_fields=["facts"])
    made, _seen = reckon(row, by=by, at=at)
    return made


def _send_on_who_comes_often(request: Request, *, by: Staff, at: datetime) -> None:
    """Money of this kind is no substitute for a standing benefit: who was helped so often is sent on, and helped."""
    day = local_day(at)
    often = figure("relief_grants_a_year", place=request.division_code, on=day)
    before = same.grants_in_year(request, at)
    if before >= often.value:
        reason = _("12个月内已救助%(n)d次，不能以临时救助代替低保，请评估是否符合低保条件。") % {"n": before}
        slip_to(request, Target.DIBAO, _("乡镇（街道）社会救助窗口"), reason, by=by, at=at)


def _require_sense(asking: Asking) -> None:
    if not asking.name.strip():
        raise ReliefRefused(_("请填写求助人姓名；说不出姓名的，写明怎样称呼和特征。"))
    if asking.people_affected < 1:
        raise ReliefRefused(_("本户受困人数至少为1。"))
    if not asking.needs or any(kind not in NeedKind.values for kind, _fen, _proof in asking.needs):
        raise ReliefRefused(_("请选择缺什么（基本生活、医疗、住处等），至少一项。"))
    if not asking.is_other_help_asked:
        raise ReliefRefused(
            _("请先问清这件事有没有得到过灾害救助、医疗救助、慈善等其他帮助，再登记；得到过的记入事件的合并台账。")
        )


def _number_of(asking: Asking) -> str:
    if not asking.id_number.strip():
        return ""
    try:
        return str(idnumber.IdNumber.parse(asking.id_number).value)
    except Refused as refused:
        raise ReliefRefused(str(refused)) from refused

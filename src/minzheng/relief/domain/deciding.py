"""Deciding: by whom the rules say, the amount the rules or the conference fixed, never by who reported.

社会救助法 第四十四条、第五十条；民发〔2018〕23号 二（二）、二（四）。
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.enums import Outcome
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import clauses, listed
from minzheng.ledger.models import Good
from minzheng.relief.domain.reckoning import form_of, freeze, reckon
from minzheng.relief.domain.road import ReliefRefused, locked, note, require_state, require_unrelated, set_state
from minzheng.relief.enums import Form, Level, Reason, RequestState, Route, Source
from minzheng.relief.models import Conference, Grant, Instalment, NeedShare, Reckoning, Request, Slip
from minzheng.relief.queries import money, needs
from minzheng.relief.queries.facts import Reading, read
from minzheng.services.calendar.queries import add_months

ROLES = {
    Level.TOWNSHIP: Role.TOWNSHIP_OFFICER, Level.COUNTY: Role.COUNTY_OFFICER, Level.CONFERENCE: Role.COUNTY_OFFICER,
}  # fmt: skip
OPEN = (RequestState.REPORTED, RequestState.AT_COUNTY, RequestState.AT_CONFERENCE)


class NotThisLevel(ReliefRefused):
    """Somebody else decides, by the amount, by what is hard in it, or because the township's fund cannot pay."""


class NotEligible(ReliefRefused):
    """The rules do not grant anything on these facts."""


@transaction.atomic
def decide(*, request: Request, by: Staff, at: datetime, good: Good | None = None) -> Grant:
    """Grant what the rules say on this day; for goods the kind is named. Nobody decides on what they reported.

    Raises NotThisLevel, NotEligible (with what failed or is missing), TwoPeopleNeeded, ReliefRefused.
    """
    row = locked(request, by)
    require_state(row, *OPEN, what=_("决定救助"))
    if row.route != Route.EMERGENCY:
        raise ReliefRefused(_("一般程序的请求，由办件的审核确认作出决定。请先转入一般程序。"))
    permissions.require_other_person(by, earlier=row.recorded_by, what=_("本请求的报告登记"))
    require_unrelated(row, by, at)
    made, seen = reckon(row, by=by, at=at)
    _require_eligible(seen)
    level = _level(row, seen, by)
    if form_of(seen) == Form.REFERRAL and not Slip.objects.filter(request=row).exists():
        raise ReliefRefused(_("救助方式是转介服务的，请先办理“转介”，写明由哪个单位承接，再作决定。"))
    return write(row, made, seen, level=level, by=by, at=at, good=good)


@transaction.atomic
def refuse(*, request: Request, by: Staff, at: datetime) -> Request:
    """Refuse for every condition that fails, in writing; only where the rules refuse."""
    row = locked(request, by)
    require_state(row, *OPEN, what=_("不予救助"))
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_other_person(by, earlier=row.recorded_by, what=_("本请求的报告登记"))
    seen = read(row, on=local_day(at), known_at=at)
    if seen.evaluation.outcome != Outcome.REFUSED:
        raise ReliefRefused(_("按已登记的事实，规则没有不予救助的理由。认为事实有误的，请先更正事实。"))
    made = freeze(row, seen, by=by, at=at)
    failed = clauses(one.label for one in seen.evaluation.failed)
    row.state, row.ended_by, row.ended_at = RequestState.REFUSED, by, at
    row.end_reason = _("不符合下列条件：%(failed)s") % {"failed": failed}
    row.save(update_fields=["state", "ended_by", "ended_at", "end_reason"])
    note(row, "relief.refused", by=by, at=at, reason=row.end_reason, reckoning=made.pk)
    return row


def write(
    request: Request, made: Reckoning, seen: Reading, *, level: str, by: Staff, at: datetime, good: Good | None = None,
    decision_id: int | None = None,
) -> Grant:  # fmt: skip
    """Write the decision and its instalments; callers have asked who may and whether."""
    form = form_of(seen)
    conference = _conference(request, seen)
    goods = int(seen.facts.get("goods_items", 0)) if form == Form.GOODS else 0
    if form == Form.GOODS and (good is None or goods < 1):
        raise ReliefRefused(_("发放实物的，请选择物资种类，并在事实中写明件数。"))
    grant = Grant(
        request=request, reckoning=made, conference=conference, decision_id=decision_id, form=form, level=level,
        source=_source(request, seen, form, level), amount_fen=made.amount_fen,
        reason_code=Reason.CONFERENCE if conference else Reason.FORMULA, good=good if form == Form.GOODS else None,
        quantity=goods, decided_by=by, decided_at=at,
    )  # fmt: skip
    grant.save(force_insert=True)
    lines = needs.lines_of(request)
    for pk, fen in needs.shares(lines, made.amount_fen).items():
        line = next(one for one in lines if one.need.pk == pk)
        NeedShare(grant=grant, need=line.need, left_fen=line.left_fen, amount_fen=fen).save(force_insert=True)
    # A referral hands nothing over: what comes next is the follow-up.
    parts = _parts(seen, made.amount_fen) if form != Form.REFERRAL else []
    for place, fen in enumerate(parts, start=1):
        opens = local_day(at) if place == 1 else add_months(local_day(at), place - 1).day
        Instalment(grant=grant, place=place, amount_fen=fen, opens_on=opens).save(force_insert=True)
    set_state(request, RequestState.DECIDED if form != Form.REFERRAL else RequestState.PAID)
    note(
        request, "relief.decided", by=by, at=at, grant=grant.pk, level=level, amount_fen=grant.amount_fen,
        form=str(form), source=str(grant.source), quantity=goods,
    )  # fmt: skip
    return grant


def _level(request: Request, seen: Reading, by: Staff) -> str:
    """Return who decides; raise NotThisLevel if that is not this person."""
    level = str(seen.evaluation.decider)
    short = level == Level.TOWNSHIP and form_of(seen) == Form.CASH and not seen.yes("reserve_fund_pays")
    if short and by.role == Role.TOWNSHIP_OFFICER:
        raise NotThisLevel(
            _(
                "备用金余额 %(has)s 元，不能支付 %(needs)s 元（或者这一笔不属于小额先行救助），"
                "由县级当天决定、县级资金支付。请报县级值班人员。"
            )
            % {
                "has": format_yuan(money.reserve_fen(request.program, request.division_code)),
                "needs": format_yuan(seen.evaluation.amount_fen),
            }
        )
    if short:
        level = Level.COUNTY
    needed = ROLES[Level(level)]
    if by.role != needed:
        raise NotThisLevel(
            _("这一笔由%(level)s决定（测算 %(yuan)s 元），请由%(role)s办理。一件事不能拆成几笔来避开上限。")
            % {
                "level": Level(level).label, "yuan": format_yuan(seen.fen("aid_fen") or 0), "role": Role(needed).label,
            }
        )  # fmt: skip
    return str(level)


def _require_eligible(seen: Reading) -> None:
    result = seen.evaluation
    if result.outcome == Outcome.ELIGIBLE:
        return
    if result.outcome == Outcome.INCOMPLETE:
        raise NotEligible(
            _("还缺这些事实，不能决定：%(missing)s。") % {"missing": listed(one.label for one in result.missing)}
        )
    raise NotEligible(
        _("按已登记的事实不符合条件：%(failed)s。请更正事实，或者办理“不予救助”并转介。")
        % {"failed": clauses(one.label for one in result.failed)}
    )


def _source(request: Request, seen: Reading, form: str, level: str) -> str:
    if form == Form.REFERRAL:
        return ""
    if form == Form.GOODS:
        return Source.STORE
    pays = request.route == Route.EMERGENCY and level == Level.TOWNSHIP and seen.yes("reserve_fund_pays")
    return Source.RESERVE if pays else Source.COUNTY


def _conference(request: Request, seen: Reading) -> Conference | None:
    if seen.evaluation.decider != Level.CONFERENCE:
        return None
    return Conference.objects.filter(request=request, confirmed_at__isnull=False).order_by("-pk").first()


def _parts(seen: Reading, amount_fen: int) -> list[int]:
    """Return the payments: equal ones, the last with the rest, as the rules of the day reckon them."""
    count = int(seen.facts.get("instalments", 1))
    each, last = seen.fen("instalment_fen"), seen.fen("last_instalment_fen")
    if count <= 1 or not amount_fen or not each or last is None:
        return [amount_fen]
    return [*([each] * (count - 1)), last]

"""Money between funds: to another level of the same program and year, to the next year, or back to who gave it.

In the books it goes back to the source of the fund it leaves and comes from the source of the fund it joins: no
transfer ever joins the accounts of two funds, so each fund's books balance by themselves.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_other_person, require_role
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.ledger.domain.account import open_accounts
from minzheng.ledger.domain.transfer import Overdrawn, Posting, post_all
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Account
from minzheng.ledger.queries import balance_fen
from minzheng.payments.domain.fund import CHAIN, open_fund
from minzheng.payments.enums import MoveKind
from minzheng.payments.models import Fund, FundMove
from minzheng.services.audit.domain.record import record

MOVE_KIND = "payments.FundMove"
CONFIRMERS = (Role.FINANCE_OFFICER, Role.COUNTY_OFFICER)
WHY = {
    MoveKind.LEVEL: (Why.MOVED_OUT, Why.MOVED_IN),
    MoveKind.CARRY_OVER: (Why.CARRIED_OUT, Why.CARRIED_IN),
    MoveKind.GIVE_BACK: (Why.GIVEN_BACK, None),
}


class BadMove(Refused):
    """The move lacks its document, amount or reason, or its document was used."""


class Earmarked(Refused):
    """Money is for one program: it goes to no other, and to another year only as what was left at the year's end."""


class MoveEnded(Refused):
    """The move was confirmed or withdrawn already."""


@transaction.atomic
def propose(
    *,
    kind: str,
    source: Fund,
    target: Fund | None = None,
    amount_fen: int,
    document_number: str,
    reason: str,
    by: Staff,
    at: datetime,
) -> FundMove:
    """Propose to move money; a second person confirms. A carry-over needs no target: next year's fund is opened.

    The same proposal made twice is made once. Raises BadMove, Earmarked, Overdrawn, NotAllowed.
    """
    require_role(by, Role.FINANCE_OFFICER)
    require_area(by, settings.COUNTY_CODE)
    document, reason = document_number.strip(), reason.strip()
    if not document or not reason:
        raise BadMove(_("请填写文号和理由：资金转出必须有据可查"))
    if amount_fen <= 0:
        raise BadMove(_("金额应大于零，现为 %(amount)s 元") % {"amount": format_yuan(amount_fen)})
    source = Fund.objects.select_for_update().get(pk=source.pk)
    if kind == MoveKind.CARRY_OVER:
        target = _next_year(source, by=by, at=at)
    elif kind == MoveKind.GIVE_BACK:
        target = None
    _require_earmark(kind, source, target)
    earlier = FundMove.objects.filter(source=source, document_number=document, withdrawn_by__isnull=True).first()
    if earlier is not None:
        return _same(earlier, (kind, target, amount_fen))
    _require_money(source, amount_fen)
    move = FundMove.objects.create(
        number=_number(source.year),
        kind=kind,
        source=source,
        target=target,
        amount_fen=amount_fen,
        document_number=document,
        reason=reason,
        proposed_by=by,
        proposed_at=at,
    )
    _audit(move, "fund.move_proposed", by=by, at=at, reason=reason)
    return move


@transaction.atomic
def confirm(*, move: FundMove, by: Staff, at: datetime) -> FundMove:
    """Confirm as the second person: the money moves now. Raises MoveEnded, TwoPeopleNeeded, Overdrawn, NotAllowed."""
    require_role(by, *CONFIRMERS)
    require_area(by, settings.COUNTY_CODE)
    move = _lock(move)
    require_other_person(by, earlier=move.proposed_by, what=_("资金调剂的提出"))
    post_all(postings=_postings(move, by=by, at=at), by=by, at=at)
    move.confirmed_by, move.confirmed_at = by, at
    move.save(update_fields=["confirmed_by", "confirmed_at"])
    _audit(move, "fund.moved", by=by, at=at)
    return move


@transaction.atomic
def withdraw(*, move: FundMove, by: Staff, at: datetime, reason: str) -> FundMove:
    """Take a proposal back, or refuse it as the second person; nothing moved. Raises MoveEnded, BadMove, NotAllowed."""
    require_role(by, *CONFIRMERS)
    require_area(by, settings.COUNTY_CODE)
    if not reason.strip():
        raise BadMove(_("撤回或退回必须写明理由"))
    move = _lock(move)
    move.withdrawn_by, move.withdrawn_at, move.withdraw_reason = by, at, reason.strip()
    move.save(update_fields=["withdrawn_by", "withdrawn_at", "withdraw_reason"])
    _audit(move, "fund.move_withdrawn", by=by, at=at, reason=reason)
    return move


def _next_year(source: Fund, *, by: Staff, at: datetime) -> Fund:
    if local_day(at).year <= source.year:
        raise Earmarked(
            _("%(year)s年度尚未终了，“%(fund)s”不能结转；请在 %(next)s年1月1日以后按结转文件办理")
            % {"year": source.year, "fund": source.name, "next": source.year + 1}
        )
    return open_fund(program=source.program, year=source.year + 1, level=source.level, by=by, at=at)


def _require_earmark(kind: str, source: Fund, target: Fund | None) -> None:
    if kind == MoveKind.GIVE_BACK:
        return
    if target is None:
        raise BadMove(_("请选择转入哪一级的资金"))
    if target.program != source.program:
        raise Earmarked(
            _("“%(source)s”不能转入“%(target)s”：社会救助资金专款专用，不得用于其他项目（社会救助法 第六条）")
            % {"source": source.name, "target": target.name}
        )
    if kind == MoveKind.LEVEL and (target.year != source.year or target.level == source.level):
        raise Earmarked(
            _("“%(source)s”不能转入“%(target)s”：调剂只在同一项目、同一年度的各级资金之间；跨年度请办理结转")
            % {"source": source.name, "target": target.name}
        )


def _require_money(source: Fund, amount_fen: int) -> None:
    has = balance_fen(source.code, AccountKind.AVAILABLE)
    if has < amount_fen:
        raise Overdrawn(
            _("“%(fund)s”可用 %(has)s 元，不足以转出 %(needs)s 元，还差 %(short)s 元；已审批待发放的钱不能转出")
            % {
                "fund": source.name,
                "has": format_yuan(has),
                "needs": format_yuan(amount_fen),
                "short": format_yuan(amount_fen - has),
            }
        )


def _same(earlier: FundMove, wanted: tuple[str, Fund | None, int]) -> FundMove:
    if (earlier.kind, earlier.target, earlier.amount_fen) != wanted:
        raise BadMove(
            _("文号 %(document)s 已用于调剂 %(number)s（%(amount)s 元），与本次不同；一个文号只办一次，请核对文号")
            % {
                "document": earlier.document_number,
                "number": earlier.number,
                "amount": format_yuan(earlier.amount_fen),
            }
        )
    return earlier


def _number(year: int) -> str:
    """Return TJ + year + order. Two at once: the unique number lets one of them through."""
    start = f"TJ{year}-"
    return f"{start}{FundMove.objects.filter(number__startswith=start).count() + 1:03d}"


def _lock(move: FundMove) -> FundMove:
    rows = FundMove.objects.select_for_update(of=("self",)).select_related("source", "target", "proposed_by")
    locked = rows.get(pk=move.pk)
    if locked.confirmed_by_id or locked.withdrawn_by_id:
        state = _("复核") if locked.confirmed_by_id else _("撤回")
        raise MoveEnded(
            _("资金调剂 %(number)s 已%(state)s，不能再办；请刷新页面查看最新状态")
            % {"number": locked.number, "state": state}
        )
    return locked


def _postings(move: FundMove, *, by: Staff, at: datetime) -> list[Posting]:
    out, into = WHY[MoveKind(move.kind)]
    # Funds first, then their accounts, each in one order: who opens the accounts of a fund, or approves a list that
    # draws on it, comes before or after, and nobody waits in a circle.
    funds = list(Fund.objects.select_for_update().filter(pk__in=[move.source_id, move.target_id]).order_by("pk"))
    list(Account.objects.select_for_update().filter(fund_code__in=[one.code for one in funds]).order_by("pk"))
    left = _accounts(move.source, by=by, at=at)
    postings = [_posting(move, left[AccountKind.AVAILABLE], left[AccountKind.SOURCE], out, at)]
    if move.target is not None and into is not None:
        joined = _accounts(move.target, by=by, at=at)
        postings.append(_posting(move, joined[AccountKind.SOURCE], joined[AccountKind.AVAILABLE], into, at))
    return postings


def _accounts(fund: Fund, *, by: Staff, at: datetime) -> dict[str, Account]:
    return open_accounts(fund_code=fund.code, fund_name=fund.name, by=by, at=at)


def _posting(move: FundMove, debit: Account, credit: Account, why: Why, at: datetime) -> Posting:
    return Posting(
        debit=debit,
        credit=credit,
        amount_fen=move.amount_fen,
        why=why,
        reference_kind=MOVE_KIND,
        reference_id=move.number,
        key=f"move:{move.number}:{why}",
        division_code=settings.COUNTY_CODE,
        month=str(Month.of(local_day(at))),
    )


def _audit(move: FundMove, action: str, *, by: Staff, at: datetime, reason: str = "") -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind=MOVE_KIND,
        object_id=move.number,
        division_code=settings.COUNTY_CODE,
        after={
            "kind": move.kind,
            "source": move.source.code,
            "target": move.target.code if move.target else "",
            "amount_fen": move.amount_fen,
            "document_number": move.document_number,
        },
        reason=reason,
    )

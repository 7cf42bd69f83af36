"""Closing a month or a year of a fund: one person freezes the trial balance, another confirms it.

From then on nothing is booked into it (the database refuses); a correction is a new transfer in an open month.
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_other_person, require_role
from minzheng.accounts.scope import everywhere
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.ledger.domain.seal import CHAIN
from minzheng.ledger.enums import AccountKind, CloseKind
from minzheng.ledger.models import Account, LedgerClose
from minzheng.ledger.open_items import standing_open
from minzheng.ledger.period import Period
from minzheng.ledger.queries import balance_of_period, first_booked_month, last_closed_month
from minzheng.services import vault
from minzheng.services.audit.chain import FIRST, canonical
from minzheng.services.audit.domain.record import record

CONTEXT = "ledger.LedgerClose"
CONFIRMERS = (Role.FINANCE_OFFICER, Role.COUNTY_OFFICER)


class NoSuchFund(Refused):
    """No account bears the fund's code."""


class NotOver(Refused):
    """The period is still running."""


class OutOfOrder(Refused):
    """Months are closed one after the other, a year after its December."""


class ClosedBefore(Refused):
    """The period is closed, or somebody has proposed to close it."""


class StandsOpen(Refused):
    """A year is not closed while money of the fund is reserved or a list is under way."""


class BooksMoved(Refused):
    """What was frozen is not what the books say now."""


class NotWaiting(Refused):
    """The closing was confirmed or withdrawn before."""


class ReasonNeeded(Refused):
    """Taking a proposal back needs its reason."""


@transaction.atomic
def propose(*, fund_code: str, period: Period, by: Staff, at: datetime) -> LedgerClose:
    """Freeze the trial balance of a month or year of a fund; finance officers of the county only.

    Raises NoSuchFund, NotOver, OutOfOrder, ClosedBefore, StandsOpen (with what stands open), NotAllowed.
    """
    require_role(by, Role.FINANCE_OFFICER)
    require_area(by, settings.COUNTY_CODE)
    accounts = _locked(fund_code)
    if at < period.ends:
        raise NotOver(_("%(period)s 尚未结束，不能结账；请在期末之后办理") % {"period": period.text})
    earlier = _standing(fund_code).filter(kind=period.kind, period=period.text).first()
    if earlier is not None:
        raise ClosedBefore(
            _("%(fund)s 的 %(period)s 已由%(who)s结账（%(state)s），不能再结一次")
            % {
                "fund": fund_code,
                "period": period.text,
                "who": earlier.proposed_by.name,
                "state": _("已复核") if earlier.is_confirmed else _("待复核"),
            }
        )
    _require_order(fund_code, period)
    if period.kind == CloseKind.YEAR:
        _require_nothing_open(fund_code, accounts, int(period.text))
    row = LedgerClose(
        fund_code=fund_code,
        kind=period.kind,
        period=period.text,
        ends_at=period.ends,
        previous_digest=_digest_before(fund_code),
        proposed_by=by,
        proposed_at=at,
        **frozen(fund_code, period),
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    _audit(row, "close.proposed", by=by, at=at)
    return row


@transaction.atomic
def confirm(*, close: LedgerClose, by: Staff, at: datetime) -> LedgerClose:
    """Confirm as the second person, once the books were added up again. Raises NotWaiting, BooksMoved, StandsOpen."""
    require_role(by, *CONFIRMERS)
    require_area(by, settings.COUNTY_CODE)
    accounts = _locked(close.fund_code)
    row = _waiting(close)
    require_other_person(by, earlier=row.proposed_by, what=_("结账"))
    period = Period.parse(row.period)
    _require_order(row.fund_code, period)
    if period.kind == CloseKind.YEAR:
        _require_nothing_open(row.fund_code, accounts, int(period.text))
    now = frozen(row.fund_code, period)
    if any(getattr(row, name) != value for name, value in now.items()):
        raise BooksMoved(
            _("%(fund)s 的 %(period)s 在提出结账以后又有变动：当时 %(was)s 笔流水，现在 %(now)s 笔。请撤回后重新结账")
            % {
                "fund": row.fund_code,
                "period": row.period,
                "was": row.transfer_count,
                "now": now["transfer_count"],
            }
        )
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _audit(row, "close.confirmed", by=by, at=at)
    return row


@transaction.atomic
def withdraw(*, close: LedgerClose, by: Staff, at: datetime, reason: str) -> LedgerClose:
    """Take back a proposal that nobody has confirmed. Raises NotWaiting, ReasonNeeded."""
    require_role(by, *CONFIRMERS)
    require_area(by, settings.COUNTY_CODE)
    if not reason.strip():
        raise ReasonNeeded(_("撤回结账必须写明理由"))
    row = _waiting(close)
    row.withdrawn_by, row.withdrawn_at, row.withdraw_reason = by, at, reason.strip()
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdraw_reason"])
    _audit(row, "close.withdrawn", by=by, at=at, reason=reason.strip())
    return row


def frozen(fund_code: str, period: Period) -> dict[str, Any]:
    """Return what a closing of the period freezes, as the books say it now."""
    with everywhere("结账须核对本资金全部流水"):
        balance = balance_of_period(fund_code, period)
    return {
        "balances": [
            [
                one.account.pk,
                one.account.code,
                str(one.account.kind),
                one.opening_fen,
                one.credited_fen,
                one.debited_fen,
                one.closing_fen,
            ]
            for one in balance.lines
        ],
        "transfer_count": balance.transfer_count,
        "last_transfer_id": balance.last_transfer_id,
    }


def digest_of(row: LedgerClose) -> str:
    """Return the keyed digest over what was frozen."""
    return vault.index(_message(row), context=CONTEXT).hex()


def is_ours(row: LedgerClose) -> bool:
    """Whether the digest was made with one of our keys and covers what the row holds."""
    return row.digest in {found.hex() for found in vault.search_indexes(_message(row), context=CONTEXT)}


def _message(row: LedgerClose) -> str:
    fields = [
        row.fund_code,
        str(row.kind),
        row.period,
        row.ends_at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.balances,
        row.transfer_count,
        row.last_transfer_id,
        row.previous_digest,
    ]
    return canonical(fields).decode()


def _locked(fund_code: str) -> dict[str, Account]:
    """Lock the fund's accounts: whoever is booking finishes first, whoever comes later finds the month closed."""
    rows = Account.objects.select_for_update().filter(fund_code=fund_code).order_by("pk")
    accounts = {row.kind: row for row in rows}
    if not accounts:
        raise NoSuchFund(_("没有资金“%(fund)s”的账户，请核对资金代码") % {"fund": fund_code})
    return accounts


def _standing(fund_code: str) -> Any:
    rows = LedgerClose.objects.select_related("proposed_by", "confirmed_by")
    return rows.filter(fund_code=fund_code, withdrawn_by__isnull=True)


def _waiting(close: LedgerClose) -> LedgerClose:
    row = LedgerClose.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=close.pk)
    if row.is_confirmed or row.withdrawn_by_id is not None:
        raise NotWaiting(
            _("%(fund)s 的 %(period)s 结账%(state)s，请刷新页面查看最新状态")
            % {
                "fund": row.fund_code,
                "period": row.period,
                "state": _("已复核") if row.is_confirmed else _("已撤回"),
            }
        )
    return row


def _require_order(fund_code: str, period: Period) -> None:
    """A month follows the last one closed, the first one the fund's first booking; a year follows its December."""
    last = last_closed_month(fund_code)
    if period.kind == CloseKind.YEAR:
        december = Month(int(period.text), 12)
        if last is None or last < december:
            raise OutOfOrder(
                _("%(fund)s 的 %(month)s 还没有月结并复核，不能做 %(period)s 年结；请先逐月结账")
                % {"fund": fund_code, "month": last.next() if last else december, "period": period.text}
            )
        return
    month = Month.parse(period.text)
    wanted = last.next() if last else first_booked_month(fund_code)
    if wanted is not None and month != wanted:
        raise OutOfOrder(
            _("%(fund)s 应先结 %(wanted)s 的账（逐月结账、逐月复核），不能先结 %(month)s")
            % {"fund": fund_code, "wanted": wanted, "month": month}
        )


def _require_nothing_open(fund_code: str, accounts: dict[str, Account], year: int) -> None:
    reserved = accounts[AccountKind.RESERVED].balance_fen if AccountKind.RESERVED in accounts else 0
    reasons = [_("已审批待发放 %(fen)s 元") % {"fen": format_yuan(reserved)}] if reserved else []
    reasons += standing_open(fund_code, year)
    if reasons:
        head = _("%(fund)s 的 %(year)s 年不能年结，以下事项没有了结：") % {"fund": fund_code, "year": year}
        raise StandsOpen("\n".join([head, *reasons]))


def _digest_before(fund_code: str) -> str:
    last = _standing(fund_code).filter(confirmed_at__isnull=False).order_by("-confirmed_at", "-pk").first()
    return last.digest if last else FIRST


def _audit(row: LedgerClose, action: str, *, by: Staff, at: datetime, reason: str = "") -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind="ledger.LedgerClose",
        object_id=f"{row.fund_code}:{row.period}",
        division_code=settings.COUNTY_CODE,
        after={"digest": row.digest, "transfers": row.transfer_count, "balances": row.balances},
        reason=reason,
    )

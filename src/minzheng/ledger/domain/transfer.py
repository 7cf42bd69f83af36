"""Moving money: many transfers at once, each at most once, none below zero.

The database moves the balances and refuses an overdraft; the check here comes first so that the official reads numbers
instead of the name of a constraint.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_role
from minzheng.accounts.scope import everywhere
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.ledger.domain.seal import CHAIN, seal_transfers
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Account, Transfer
from minzheng.ledger.queries import closed_until
from minzheng.services.audit.domain.record import record
from minzheng.services.inserting import insert_all


class BadTransfer(Refused):
    """The transfer makes no sense: no amount, or one account on both sides."""


class Overdrawn(Refused):
    """The debited account does not hold that much."""


class KeyReused(Refused):
    """The key was used before for something else."""


class AlreadyReversed(Refused):
    """A transfer is reversed at most once, and a reversal never."""


class MonthClosed(Refused):
    """The month of booking is closed for this fund."""


class BooksBroken(Exception):
    """The database did not move the balances: its triggers are missing. A surprise, not a refusal; see `doctor`."""


@dataclass(frozen=True)
class Posting:
    """A transfer to be made; `key` names it for ever, so that a repeated call changes nothing."""

    debit: Account
    credit: Account
    amount_fen: int
    why: str
    reference_kind: str
    reference_id: str
    key: str
    division_code: str
    month: str
    reverses: Transfer | None = None


def post(*, posting: Posting, by: Staff, at: datetime) -> Transfer:
    """Make one transfer; see `post_all`."""
    return post_all(postings=[posting], by=by, at=at)[0]


@transaction.atomic
def post_all(*, postings: Sequence[Posting], by: Staff, at: datetime) -> list[Transfer]:
    """Make the transfers in order, all or none; return them in the same order, earlier ones for keys already used.

    Raises BadTransfer, KeyReused (same key, other content), MonthClosed, Overdrawn (with the numbers).
    """
    _check_sense(postings)
    touched = {account.pk for posting in postings for account in (posting.debit, posting.credit)}
    locked = _lock(touched)
    with everywhere("防重键须在全部流水中核对"):
        known = {
            row.idempotency_key: row for row in Transfer.objects.filter(idempotency_key__in=[p.key for p in postings])
        }
    for posting in postings:
        if posting.key in known:
            _require_same(posting, known[posting.key])
    fresh = [posting for posting in postings if posting.key not in known]
    if fresh:
        _require_open(locked, at)
    expected = _require_funds(fresh, locked)
    made = insert_all(_row(posting, by, at) for posting in fresh)
    known |= {row.idempotency_key: row for row in made}
    if made:
        _require_moved(expected)
        seal_transfers(made, by=by, at=at)
    return [known[posting.key] for posting in postings]


@transaction.atomic
def reverse(*, transfer: Transfer, by: Staff, at: datetime, reason: str) -> Transfer:
    """Undo a transfer by its mirror image, once. Finance officers only.

    Raises AlreadyReversed, Overdrawn, NotAllowed.
    """
    require_role(by, Role.FINANCE_OFFICER)
    if not reason.strip():
        raise BadTransfer(_("冲正必须写明理由"))
    if transfer.why == Why.REVERSAL:
        raise AlreadyReversed(_("流水 %(id)s 本身是冲正，不能再冲正；请重新记一笔") % {"id": transfer.pk})
    with everywhere("冲正只能有一次，须在全部流水中核对"):
        earlier = Transfer.objects.filter(reverses=transfer).first()
    if earlier is not None:
        raise AlreadyReversed(_("流水 %(id)s 已由流水 %(by)s 冲正") % {"id": transfer.pk, "by": earlier.pk})
    posting = Posting(
        debit=transfer.credit,
        credit=transfer.debit,
        amount_fen=transfer.amount_fen,
        why=Why.REVERSAL,
        reference_kind=transfer.reference_kind,
        reference_id=transfer.reference_id,
        key=f"reversal:{transfer.pk}",
        division_code=transfer.division_code,
        month=transfer.month,
        reverses=transfer,
    )
    made = post(posting=posting, by=by, at=at)
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action="transfer.reversed",
        object_kind="ledger.Transfer",
        object_id=str(transfer.pk),
        division_code=transfer.division_code,
        after={"reversal": made.pk, "amount_fen": made.amount_fen},
        reason=reason,
    )
    return made


def _check_sense(postings: Sequence[Posting]) -> None:
    keys = set()
    for posting in postings:
        if posting.amount_fen <= 0:
            raise BadTransfer(
                _("记账金额应大于零，现为 %(amount)s 元（%(key)s）")
                % {"amount": format_yuan(posting.amount_fen), "key": posting.key}
            )
        if posting.debit.pk == posting.credit.pk:
            raise BadTransfer(_("付出与收入不能是同一账户：%(name)s") % {"name": posting.debit.name})
        if posting.debit.unit != posting.credit.unit:
            raise BadTransfer(
                _("付出账户“%(debit)s”与收入账户“%(credit)s”的计量不同，钱和物、不同的物之间不能互转")
                % {"debit": posting.debit.name, "credit": posting.credit.name}
            )
        if posting.key in keys:
            raise KeyReused(_("同一批记账中防重键重复：%(key)s") % {"key": posting.key})
        keys.add(posting.key)


def _lock(account_ids: Iterable[int]) -> dict[int, Account]:
    """Lock the accounts in id order, so that two batches never wait for each other, and read their balances."""
    rows = Account.objects.select_for_update().filter(pk__in=sorted(account_ids)).order_by("pk")
    return {row.pk: row for row in rows}


def _require_open(locked: dict[int, Account], at: datetime) -> None:
    """The database refuses what is booked into a closed month; said here in words first."""
    close = closed_until(locked)
    if close is not None and at < close.ends_at:
        raise MonthClosed(
            _("%(fund)s 的 %(period)s 已经结账，不能再记入 %(day)s 的流水；更正请在未结账的月份另记一笔")
            % {"fund": close.fund_code, "period": close.period, "day": local_day(at)}
        )


def _require_funds(postings: Iterable[Posting], locked: dict[int, Account]) -> dict[int, int]:
    """Return the balances as they will be; raise Overdrawn at the first posting that its account cannot bear."""
    balances = {pk: account.balance_fen for pk, account in locked.items()}
    for posting in postings:
        account = locked[posting.debit.pk]
        if not account.may_go_negative and balances[account.pk] < posting.amount_fen:
            raise Overdrawn(
                _("%(account)s余额 %(has)s 元，不足以支付 %(needs)s 元，还差 %(short)s 元；请先由财务人员拨入资金")
                % {
                    "account": account.name,
                    "has": format_yuan(balances[account.pk]),
                    "needs": format_yuan(posting.amount_fen),
                    "short": format_yuan(posting.amount_fen - balances[account.pk]),
                }
            )
        balances[posting.debit.pk] -= posting.amount_fen
        balances[posting.credit.pk] += posting.amount_fen
    return balances


def _require_moved(expected: dict[int, int]) -> None:
    found = dict(Account.objects.filter(pk__in=expected).values_list("pk", "balance_fen"))
    if found != expected:
        raise BooksBroken(
            _("记账后余额 %(found)s 与应有的 %(expected)s 不符：账簿触发器缺失，请运行 minzheng doctor 与 migrate")
            % {"found": found, "expected": expected}
        )


def _require_same(posting: Posting, row: Transfer) -> None:
    if _content(posting) != _content(row):
        raise KeyReused(
            _("防重键 %(key)s 已用于流水 %(id)s（%(amount)s 元），与本次内容不同，本次没有记账")
            % {"key": posting.key, "id": row.pk, "amount": format_yuan(row.amount_fen)}
        )


def _content(item: Posting | Transfer) -> tuple[object, ...]:
    debit, credit = (item.debit.pk, item.credit.pk) if isinstance(item, Posting) else (item.debit_id, item.credit_id)
    what = (item.amount_fen, item.why, item.reference_kind, item.reference_id, item.division_code, item.month)
    return (debit, credit, *what)


def _row(posting: Posting, by: Staff, at: datetime) -> Transfer:
    return Transfer(
        debit=posting.debit,
        credit=posting.credit,
        amount_fen=posting.amount_fen,
        why=posting.why,
        reference_kind=posting.reference_kind,
        reference_id=posting.reference_id,
        idempotency_key=posting.key,
        reverses=posting.reverses,
        division_code=posting.division_code,
        month=posting.month,
        made_by=by.username,
        made_at=at,
    )

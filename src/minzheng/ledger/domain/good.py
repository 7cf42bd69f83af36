"""Goods: received into a store, issued to those who carry them, handed out to households, returned, written off.

The same books as money, in the good's own measure: nothing is handed out that is not there, every step has its key, and
what was received is for ever what lies in store, is under way, was handed out and was written off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_other_person, require_role
from minzheng.accounts.scope import everywhere, within
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.ledger.domain.account import open_accounts
from minzheng.ledger.domain.seal import CHAIN
from minzheng.ledger.domain.transfer import Posting, post_all
from minzheng.ledger.enums import FEN, AccountKind, Why
from minzheng.ledger.models import Account, Good, Transfer, WriteOff
from minzheng.services.audit.domain.record import record

KEEPERS = (Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER)


class BadGood(Refused):
    """The kind of good, or what is asked of it, makes no sense."""


class NotEnough(Refused):
    """The store, or who carries the goods, does not hold that much."""


class ConfirmedBefore(Refused):
    """The loss was written off before."""


@dataclass(frozen=True)
class Handing:
    """So much for one household: `reference_id` is its number, `key` makes a repeated call harmless."""

    reference_id: str
    quantity: int
    key: str


MOVES = {
    Why.RECEIVED: (AccountKind.SOURCE, AccountKind.AVAILABLE),
    Why.ISSUED: (AccountKind.AVAILABLE, AccountKind.RESERVED),
    Why.HANDED_OUT: (AccountKind.RESERVED, AccountKind.PAID),
    Why.HANDED_BACK: (AccountKind.RESERVED, AccountKind.AVAILABLE),
    Why.RECOVERED: (AccountKind.PAID, AccountKind.AVAILABLE),
    Why.WRITTEN_OFF: (AccountKind.AVAILABLE, AccountKind.WRITTEN_OFF),
}


# What a kind of account holds, in words.
HELD_WORDS = {
    AccountKind.AVAILABLE: gettext_lazy("库存"),
    AccountKind.RESERVED: gettext_lazy("已领出未发放的"),
    AccountKind.PAID: gettext_lazy("已发放的"),
}


@transaction.atomic
def name_good(*, code: str, name: str, measure: str, by: Staff, at: datetime) -> Good:
    """Name a kind of good; county officers only. Raises BadGood for a code that is money or used before."""
    require_role(by, Role.COUNTY_OFFICER)
    told = (code.strip(), name.strip(), measure.strip())
    if not all(told) or told[0] == FEN:
        raise BadGood(_("物资须有代码、名称和计量单位，代码不能是 fen（钱）"))
    if Good.objects.filter(code=told[0]).exists() or Good.objects.filter(name=told[1]).exists():
        raise BadGood(_("物资代码“%(code)s”或名称“%(name)s”已经登记") % {"code": told[0], "name": told[1]})
    made = Good.objects.create(code=told[0], name=told[1], measure=told[2], named_by=by, named_at=at)
    _audit("good.named", made, "", by=by, at=at, after={"code": made.code, "name": made.name, "measure": made.measure})
    return made


def receive(
    *, good: Good, division_code: str, quantity: int, document: str, key: str, by: Staff, at: datetime
) -> Transfer:
    """Put goods into a store, by a numbered document. Raises BadGood, NotAllowed."""
    if not document.strip():
        raise BadGood(_("物资入库须写明单据号"))
    handing = Handing(document.strip(), quantity, key)
    return _move(Why.RECEIVED, good, division_code, [handing], by=by, at=at, reference_kind="document")[0]


def issue(*, good: Good, division_code: str, quantity: int, to: str, key: str, by: Staff, at: datetime) -> Transfer:
    """Give goods out of a store to those who carry them to households. Raises NotEnough, BadGood, NotAllowed."""
    return _move(Why.ISSUED, good, division_code, [Handing(to, quantity, key)], by=by, at=at, reference_kind="carrier")[
        0
    ]


def hand_out(*, good: Good, division_code: str, handings: Sequence[Handing], by: Staff, at: datetime) -> list[Transfer]:
    """Hand goods to households, all or none. Raises NotEnough, BadGood, NotAllowed."""
    return _move(Why.HANDED_OUT, good, division_code, handings, by=by, at=at, reference_kind="registry.Household")


def give_back(*, good: Good, division_code: str, handing: Handing, by: Staff, at: datetime) -> Transfer:
    """Put into the store what a household gave back of what it was handed. Raises NotEnough, BadGood, NotAllowed."""
    return _move(Why.RECOVERED, good, division_code, [handing], by=by, at=at, reference_kind="registry.Household")[0]


def take_back(
    *, good: Good, division_code: str, quantity: int, from_whom: str, key: str, by: Staff, at: datetime
) -> Transfer:
    """Take into the store what was issued and not handed out. Raises NotEnough, BadGood, NotAllowed."""
    handing = Handing(from_whom, quantity, key)
    return _move(Why.HANDED_BACK, good, division_code, [handing], by=by, at=at, reference_kind="carrier")[0]


@transaction.atomic
def propose_write_off(
    *, good: Good, division_code: str, quantity: int, reason: str, by: Staff, at: datetime
) -> WriteOff:
    """Say that goods in store are spoilt or lost; nothing moves yet. Raises BadGood, NotEnough, NotAllowed."""
    _require(by, division_code)
    if quantity <= 0 or not reason.strip():
        raise BadGood(_("报损须写明数量（大于零）和原因"))
    _require_held(_accounts(good, division_code, by=by, at=at), AccountKind.AVAILABLE, good, quantity)
    made = WriteOff.objects.create(
        good=good,
        division_code=division_code,
        quantity=quantity,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    _audit("writeoff.proposed", good, division_code, by=by, at=at, after={"id": made.pk, "quantity": quantity})
    return made


@transaction.atomic
def confirm_write_off(*, write_off: WriteOff, by: Staff, at: datetime) -> WriteOff:
    """Write the loss off as the second person, a county officer. Raises ConfirmedBefore, NotEnough, TwoPeopleNeeded."""
    require_role(by, Role.COUNTY_OFFICER)
    require_area(by, write_off.division_code)
    with within(by.area):
        rows = WriteOff.objects.select_for_update(of=("self",)).select_related("proposed_by", "good")
        row: WriteOff = rows.get(pk=write_off.pk)
    if row.confirmed_by_id is not None:
        raise ConfirmedBefore(_("这笔报损已经批准核销，不能再批一次"))
    require_other_person(by, earlier=row.proposed_by, what=_("报损"))
    handing = Handing(str(row.pk), row.quantity, f"writeoff:{row.pk}")
    moved = _move(
        Why.WRITTEN_OFF, row.good, row.division_code, [handing], by=by, at=at, reference_kind="ledger.WriteOff"
    )
    row.confirmed_by, row.confirmed_at, row.transfer = by, at, moved[0]
    row.save(update_fields=["confirmed_by", "confirmed_at", "transfer"])
    _audit("writeoff.confirmed", row.good, row.division_code, by=by, at=at, after={"id": row.pk, "reason": row.reason})
    return row


def stock_code(good: Good, division_code: str) -> str:
    """Return the code of the stock of a good in a place: the fund of its accounts."""
    return f"goods-{division_code}-{good.code}"


@transaction.atomic
def _move(
    why: Why,
    good: Good,
    division_code: str,
    handings: Sequence[Handing],
    *,
    by: Staff,
    at: datetime,
    reference_kind: str,
) -> list[Transfer]:
    _require(by, division_code)
    source, target = MOVES[why]
    accounts = _accounts(good, division_code, by=by, at=at)
    if not handings or any(one.quantity <= 0 or not one.reference_id.strip() for one in handings):
        raise BadGood(_("数量应大于零，并写明单据、领用人或户号"))
    with everywhere("防重键须在全部流水中核对"):
        known = Transfer.objects.filter(idempotency_key__in=[one.key for one in handings])
        done = set(known.values_list("idempotency_key", flat=True))
    wanted = sum(one.quantity for one in handings if one.key not in done)
    if source != AccountKind.SOURCE:
        _require_held(accounts, source, good, wanted)
    return post_all(
        postings=[
            Posting(
                debit=accounts[source],
                credit=accounts[target],
                amount_fen=one.quantity,
                why=why,
                reference_kind=reference_kind,
                reference_id=one.reference_id,
                key=one.key,
                division_code=division_code,
                month=str(Month.of(local_day(at))),
            )
            for one in handings
        ],
        by=by,
        at=at,
    )


def _accounts(good: Good, division_code: str, *, by: Staff, at: datetime) -> dict[str, Account]:
    code = stock_code(good, division_code)
    opened = open_accounts(fund_code=code, fund_name=f"{good.name} {division_code}", by=by, at=at, unit=good.code)
    locked = Account.objects.select_for_update().filter(pk__in=[row.pk for row in opened.values()]).order_by("pk")
    return {row.kind: row for row in locked}


def _require(by: Staff, division_code: str) -> None:
    require_role(by, *KEEPERS)
    require_area(by, division_code)


def _require_held(accounts: dict[str, Account], kind: str, good: Good, quantity: int) -> None:
    has = accounts[kind].balance_fen
    if has < quantity:
        raise NotEnough(
            _("%(good)s%(kind)s只有 %(has)s %(measure)s，不够 %(needs)s %(measure)s，还差 %(short)s %(measure)s")
            % {
                "good": good.name,
                "kind": HELD_WORDS[AccountKind(kind)],
                "has": has,
                "needs": quantity,
                "short": quantity - has,
                "measure": good.measure,
            }
        )


def _audit(action: str, good: Good, division_code: str, *, by: Staff, at: datetime, after: object) -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind="ledger.Good",
        object_id=good.code,
        division_code=division_code,
        after=after,
    )

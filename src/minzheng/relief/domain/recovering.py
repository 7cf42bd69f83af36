"""Help that rested on false facts comes back: proposed by one, the person heard, confirmed by another, booked.

社会救助法 第七十三条；国务院令第649号 第六十八条：责令退还.
Principal only: a fine, where there is to be one, is laid by a file of honesty on the case.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.casework.queries.catalogue import liability_of
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.domain import good as goods
from minzheng.ledger.domain.transfer import Posting, post
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Transfer
from minzheng.registry.enums import AreaKind
from minzheng.relief.domain.paying import KIND, fund_of
from minzheng.relief.domain.road import (
    OFFICERS,
    ReliefRefused,
    locked,
    note,
    require_state,
    require_unrelated,
    set_state,
)
from minzheng.relief.enums import InstalmentState, RequestState
from minzheng.relief.models import Instalment, MoneyBack, Recovery, Request, Voucher
from minzheng.relief.queries.recoveries import Handed, handed_of, open_of
from minzheng.statute.penalty import liability_on

HELPED = (RequestState.PAYING, RequestState.PAID, RequestState.CLOSED)


@transaction.atomic
def propose(
    *, request: Request, wrong: str, by: Staff, at: datetime, amount_fen: int | None = None, quantity: int | None = None
) -> Recovery:
    """Say which facts were false and what is to come back: all that was handed over, or a part. Nothing is owed yet.

    What is not paid yet waits from now on. Raises ReliefRefused: nothing handed over, more than that, one is open.
    """
    permissions.require_role(by, *OFFICERS)
    row = locked(request, by)
    require_state(row, *HELPED, what=_("提出追回"))
    require_unrelated(row, by, at)
    if not wrong.strip():
        raise ReliefRefused(_("请写明哪些事实不实、怎样查明的。"))
    if Recovery.objects.filter(request=row, dropped_at__isnull=True).exists():
        raise ReliefRefused(_("这一户已经提出过追回，请在原来的追回里办理。"))
    handed = handed_of(row)
    fen, items = _asked(handed, amount_fen, quantity)
    made = Recovery(
        request=row, wrong=wrong.strip(), amount_fen=fen, quantity=items, law=_law(row, local_day(at)),
        proposed_by=by, proposed_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    note(row, "relief.recovery_proposed", by=by, at=at, reason=made.wrong, amount_fen=fen, quantity=items)
    return made


@transaction.atomic
def hear(*, recovery: Recovery, opinion: str, heard_on: date, by: Staff, at: datetime) -> Recovery:
    """Write down what the person says to it (社会救助法 第四十八条), once, before anything is decided."""
    permissions.require_role(by, *OFFICERS)
    row = _open(recovery, by, at)
    if row.heard_at is not None:
        raise ReliefRefused(_("本人意见已经登记，不能再改。"))
    if not opinion.strip():
        raise ReliefRefused(_("请写明本人怎么说；本人不到场、不表示意见的，写明怎样通知、何时通知。"))
    if not local_day(row.proposed_at) <= heard_on <= local_day(at):
        raise ReliefRefused(_("听取意见应在提出追回之后、今天之前。"))
    row.opinion, row.heard_on, row.heard_by, row.heard_at = opinion.strip(), heard_on, by, at
    row.save(update_fields=["opinion", "heard_on", "heard_by", "heard_at"])
    note(row.request, "relief.recovery_heard", by=by, at=at, reason=row.opinion)
    return row


@transaction.atomic
def confirm(*, recovery: Recovery, by: Staff, at: datetime) -> Recovery:
    """Decide as another person, of the county, after the hearing: now it is owed, and what was not paid is not paid.

    Raises TwoPeopleNeeded, ReliefRefused.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    row = _open(recovery, by, at)
    permissions.require_other_person(by, earlier=row.proposed_by, what=_("追回的提出"))
    if row.heard_at is None:
        raise ReliefRefused(_("追回以前须听取本人意见，请先登记本人意见。"))
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    planned = Instalment.objects.filter(grant__request=row.request, state=InstalmentState.PLANNED)
    cancelled = planned.update(state=InstalmentState.CANCELLED)
    if row.request.state == RequestState.PAYING:
        set_state(row.request, RequestState.PAID)
    note(
        row.request, "relief.recovery_confirmed", by=by, at=at, amount_fen=row.amount_fen, quantity=row.quantity,
        instalments_cancelled=cancelled,
    )  # fmt: skip
    return row


@transaction.atomic
def drop(*, recovery: Recovery, reason: str, by: Staff, at: datetime) -> Recovery:
    """Ask nothing back, for a reason: what was thought false was not. By another person than who proposed it."""
    permissions.require_role(by, Role.COUNTY_OFFICER)
    row = _open(recovery, by, at)
    permissions.require_other_person(by, earlier=row.proposed_by, what=_("追回的提出"))
    if not reason.strip():
        raise ReliefRefused(_("请写明不予追回的理由。"))
    row.dropped_by, row.dropped_at, row.drop_reason = by, at, reason.strip()
    row.save(update_fields=["dropped_by", "dropped_at", "drop_reason"])
    note(row.request, "relief.recovery_dropped", by=by, at=at, reason=row.drop_reason)
    return row


@transaction.atomic
def take_back(
    *, recovery: Recovery, received_on: date, receipt_number: str, by: Staff, at: datetime,
    amount_fen: int | None = None, quantity: int | None = None,
) -> list[MoneyBack]:  # fmt: skip
    """Book what came back to where it was paid from, the oldest payment first; settled when nothing is left.

    Raises ReliefRefused: not confirmed, more than is left, a paper used before.
    """
    permissions.require_role(by, *OFFICERS)
    request = locked(recovery.request, by)
    row: Recovery = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    if row.confirmed_at is None or row.settled_at is not None:
        raise ReliefRefused(_("追回还没有决定，或者已经退清，不能登记退回。"))
    if not receipt_number.strip() or not local_day(row.confirmed_at) <= received_on <= local_day(at):
        raise ReliefRefused(_("请填写票据号；退回日期应在决定之后、今天之前。"))
    with everywhere("票据号须在全县核对"):
        is_used = MoneyBack.objects.filter(receipt_number=receipt_number.strip()).exists()
    if is_used:
        raise ReliefRefused(_("票据号%(n)s已经登记过，同一票据不能重复入账。") % {"n": receipt_number.strip()})
    is_goods = row.quantity > 0
    asked, left = (quantity if is_goods else amount_fen) or 0, open_of(row)
    if not 0 < asked <= left:
        raise ReliefRefused(
            _("还应退回%(left)s，不能登记%(asked)s。多退的请退还本人。")
            % {"left": _size(left, row), "asked": _size(asked, row)}
        )
    made, rest = [], asked
    for one in handed_of(request):
        part = min(rest, one.stays)
        if part:
            made.append(_booked(row, one, part, received_on, receipt_number.strip(), by=by, at=at))
            rest -= part
    if asked == left:
        row.settled_at = at
        row.save(update_fields=["settled_at"])
    note(
        request, "relief.money_back", by=by, at=at, receipt=receipt_number.strip(),
        amount_fen=0 if is_goods else asked, quantity=asked if is_goods else 0, is_settled=asked == left,
    )  # fmt: skip
    return made


def _law(request: Request, day: date) -> str:
    """Return the clause on which it is asked back; empty where the law of the day says nothing."""
    area = AreaKind.URBAN if request.facts.get("uses_urban_standard") else AreaKind.RURAL
    found = liability_on(day, matter=liability_of(request.program), area=area)
    return found.reference if found else ""


def _asked(handed: list[Handed], amount_fen: int | None, quantity: int | None) -> tuple[int, int]:
    total = sum(one.stays for one in handed)
    if not total:
        raise ReliefRefused(_("没有发放过救助金或者实物，没有可以追回的。"))
    is_goods = handed[0].is_goods
    asked = (quantity if is_goods else amount_fen) or total
    if not 0 < asked <= total:
        raise ReliefRefused(
            _("一共发放了%(total)s，不能追回更多。")
            % {"total": str(total) if is_goods else _("%(yuan)s元") % {"yuan": format_yuan(total)}}
        )
    return (0, asked) if is_goods else (asked, 0)


def _booked(
    recovery: Recovery, handed: Handed, part: int, received_on: date, receipt: str, *, by: Staff, at: datetime
) -> MoneyBack:
    row = MoneyBack(
        recovery=recovery, voucher=handed.voucher, amount_fen=0 if handed.is_goods else part,
        quantity=part if handed.is_goods else 0, received_on=received_on, receipt_number=receipt,
        transfer=_move(handed.voucher, part, receipt, by=by, at=at), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _move(voucher: Voucher, part: int, receipt: str, *, by: Staff, at: datetime) -> Transfer:
    grant, key = voucher.instalment.grant, f"relief-back:{voucher.pk}:{receipt}"
    reference = f"{grant.request.number}/{voucher.instalment.place}"
    if grant.good is not None:
        handing = goods.Handing(reference, part, key)
        return goods.give_back(good=grant.good, division_code=voucher.division_code, handing=handing, by=by, at=at)
    accounts = fund_of(grant, grant.request, local_day(voucher.paid_at))
    return post(
        posting=Posting(
            debit=accounts[AccountKind.PAID], credit=accounts[AccountKind.AVAILABLE], amount_fen=part,
            why=Why.RECOVERED, reference_kind=KIND, reference_id=reference, key=key,
            division_code=grant.request.division_code, month=str(Month.of(local_day(at))),
        ),
        by=by, at=at,
    )  # fmt: skip


def _open(recovery: Recovery, by: Staff, at: datetime) -> Recovery:
    request = locked(recovery.request, by)
    require_unrelated(request, by, at)
    rows = Recovery.objects.select_for_update(of=("self",)).select_related("proposed_by")
    row: Recovery = rows.get(pk=recovery.pk)
    row.request = request
    if row.confirmed_at is not None or row.dropped_at is not None:
        raise ReliefRefused(_("这项追回已经决定，不能再办这一步。"))
    return row


def _size(n: int, recovery: Recovery) -> str:
    return str(n) if recovery.quantity else _("%(yuan)s元") % {"yuan": format_yuan(n)}

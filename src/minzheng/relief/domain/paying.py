"""Handing over: two people, a receipt and a picture, and the transfer in the same moment, or nothing at all.

The township's money comes from its reserve fund, which never goes below zero: the database says so.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.casework.models.household_visit import kept_content
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.domain import good as goods
from minzheng.ledger.domain.transfer import Posting, post
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Account, Good, Transfer
from minzheng.relief.domain.deciding import decide
from minzheng.relief.domain.owed import begin_clocks
from minzheng.relief.domain.road import (
    OFFICERS,
    ReliefRefused,
    locked,
    note,
    require_state,
    require_unrelated,
    set_state,
)
from minzheng.relief.enums import Finding, Form, InstalmentState, RequestState, Route, Source, VisitKind
from minzheng.relief.models import Grant, Instalment, Recovery, ReliefVisit, Request, Voucher
from minzheng.relief.queries import money
from minzheng.relief.queries.money import township_of

KIND = "relief.Instalment"


class NoMoney(ReliefRefused):
    """The fund is not opened."""


class VisitFirst(ReliefRefused):
    """Before the second and each later payment somebody goes there and looks."""


@dataclass(frozen=True)
class _Kept:
    data: bytes
    media_type: str
    suffix: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@transaction.atomic
def pay(
    *, request: Request, received_by: str, receipt: File | None, photo: File | None, by: Staff, at: datetime,
    good: Good | None = None,
) -> Voucher:  # fmt: skip
    """Hand over the next payment. What a township decides for itself is decided and paid in this one act.

    The two people are who reported (or who visited before this instalment) and who pays. Raises ReliefRefused,
    TwoPeopleNeeded, Overdrawn (the fund holds less), NotEnough (goods), NotThisLevel, NotEligible, VisitFirst.
    """
    permissions.require_role(by, *OFFICERS)
    if receipt is None or photo is None:
        raise ReliefRefused(_("没有收据和现场照片，不能发放：请拍下领取人签字的收据和发放现场。"))
    if not received_by.strip():
        raise ReliefRefused(_("请填写领取人。"))
    row = locked(request, by)
    require_unrelated(row, by, at)
    if (
        row.state == RequestState.REPORTED
        and row.route == Route.EMERGENCY
        and not Grant.objects.filter(request=row).exists()
    ):
        decide(request=row, by=by, at=at, good=good)
        row.refresh_from_db()
    require_state(row, RequestState.DECIDED, RequestState.PAYING, what=_("发放"))
    if Recovery.objects.filter(request=row, dropped_at__isnull=True).exists():
        raise ReliefRefused(_("这一户已经提出追回，追回办结以前不再发放。"))
    grant = Grant.objects.get(request=row)
    part = _next(grant, at)
    first = _first_person(row, part, by)
    moved = _move(row, grant, part, by=by, at=at)
    voucher = _voucher(row, grant, part, moved, first, received_by, _kept(receipt), _kept(photo), by=by, at=at)
    part.state = InstalmentState.PAID
    part.save(update_fields=["state"])
    is_last = not Instalment.objects.filter(grant=grant, state=InstalmentState.PLANNED).exists()
    set_state(row, RequestState.PAID if is_last else RequestState.PAYING)
    if part.place == 1:
        begin_clocks(row, at)
    note(
        row, "relief.paid", by=by, at=at, instalment=part.place, amount_fen=part.amount_fen, transfer=moved.pk,
        source=str(grant.source), first_staff=first.username, quantity=grant.quantity,
    )  # fmt: skip
    return voucher


def _next(grant: Grant, at: datetime) -> Instalment:
    """Return the payment that is due; raise VisitFirst if nobody has looked since the last."""
    rows = Instalment.objects.select_for_update(of=("self",)).filter(grant=grant, state=InstalmentState.PLANNED)
    part: Instalment | None = rows.order_by("place").first()
    if part is None:
        raise ReliefRefused(_("已经全部发放或取消，没有待发放的了。"))
    if part.opens_on > local_day(at):
        raise ReliefRefused(_("第%(n)d次从%(day)s起发放。") % {"n": part.place, "day": part.opens_on})
    if part.place > 1:
        seen = _visit_before(grant)
        if seen is None:
            raise VisitFirst(_("第%(n)d次发放前须先探访。请先登记探访。") % {"n": part.place})
        if seen.finding == Finding.OVER:
            raise VisitFirst(_("探访发现困难已经解除，余下的不再发放。请听取本人意见后办理取消。"))
    return part


def _visit_before(grant: Grant) -> ReliefVisit | None:
    paid = Voucher.objects.filter(instalment__grant=grant).order_by("-pk").first()
    rows = ReliefVisit.objects.filter(request_id=grant.request_id, kind=VisitKind.INSTALMENT)
    if paid is not None:
        rows = rows.filter(visited_at__gt=paid.paid_at)
    return rows.select_related("visited_by").order_by("-pk").first()


def _first_person(request: Request, part: Instalment, by: Staff) -> Staff:
    """Return the first of the two people; at least one of the two is an officer, whoever pays always is."""
    visit = _visit_before(part.grant) if part.place > 1 else None
    first: Staff = visit.visited_by if visit is not None else request.recorded_by
    what = _("发放前的探访") if visit is not None else _("本请求的报告登记")
    permissions.require_another_human(by, earlier=first, what=what)
    return first


def _move(request: Request, grant: Grant, part: Instalment, *, by: Staff, at: datetime) -> Transfer:
    key = f"relief:{part.pk}"
    if grant.form == Form.GOODS:
        return _hand_out(request, grant, key, by=by, at=at)
    accounts = fund_of(grant, request, local_day(at))
    return post(
        posting=Posting(
            debit=accounts[AccountKind.AVAILABLE], credit=accounts[AccountKind.PAID], amount_fen=part.amount_fen,
            why=Why.HANDED_OUT, reference_kind=KIND, reference_id=f"{request.number}/{part.place}", key=key,
            division_code=request.division_code, month=str(Month.of(local_day(at))),
        ),
        by=by, at=at,
    )  # fmt: skip


def fund_of(grant: Grant, request: Request, day: date) -> dict[str, Account]:
    """Return the accounts that a payment of a day draws on: the township's fund, or the county's of the year."""
    code = (
        money.reserve_code(request.program, request.division_code)
        if grant.source == Source.RESERVE
        else money.county_code(request.program, day)
    )
    accounts = money.accounts(code)
    if not accounts:
        raise NoMoney(
            _("资金“%(code)s”尚未开立：备用金由县级开立，县级资金由财务人员登记拨款后使用。") % {"code": code}
        )
    return accounts


def _hand_out(request: Request, grant: Grant, key: str, *, by: Staff, at: datetime) -> Transfer:
    """Goods go out of the township's store and to the household: the stock is less, and no money moves."""
    assert grant.good is not None  # noqa: S101 - the constraint of the row says so
    store = township_of(request.division_code)
    goods.issue(
        good=grant.good, division_code=store, quantity=grant.quantity, to=by.username, key=f"{key}:out", by=by, at=at
    )
    handing = goods.Handing(f"{request.number}/1", grant.quantity, key)
    return goods.hand_out(good=grant.good, division_code=store, handings=[handing], by=by, at=at)[0]


def _voucher(  # noqa: PLR0917 - one row of many columns
    request: Request, grant: Grant, part: Instalment, moved: Transfer, first: Staff, received_by: str,
    receipt: _Kept, photo: _Kept, *, by: Staff, at: datetime,
) -> Voucher:  # fmt: skip
    row = Voucher(
        instalment=part, division_code=township_of(request.division_code), source=grant.source, transfer=moved,
        amount_fen=part.amount_fen, received_by=received_by.strip(), first_staff=first, paid_by=by, paid_at=at,
        receipt_sha256=receipt.sha256, receipt_type=receipt.media_type, photo_sha256=photo.sha256,
        photo_type=photo.media_type,
    )  # fmt: skip
    for field, kept in ((row.receipt, receipt), (row.photo, photo)):
        name = f"relief/{request.pk}/{secrets.token_hex(16)}.{kept.suffix}"
        field.save(name, ContentFile(kept.data), save=False)
    row.save(force_insert=True)
    return row


def _kept(content: File) -> _Kept:
    return _Kept(*kept_content(content))

"""Money to institutions: prepared by one, approved by finance (reserved then), paid when the bank says so.

There is no payment for anything else: not to a person, not for building,
office costs or a fee (财社〔2013〕217号 第十五条).
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_other_person
from minzheng.claims.domain.road import ClaimsRefused, next_number, note, require_county
from minzheng.claims.enums import PaymentKind, StatementState
from minzheng.claims.models import Hospital, Reckoning, Statement
from minzheng.claims.queries.fund import advance_code, advance_fen, payable
from minzheng.claims.queries.program import program
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.domain.account import open_accounts
from minzheng.ledger.domain.transfer import Posting, post_all
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Account
from minzheng.payments.queries.funds import funds_of, positions_of

KIND = "statement"
REFERENCE = "claims.Statement"
MOST_ADVANCE_FEN = 200_000_00


class FundShort(ClaimsRefused):
    """The earmarked funds of the program and year hold less than is to be paid."""


@transaction.atomic
def prepare(*, hospital: Hospital, month: Month, by: Staff, at: datetime) -> Statement:
    """Put what a hospital is owed into its payment of a month: confirmed results and differences of earlier months."""
    require_county(by)
    if month > Month.of(local_day(at)):
        raise ClaimsRefused(_("%(month)s尚未到来，不能结算。") % {"month": month})
    hospital = Hospital.objects.select_for_update().get(pk=hospital.pk)
    rows = payable(hospital).select_for_update(of=("self",))
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    total = int(Reckoning.objects.filter(pk__in=payable(hospital).values("pk")).aggregate(t=Sum("delta_fen"))["t"] or 0)
    if total <= 0:
        raise ClaimsRefused(
            _("%(name)s目前应付%(yuan)s元，没有可以付的；负数留待以后各月抵扣。")
            % {"name": hospital.name, "yuan": format_yuan(total)}
        )
    offset = min(total, advance_fen(hospital))
    row = _write(
        hospital=hospital, kind=PaymentKind.MONTHLY, month=month, line_count=len(ids), total_fen=total,
        offset_fen=offset, by=by, at=at,
    )  # fmt: skip
    payable(hospital).update(statement=row)
    return row


@transaction.atomic
def prepare_advance(*, hospital: Hospital, month: Month, amount_fen: int, by: Staff, at: datetime) -> Statement:
    """Propose to lend a hospital money in advance, so that nobody is asked for a deposit (事前)."""
    require_county(by)
    if hospital.is_insurer:
        raise ClaimsRefused(_("预付金只给定点医疗机构。"))
    if not 0 < amount_fen <= MOST_ADVANCE_FEN:
        raise ClaimsRefused(_("每次预付应在0至%(most)s元之间。") % {"most": format_yuan(MOST_ADVANCE_FEN)})
    return _write(
        hospital=hospital, kind=PaymentKind.ADVANCE, month=month, line_count=0, total_fen=amount_fen, offset_fen=0,
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def prepare_premiums(
    *, insurer: Hospital, month: Month, reckonings: Sequence[Reckoning], by: Staff, at: datetime
) -> Statement:
    """Put premiums into one payment to the account of the insurance; never to the person (财社〔2013〕217号)."""
    if not insurer.is_insurer:
        raise ClaimsRefused(_("参保资助只划入医保经办机构的账户，不发给个人，也不付给医院。"))
    row = _write(
        hospital=insurer, kind=PaymentKind.PREMIUM, month=month, line_count=len(reckonings),
        total_fen=sum(one.delta_fen for one in reckonings), offset_fen=0, by=by, at=at,
    )  # fmt: skip
    Reckoning.objects.filter(pk__in=[one.pk for one in reckonings], statement__isnull=True).update(statement=row)
    return row


def _write(
    *, hospital: Hospital, kind: str, month: Month, line_count: int, total_fen: int, offset_fen: int, by: Staff,
    at: datetime,
) -> Statement:  # fmt: skip
    row = Statement(
        number=next_number("YF", at), hospital=hospital, kind=kind, month=str(month), year=month.year,
        line_count=line_count, total_fen=total_fen, offset_fen=offset_fen, cash_fen=total_fen - offset_fen,
        prepared_by=by, prepared_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ClaimsRefused(
            _("%(name)s%(month)s的付款单已编制过。新的结算结果列入下月。") % {"name": hospital.name, "month": month}
        ) from error
    note(
        "statement.prepared", kind=KIND, object_id=row.pk, by=by, at=at, number=row.number, kind_of=str(kind),
        total_fen=total_fen, offset_fen=offset_fen, lines=line_count,
    )  # fmt: skip
    return row


@transaction.atomic
def approve(*, statement: Statement, by: Staff, at: datetime) -> Statement:
    """Approve as the second person, of finance: the money is reserved now. Raises FundShort, TwoPeopleNeeded."""
    require_county(by, Role.FINANCE_OFFICER)
    row = _locked(statement, StatementState.PREPARED)
    require_other_person(by, earlier=row.prepared_by, what=_("付款单的编制"))
    row.shares = _shares(row)
    postings = [
        _move(row, code, fen, (AccountKind.AVAILABLE, AccountKind.RESERVED), Why.RESERVE)
        for code, fen in row.shares.items()
    ]
    if row.offset_fen:
        code = advance_code(row.hospital)
        postings.append(_move(row, code, row.offset_fen, (AccountKind.AVAILABLE, AccountKind.RESERVED), Why.RESERVE))
    post_all(postings=postings, by=by, at=at)
    row.state, row.approved_by, row.approved_at = StatementState.APPROVED, by, at
    row.save(update_fields=["state", "shares", "approved_by", "approved_at"])
    note("statement.approved", kind=KIND, object_id=row.pk, by=by, at=at, number=row.number, shares=row.shares)
    return row


@transaction.atomic
def pay(*, statement: Statement, bank_reference: str, by: Staff, at: datetime) -> Statement:
    """Record that the bank has paid. What was reserved is paid now; an advance stands with the hospital."""
    require_county(by, Role.FINANCE_OFFICER)
    row = _locked(statement, StatementState.APPROVED)
    if not bank_reference.strip():
        raise ClaimsRefused(_("请填写银行回单号。"))
    postings = [
        _move(row, code, fen, (AccountKind.RESERVED, AccountKind.PAID), Why.POST) for code, fen in row.shares.items()
    ]
    code = advance_code(row.hospital)
    if row.offset_fen:
        postings.append(_move(row, code, row.offset_fen, (AccountKind.RESERVED, AccountKind.PAID), Why.POST))
    if row.kind == PaymentKind.ADVANCE:
        open_accounts(fund_code=code, fund_name=_("%(name)s预付金") % {"name": row.hospital.name}, by=by, at=at)
        postings.append(_move(row, code, row.total_fen, (AccountKind.SOURCE, AccountKind.AVAILABLE), Why.MOVED_IN))
    post_all(postings=postings, by=by, at=at)
    row.state, row.paid_by, row.paid_at, row.bank_reference = StatementState.PAID, by, at, bank_reference.strip()
    row.save(update_fields=["state", "paid_by", "paid_at", "bank_reference"])
    note("statement.paid", kind=KIND, object_id=row.pk, by=by, at=at, number=row.number, reference=row.bank_reference)
    return row


@transaction.atomic
def cancel(*, statement: Statement, reason: str, by: Staff, at: datetime) -> Statement:
    """Take a payment back before the bank paid (or because it could not): money and lines are free again."""
    require_county(by, Role.COUNTY_OFFICER, Role.FINANCE_OFFICER)
    row = _locked(statement, StatementState.PREPARED, StatementState.APPROVED)
    if not reason.strip():
        raise ClaimsRefused(_("请写明撤销原因。"))
    if row.state == StatementState.APPROVED:
        postings = [
            _move(row, code, fen, (AccountKind.RESERVED, AccountKind.AVAILABLE), Why.VOID)
            for code, fen in row.shares.items()
        ]
        if row.offset_fen:
            code = advance_code(row.hospital)
            postings.append(_move(row, code, row.offset_fen, (AccountKind.RESERVED, AccountKind.AVAILABLE), Why.VOID))
        post_all(postings=postings, by=by, at=at)
    Reckoning.objects.filter(statement=row).update(statement=None)
    row.state, row.cancelled_by, row.cancelled_at, row.cancel_reason = StatementState.CANCELLED, by, at, reason.strip()
    row.save(update_fields=["state", "cancelled_by", "cancelled_at", "cancel_reason"])
    note("statement.cancelled", kind=KIND, object_id=row.pk, by=by, at=at, number=row.number, reason=reason.strip())
    return row


def _shares(row: Statement) -> dict[str, int]:
    """Return which funds of the program and year pay how much, from the central one down. Raises FundShort."""
    rest, found = row.cash_fen, {}
    positions = positions_of(funds_of(program(), row.year))
    for position in positions:
        part = min(rest, position.available_fen)
        if part:
            found[position.fund.code] = part
            rest -= part
    if rest:
        has = sum(position.available_fen for position in positions)
        raise FundShort(
            _("%(year)d年医疗救助资金可用%(has)s元，这张付款单须付%(needs)s元，还差%(short)s元，没有预留。请先登记拨款。")
            % {
                "year": row.year, "has": format_yuan(has), "needs": format_yuan(row.cash_fen),
                "short": format_yuan(rest),
            }
        )  # fmt: skip
    return found


def _move(row: Statement, code: str, fen: int, way: tuple[str, str], why: str) -> Posting:
    source, target = way
    accounts = {one.kind: one for one in Account.objects.filter(fund_code=code)}
    return Posting(
        debit=accounts[source], credit=accounts[target], amount_fen=fen, why=why, reference_kind=REFERENCE,
        reference_id=row.number, key=f"statement:{row.number}:{why}:{code}", division_code=settings.COUNTY_CODE,
        month=row.month,
    )  # fmt: skip


def _locked(statement: Statement, *states: StatementState) -> Statement:
    row: Statement = (
        Statement.objects.select_for_update(of=("self",)).select_related("hospital", "prepared_by").get(pk=statement.pk)
    )
    if row.state not in states:
        raise ClaimsRefused(
            _("付款单%(number)s现为“%(state)s”，不能这样办。")
            % {"number": row.number, "state": row.get_state_display()}
        )
    return row

"""Money comes in: finance puts an allocation into the fund of a program, year and level."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import bracketed
from minzheng.ledger.domain.account import open_accounts
from minzheng.ledger.domain.transfer import Posting, post
from minzheng.ledger.enums import AccountKind, Why
from minzheng.payments.enums import FundLevel
from minzheng.payments.models import Allocation, Fund
from minzheng.payments.queries.programs import program_name
from minzheng.services.audit.domain.record import record

CHAIN = "payments"


class BadAllocation(Refused):
    """The allocation lacks its document or amount, or its document was booked with another amount."""


@transaction.atomic
def open_allocation(
    *,
    program: str,
    year: int,
    document_number: str,
    amount_fen: int,
    by: Staff,
    at: datetime,
    level: str = FundLevel.COUNTY,
) -> Allocation:
    """Book an allocation into the fund of a program, year and level, opening the fund if it is the first.

    The same document with the same amount is booked once and returned again. Raises BadAllocation, NotAllowed
    (finance officers of the county only).
    """
    require_role(by, Role.FINANCE_OFFICER)
    require_area(by, settings.COUNTY_CODE)
    document = document_number.strip()
    if not document:
        raise BadAllocation(_("请填写拨款文号：没有文号的资金不能入账"))
    if amount_fen <= 0:
        raise BadAllocation(_("拨入金额应大于零，现为 %(amount)s 元") % {"amount": format_yuan(amount_fen)})
    fund = open_fund(program=program, year=year, level=level, by=by, at=at)
    earlier = Allocation.objects.filter(fund=fund, document_number=document).first()
    if earlier is not None:
        return _same(earlier, amount_fen)
    accounts = open_accounts(fund_code=fund.code, fund_name=fund.name, by=by, at=at)
    moved = post(
        posting=Posting(
            debit=accounts[AccountKind.SOURCE],
            credit=accounts[AccountKind.AVAILABLE],
            amount_fen=amount_fen,
            why=Why.ALLOCATION,
            reference_kind="payments.Fund",
            reference_id=fund.code,
            key=f"allocation:{fund.code}:{document}",
            division_code=settings.COUNTY_CODE,
            month=str(Month.of(local_day(at))),
        ),
        by=by,
        at=at,
    )
    allocation = Allocation.objects.create(
        fund=fund, document_number=document, amount_fen=amount_fen, transfer=moved, allocated_by=by, allocated_at=at
    )
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action="fund.allocated",
        object_kind="payments.Fund",
        object_id=fund.code,
        division_code=settings.COUNTY_CODE,
        after={"document_number": document, "amount_fen": amount_fen, "transfer": moved.pk},
    )
    return allocation


@transaction.atomic
def open_fund(*, program: str, year: int, level: str, by: Staff, at: datetime) -> Fund:
    """Return the fund, locked until the transaction ends, opened if it is not there yet."""
    fund, _made = Fund.objects.select_for_update().get_or_create(
        program=program,
        year=year,
        level=level,
        defaults={
            "code": f"{program}-{year}-{level}",
            "name": _fund_name(program, year, level),
            "opened_by": by,
            "opened_at": at,
        },
    )
    return fund


def _same(earlier: Allocation, amount_fen: int) -> Allocation:
    if earlier.amount_fen != amount_fen:
        raise BadAllocation(
            _("文号 %(document)s 已入账 %(has)s 元，与本次的 %(now)s 元不同；一个文号只入账一次，请核对文号")
            % {
                "document": earlier.document_number,
                "has": format_yuan(earlier.amount_fen),
                "now": format_yuan(amount_fen),
            }
        )
    return earlier


def _fund_name(program: str, year: int, level: str) -> str:
    with as_kept():
        name = _("%(year)s年%(name)s专项资金") % {"year": year, "name": program_name(program)}
        return name + bracketed(FundLevel(level).label)

"""Money that a household gives back: it returns to the funds that paid the months concerned, line by line.

The oldest month first; of each line what every fund paid of it, in the same proportion, never more than arrived. What
was paid before this system kept the books (a roster taken over) moves no fund here: it is returned as a rest.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.ledger.domain.transfer import Posting, post_all
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Transfer
from minzheng.ledger.queries import accounts_of
from minzheng.payments.domain.run import LINE_KIND
from minzheng.payments.domain.share import paid_parts, shares_of
from minzheng.payments.enums import ARRIVED_STATUSES
from minzheng.payments.models import Fund, PayLine
from minzheng.payments.queries.recovered import standing
from minzheng.payments.splits.arithmetic import apportion


@transaction.atomic
def book(*, case_number: str, months: tuple[str, str], amount_fen: int, receipt: str, by: Staff, at: datetime) -> int:
    """Give `amount_fen` back to the funds of the case's lines of these months (first, last); return the rest in fen.

    `receipt` names the money for ever: booked again, it moves nothing. Who may take it in is the caller's to ask.
    Raises MonthClosed.
    """
    with everywhere("退款按原渠道退回，须查本案全部发放明细"):
        arrived = PayLine.objects.filter(
            case_number=case_number, month__gte=months[0], month__lte=months[1], status__in=ARRIVED_STATUSES
        )
        lines = list(arrived.select_for_update(of=("self",)).defer("account_sealed").order_by("month", "pk"))
        if booked := _booked(receipt):
            return amount_fen - sum(row.amount_fen for row in booked)
        back = _back([line.serial for line in lines])
        shares = shares_of(line.pk for line in lines)
        left, postings = amount_fen, []
        for line in lines:
            of_line = shares[line.pk]
            borne = zip(of_line, paid_parts(line.paid_fen, of_line), strict=True)
            stays = [fen - back.get((line.serial, share.fund.code), 0) for share, fen in borne]
            part = min(left, sum(stays))
            if part:
                parts = zip(of_line, apportion(part, stays), strict=True)
                postings += [_posting(line, share.fund, fen, receipt) for share, fen in parts if fen]
                left -= part
        if postings:
            post_all(postings=postings, by=by, at=at)
    return left


@transaction.atomic
def undo(*, receipt: str, by: Staff, at: datetime) -> None:
    """Take back what `book` moved for a receipt, once. Raises Overdrawn: a fund has spent the money meanwhile."""
    with everywhere("冲销退款，须查原记账"):
        postings = [
            Posting(
                debit=row.credit, credit=row.debit, amount_fen=row.amount_fen, why=Why.REVERSAL,
                reference_kind=row.reference_kind, reference_id=row.reference_id, key=f"reversal:{row.pk}",
                division_code=row.division_code, month=row.month, reverses=row,
            )
            for row in _booked(receipt)
        ]  # fmt: skip
        if postings:
            post_all(postings=postings, by=by, at=at)


def _booked(receipt: str) -> list[Transfer]:
    rows = Transfer.objects.filter(why=Why.RECOVERED, idempotency_key__startswith=f"recovery:{receipt}:")
    return list(rows.select_related("debit", "credit").order_by("pk"))


def _back(serials: Sequence[str]) -> dict[tuple[str, str], int]:
    """Return what each fund got back of each line so far, in fen; what was undone is not counted."""
    rows = standing().filter(reference_kind=LINE_KIND, reference_id__in=serials)
    sums = rows.values_list("reference_id", "debit__fund_code").annotate(Sum("amount_fen"))
    return {(serial, fund): fen for serial, fund, fen in sums}


def _posting(line: PayLine, fund: Fund, amount_fen: int, receipt: str) -> Posting:
    of_fund = accounts_of(fund.code)
    return Posting(
        debit=of_fund[AccountKind.PAID],
        credit=of_fund[AccountKind.AVAILABLE],
        amount_fen=amount_fen,
        why=Why.RECOVERED,
        reference_kind=LINE_KIND,
        reference_id=line.serial,
        key=f"recovery:{receipt}:{line.serial}:{fund.level}",
        division_code=line.division_code,
        month=line.month,
    )

"""Fires, requests and reserve funds, by the room's own acts and named people. Lines are the sample county's."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.kernel.moment import SHANGHAI
from minzheng.ledger.domain import good
from minzheng.ledger.domain.transfer import Posting, post
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Good
from minzheng.payments.domain import fund as payment_funds
from minzheng.relief.domain import following, owed, paying, reporting, reserve
from minzheng.relief.domain.reporting import Asking
from minzheng.relief.models import Completion, Refill, ReliefEvent, Request, ReserveFund, Voucher
from minzheng.relief.queries import funds, money
from minzheng.relief.queries.asked import program_here
from tests.factories import accounts

# A Saturday evening.
NIGHT = dt.datetime(2026, 11, 21, 21, 40, tzinfo=SHANGHAI)
MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
URGENT = {
    "need_type": 2, "is_urgent": True, "uses_urban_standard": False, "local_tie": 3, "happened_here": True,
    "duration_months": 1, "severity": 1,
}  # fmt: skip
ORDINARY = URGENT | {"is_urgent": False}


def minutes(n: int, at: dt.datetime = NIGHT) -> dt.datetime:
    """Return the moment so many minutes later."""
    return at + dt.timedelta(minutes=n)


def days(n: int, at: dt.datetime = NIGHT) -> dt.datetime:
    """Return the same hour so many days later."""
    return at + dt.timedelta(days=n)


def picture(name: str = "收据.png") -> SimpleUploadedFile:
    """Return a file a phone could have taken."""
    return SimpleUploadedFile(name, PIXEL, "image/png")


def happened(*, by: Staff, at: dt.datetime = NIGHT, **fields) -> ReliefEvent:
    """Report a fire that broke out twenty minutes ago."""
    given = {
        "division_code": accounts.VILLAGE, "place": "三组12号", "happened_at": at - dt.timedelta(minutes=20),
        "cause_code": 1, "what": "厨房起火，烧毁两间房", "people_hit": 4, "found_by": "village",
    } | fields  # fmt: skip
    with within(by.area):
        return reporting.report_event(by=by, at=at, **given)


def asking(*, facts: dict | None = None, **fields) -> Asking:
    """Return a family of four in need of shelter."""
    given = {
        "name": "周大山", "people_affected": 4, "facts": URGENT | (facts or {}),
        "needs": [("housing", None, ""), ("living", None, "")], "is_other_help_asked": True,
    } | fields  # fmt: skip
    return Asking(**given)


def asked(
    *, by: Staff, at: dt.datetime = NIGHT, event: ReliefEvent | None = None, facts: dict | None = None, **fields
) -> Request:
    """Register a request after a fire (or another event)."""
    one = event or happened(by=by, at=at)
    with within(by.area):
        return reporting.ask(event=one, asking=asking(facts=facts, **fields), by=by, at=at)[0]


def paid(request: Request, *, by: Staff, at: dt.datetime | None = None, **fields) -> Voucher:
    """Hand over what comes next, with receipt and picture."""
    given = {"received_by": request.name, "receipt": picture(), "photo": picture("现场.png")} | fields
    with within(by.area):
        row = Request.objects.get(pk=request.pk)
        return paying.pay(request=row, by=by, at=at or minutes(25), **given)


def completed(request: Request, *, by: Staff, at: dt.datetime = MONDAY, **fields) -> Completion:
    """Make good what is owed for an urgent payment."""
    given = {
        "done_on": at.date(), "surveyors": [by.name, "村干部何平"], "text": "两间房烧毁，暂住亲戚家。", "signed": True,
        "facts_true": True,
    } | fields  # fmt: skip
    with within(by.area):
        row = Completion.objects.filter(request=request, done_at__isnull=True).order_by("pk")[0]
        return owed.complete(completion=row, by=by, at=at, **given)


def visited(request: Request, *, by: Staff, at: dt.datetime, finding: str = "continuing", **fields):
    """Go there again."""
    with within(by.area):
        row = Request.objects.get(pk=request.pk)
        given = {"visited_on": at.date(), "finding": finding, "text": "在临时住处见到本人。"} | fields
        return following.visit(request=row, by=by, at=at, **given)


def county_money(
    amount_fen: int = 20_000_000, *, at: dt.datetime = NIGHT, document: str = "宜财社〔2026〕31号"
) -> None:
    """Finance puts money into the county's fund of the year."""
    payment_funds.open_allocation(
        program=program_here(), year=at.year, document_number=document, amount_fen=amount_fen,
        by=accounts.finance_officer(), at=at - dt.timedelta(days=2),
    )  # fmt: skip


def reserve_fund(
    *, by: Staff, second: Staff, at: dt.datetime = NIGHT, division_code: str = accounts.TOWNSHIP
) -> ReserveFund:
    """Open the reserve fund of a township and have its first money approved."""
    moment = at - dt.timedelta(days=1)
    with within(by.area):
        first: Refill = reserve.open_fund(division_code=division_code, by=by, at=moment)
        reserve.approve(refill=first, by=second, at=moment)
        return first.fund


def quilts(count: int, *, by: Staff, at: dt.datetime = NIGHT, division_code: str = accounts.TOWNSHIP) -> Good:
    """Put quilts into a township's store."""
    with within(by.area):
        kind = good.name_good(code="quilt", name="棉被", measure="床", by=by, at=at)
        good.receive(
            good=kind, division_code=division_code, quantity=count, document="入库单〔2026〕9号", key=f"in:{count}",
            by=by, at=at,
        )  # fmt: skip
    return kind


def drained(fund: ReserveFund, *, left_fen: int, by: Staff, at: dt.datetime = NIGHT) -> None:
    """Book an earlier payment of the fund, so that it holds so much."""
    with within(by.area):
        rows = money.accounts(fund.code)
        post(
            posting=Posting(
                debit=rows[AccountKind.AVAILABLE], credit=rows[AccountKind.PAID],
                amount_fen=funds.balance(fund) - left_fen, why=Why.HANDED_OUT, reference_kind="relief.Instalment",
                reference_id="earlier", key="earlier", division_code=fund.division_code, month="2026-11",
            ),
            by=by, at=at - dt.timedelta(hours=20),
        )  # fmt: skip

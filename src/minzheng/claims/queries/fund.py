"""The fund of medical assistance: what came in, what went to hospitals, insurance and people, and if it adds up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from minzheng.accounts.scope import everywhere
from minzheng.claims.enums import FileState, Mode, PaymentKind, StatementState
from minzheng.claims.models import Hospital, Reckoning, Statement
from minzheng.claims.queries.program import program
from minzheng.kernel.fen import format_yuan
from minzheng.ledger.enums import AccountKind
from minzheng.ledger.models import Account
from minzheng.ledger.queries import balance_fen
from minzheng.payments.models import Fund, PayLine
from minzheng.payments.queries.funds import FundPosition, funds_of, positions_of

ADVANCE = "hospital-advance"
OPEN = (StatementState.PREPARED, StatementState.APPROVED)
BOOKED = {StatementState.APPROVED: AccountKind.RESERVED, StatementState.PAID: AccountKind.PAID}


def advance_code(hospital: Hospital) -> str:
    """Return the fund code of the books of what a hospital holds in advance."""
    return f"{ADVANCE}:{hospital.code}"


def advance_fen(hospital: Hospital) -> int:
    """Return what a hospital holds in advance and has not used up, in fen."""
    return balance_fen(advance_code(hospital), AccountKind.AVAILABLE)


def payable(hospital: Hospital) -> QuerySet[Reckoning]:
    """Return what a hospital is owed and no payment holds: results that a second person confirmed, differences too."""
    stands = Q(file__isnull=True) | Q(file__state__in=(FileState.CONFIRMED, FileState.WITHDRAWN))
    rows: QuerySet[Reckoning] = Reckoning.objects.filter(
        stands, claim__hospital=hospital, claim__mode=Mode.DURING, statement__isnull=True
    ).exclude(delta_fen=0)
    return rows


def owed_fen(hospital: Hospital) -> int:
    """Return the sum of what is payable."""
    return int(payable(hospital).aggregate(total=Sum("delta_fen"))["total"] or 0)


def held_on_accounts() -> dict[tuple[str, str], int]:
    """Return what the payments of this room hold on the books, by fund and kind of account."""
    total: Counter[tuple[str, str]] = Counter()
    rows = Statement.objects.filter(state__in=BOOKED).select_related("hospital")
    for row in rows:
        kind = BOOKED[StatementState(row.state)]
        for code, fen in row.shares.items():
            total[code, kind] += fen
        if row.offset_fen:
            total[advance_code(row.hospital), kind] += row.offset_fen
    return dict(total)


def open_statements(fund_code: str, _year: int) -> list[str]:
    """Return one sentence for each payment that is not ended and draws on the fund, or may yet."""
    with everywhere("结账须看全部付款单"):
        rows = list(Statement.objects.filter(state__in=OPEN).select_related("hospital").order_by("pk"))
    may_yet = f"{program()}-"
    return [
        _("机构付款单%(number)s（%(name)s）现为“%(state)s”，请先付款或撤销。")
        % {"number": row.number, "name": row.hospital.name, "state": row.get_state_display()}
        for row in rows
        if fund_code in row.shares or (not row.shares and fund_code.startswith(f"{may_yet}{row.year}-"))
    ]


def fund_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of funds by code."""
    return dict(Fund.objects.filter(code__in=list(codes)).values_list("code", "name"))


@dataclass(frozen=True)
class Tie:
    """Two sums that must be the same fen."""

    label: str
    left_fen: int
    right_fen: int

    @property
    def holds(self) -> bool:
        """Whether they are."""
        return self.left_fen == self.right_fen


@dataclass(frozen=True)
class FundView:
    """The fund of a year on one page."""

    year: int
    positions: list[FundPosition]
    by_kind: dict[str, int]
    ties: tuple[Tie, ...]

    @property
    def raised_fen(self) -> int:
        """What came in during the year."""
        return sum(one.allocated_fen for one in self.positions)

    @property
    def left_fen(self) -> int:
        """What is neither paid nor reserved."""
        return sum(one.available_fen for one in self.positions)

    @property
    def balance_percent(self) -> int | None:
        """What is left as a share of what came in, in whole per cent rounded up; None if nothing came in."""
        return -(-self.left_fen * 100 // self.raised_fen) if self.raised_fen else None


def fund_view(year: int) -> FundView:
    """Return the fund of a year: positions, what was paid by kind, and the sums that must agree."""
    positions = positions_of(funds_of(program(), year))
    paid = Statement.objects.filter(year=year, state=StatementState.PAID).order_by()
    by_kind = {kind: int(cash or 0) for kind, cash in paid.values_list("kind").annotate(Sum("cash_fen"))}
    persons = PayLine.objects.filter(run__program=program(), month__startswith=f"{year}-", paid_fen__gt=0)
    by_kind["persons"] = int(persons.aggregate(total=Sum("paid_fen"))["total"] or 0)
    return FundView(year, positions, by_kind, tuple(_ties(year, positions, by_kind)))


def _ties(year: int, positions: Iterable[FundPosition], by_kind: dict[str, int]) -> Iterable[Tie]:
    positions = list(positions)
    yield Tie(
        _("拨入 = 可用 + 预留 + 已付"), sum(p.allocated_fen for p in positions),
        sum(p.available_fen + p.reserved_fen + p.paid_fen for p in positions),
    )  # fmt: skip
    yield Tie(_("账上已付 = 付给医院、医保和个人之和"), sum(p.paid_fen for p in positions), sum(by_kind.values()))
    rows = Statement.objects.filter(year=year, kind=PaymentKind.MONTHLY).exclude(state=StatementState.CANCELLED)
    total = int(rows.aggregate(total=Sum("total_fen"))["total"] or 0)
    lines = Reckoning.objects.filter(statement__in=rows).aggregate(total=Sum("delta_fen"))["total"] or 0
    yield Tie(_("月结付款单 = 各笔救助之和"), total, int(lines))
    advances = Account.objects.filter(fund_code__startswith=f"{ADVANCE}:", kind=AccountKind.SOURCE)
    given = -int(advances.aggregate(total=Sum("balance_fen"))["total"] or 0)
    paid = Statement.objects.filter(kind=PaymentKind.ADVANCE, state=StatementState.PAID)
    yield Tie(_("预付金：账上 = 已付的预付单"), given, int(paid.aggregate(total=Sum("cash_fen"))["total"] or 0))


@dataclass(frozen=True)
class HospitalLine:
    """One hospital on the list: bills, aid, what is owed, what it holds in advance."""

    hospital: Hospital
    bills: int
    aid_fen: int
    owed_fen: int
    advance_fen: int


def hospital_lines() -> list[HospitalLine]:
    """Return every hospital with its sums, in a few queries however many there are."""
    sums = dict(
        Reckoning.objects.filter(claim__mode=Mode.DURING)
        .order_by()
        .values_list("claim__hospital_id")
        .annotate(Sum("delta_fen"))
    )
    stands = Q(file__isnull=True) | Q(file__state__in=(FileState.CONFIRMED, FileState.WITHDRAWN))
    owed = dict(
        Reckoning.objects.filter(stands, claim__mode=Mode.DURING, statement__isnull=True)
        .order_by()
        .values_list("claim__hospital_id")
        .annotate(Sum("delta_fen"))
    )
    living = Q(claims__replaced_by__isnull=True, claims__is_reversal=False)
    rows = Hospital.objects.filter(is_insurer=False).annotate(bills=Count("claims", filter=living)).order_by("code")
    codes = {advance_code(row): row for row in rows}
    held = dict(
        Account.objects.filter(fund_code__in=codes, kind=AccountKind.AVAILABLE).values_list("fund_code", "balance_fen")
    )
    return [
        HospitalLine(row, row.bills, sums.get(row.pk) or 0, owed.get(row.pk) or 0, held.get(code, 0))
        for code, row in codes.items()
    ]


def balance_words(view: FundView, limit: int) -> str:
    """Return what there is to say of the balance left, empty if it is within the limit."""
    if view.balance_percent is None or view.balance_percent <= limit:
        return ""
    return _("结余%(yuan)s元，占当年筹资的%(percent)d%%，超过%(limit)d%%，应提高救助水平或者说明原因。") % {
        "yuan": format_yuan(view.left_fen), "percent": view.balance_percent, "limit": limit,
    }  # fmt: skip

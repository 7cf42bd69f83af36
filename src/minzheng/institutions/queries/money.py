"""Reading the money of a home: balances, vouchers that wait, the statement of one pot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from minzheng.accounts.scope import everywhere
from minzheng.institutions.enums import Direction, Matter, Purpose
from minzheng.institutions.models import Institution, Pot, Voucher
from minzheng.ledger.enums import AccountKind
from minzheng.ledger.models import Account
from minzheng.ledger.queries import balance_fen


@dataclass(frozen=True)
class StatementLine:
    """One voucher that moved money, and what the pot held after it."""

    voucher: Voucher
    is_in: bool
    after_fen: int


def balance_of(pot: Pot) -> int:
    """Return what a pot holds in fen, as the ledger says."""
    return balance_fen(pot.fund_code, AccountKind.AVAILABLE)


def balances(pots: Sequence[Pot]) -> dict[int, int]:
    """Return what each pot holds, in one query; a pot without accounts holds nothing."""
    rows = Account.objects.filter(fund_code__in=[pot.fund_code for pot in pots], kind=AccountKind.AVAILABLE)
    by_code = dict(rows.values_list("fund_code", "balance_fen"))
    return {pot.pk: by_code.get(pot.fund_code, 0) for pot in pots}


def own_pots(institution: Institution) -> list[Pot]:
    """Return the pots of the home itself."""
    return list(Pot.objects.filter(institution=institution, residence__isnull=True).order_by("pk"))


def trusts(institution: Institution) -> list[Pot]:
    """Return the pots of residents, those who live here first; those settled and empty are left out by the page."""
    rows = Pot.objects.filter(institution=institution, purpose=Purpose.TRUST)
    return list(rows.select_related("residence__person").order_by("residence__stay", "residence__number"))


def waiting(institution: Institution) -> QuerySet[Voucher]:
    """Return the vouchers that wait for the second signature."""
    rows = Voucher.objects.filter(pot__institution=institution, confirmed_at__isnull=True, cancelled_at__isnull=True)
    found: QuerySet[Voucher] = rows.select_related("pot__residence__person", "drawn_by").order_by("pk")
    return found


def statement(pot: Pot) -> list[StatementLine]:
    """Return every movement of a pot with the balance after it, oldest first; pocket money leaves the support money."""
    rows = Voucher.objects.filter(pot=pot, confirmed_at__isnull=False)
    if pot.purpose == Purpose.LIVING:
        given = Voucher.objects.filter(
            pot__institution_id=pot.institution_id, matter=Matter.POCKET, confirmed_at__isnull=False
        )
        rows = rows | given
    lines, held = [], 0
    for row in rows.select_related("drawn_by", "confirmed_by").order_by("confirmed_at", "pk"):
        is_in = row.direction == Direction.IN and row.pot_id == pot.pk
        held += row.amount_fen if is_in else -row.amount_fen
        lines.append(StatementLine(row, is_in, held))
    return lines


def held_on_accounts() -> dict[tuple[str, str], int]:
    """Return what confirmed vouchers took out of each pot, by fund and kind of account: for the check of the books."""
    total: Counter[tuple[str, str]] = Counter()
    with everywhere("账目自检须核对全部凭证"):
        living = dict(Pot.objects.filter(purpose=Purpose.LIVING).values_list("institution_id", "fund_code"))
        rows = Voucher.objects.filter(confirmed_at__isnull=False)
        taken = rows.filter(Q(direction=Direction.OUT) | Q(matter=Matter.POCKET))
        fields = ("direction", "pot__fund_code", "pot__institution_id", "amount_fen")
        for direction, code, home, fen in taken.values_list(*fields):
            # Pocket money goes into the person's pot out of the home's support money.
            total[code if direction == Direction.OUT else living[home], AccountKind.PAID] += fen
    return dict(total)

"""Money of the residents in trust and the home's own: drawn up by one, confirmed by another, booked in the ledger."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.institutions.domain.road import (
    CARERS,
    DIRECTORS,
    OFFICERS,
    HomeRefused,
    filled,
    lock_home,
    locked,
    next_number,
    note,
    require,
)
from minzheng.institutions.enums import LIVING_HERE, MATTERS_OF, Direction, Matter, Purpose
from minzheng.institutions.models import Institution, Pot, Residence, Voucher
from minzheng.institutions.queries.money import balance_of
from minzheng.institutions.queries.support import supported
from minzheng.institutions.triggers import PREFIX
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.domain.account import open_accounts
from minzheng.ledger.domain.transfer import Posting, post_all
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Account
from minzheng.statute.period import figure

SIDES = {
    Direction.IN: (AccountKind.SOURCE, AccountKind.AVAILABLE, Why.KEPT_IN),
    Direction.OUT: (AccountKind.AVAILABLE, AccountKind.PAID, Why.KEPT_OUT),
}


def open_trust(residence: Residence) -> Pot:
    """Open the pot of a new resident; its accounts are opened with the first money."""
    home = residence.institution
    row = Pot(
        institution=home, residence=residence, purpose=Purpose.TRUST,
        fund_code=f"{PREFIX}{home.division_code}-trust-{residence.pk}",
    )  # fmt: skip
    row.save(force_insert=True)
    return row


@transaction.atomic
def draw(
    *, pot: Pot, direction: str, matter: str, amount_fen: int, receipt: str, signed_by: str, by: Staff, at: datetime,
    words: str = "",
) -> Voucher:  # fmt: skip
    """Draw up a voucher; nothing moves until another confirms it. Raises HomeRefused, NotAllowed.

    What is a resident's own (a pension, land income) goes into that resident's pot and no other.
    """
    home = pot.institution
    require(by, home, *CARERS)
    if pot.purpose != Purpose.TRUST:
        require(by, home, *DIRECTORS)
    if matter not in MATTERS_OF[pot.purpose].get(direction, ()):
        raise HomeRefused(
            _("“%(matter)s”不能记在%(pot)s的%(way)s里。本人的养老金、土地收益归本人，只能存入本人代管款。")
            % {"matter": Matter(matter).label, "pot": pot.get_purpose_display(), "way": Direction(direction).label}
        )
    filled(receipt, signed_by, what=_("收据、发票号和签字人"))
    if amount_fen <= 0:
        raise HomeRefused(_("金额应大于零。"))
    _refuse_closed(pot)
    lock_home(home)
    if direction == Direction.OUT:
        _require_covered(pot, amount_fen)
    row = _voucher(
        pot, direction=direction, matter=matter, amount_fen=amount_fen, receipt=receipt.strip(), by=by, at=at,
        signed_by=signed_by.strip(), words=words.strip(),
    )  # fmt: skip
    note(home, "home.voucher_drawn", by=by, at=at, voucher=row.number, amount_fen=amount_fen, matter=matter)
    return row


@transaction.atomic
def confirm(*, voucher: Voucher, by: Staff, at: datetime) -> Voucher:
    """Confirm a voucher as the second person: now the money moves, once. Pocket money comes out of the support money.

    Raises TwoPeopleNeeded, Overdrawn, HomeRefused.
    """
    row: Voucher = locked(voucher)
    home = row.pot.institution
    # Of the two who sign for a resident one is the director; the home's own money is confirmed by the office.
    is_trust, by_director = row.pot.purpose == Purpose.TRUST, row.drawn_by.role in DIRECTORS
    require(by, home, *((CARERS if by_director else DIRECTORS) if is_trust else OFFICERS))
    permissions.require_another_human(by, earlier=row.drawn_by, what=_("制单"))
    if row.confirmed_at is not None or row.cancelled_at is not None:
        raise HomeRefused(_("凭证%(number)s已复核或作废。") % {"number": row.number})
    pots = [(row.pot, Direction(row.direction))]
    if row.matter == Matter.POCKET:
        living = Pot.objects.get(institution=home, purpose=Purpose.LIVING)
        pots.insert(0, (living, Direction.OUT))
    postings = [_posting(row, pot, way, by=by, at=at) for pot, way in pots]
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    post_all(postings=postings, by=by, at=at)
    note(home, "home.voucher_confirmed", by=by, at=at, voucher=row.number, amount_fen=row.amount_fen)
    return row


@transaction.atomic
def cancel(*, voucher: Voucher, reason: str, by: Staff, at: datetime) -> Voucher:
    """Cancel a voucher that was not confirmed."""
    row: Voucher = locked(voucher)
    require(by, row.pot.institution, *CARERS)
    filled(reason, what=_("作废原因"))
    if row.confirmed_at is not None or row.cancelled_at is not None:
        raise HomeRefused(_("凭证%(number)s已复核或作废。") % {"number": row.number})
    row.cancelled_by, row.cancelled_at, row.cancel_reason = by, at, reason.strip()
    row.save(update_fields=["cancelled_by", "cancelled_at", "cancel_reason"])
    note(row.pot.institution, "home.voucher_cancelled", by=by, at=at, voucher=row.number, reason=row.cancel_reason)
    return row


@transaction.atomic
def draw_pocket_money(
    *, institution: Institution, month: Month, receipt: str, by: Staff, at: datetime
) -> list[Voucher]:
    """Draw up a month's pocket money for whoever is supported here by a decision in force and has not had it.

    The amount is a dated figure (农村五保供养工作条例 第九条). Raises HomeRefused if nobody is left to be given any.
    """
    require(by, institution, *DIRECTORS)
    filled(receipt, what=_("发放表编号"))
    lock_home(institution)
    amount = figure("home_pocket_money_fen", place=institution.division_code, on=month.first_day)
    had = Voucher.objects.filter(
        pot__institution=institution, matter=Matter.POCKET, month=str(month), cancelled_at__isnull=True
    )
    pots = (
        Pot.objects.filter(institution=institution, residence__stay__in=LIVING_HERE)
        .filter(residence__admitted_on__lte=month.last_day)
        .exclude(pk__in=had.values("pot"))
    )
    waits = list(pots.select_related("residence__person", "institution").order_by("pk"))
    with everywhere("在住人员的供养决定分属全县各村"):
        by_decision = supported(month, [pot.residence.person_id for pot in waits])
    made = [
        _voucher(
            pot, direction=Direction.IN, matter=Matter.POCKET, amount_fen=amount.value, receipt=receipt.strip(),
            signed_by=pot.residence.person.name, words=amount.reference, by=by, at=at, month=month,
        )
        for pot in waits
        if pot.residence.person_id in by_decision
    ]  # fmt: skip
    if not made:
        raise HomeRefused(_("%(month)s没有要发零用钱的人：都已制单，或没有本月有效的集中供养决定。") % {"month": month})
    note(institution, "home.pocket_drawn", by=by, at=at, month=str(month), n=len(made), amount_fen=amount.value)
    return made


@transaction.atomic
def confirm_pocket_money(*, institution: Institution, by: Staff, at: datetime) -> list[Voucher]:
    """Confirm all pocket money that waits, all or none."""
    rows = Voucher.objects.filter(
        pot__institution=institution, matter=Matter.POCKET, confirmed_at__isnull=True, cancelled_at__isnull=True
    )
    waiting = list(rows.select_related("pot__institution").order_by("pk"))
    if not waiting:
        raise HomeRefused(_("没有等待复核的零用钱。"))
    return [confirm(voucher=row, by=by, at=at) for row in waiting]


def _posting(voucher: Voucher, pot: Pot, way: Direction, *, by: Staff, at: datetime) -> Posting:
    debit, credit, why = SIDES[way]
    accounts = _accounts(pot, by=by, at=at)
    return Posting(
        debit=accounts[debit], credit=accounts[credit], amount_fen=voucher.amount_fen, why=why,
        reference_kind="institutions.Voucher", reference_id=voucher.number, key=f"home:{voucher.number}:{way}",
        division_code=pot.institution.division_code, month=voucher.month,
    )  # fmt: skip


def _accounts(pot: Pot, *, by: Staff, at: datetime) -> dict[str, Account]:
    # A resident's account bears a number, not a name: the books of the county show no person.
    with as_kept():
        label = f"{pot.institution.name} {pot.get_purpose_display()}"
    label += f" {pot.residence.number}" if pot.residence else ""
    return open_accounts(fund_code=pot.fund_code, fund_name=label, by=by, at=at)


def _require_covered(pot: Pot, amount_fen: int) -> None:
    """Money promised by vouchers that wait is not there for another."""
    waits = Voucher.objects.filter(Q(confirmed_at__isnull=True), pot=pot, cancelled_at__isnull=True)
    promised = sum(waits.filter(direction=Direction.OUT).values_list("amount_fen", flat=True))
    has = balance_of(pot) - promised
    if amount_fen > has:
        raise HomeRefused(
            _("余额%(has)s元，不够支出%(needs)s元，代管款不能透支。")
            % {"has": format_yuan(has), "needs": format_yuan(amount_fen)}
        )


def _refuse_closed(pot: Pot) -> None:
    stay = pot.residence
    if stay is not None and stay.stay not in LIVING_HERE and stay.departure.settled_at is not None:
        raise HomeRefused(_("%(number)s已结清，不能再收支。") % {"number": stay.number})


def _voucher(pot: Pot, *, by: Staff, at: datetime, month: Month | None = None, **values: object) -> Voucher:
    row = Voucher(
        number=next_number("PZ", pot.institution, at), pot=pot, drawn_by=by, drawn_at=at,
        month=str(month or Month.of(local_day(at))), **values,
    )  # fmt: skip
    row.save(force_insert=True)
    return row

"""What is owed on a decision, what came in, what is left, and by when the next part is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from minzheng.honesty.enums import ReceiptKind
from minzheng.honesty.models import Instalment, InstalmentPlan, Receipt, Ruling, RulingChange
from minzheng.kernel.fen import Fen
from minzheng.statute.penalty import surcharge_fen

Days = Sequence[tuple[date, date]]


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment, and how much of it is covered by what came in, earlier parts first."""

    seq: int
    due_on: date
    refund_fen: Fen
    fine_fen: Fen
    paid_fen: Fen

    @property
    def left_fen(self) -> Fen:
        """Return what is still to be paid of this part."""
        return self.refund_fen + self.fine_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class Owed:
    """What stands: the decision's sums, or what a review or a court left of them."""

    refund_fen: Fen
    fine_fen: Fen
    pay_by_on: date | None
    change: RulingChange | None


@dataclass(frozen=True, slots=True)
class Position:
    """The account of one decision on a day."""

    ruling: Ruling
    owed: Owed
    plan: InstalmentPlan | None
    parts: tuple[Part, ...]
    receipts: tuple[Receipt, ...]
    refund_left_fen: Fen
    fine_left_fen: Fen
    to_return_fen: Fen
    surcharge_fen: Fen
    surcharge_paid_fen: Fen

    @property
    def surcharge_left_fen(self) -> Fen:
        """Return the surcharge not paid yet."""
        return max(0, self.surcharge_fen - self.surcharge_paid_fen)

    @property
    def left_fen(self) -> Fen:
        """Return what is left of refund and fine."""
        return self.refund_left_fen + self.fine_left_fen

    @property
    def standing(self) -> tuple[Receipt, ...]:
        """Return the receipts that were not cancelled."""
        gone = {row.cancels_id for row in self.receipts}
        return tuple(row for row in self.receipts if row.cancels_id is None and row.pk not in gone)

    def left_of(self, kind: str) -> Fen:
        """Return what is left of one kind of debt."""
        return {
            ReceiptKind.REFUND: self.refund_left_fen,
            ReceiptKind.FINE: self.fine_left_fen,
            ReceiptKind.SURCHARGE: self.surcharge_left_fen,
        }[ReceiptKind(kind)]

    def next_due(self) -> Part | None:
        """Return the first part that is not paid in full."""
        return next((part for part in self.parts if part.left_fen), None)


def position(ruling: Ruling, on: date, *, paused: Days = ()) -> Position:
    """Return the account on a day; days of a review or a lawsuit (`paused`) bear no surcharge."""
    rows = list(Receipt.objects.filter(ruling=ruling).order_by("received_on", "pk"))
    gone = {row.cancels_id for row in rows if row.cancels_id}
    live = [row for row in rows if row.pk not in gone and row.cancels_id is None]
    paid = {
        kind: sum(row.amount_fen for row in live if row.kind == kind and row.received_on <= on) for kind in ReceiptKind
    }
    owed = _owed(ruling)
    plan = InstalmentPlan.objects.filter(ruling=ruling, replaced_by__isnull=True).first()
    if plan is not None and owed.change is not None and plan.agreed_at < owed.change.changed_at:
        plan = None
    planned = list(Instalment.objects.filter(plan=plan).order_by("seq")) if plan else []
    fines = [(row.received_on, row.amount_fen) for row in live if row.kind == ReceiptKind.FINE]
    obligations = _obligations(owed, planned)
    extra = surcharge_fen(obligations=obligations, receipts=fines, paused=paused, until=on) if obligations else 0
    over = [paid[ReceiptKind.REFUND] - owed.refund_fen, paid[ReceiptKind.FINE] - owed.fine_fen]
    return Position(
        ruling, owed, plan, _parts(owed, planned, paid), tuple(rows),
        refund_left_fen=max(0, -over[0]), fine_left_fen=max(0, -over[1]),
        to_return_fen=sum(max(0, one) for one in over),
        surcharge_fen=extra, surcharge_paid_fen=paid[ReceiptKind.SURCHARGE],
    )  # fmt: skip


def _owed(ruling: Ruling) -> Owed:
    change = RulingChange.objects.filter(ruling=ruling).order_by("-pk").first()
    if change is None:
        return Owed(ruling.refund_fen, ruling.fine_fen, ruling.pay_by_on, None)
    return Owed(change.refund_fen, change.fine_fen, change.pay_by_on, change)


def _obligations(owed: Owed, planned: Sequence[Instalment]) -> list[tuple[date, Fen]]:
    """Return the parts of the fine with their last days; a plan puts its days in the place of the decision's."""
    if owed.pay_by_on is None or not owed.fine_fen:
        return []
    before = owed.fine_fen - sum(one.fine_fen for one in planned)
    first = [(owed.pay_by_on, before)] if before else []
    return [*first, *((one.due_on, one.fine_fen) for one in planned if one.fine_fen)]


def _parts(owed: Owed, planned: Sequence[Instalment], paid: dict[ReceiptKind, Fen]) -> tuple[Part, ...]:
    """Spread what came in over the parts, the earliest first, each kind for itself."""
    rows = (
        [(one.seq, one.due_on, one.refund_fen, one.fine_fen) for one in planned]
        if planned
        else [(1, owed.pay_by_on, owed.refund_fen, owed.fine_fen)]
        if owed.pay_by_on and owed.refund_fen + owed.fine_fen
        else []
    )
    # What was paid before the plan is not in the plan.
    refund = paid[ReceiptKind.REFUND] - (owed.refund_fen - sum(row[2] for row in rows))
    fine = paid[ReceiptKind.FINE] - (owed.fine_fen - sum(row[3] for row in rows))
    found = []
    for seq, due_on, refund_fen, fine_fen in rows:
        to_refund, to_fine = min(refund, refund_fen), min(fine, fine_fen)
        refund, fine = refund - to_refund, fine - to_fine
        found.append(Part(seq, due_on, refund_fen, fine_fen, to_refund + to_fine))
    return tuple(found)

"""One event, every source: what this room gave, what others gave, and the sum. Goods are told, and not added."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from minzheng.casework.queries.catalogue import card
from minzheng.kernel.moment import local_day
from minzheng.relief.enums import InstalmentState, OtherSource, Source
from minzheng.relief.models import Grant, MoneyBack, OtherHelp, ReliefEvent, Voucher


@dataclass(frozen=True)
class Row:
    """One line: who got it, from which source and program, when, on which paper. `is_paid`: it was handed over."""

    source: str
    giver: str
    to: str
    amount_fen: int
    given_on: date | None
    document: str
    goods: str = ""
    is_paid: bool = True

    @property
    def back_fen(self) -> int:
        """Return what came back, where this line says so."""
        return max(0, -self.amount_fen)


@dataclass(frozen=True)
class EventLedger:
    """All help for one event."""

    event: ReliefEvent
    rows: tuple[Row, ...]

    @property
    def sum_fen(self) -> int:
        """Return everything handed over in money, in fen."""
        return sum(row.amount_fen for row in self.rows if row.is_paid)


def ledger_of(event: ReliefEvent) -> EventLedger:
    """Return the combined ledger of an event."""
    return EventLedger(event, (*_own(event), *_others(event), *_back(event)))


def events() -> QuerySet[ReliefEvent]:
    """Return the events of the area, the newest first, with how many asked because of each."""
    rows: QuerySet[ReliefEvent] = ReliefEvent.objects.annotate(n_requests=Count("requests")).order_by("-happened_at")
    return rows


def _own(event: ReliefEvent) -> list[Row]:
    vouchers = Voucher.objects.filter(instalment__grant__request__event=event, instalment__state=InstalmentState.PAID)
    rows = []
    for one in vouchers.select_related("instalment__grant__request", "instalment__grant__good").order_by("paid_at"):
        grant: Grant = one.instalment.grant
        goods = f"{grant.good.name} {grant.quantity} {grant.good.measure}" if grant.good is not None else ""
        rows.append(
            Row(
                card(grant.request.program).short_name, str(Source(one.source).label), grant.request.name,
                0 if goods else one.amount_fen, local_day(one.paid_at), grant.request.number, goods,
            )
        )  # fmt: skip
    return rows


def _others(event: ReliefEvent) -> list[Row]:
    found = OtherHelp.objects.filter(event=event).select_related("request").order_by("given_on", "pk")
    return [
        Row(
            str(OtherSource(one.source).label), one.giver,
            f"{one.request.name} {one.get_need_kind_display()}".strip() if one.request else "", one.amount_fen,
            one.given_on, one.reference or one.document,
        )
        for one in found
    ]  # fmt: skip


def _back(event: ReliefEvent) -> list[Row]:
    """Return what came back of this room's own help: it makes the sum smaller."""
    found = MoneyBack.objects.filter(recovery__request__event=event).select_related(
        "recovery__request", "voucher__instalment__grant__good"
    )
    rows = []
    for one in found.order_by("pk"):
        good = one.voucher.instalment.grant.good
        rows.append(
            Row(
                card(one.recovery.request.program).short_name, gettext("追回，已退回"), one.recovery.request.name,
                -one.amount_fen, one.received_on, one.receipt_number,
                f"{good.name} -{one.quantity} {good.measure}" if good is not None else "",
            )
        )  # fmt: skip
    return rows

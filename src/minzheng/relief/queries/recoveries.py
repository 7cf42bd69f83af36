"""What was handed over and has not come back, and what of a recovery is still open."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Sum

from minzheng.relief.models import Completion, MoneyBack, Recovery, Request, Voucher


@dataclass(frozen=True)
class Handed:
    """One voucher with what the household still has of it: fen, or pieces of the good."""

    voucher: Voucher
    stays: int
    is_goods: bool


def handed_of(request: Request) -> list[Handed]:
    """Return the vouchers of a request, the oldest first, with what has not come back of each."""
    rows = Voucher.objects.filter(instalment__grant__request=request)
    vouchers = list(
        rows.select_related("instalment__grant__request", "instalment__grant__good").order_by("paid_at", "pk")
    )
    back = MoneyBack.objects.filter(voucher__in=vouchers).order_by().values_list("voucher_id")
    came = {pk: (fen, items) for pk, fen, items in back.annotate(Sum("amount_fen"), Sum("quantity"))}
    found = []
    for one in vouchers:
        fen, items = came.get(one.pk, (0, 0))
        is_goods = one.instalment.grant.good_id is not None
        has = one.instalment.grant.quantity - items if is_goods else one.amount_fen - fen
        found.append(Handed(one, has, is_goods))
    return found


def unproposed() -> QuerySet[Request]:
    """Return the requests helped on what was found false afterwards, for which nobody has proposed a recovery yet."""
    false = Completion.objects.filter(request=OuterRef("pk"), are_facts_true=False)
    asked = Recovery.objects.filter(request=OuterRef("pk"))
    rows: QuerySet[Request] = Request.objects.filter(Exists(false)).exclude(Exists(asked))
    return rows


def open_of(recovery: Recovery) -> int:
    """Return what is still to come back of a recovery, in fen or pieces."""
    sums = recovery.receipts.aggregate(fen=Sum("amount_fen"), items=Sum("quantity"))
    return recovery.amount_fen - (sums["fen"] or 0) + recovery.quantity - (sums["items"] or 0)

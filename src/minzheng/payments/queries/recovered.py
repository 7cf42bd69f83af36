"""What households gave back, as it stands in the books."""

from collections.abc import Collection

from django.db.models import QuerySet, Sum

from minzheng.ledger.enums import Why
from minzheng.ledger.models import Transfer

LINE_KIND = "payments.PayLine"


def standing() -> QuerySet[Transfer]:
    """Return the recoveries that nobody undid, within the declared scope, in no order."""
    return Transfer.objects.filter(why=Why.RECOVERED, reversed_by__isnull=True).order_by()


def recovered_by_fund() -> dict[str, int]:
    """Return what came back to each fund, in fen."""
    return dict(standing().values_list("debit__fund_code").annotate(Sum("amount_fen")))


def recovered_of(serial: str) -> int:
    """Return what was given back of one line, in fen."""
    return standing().filter(reference_id=serial).aggregate(fen=Sum("amount_fen"))["fen"] or 0


def recovered_of_many(serials: Collection[str]) -> dict[str, int]:
    """Return what was given back of each of these lines, in fen; one query, none for no line."""
    if not serials:
        return {}
    rows = standing().filter(reference_kind=LINE_KIND, reference_id__in=serials)
    return dict(rows.values_list("reference_id").annotate(Sum("amount_fen")))

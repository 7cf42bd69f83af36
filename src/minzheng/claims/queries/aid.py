"""What a bill came to, over all that was reckoned of it."""

from collections.abc import Collection

from django.db.models import Sum

from minzheng.claims.models import Reckoning


def aid_of(claim_ids: Collection[int]) -> dict[int, int]:
    """Return what each claim comes to: the sum of its deltas, in fen; one query, none for no claim."""
    if not claim_ids:
        return {}
    rows = Reckoning.objects.filter(claim_id__in=claim_ids).order_by()
    return dict(rows.values_list("claim_id").annotate(Sum("delta_fen")))

"""Which indices are known: what was entered, and what counts because a second person confirmed it."""

from collections.abc import Collection, Mapping

from django.db.models import Q, QuerySet

from minzheng.kernel.month import Month
from minzheng.prices.models import PriceIndex
from minzheng.statute.price_trigger import Reading, Series

Counting = Mapping[tuple[str, str, Month], PriceIndex]


def indices() -> QuerySet[PriceIndex]:
    """Return the versions that nothing replaces, the newest month first."""
    rows = PriceIndex.objects.filter(replaced_by__isnull=True).select_related("entered_by", "confirmed_by", "replaces")
    return rows.order_by("-month", "region", "kind")


def waiting() -> QuerySet[PriceIndex]:
    """Return what waits for a second person."""
    return indices().filter(confirmed_at__isnull=True)


def counting(months: Collection[Month], regions: Collection[str]) -> Counting:
    """Return the confirmed indices by kind, region and month; a correction counts once it is confirmed itself."""
    rows = PriceIndex.objects.filter(
        Q(replaced_by__isnull=True) | Q(replaced_by__confirmed_at__isnull=True),
        month__in=[str(month) for month in months],
        region__in=list(regions),
        confirmed_at__isnull=False,
    )
    return {(row.kind, row.region, Month.parse(row.month)): row for row in rows.select_related("entered_by")}


def series_of(rows: Counting) -> Series:
    """Return those indices as the trigger reads them."""

    def give(kind: str, region: str, month: Month) -> Reading | None:
        row = rows.get((kind, region, month))
        return Reading(kind, region, month, row.rise_bp, row.source, "confirmed") if row else None

    return give

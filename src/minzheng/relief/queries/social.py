"""What is read of social help: offers with what is left of them, and what reached a family."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from minzheng.accounts.scope import everywhere
from minzheng.relief.models import SocialMatch, SocialOffer

KEPT = Q(matches__dropped_at__isnull=True)


@dataclass(frozen=True)
class Left:
    """What of an offer is meant for nobody yet: fen, or hours."""

    amount_fen: int
    hours: int


def left_of(offer: SocialOffer) -> Left:
    """Return what is left of an offer, whoever's families the rest is meant for."""
    with everywhere("一项帮扶可能对接到几个乡镇的家庭"):
        rows = SocialMatch.objects.filter(offer=offer, dropped_at__isnull=True)
        given = rows.aggregate(fen=Coalesce(Sum("amount_fen"), 0), hours=Coalesce(Sum("hours"), 0))
    return Left(offer.amount_fen - int(given["fen"]), offer.hours - int(given["hours"]))


def offers() -> QuerySet[SocialOffer]:
    """Return the offers of the area, the newest first, each with what is meant for somebody (`taken_fen`, `_hours`)."""
    rows: QuerySet[SocialOffer] = SocialOffer.objects.annotate(
        taken_fen=Coalesce(Sum("matches__amount_fen", filter=KEPT), 0),
        taken_hours=Coalesce(Sum("matches__hours", filter=KEPT), 0),
    )
    return rows.order_by("-recorded_at", "-pk")


def matches_of(offer: SocialOffer) -> QuerySet[SocialMatch]:
    """Return the families of the area an offer was matched to."""
    rows = SocialMatch.objects.filter(offer=offer).select_related("household", "matched_by", "confirmed_by")
    return rows.order_by("-pk")


def of_household(household_id: int) -> list[SocialMatch]:
    """Return what was meant for a family, the newest first."""
    return list(SocialMatch.objects.filter(household_id=household_id).select_related("offer").order_by("-pk"))

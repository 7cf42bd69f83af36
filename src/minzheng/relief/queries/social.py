"""What is read of social help: offers with what is left of them, and what reached a family."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.kernel.moment import SHANGHAI
from minzheng.relief.models import SocialMatch, SocialOffer
from minzheng.statute.period import figure

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


LISTS = ("all", "unmatched", "unconfirmed", "unhanded", "unanswered")


def listed(shown: str, today: date) -> QuerySet[SocialOffer]:
    """Return the offers of the area of which something of this kind waits; `shown` is one of LISTS."""
    if shown == "unmatched":
        return offers().filter(pk__in=unmatched(today).values("pk"))
    waits = {"unconfirmed": unconfirmed(), "unhanded": unhanded(today), "unanswered": unanswered(today)}.get(shown)
    return offers() if waits is None else offers().filter(pk__in=waits.values("offer_id"))


def unmatched(today: date) -> QuerySet[SocialOffer]:
    """Return the offers that still hold and were meant for nobody within the county's days."""
    kept = SocialMatch.objects.filter(offer=OuterRef("pk"), dropped_at__isnull=True)
    rows: QuerySet[SocialOffer] = SocialOffer.objects.filter(
        until_on__gte=today, recorded_at__lt=_before("relief_social_match_days", today)
    )
    return rows.exclude(Exists(kept))


def unconfirmed() -> QuerySet[SocialMatch]:
    """Return money and goods that wait for a second person."""
    return SocialMatch.objects.filter(confirmed_at__isnull=True, dropped_at__isnull=True, hours=0)


def unhanded(today: date) -> QuerySet[SocialMatch]:
    """Return what could have been handed over within the county's days and was not signed for."""
    since = _before("relief_social_hand_days", today)
    ready = Q(confirmed_at__lt=since) | Q(hours__gt=0, matched_at__lt=since)
    return SocialMatch.objects.filter(ready, handed_at__isnull=True, dropped_at__isnull=True)


def unanswered(today: date) -> QuerySet[SocialMatch]:
    """Return what was handed over and of which nobody wrote down within the county's days what it changed."""
    since = _before("relief_social_result_days", today)
    return SocialMatch.objects.filter(handed_at__lt=since, result_at__isnull=True)


def waiting_rows(staff: Staff, today: date) -> dict[str, QuerySet]:
    """Return what of social help waits for an officer; nobody confirms what they matched."""
    return {
        "social_unmatched": unmatched(today), "social_unconfirmed": unconfirmed().exclude(matched_by=staff),
        "social_unhanded": unhanded(today), "social_unanswered": unanswered(today),
    }  # fmt: skip


def _before(code: str, today: date) -> datetime:
    """Return the moment before which a thing must have happened to be past its day."""
    days = figure(code, place=settings.COUNTY_CODE, on=today).value
    return datetime.combine(today - timedelta(days=days), time.min, SHANGHAI)


def matches_of(offer: SocialOffer) -> QuerySet[SocialMatch]:
    """Return the families of the area an offer was matched to."""
    rows = SocialMatch.objects.filter(offer=offer).select_related("household", "matched_by", "confirmed_by")
    return rows.order_by("-pk")


def of_household(household_id: int) -> list[SocialMatch]:
    """Return what was meant for a family, the newest first."""
    return list(SocialMatch.objects.filter(household_id=household_id).select_related("offer").order_by("-pk"))

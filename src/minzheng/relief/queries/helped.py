"""What a household or a person got from everywhere: each payment once, whoever made it (救助台账)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from minzheng.accounts.scope import everywhere
from minzheng.casework.queries.catalogue import card
from minzheng.casework.queries.members import members_on
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.ledger.given import Given, Whom, given_to
from minzheng.registry.models import Household
from minzheng.relief.models import OtherHelp, Request, SocialMatch, Voucher

ROOM = "relief"
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Helped:
    """A year of help for one household, the newest first, with the event that each payment was counted for."""

    rows: tuple[Given, ...]
    counted: dict[tuple[str, str], str]

    @property
    def sum_fen(self) -> int:
        """Return what came in money, in fen."""
        return sum(row.amount_fen for row in self.rows)

    @property
    def lines(self) -> list[tuple[Given, str]]:
        """Return every payment with the number of the event it was counted for, empty if for none."""
        return [(row, self.counted.get((row.room, row.reference), "")) for row in self.rows]


def year_of(household: Household, at: datetime) -> Helped:
    """Return what a household and its people got in the year before a moment."""
    day = local_day(at)
    people = frozenset(one.pk for one in members_on(household, day, at))
    with everywhere("救助台账须把一户从各处得到的救助加在一起"):
        rows = given_to(Whom(people, frozenset({household.pk}), day - A_YEAR, day))
        return Helped(tuple(rows), _counted(rows))


def countable(request: Request, at: datetime) -> list[Given]:
    """Return the payments that may be counted for the event: to who asks, since it happened, not standing, not counted.

    What this room gave under the same event stands in the combined ledger by itself.
    """
    whom = _whom(request, at)
    if whom is None:
        return []
    with everywhere("同一件事的救助须在全县加总"):
        rows = [one for one in given_to(whom) if one.room != ROOM and not one.is_standing and one.amount_fen]
        counted = _counted(rows)
    return [one for one in rows if (one.room, one.reference) not in counted]


def given_by_relief(whom: Whom) -> list[Given]:
    """Return what this room handed over, and what social help reached a household: in money, or told as goods."""
    first = datetime.combine(whom.since, time.min, SHANGHAI)
    last = datetime.combine(whom.until + timedelta(days=1), time.min, SHANGHAI)
    rows = Voucher.objects.filter(instalment__grant__request__household_id__in=whom.household_ids)
    rows |= Voucher.objects.filter(instalment__grant__request__person_id__in=whom.person_ids)
    vouchers = rows.filter(paid_at__gte=first, paid_at__lt=last).select_related(
        "instalment__grant__request", "instalment__grant__good"
    )
    found = []
    for one in vouchers.distinct().order_by("pk"):
        grant = one.instalment.grant
        goods = f"{grant.good.name} {grant.quantity} {grant.good.measure}" if grant.good is not None else ""
        found.append(
            Given(
                ROOM, f"{grant.request.number}/{one.instalment.place}", card(grant.request.program).short_name,
                0 if goods else one.amount_fen, local_day(one.paid_at), goods=goods,
            )
        )  # fmt: skip
    return found + _social(whom.household_ids, whom.since, whom.until)


def _social(household_ids: Collection[int], since: date, until: date) -> list[Given]:
    rows = SocialMatch.objects.filter(household_id__in=household_ids, handed_on__gte=since, handed_on__lte=until)
    return [
        Given(
            "social", f"{one.offer.number}/{one.pk}", _("社会帮扶（%(giver)s）") % {"giver": one.offer.giver},
            one.amount_fen if one.offer.gift == "money" else 0, one.handed_on,
            goods="" if one.offer.gift == "money" else f"{one.need} {one.size}",
        )
        for one in rows.select_related("offer").order_by("pk")
    ]  # fmt: skip


def _whom(request: Request, at: datetime) -> Whom | None:
    people = {request.person_id} if request.person_id else set()
    homes: set[int] = set()
    if request.household is not None:
        homes.add(request.household.pk)
        people |= {one.pk for one in members_on(request.household, local_day(at), at)}
    if not people and not homes:
        return None
    return Whom(frozenset(people), frozenset(homes), local_day(request.event.happened_at), local_day(at))


def _counted(rows: Collection[Given]) -> dict[tuple[str, str], str]:
    if not rows:
        return {}
    told = OtherHelp.objects.filter(room__in={one.room for one in rows}, reference__in=[one.reference for one in rows])
    return {
        (room, reference): event for room, reference, event in told.values_list("room", "reference", "event__number")
    }

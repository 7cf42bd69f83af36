"""What is hung on village boards each quarter: names, kind of help and sums. No illness has a way here."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from minzheng.claims.enums import FileState, Kind
from minzheng.claims.models import Reckoning


@dataclass(frozen=True)
class PublishedLine:
    """One person on a board: the village, the name, inpatient or outpatient alike, how much in the quarter."""

    division_code: str
    name: str
    amount_fen: int


def published(first: date, last: date, division_code: str = "") -> list[PublishedLine]:
    """Return who was helped with bills or fixed sums in a span of days,
    by village and name (财社〔2013〕217号 第十六条).

    Only confirmed results. Premiums are everybody's on the rolls and are published as a sum.
    """
    rows = Reckoning.objects.filter(claim__settled_on__range=(first, last)).exclude(claim__kind=Kind.PREMIUM)
    rows = rows.exclude(file__state__in=(FileState.RECEIVED, FileState.SETTLED))
    if division_code:
        rows = rows.filter(claim__division_code=division_code)
    grouped = rows.order_by().values_list("claim__division_code", "claim__person_id", "claim__person__name")
    found = grouped.annotate(total=Sum("delta_fen")).filter(total__gt=0)
    return sorted(
        (PublishedLine(code, name, total) for code, _person, name, total in found),
        key=lambda one: (one.division_code, one.name),
    )


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first and last day of the quarter before the one a day lies in."""
    first_month = (day.month - 1) // 3 * 3 + 1
    this = date(day.year, first_month, 1)
    last = date.fromordinal(this.toordinal() - 1)
    return date(last.year, last.month - 2, 1), last

"""What waits in linked help, for the to-do: overdue referrals, follow-ups that are due, offers without an answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.care.models import FollowUp, Referral
from minzheng.casework.enums import HELD_STATES, OfferAnswer
from minzheng.casework.models import JobOffer

REFERRAL, FOLLOW_UP, OFFER = "referral", "follow_up", "offer"


class HelpWaits(NamedTuple):
    """One thing that waits. `what` is the target, the months or the job; `number` the vacancy's or empty for offers."""

    kind: str
    number: str
    case_number: str
    who: str
    what: str
    division_code: str
    due_on: date | None
    opened_on: date
    is_provisional: bool


def help_waiting(staff: Staff, today: date, *, most: int) -> list[HelpWaits]:
    """Return what waits, the most urgent first: for a township of all its area, for the county its own. One query."""
    everything = staff.role == Role.TOWNSHIP_OFFICER

    def own(field: str) -> dict[str, Any]:
        return {} if everything else {field: staff}

    late = Referral.objects.filter(answer__isnull=True, due_on__lt=today, **own("sent_by"))
    due = FollowUp.objects.filter(
        opens_on__lte=today, done_on__isnull=True, placement__ended_on__isnull=True, **own("placement__recorded_by")
    )
    offers = JobOffer.objects.filter(
        answer=OfferAnswer.OPEN, case__state__in=[str(state) for state in HELD_STATES], **own("offered_by")
    )
    no_day, certain = Cast(Value(None), DateField()), Value(value=False)
    parts = (
        _columns(
            late, REFERRAL, number="number", case_number=Value(""), who=Coalesce("person__name", "household__number"),
            what="target", division_code="division_code", due="due_on", opened="sent_on",
            provisional="is_due_provisional",
        ),
        _columns(
            due, FOLLOW_UP, number="placement__number", case_number="placement__case__number",
            who="placement__person__name", what=Cast("months", CharField()),
            division_code="placement__case__division_code", due="due_on", opened="placement__from_on",
            provisional="is_due_provisional",
        ),
        _columns(
            offers, OFFER, number=Coalesce("introduction__vacancy__number", Value("")), case_number="case__number",
            who="person__name", what="job", division_code="case__division_code", due=no_day, opened="offered_on",
            provisional=certain,
        ),
    )  # fmt: skip
    rows = parts[0].union(*parts[1:], all=True).order_by(F("w_due").asc(nulls_last=True), "w_opened")[:most]
    return [HelpWaits(*row) for row in rows]


def _columns(rows: QuerySet[Any], kind: str, **columns: Any) -> QuerySet[Any]:
    given: Mapping[str, Any] = {"kind": Value(kind), **columns}
    named = {f"w_{name}": F(value) if isinstance(value, str) else value for name, value in given.items()}
    return rows.order_by().annotate(**named).values_list(*named)

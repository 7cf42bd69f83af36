"""Who asks again: other requests of the same family or person, wherever in the county they were made."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet, Sum

from minzheng.accounts.scope import everywhere
from minzheng.kernel.moment import local_day
from minzheng.relief.models import Grant, Request

MONTHS = 12
A_YEAR = timedelta(days=365)


def grants_of_same(request: Request) -> QuerySet[Grant]:
    """Return what was granted to whoever asks here, under another request. Needs a scope of the whole county."""
    who = Q(request__event_id=request.event_id, request__name=request.name)
    if request.household_id:
        who |= Q(request__household_id=request.household_id)
    if request.person_id:
        who |= Q(request__person_id=request.person_id)
    if request.id_number_index:
        who |= Q(request__id_number_index=request.id_number_index)
    rows: QuerySet[Grant] = Grant.objects.filter(who, request__program=request.program)
    return rows.exclude(request_id=request.pk)


def granted_for_event_fen(request: Request) -> int:
    """Return the sum of what was granted to the same people for the same event, in fen."""
    with everywhere("同一件事的救助须在全县加总"):
        rows = grants_of_same(request).filter(request__event_id=request.event_id)
        return int(rows.aggregate(sum=Sum("amount_fen"))["sum"] or 0)


def repeated(request: Request, day: date) -> dict[str, int | bool]:
    """Return what the rules ask of the past: the same cause, the same event, full months since."""
    with everywhere("以前的救助须在全县查找"):
        rows = grants_of_same(request).filter(request__event__cause_code=request.event.cause_code)
        found = list(rows.select_related("request").order_by("-decided_at"))
    if not found:
        return {"same_cause_granted": False}
    same = [one for one in found if one.request.event_id == request.event_id]
    last = (same or found)[0]
    return {
        "same_cause_granted": True,
        "is_same_event": bool(same),
        "months_since_same_cause": months_since(local_day(last.decided_at), day),
    }


def grants_in_year(request: Request, at: datetime) -> int:
    """Return how many grants the same people had in the year before the moment."""
    with everywhere("以前的救助须在全县查找"):
        return grants_of_same(request).filter(decided_at__gte=at - A_YEAR, decided_at__lte=at).count()


def months_since(start: date, day: date) -> int:
    """Return the full months from one day to a later one."""
    return (day.year - start.year) * MONTHS + day.month - start.month - (day.day < start.day)

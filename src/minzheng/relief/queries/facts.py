"""The facts of one request as the rules read them: what was asked, what visits found, what the room knows itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minzheng.casework.queries.local_figures import law_known
from minzheng.casework.queries.passports import held
from minzheng.relief.enums import Finding, InstalmentState, VisitKind
from minzheng.relief.models import Cancellation, Conference, Instalment, ReliefVisit, Request
from minzheng.relief.queries import asked, money, needs, same
from minzheng.rules.evaluation import Evaluation


@dataclass(frozen=True)
class Reading:
    """Facts and what the rules say of them; nothing is written."""

    facts: dict[str, Any]
    evaluation: Evaluation

    def yes(self, code: str) -> bool:
        """Say whether a yes/no of the rules is known to hold."""
        return bool(self.evaluation.value(code))

    def fen(self, code: str) -> int | None:
        """Return a sum of the rules; None if it is unknown or the day's rules have none."""
        value = self.evaluation.value(code)
        return value if isinstance(value, int) else None


def read(request: Request, *, on: date, known_at: datetime) -> Reading:
    """Read a request without a case of its own under the rules of the day, with the figures known at the moment."""
    facts = facts_of(request, on)
    law = law_known(request.program, known_at)
    return Reading(facts, law.evaluate(facts=facts, on=on, at=request.division_code))


def facts_of(request: Request, day: date) -> dict[str, Any]:
    """Return every fact: answers given, then what the room knows, which stands before them."""
    members = [{asked.AFFECTED: True} for _one in range(request.people_affected)]
    return {**request.facts, **known_by_room(request, day), "members": members}


def known_by_room(request: Request, day: date) -> dict[str, int | bool]:
    """Return what nobody is asked: the past, the fund, other programs, the conference, what was paid and seen."""
    found: dict[str, int | bool] = {
        asked.CAUSE: request.event.cause_code,
        **same.repeated(request, day),
        asked.GRANTED_BEFORE: same.granted_for_event_fen(request),
        "has_repeat_reason": bool(request.repeat_reason),
        "reserve_fund_fen": money.reserve_fen(request.program, request.division_code),
        **held(request.program, request.household, day),
        **needs.known_of(request),
        **_paid(request),
    }
    settled = Conference.objects.filter(request=request, confirmed_at__isnull=False).order_by("-pk").first()
    if settled is not None:
        found |= {asked.SETTLED: settled.amount_fen, "instalments": settled.instalments}
    return found


def _paid(request: Request) -> dict[str, int | bool]:
    rows = Instalment.objects.filter(grant__request=request, state=InstalmentState.PAID)
    moments = list(rows.order_by("voucher__paid_at").values_list("voucher__paid_at", flat=True))
    if not moments:
        return {}
    visits = ReliefVisit.objects.filter(request=request, visited_at__gte=moments[-1])
    seen = list(visits.filter(kind=VisitKind.INSTALMENT).order_by("pk").values_list("finding", flat=True))
    return {
        "instalments_paid": len(moments),
        "is_visited_since": bool(seen),
        "is_difficulty_over": bool(seen) and seen[-1] == Finding.OVER,
        "is_opinion_heard": Cancellation.objects.filter(grant__request=request).exists(),
    }

"""Reckoning: the rules read what is known and say who decides. An amount comes from here, or from a conference."""

from datetime import datetime

from minzheng.accounts.models import Staff
from minzheng.kernel.moment import local_day
from minzheng.relief.domain.road import note, set_state
from minzheng.relief.enums import Form, Level, RequestState, Route
from minzheng.relief.models import Reckoning, Request
from minzheng.relief.queries import asked
from minzheng.relief.queries.facts import Reading, read


def freeze(request: Request, seen: Reading, *, by: Staff, at: datetime) -> Reckoning:
    """Write down what the rules said, with the facts and figures they read."""
    result = seen.evaluation
    row = Reckoning(
        request=request, evaluated_on=result.on, facts=seen.facts, evaluation=result.as_dict(), outcome=result.outcome,
        decider=result.decider or "", aid_fen=seen.fen("aid_fen"), amount_fen=result.amount_fen,
        rule_version=result.rule_version, reckoned_by=by, reckoned_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note(
        request, "relief.reckoned", by=by, at=at, reckoning=row.pk, outcome=row.outcome, decider=row.decider,
        aid_fen=row.aid_fen, amount_fen=row.amount_fen,
    )  # fmt: skip
    return row


def reckon(request: Request, *, by: Staff, at: datetime) -> tuple[Reckoning, Reading]:
    """Reckon a locked request of the urgent road on the day, and send it where the rules say it is decided."""
    seen = read(request, on=local_day(at), known_at=at)
    row = freeze(request, seen, by=by, at=at)
    if request.route == Route.EMERGENCY:
        set_state(request, where_to(seen))
    return row, seen


def where_to(seen: Reading) -> str:
    """Return where an urgent request is decided: by the rules, and by whether the township's own fund can pay it."""
    decider = seen.evaluation.decider
    if decider == Level.CONFERENCE and seen.fen(asked.SETTLED) is None and asked.SETTLED not in seen.facts:
        return RequestState.AT_CONFERENCE
    if decider == Level.TOWNSHIP and (form_of(seen) != Form.CASH or seen.yes("reserve_fund_pays")):
        return RequestState.REPORTED
    return RequestState.AT_COUNTY


def form_of(seen: Reading) -> str:
    """Return how help is given, by the answer of the form."""
    return asked.FORMS[int(seen.facts.get("help_form", 1))]

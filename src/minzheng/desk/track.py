"""The stations of a case as a vertical track: done with date and name, now with its limit, next."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.casework.enums import HANGING_STATES, CheckStatus, DecisionKind, Level, Outcome, State, Station
from minzheng.casework.models import Decision
from minzheng.casework.queries.cases import CaseView
from minzheng.casework.queries.clock import Counted, path_of
from minzheng.kernel.moment import local_day
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import listed
from minzheng.rules.program import Step

# The decisions at the end of the road; every other one changes a benefit that runs.
FIRST = {DecisionKind.CONFIRM, DecisionKind.REFUSE}
ENDED = {State.WITHDRAWN, State.LAPSED, State.NOT_IN_SCOPE}
# The road is walked to its end; what follows is recertification.
ARRIVED = {
    State.ACTIVE, State.REVIEW_DUE, State.CHANGE_PROPOSED, State.OPINION_HEARD, State.SUSPENDED, State.REFUSED,
    State.TERMINATED, State.UNDER_REMEDY, State.ARCHIVED,
}  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """One station: `status` is done, now, next, skipped or stopped."""

    label: str
    status: str
    day: dt.date | None = None
    who: str = ""
    note: str = ""
    due: dt.date | None = None
    days_left: int | None = None


@dataclass(frozen=True)
class Done:
    """What was recorded at a station last."""

    day: dt.date
    who: str
    note: str = ""


def track(view: CaseView, limit: Counted | None) -> list[Stop]:
    """Return the stations of the path in force for this case, in order."""
    case = view.case
    if case.is_taken_over:
        return _taken_over(view)
    steps: dict[str, Step | None] = {step.code: step for step in path_of(case).steps}
    codes = list(steps)
    if Station.DECISION in codes and Station.LETTER not in codes:
        codes.insert(codes.index(Station.DECISION) + 1, Station.LETTER)
    state = State(case.state)
    now = codes.index(case.station) if case.station in codes and state not in ARRIVED else len(codes)
    done = dict(_done(view))
    road = [
        _here(view, code, steps.get(code), limit)
        if place == now
        else _behind(view, code, done[code])
        if code in done
        else _not_done(view, code, steps.get(code), is_past=place < now)
        for place, code in enumerate(codes)
    ]
    return road + [_changed(each) for each in view.decisions if each.kind not in FIRST]


def _changed(each: Decision) -> Stop:
    """A decision on a benefit that ran: what came after the road."""
    status = "stopped" if each.kind in {DecisionKind.SUSPEND, DecisionKind.TERMINATE} else "done"
    return Stop(str(DecisionKind(each.kind).label), status, each.decided_on, each.decided_by.name, each.document_number)


def _here(view: CaseView, code: str, step: Step | None, limit: Counted | None) -> Stop:
    """The present station, with who acts and by when."""
    label, state = str(Station(code).label), State(view.case.state)
    if state in ENDED:
        return Stop(label, "stopped", local_day(view.case.state_since), note=str(state.label))
    if state in HANGING_STATES:
        return Stop(label, "now", note=_("公示到 %(day)s") % {"day": view.publicities[-1].last_on})
    due, left = (limit.day, limit.days_left) if limit else (None, None)
    return Stop(label, "now", note=_actor(step), due=due, days_left=left)


def _behind(view: CaseView, code: str, record: Done) -> Stop:
    """A station with a record."""
    first = [each for each in view.decisions if each.kind in FIRST]
    is_refusal = code == Station.DECISION and bool(first) and first[-1].kind == DecisionKind.REFUSE
    status = "stopped" if is_refusal else "done"
    return Stop(str(Station(code).label), status, record.day, record.who, record.note)


def _not_done(view: CaseView, code: str, step: Step | None, *, is_past: bool) -> Stop:
    """A station without a record: left out, not needed, or still to come."""
    label, state = str(Station(code).label), State(view.case.state)
    if code == Station.LETTER and view.decision is not None:
        first = next((each for each in reversed(view.decisions) if each.kind in FIRST), view.decision)
        issued = getattr(first, "letter", None) is not None
        return Stop(label, "next", note=_("已制发，待送达") if issued else _("待制发"))
    if step is not None and step.when == "disputed":
        return Stop(label, "skipped", note=_("有异议时才组织"))
    if state in {State.REFUSED, *ENDED}:
        return Stop(label, "skipped", note=_("不再进行"))
    return Stop(label, "skipped", note=_("不需要")) if is_past else Stop(label, "next", note=_actor(step))


def _actor(step: Step | None) -> str:
    return str(Role(step.actor).label) if step else ""


def _taken_over(view: CaseView) -> list[Stop]:
    stops = []
    for number, each in enumerate(view.decisions):
        label = _("接管原决定") if number == 0 else str(DecisionKind(each.kind).label)
        stops.append(
            Stop(label, "done", each.decided_on, "" if number == 0 else each.decided_by.name, each.document_number)
        )
    return stops


def _done(view: CaseView) -> Iterator[tuple[str, Done]]:
    """Yield what was recorded, station by station; a later record of a station replaces an earlier one."""
    applied = view.application
    if applied is not None and applied.accepted_at is not None and applied.accepted_by is not None:
        yield Station.APPLICATION, Done(local_day(applied.accepted_at), applied.accepted_by.name)
    for check in view.means_checks:
        if check.reported_at is not None and check.reported_by is not None:
            label = str(CheckStatus(check.status).label)
            yield Station.MEANS_CHECK, Done(local_day(check.reported_at), check.reported_by.name, label)
    for visit in view.visits:
        yield Station.HOUSEHOLD_VISIT, Done(visit.visited_on, listed(visit.surveyors))
    for meeting in view.appraisals:
        yield Station.DEMOCRATIC_APPRAISAL, Done(meeting.held_on, meeting.recorded_by.name)
    for row in view.determinations:
        if row.kind == "initial":
            done = Done(local_day(row.proposed_at), row.proposed_by.name, str(Outcome(row.outcome).label))
            yield Station.DETERMINATION, done
    yield from _decided(view)


def _decided(view: CaseView) -> Iterator[tuple[str, Done]]:
    for posting in view.publicities:
        if posting.closed_at is not None and posting.closed_by is not None:
            station = Station.PUBLICITY if posting.level == Level.TOWNSHIP else Station.COUNTY_PUBLICITY
            yield station, Done(local_day(posting.closed_at), posting.closed_by.name, posting.place)
    for each in (one for one in view.decisions if one.kind in FIRST):
        yield Station.DECISION, Done(each.decided_on, each.decided_by.name, str(DecisionKind(each.kind).label))
        letter = getattr(each, "letter", None)
        if letter is not None and letter.served_on is not None:
            yield Station.LETTER, Done(letter.served_on, "", retell(letter.service_method))
    for posted in view.publications:
        yield Station.PUBLICATION, Done(posted.posted_on, posted.posted_by.name, posted.place)

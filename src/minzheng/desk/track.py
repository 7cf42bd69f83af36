"""The stations of a case as a vertical track: done with date and name, now with its limit, next."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.casework.enums import GRANTED_STATES, CheckStatus, DecisionKind, Outcome, State, Station
from minzheng.casework.queries.cases import CaseView
from minzheng.casework.queries.clock import Counted, path_of
from minzheng.kernel.moment import local_day

ENDED = {State.WITHDRAWN, State.LAPSED}


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
    case, done = view.case, _done(view)
    if case.is_taken_over:
        return _taken_over(view)
    path = path_of(case)
    codes = [step.code for step in path.steps]
    if "decision" in codes and "letter" not in codes:
        codes.insert(codes.index("decision") + 1, "letter")
    steps = {step.code: step for step in path.steps}
    now = codes.index(case.station) if case.station in codes else len(codes)
    state = State(case.state)
    stops = []
    for place, code in enumerate(codes):
        label = str(Station(code).label)
        record = done.get(code)
        step = steps.get(code)
        is_now = place == now and state not in GRANTED_STATES and state not in {State.REFUSED, State.TERMINATED}
        if is_now and state in ENDED:
            stops.append(Stop(label, "stopped", local_day(case.state_since), note=str(state.label)))
        elif is_now:
            who = str(Role(step.actor).label) if step else ""
            stops.append(Stop(label, "now", who=who, note=who, due=limit.day if limit else None, days_left=limit.days_left if limit else None))
        elif record is not None:
            status = "stopped" if code == "decision" and view.decision and view.decision.kind == DecisionKind.REFUSE else "done"
            stops.append(Stop(label, status, record.day, record.who, record.note))
        elif step is not None and step.when == "disputed":
            stops.append(Stop(label, "skipped", note=_("有异议时才组织")))
        elif place < now or state in {State.REFUSED, *ENDED}:
            stops.append(Stop(label, "skipped", note=_("不需要") if place < now else _("不再进行")))
        else:
            stops.append(Stop(label, "next", note=str(Role(step.actor).label) if step else ""))
    return stops


def _taken_over(view: CaseView) -> list[Stop]:
    first = view.decisions[0] if view.decisions else None
    stops = [Stop(_("接管原决定"), "done", first.decided_on if first else None, note=first.document_number if first else "")]
    stops += [
        Stop(str(DecisionKind(each.kind).label), "done", each.decided_on, each.decided_by.name, each.document_number)
        for each in view.decisions[1:]
    ]
    return stops


def _done(view: CaseView) -> dict[str, Done]:
    found: dict[str, Done] = {}
    applied = view.application
    if applied is not None and applied.accepted_at is not None and applied.accepted_by is not None:
        found["application"] = Done(local_day(applied.accepted_at), applied.accepted_by.name)
    for check in view.means_checks:
        if check.reported_at is not None and check.reported_by is not None:
            label = str(CheckStatus(check.status).label)
            found["means_check"] = Done(local_day(check.reported_at), check.reported_by.name, label)
    for visit in view.visits:
        found["household_visit"] = Done(visit.visited_on, "、".join(visit.surveyors))
    for meeting in view.appraisals:
        found["democratic_appraisal"] = Done(meeting.held_on, meeting.recorded_by.name)
    for proposal in view.determinations:
        if proposal.kind == "initial":
            label = str(Outcome(proposal.outcome).label)
            found["determination"] = Done(local_day(proposal.proposed_at), proposal.proposed_by.name, label)
    for posting in view.publicities:
        if posting.closed_at is not None and posting.closed_by is not None:
            found["publicity"] = Done(local_day(posting.closed_at), posting.closed_by.name, posting.place)
    for decided in view.decisions:
        found["decision"] = Done(decided.decided_on, decided.decided_by.name, str(DecisionKind(decided.kind).label))
        letter = getattr(decided, "letter", None)
        if letter is not None and letter.served_on is not None:
            found["letter"] = Done(letter.served_on, "", letter.service_method)
    for posted in view.publications:
        found["publication"] = Done(posted.posted_on, posted.posted_by.name, posted.place)
    return found

"""Which of the acts a person may do now is the one to do: the station's own, never one that cannot succeed yet."""

import datetime as dt

from minzheng.casework.enums import Outcome, ProposalKind, State, Station
from minzheng.casework.queries.cases import CaseView
from minzheng.desk.case_work import Work


def main_work(view: CaseView, works: list[Work], today: dt.date) -> Work | None:
    """Return the act to offer first, or None if the person can only wait."""
    by_verb = {work.verb: work for work in works}
    wanted = _wanted(view, today)
    return next((by_verb[verb] for verb in wanted if verb in by_verb), None)


def _wanted(view: CaseView, today: dt.date) -> tuple[str, ...]:
    case = view.case
    state = State(case.state)
    if state == State.SURVEYING:
        return ("propose",) if case.station == Station.DETERMINATION else ("visit",)
    if state == State.CHECK_NEGATIVE:
        answered = view.means_checks and view.means_checks[-1].rebutted_at is not None
        return ("propose",) if answered else ("rebut",)
    if state == State.PUBLICISED:
        posting = view.publicities[-1] if view.publicities else None
        return ("close",) if posting is None or today > posting.last_on else ()
    if state == State.OBJECTED:
        return ("resolve",) if _looked_again(view) else ("visit", "appraise")
    if state == State.SUBMITTED_TO_COUNTY:
        proposal = view.determination
        return ("refuse",) if proposal and proposal.outcome == Outcome.REFUSED else ("confirm",)
    if state in {State.ACTIVE, State.REFUSED, State.TERMINATED}:
        last = view.decision
        return ("issue-letter",) if last is not None and getattr(last, "letter", None) is None and not case.is_taken_over else ()
    if state in {State.CHANGE_PROPOSED, State.OPINION_HEARD}:
        return _reviewed(view)
    return _FIRST.get(state, ())


_FIRST = {
    State.SUBMITTED: ("accept",),
    State.SUPPLEMENT_NEEDED: ("resubmit",),
    State.ACCEPTED: ("request-check",),
    State.CHECKING: ("report-check",),
    State.PROPOSED: ("post",),
    State.RETURNED: ("answer-return",),
    State.CONFIRMED: ("publish",),
}


def _looked_again(view: CaseView) -> bool:
    objections = [each for posting in view.publicities for each in posting.objections.all() if each.resolved_at is None]
    if not objections:
        return False
    since = min(each.recorded_at for each in objections)
    return any(each.recorded_at >= since for each in [*view.visits, *view.appraisals])


def _reviewed(view: CaseView) -> tuple[str, ...]:
    proposal = view.proposals[-1] if view.proposals else None
    if proposal is None:
        return ()
    needs_hearing = proposal.kind in {ProposalKind.REDUCE, ProposalKind.STOP}
    if needs_hearing and view.case.state == State.CHANGE_PROPOSED:
        return ("hear",)
    return ("accept-review", "dismiss-review")

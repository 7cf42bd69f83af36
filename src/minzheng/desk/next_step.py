"""Which of the acts a person may do now is the one to do: the station's own, never one that cannot succeed yet."""

import datetime as dt
from collections.abc import Callable

from minzheng.casework.enums import CUTTING_KINDS, Outcome, State, Station
from minzheng.casework.queries.cases import CaseView
from minzheng.casework.queries.clock import rules_of
from minzheng.casework.queries.todo import REVIEW_AHEAD_DAYS
from minzheng.desk.running_sense import open_proposal
from minzheng.desk.work import Work


def main_work(view: CaseView, works: list[Work], today: dt.date) -> Work | None:
    """Return the act to offer first, or None if the person can only wait."""
    by_verb = {work.verb: work for work in works}
    wanted = WANTED.get(State(view.case.state), NOTHING)(view, today)
    return next((by_verb[verb] for verb in wanted if verb in by_verb), None)


def _surveying(view: CaseView, _today: dt.date) -> tuple[str, ...]:
    wanted = {Station.DETERMINATION: ("propose",), Station.DEMOCRATIC_APPRAISAL: ("appraise",)}
    return wanted.get(Station(view.case.station), ("visit",))


def _check_negative(view: CaseView, _today: dt.date) -> tuple[str, ...]:
    answered = bool(view.means_checks) and view.means_checks[-1].rebutted_at is not None
    return ("propose",) if answered else ("rebut",)


def _accepted(view: CaseView, today: dt.date) -> tuple[str, ...]:
    return ("request-check",) if rules_of(view.case, today).always(Station.MEANS_CHECK) else ("visit", "request-check")


def _publicised(view: CaseView, today: dt.date) -> tuple[str, ...]:
    return ("close",) if all(today > posting.last_on for posting in view.publicities) else ()


def _objected(view: CaseView, _today: dt.date) -> tuple[str, ...]:
    """An objection is resolved only after the household was visited or an appraisal held again."""
    waiting = [each for posting in view.publicities for each in posting.objections.all() if each.resolved_at is None]
    since = min((each.recorded_at for each in waiting), default=None)
    again = [*(visit.recorded_at for visit in view.visits), *(meeting.recorded_at for meeting in view.appraisals)]
    looked = since is not None and any(moment >= since for moment in again)
    return ("resolve",) if looked else ("visit", "appraise")


def _at_county(view: CaseView, _today: dt.date) -> tuple[str, ...]:
    proposal = view.determination
    refused = proposal is not None and proposal.outcome == Outcome.REFUSED
    return ("refuse",) if refused else ("post-county", "confirm")


def _county_publicised(view: CaseView, today: dt.date) -> tuple[str, ...]:
    return ("confirm",) if all(today > posting.last_on for posting in view.publicities) else ()


def _reviewed(view: CaseView, _today: dt.date) -> tuple[str, ...]:
    proposal = open_proposal(view)
    if proposal is not None and proposal.kind in CUTTING_KINDS and view.case.state != State.OPINION_HEARD:
        return ("stop-on-death", "hear")
    return ("stop-on-death", "accept-review", "dismiss-review")


def _in_payment(view: CaseView, today: dt.date) -> tuple[str, ...]:
    """What waits on a running benefit goes first: a death, a change that was told, a review that is due."""
    first = ["stop-on-death", "end-exit", "issue-letter", "serve-letter", "handle-change"]
    due = view.case.next_review_on
    if due is not None and (due - today).days <= REVIEW_AHEAD_DAYS:
        first.append("open-review")
    return tuple(first)


def _suspended(view: CaseView, today: dt.date) -> tuple[str, ...]:
    waits = _reviewed(view, today) if open_proposal(view) is not None else ()
    return ("issue-letter", "serve-letter", *waits)


def _only(*verbs: str) -> Callable[[CaseView, dt.date], tuple[str, ...]]:
    return lambda _view, _today: verbs


NOTHING = _only()
ENDED = _only("issue-letter", "serve-letter", "archive")
FILED = _only("archive")
WANTED: dict[State, Callable[[CaseView, dt.date], tuple[str, ...]]] = {
    State.SUBMITTED: _only("accept"),
    State.SUPPLEMENT_NEEDED: _only("resubmit"),
    State.ACCEPTED: _accepted,
    State.CHECKING: _only("report-check"),
    State.CHECK_NEGATIVE: _check_negative,
    State.SURVEYING: _surveying,
    State.PROPOSED: _only("post"),
    State.PUBLICISED: _publicised,
    State.OBJECTED: _objected,
    State.SUBMITTED_TO_COUNTY: _at_county,
    State.TOWNSHIP_DECIDING: _at_county,
    State.COUNTY_PUBLICISED: _county_publicised,
    State.COUNTY_OBJECTED: _objected,
    State.RETURNED: _only("answer-return"),
    State.CONFIRMED: _only("publish"),
    State.ACTIVE: _in_payment,
    State.REVIEW_DUE: _only("stop-on-death", "complete-review"),
    State.SUSPENDED: _suspended,
    State.REFUSED: ENDED,
    State.TERMINATED: ENDED,
    State.WITHDRAWN: FILED,
    State.LAPSED: FILED,
    State.NOT_IN_SCOPE: FILED,
    State.CHANGE_PROPOSED: _reviewed,
    State.OPINION_HEARD: _reviewed,
}

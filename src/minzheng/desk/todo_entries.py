"""Everything that waits for one person, light: what it is, where, by when. Only the rows of a page are hydrated."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.enums import CUTTING_KINDS, HANGING_STATES, ProposalKind, State, Station
from minzheng.casework.models import Case, ReviewProposal
from minzheng.casework.queries.todo import ACTS_NEXT, ROWS_AT_MOST, TodoItem, is_soon_late, soon_late
from minzheng.casework.queries.todo import todo as work_of
from minzheng.desk.case_work import BY_VERB
from minzheng.desk.claim_todo import claim_asks, waiting_claims
from minzheng.desk.linked_files import file_asks, waiting_files
from minzheng.desk.office_work import office_asks, office_work
from minzheng.desk.price_todo import waiting_prices
from minzheng.kernel.wording import listed
from minzheng.services.gathering import gather
from minzheng.workbench.models import Claim, Mention
from minzheng.workbench.queries.claim import claims_of
from minzheng.workbench.queries.note import unseen

Rows = Mapping[str, Sequence[Any]]
SOON_DAYS = 2
# The button of a row: the act that the state asks for.
PRESS = {
    State.SUBMITTED: "accept",
    State.ACCEPTED: "request-check",
    State.CHECKING: "report-check",
    State.CHECK_NEGATIVE: "rebut",
    State.PROPOSED: "post",
    State.PUBLICISED: "close",
    State.COUNTY_PUBLICISED: "confirm",
    State.COUNTY_OBJECTED: "visit",
    State.OBJECTED: "visit",
    State.RETURNED: "answer-return",
    State.CONFIRMED: "publish",
    State.SUPPLEMENT_NEEDED: "resubmit",
}
# Where the file must be read before it is known what to do.
LOOK = {State.SUBMITTED_TO_COUNTY: _("审核"), State.TOWNSHIP_DECIDING: _("审核")}
# What has left one's own desk and is worth following.
FOLLOWED: dict[str, tuple[State, ...]] = {
    Role.VILLAGE_WORKER: (State.SUBMITTED, State.ACCEPTED, State.CHECKING, State.SURVEYING, State.PUBLICISED),
    Role.TOWNSHIP_OFFICER: (State.CHECKING, State.SUBMITTED_TO_COUNTY),
    Role.COUNTY_OFFICER: (State.RETURNED,),
}


@dataclass(frozen=True)
class Entry:
    """One line of the to-do before it is drawn. `ready` are the words of a line that is no case."""

    group: str
    number: str
    what: str
    verb: str
    act: str
    division_code: str = ""
    program: str = ""
    due_on: dt.date | None = None
    opened_on: dt.date | dt.datetime | None = None
    is_late: bool = False
    is_soon: bool = False
    item: TodoItem | None = None
    claim: Claim | None = None
    mention: Mention | None = None
    ready: dict[str, Any] | None = None


def entries_of(staff: Staff, today: dt.date) -> list[Entry]:
    """Return what waits for a person, the most urgent first; a fixed number of queries."""
    own = [_entry(item, today) for item in work_of(staff, today)]
    rows = _gathered(staff, today)
    found = [*_reminders(staff), *_office(staff, rows, today), *_linked(staff, rows, today), *own]
    mine = {entry.item.case.pk for entry in own if entry.item and entry.group == "today"}
    found += [_entry(_followed(case, group), today) for case, group in _elsewhere(staff, today, mine)]
    claims = claims_of(staff.role) if found else {}
    return [replace(one, claim=claims.get(one.item.case.pk)) if one.item else one for one in found]


def verb_of(item: TodoItem) -> str:
    """Return the act the row offers; empty where the file must be read first or others are waited for."""
    case = item.case
    if item.group in {"waiting", "late"}:
        return ""
    if item.proposal is not None:
        return _review_verb(item.proposal, case)
    if item.decision is not None:
        return "issue-letter"
    if item.act:
        verb = item.act.replace("_", "-")
        return verb if verb in BY_VERB else ""
    if case.state == State.SURVEYING:
        return "propose" if case.station == Station.DETERMINATION else "visit"
    return PRESS.get(State(case.state), "")


def _review_verb(proposal: ReviewProposal, case: Case) -> str:
    if proposal.kind in CUTTING_KINDS and case.state in {State.CHANGE_PROPOSED, State.SUSPENDED}:
        return "hear"
    return "" if proposal.kind == ProposalKind.FACTS_MISSING else "accept-review"


def _entry(item: TodoItem, today: dt.date) -> Entry:
    case, verb = item.case, verb_of(item)
    is_posting = case.state in HANGING_STATES
    waits = item.group == "waiting"
    late = item.due_on is not None and item.due_on < today and not is_posting and not waits
    soon = item.days_left is not None and 0 <= item.days_left <= SOON_DAYS and not is_posting and not waits
    work = BY_VERB.get(verb)
    return Entry(
        item.group, case.number, item.what, verb, str(work.button) if work else item.what, case.division_code,
        case.program, item.due_on, case.opened_on, late, soon, item,
    )  # fmt: skip


def _elsewhere(staff: Staff, today: dt.date, mine: Collection[int]) -> Iterator[tuple[Case, str]]:
    """Return the cases that others have in hand and this person follows, then those that are late or soon will be."""
    states = FOLLOWED.get(staff.role, ())
    late = soon_late(today) if staff.role in {Role.LEADER, Role.COUNTY_OFFICER} else Q()
    if not states and not late:
        return
    rows = Case.objects.filter(Q(state__in=states) | late)
    cases = list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:ROWS_AT_MOST])
    yield from ((case, "waiting") for case in cases if case.state in states)
    if late:
        yield from ((case, "late") for case in cases if is_soon_late(case, today) and case.pk not in mine)


def _followed(case: Case, group: str) -> TodoItem:
    roles, what = ACTS_NEXT[State(case.state)]
    who = listed(str(Role(role).label) for role in roles)
    words = str(_("%(who)s：%(what)s")) % {"who": who, "what": what}
    return TodoItem(case, words, case.station, case.due_on, case.is_due_provisional, None, group)


def _gathered(staff: Staff, today: dt.date) -> dict[str, list[Any]]:
    """Return what waits in the rooms, all of it in one question: a room asks for its rows and draws them later."""
    asks = {**office_asks(staff, today), **file_asks(staff), **claim_asks(staff)}
    return gather(**asks) if asks else {}


def _office(staff: Staff, rows: Rows, today: dt.date) -> Iterator[Entry]:
    for row in office_work(staff, rows, today):
        yield Entry(
            "this_week", row["number"], str(row["what"]), "", str(row["program"]), opened_on=row["opened_on"], ready=row
        )


def _linked(staff: Staff, rows: Rows, today: dt.date) -> Iterator[Entry]:
    files, claims = waiting_files(staff, rows, today), waiting_claims(rows, today)
    for one in (*files, *waiting_prices(staff, today), *claims):
        yield Entry(
            one.group, one.number, one.what, "", str(one.row["program"]), one.division_code, due_on=one.due_on,
            opened_on=one.opened_on, is_late=one.is_late, is_soon=one.is_soon, ready=one.row,
        )  # fmt: skip


def _reminders(staff: Staff) -> Iterator[Entry]:
    for row in unseen(staff) if staff.role != Role.FINANCE_OFFICER else ():
        case = row.note.case
        number = case.number if case else row.note.household.number
        yield Entry(
            "today", number, row.note.text, "mention", str(_("看同事的留言")), row.note.household.division_code,
            case.program if case else "", opened_on=row.note.written_at, mention=row,
        )  # fmt: skip

"""Where a case stands with its duties: what was checked, seen, hung, asked. What the gates of the road look at."""

from dataclasses import dataclass
from datetime import date

from minzheng.casework.enums import (
    CUTTING_KINDS,
    CheckStatus,
    DecisionKind,
    DeterminationKind,
    Level,
    Outcome,
    ProposalState,
    State,
    Station,
)
from minzheng.casework.models import (
    Appraisal,
    Case,
    Decision,
    Determination,
    HouseholdVisit,
    MeansCheck,
    Objection,
    Publicity,
    ReviewProposal,
    SpotCheckEntry,
)
from minzheng.casework.queries.clock import is_once, rules_of
from minzheng.casework.queries.expired_rules import unruled
from minzheng.kernel.month import Month
from minzheng.registry.models import Death
from minzheng.rules.program import StationPath

# The law under which nothing is cut before the household was heard (社会救助法 第四十八、七十八条).
HEARING_REQUIRED_FROM = date(2026, 7, 1)
# From here a benefit ends at once only where there is nobody to hear, or the end was decided before.
ENDING_STATES = (State.CONFIRMED, State.ACTIVE, State.REVIEW_DUE)
# Where the next step may be a decision on the application.
DECIDING_STATES = (State.SUBMITTED_TO_COUNTY, State.TOWNSHIP_DECIDING, State.COUNTY_PUBLICISED)
# Inside SURVEYING the clock stands here once the visit of this survey is recorded.
SURVEYED = (Station.DEMOCRATIC_APPRAISAL, Station.DETERMINATION)


@dataclass(frozen=True)
class Standing:
    """The duties of one case on a day. `path` is the road in force on that day: steps follow the law of their day.

    `is_seen`: the township visited at some time; `is_surveyed`: in this survey.
    `is_appraised` is None without a meeting since the last visit, False if the meeting found the survey untrue.
    `unruled`: documents past their own end that the decision would rest on, without a ruling of the county.
    `is_hung`: the proposal hung for its days and nobody's objection to it was upheld, or need not hang (again).
    """

    path: StationPath
    day: date
    due_on: date | None = None
    check: str | None = None
    is_rebutted: bool = False
    is_seen: bool = False
    is_surveyed: bool = False
    is_appraised: bool | None = None
    proposal: str | None = None
    is_hung: bool = False
    is_county_hung: bool = False
    hangs_until: date | None = None
    open_objections: int = 0
    has_objection: bool = False
    is_flagged: bool = False
    is_delegated: bool = False
    is_in_draw: bool = False
    is_drawn: bool = False
    is_county_visited: bool = False
    owes_hearing: bool = False
    ends_by_itself: bool = False
    unruled: tuple[str, ...] = ()
    is_once: bool = False


def standing_of(case: Case, day: date) -> Standing:
    """Read the case's duties; eight queries, and one where a decision is next and a local rule has expired."""
    path = rules_of(case, day)
    check = MeansCheck.objects.filter(case=case).order_by("-pk").first()
    visits = list(HouseholdVisit.objects.filter(case=case).order_by("pk").values_list("level", "recorded_at"))
    meeting = Appraisal.objects.filter(case=case).order_by("-pk").first()
    rows = Determination.objects.filter(case=case, kind=DeterminationKind.INITIAL)
    proposal = rows.order_by("-pk").first()
    postings = list(Publicity.objects.filter(case=case).select_related("determination").order_by("pk"))
    objections = list(Objection.objects.filter(case=case))
    entry = SpotCheckEntry.objects.filter(case=case).first()
    seen = [at for level, at in visits if level == Level.TOWNSHIP]
    hanging = next((row for row in reversed(postings) if row.closed_at is None), None)
    return Standing(
        path=path,
        day=day,
        due_on=case.due_on,
        check=check.status if check else None,
        is_rebutted=check is not None and check.status == CheckStatus.INCONSISTENT and check.rebutted_at is not None,
        is_seen=bool(seen),
        is_surveyed=bool(visits) and (case.station in SURVEYED or case.station == Station.DECISION),
        is_appraised=meeting.is_survey_true if meeting and (not seen or meeting.recorded_at >= seen[-1]) else None,
        proposal=proposal.outcome if proposal else None,
        is_hung=_is_hung(path, proposal, Level.TOWNSHIP, postings, objections),
        is_county_hung=_is_hung(path, proposal, Level.COUNTY, postings, objections),
        hangs_until=hanging.last_on if hanging else None,
        open_objections=sum(row.resolved_at is None for row in objections),
        has_objection=bool(objections),
        is_flagged=case.near_relative_flag or bool(case.complaint),
        is_delegated=case.decides == Level.TOWNSHIP,
        is_in_draw=entry is not None,
        is_drawn=entry is not None and entry.is_drawn,
        owes_hearing=_owes_hearing(case, day),
        ends_by_itself=_ends_by_itself(case, day),
        unruled=tuple(rule.reference for rule in unruled(case, day)) if case.state in DECIDING_STATES else (),
        is_once=is_once(case),
        is_county_visited=any(level == Level.COUNTY for level, _at in visits),
    )


def _owes_hearing(case: Case, day: date) -> bool:
    """Say whether a cut is proposed that the household was not heard on (社会救助法 第四十八条)."""
    if day < HEARING_REQUIRED_FROM or case.state not in {State.CHANGE_PROPOSED, State.SUSPENDED, State.OPINION_HEARD}:
        return False
    rows = ReviewProposal.objects.filter(case=case, state=ProposalState.OPEN, kind__in=CUTTING_KINDS)
    return rows.filter(hearing__isnull=True).exists()


def _ends_by_itself(case: Case, day: date) -> bool:
    """Say whether nobody is left who is covered, or the last month of a gradual exit has come."""
    if case.state not in ENDING_STATES:
        return False
    last = Decision.objects.filter(case=case).order_by("-pk").first()
    if last is None:
        return False
    if last.kind == DecisionKind.GRADUAL_EXIT and last.until_month and last.until_month <= str(Month.of(day)):
        return True
    dead = Death.objects.filter(person_id__in=last.covered_person_ids, is_withdrawn=False).values("person_id")
    return dead.distinct().count() == len(set(last.covered_person_ids))


def _is_hung(
    path: StationPath,
    proposal: Determination | None,
    level: Level,
    postings: list[Publicity],
    objections: list[Objection],
) -> bool:
    """Say whether this level's publicity duty is done for what is now proposed."""
    station = Station.PUBLICITY if level == Level.TOWNSHIP else Station.COUNTY_PUBLICITY
    if proposal is None or proposal.outcome != Outcome.ELIGIBLE or not path.always(station):
        return True
    upheld = {row.publicity_id for row in objections if row.is_upheld}
    mine = [row for row in postings if row.level == level]
    # After an upheld objection the new proposal goes on without hanging again, unless the road says otherwise.
    if not path.posts_again and upheld.intersection(row.pk for row in mine):
        return True
    # What hangs stays hung until its last day has passed; closing it is the gate of its own move.
    return any(
        row.closed_at is not None and row.pk not in upheld and row.determination.amount_fen == proposal.amount_fen
        for row in mine
    )

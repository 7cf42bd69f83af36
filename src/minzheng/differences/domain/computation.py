"""Looking back over a whole county: asked for by a person, done in chunks by a worker, frozen as proposals.

Each chunk is one transaction that also moves the cursor, so a worker that dies loses one chunk and doubles nothing.
What was proposed before and is still so is left; what has changed replaces the old proposal; what was dismissed is not
brought up again unless its numbers are others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts import permissions
from minzheng.accounts.acting import for_staff
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.models import Case, LocalFigure, NumberSeries
from minzheng.casework.queries.in_force import with_decision
from minzheng.casework.queries.recusal import recused_cases
from minzheng.differences.domain.reckoning import MonthReckoned, Reckoned, reckon
from minzheng.differences.enums import Cause, ComputationState, ProposalKind, ProposalState
from minzheng.differences.models import Computation, DifferenceMonth, LeftOut, Proposal
from minzheng.differences.queries.made import last_listed
from minzheng.kernel.division import full
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month, months_between
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.domain.record import NewEvent, record, record_many
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.kinds import Handle, Kind, Outcome
from minzheng.services.jobs.models import JobRun

KIND = "differences.compute"
CHAIN = "differences"
# Households reckoned in one go; bounds the memory of a county's computation.
AT_ONCE = 100
MOST_MONTHS = 120
Told = Callable[[int], None]


class ComputationRefused(Refused):
    """The months cannot be reckoned as asked."""


@dataclass
class _Counts:
    """What one chunk came to."""

    changed: int = 0
    unchanged: int = 0
    already: int = 0
    left_out: int = 0
    arrears_fen: int = 0
    recovery_fen: int = 0
    events: list[NewEvent] = field(default_factory=list)


@dataclass
class _Writing:
    """For which computation a chunk is written, by whom and when, and what it comes to."""

    row: Computation
    by: Staff
    at: datetime
    counts: _Counts = field(default_factory=_Counts)


@transaction.atomic
def start(
    *, program: str, first: Month, cause: str, reason: str, by: Staff, at: datetime,
    figure: LocalFigure | None = None, case: Case | None = None,
) -> Computation:  # fmt: skip
    """Freeze what is to be reckoned: a county's program, or one case, from a month to the last one that was listed.

    Raises ComputationRefused, NotAllowed (the county; of one case also the township).
    """
    _require_may(by, case)
    if cause not in Cause.values or not reason.strip():
        raise ComputationRefused(_("请选择原因并写明说明：依据哪份文件，或者得知了什么。"))
    last = last_listed(program) or Month.of(local_day(at)).previous()
    if first > last:
        raise ComputationRefused(
            _("%(first)s以后还没有生成过应发（最后一次是%(last)s）。以后的月份按届时的决定发放，无需核算差额。")
            % {"first": first, "last": last}
        )
    if months_between(first, last) >= MOST_MONTHS:
        raise ComputationRefused(_("一次最多核算%(n)d个月，请把起始月份改晚。") % {"n": MOST_MONTHS})
    division = case.division_code if case else full(settings.COUNTY_CODE)
    total = 1 if case else with_decision(program).count()
    if not total:
        raise ComputationRefused(_("没有作出过决定的办件，无需核算。"))
    year = local_day(at).year
    try:
        with transaction.atomic():
            row: Computation = Computation.objects.create(
                number=f"CE{year}-{NumberSeries.objects.take(f'differences-{year}'):04d}", program=program,
                division_code=division, first_month=str(first), last_month=str(last), cause=cause,
                reason=reason.strip()[:300], figure=figure, case=case, known_at=at, total=total, started_by=by,
                started_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise ComputationRefused(_("本项目有一次核算尚未完成，请等它完成后再核算。")) from error
    after = {"program": program, "from": str(first), "to": str(last), "cause": cause, "households": total}
    _audit(row, "differences.started", by=by, at=at, after=after, reason=row.reason)
    return row


def enqueue(*, computation: Computation, by: Staff, at: datetime) -> JobRun:
    """Hand it to a worker; the same computation is one job."""
    payload = {"number": computation.number}
    return queue.enqueue(
        kind=KIND, payload=payload, by=by, at=at, key=f"{KIND}:{computation.number}", total=computation.total
    )


def run(*, computation: Computation, by: Staff, at: datetime, told: Told = lambda _done: None) -> Computation:
    """Reckon what is left of a computation, chunk by chunk, and close it. Within the declared area."""
    while step(computation=computation, by=by, at=at):
        computation.refresh_from_db()
        told(computation.done)
    computation.refresh_from_db()
    return computation


@transaction.atomic
def step(*, computation: Computation, by: Staff, at: datetime) -> bool:
    """Reckon the next chunk and write what it came to; False when there is nothing left."""
    row: Computation = Computation.objects.select_for_update(of=("self",)).get(pk=computation.pk)
    if row.state == ComputationState.DONE:
        return False
    cases = _next(row)
    if not cases:
        Computation.objects.filter(pk=row.pk).update(state=ComputationState.DONE, finished_at=at)
        row.refresh_from_db()
        after = {
            "households": row.done, "changed": row.changed, "arrears_fen": row.arrears_fen,
            "recovery_fen": row.recovery_fen, "left_out": row.left_out_count,
        }  # fmt: skip
        _audit(row, "differences.computed", by=by, at=at, after=after)
        return False
    with as_kept():
        counts = _chunk(row, cases, by, at)
    record_many(counts.events, at=at, by=by)
    Computation.objects.filter(pk=row.pk).update(
        cursor=cases[-1].pk, done=F("done") + len(cases), changed=F("changed") + counts.changed,
        unchanged=F("unchanged") + counts.unchanged, already=F("already") + counts.already,
        left_out_count=F("left_out_count") + counts.left_out, arrears_fen=F("arrears_fen") + counts.arrears_fen,
        recovery_fen=F("recovery_fen") + counts.recovery_fen,
    )  # fmt: skip
    return True


def _chunk(row: Computation, cases: Sequence[Case], by: Staff, at: datetime) -> _Counts:
    ids = [case.pk for case in cases]
    recused = recused_cases(by, ids)
    results = reckon([case for case in cases if case.pk not in recused], months=_months(row), known_at=row.known_at)
    open_rows = _standing(ids, ProposalState.OPEN)
    dismissed = _standing(ids, ProposalState.DISMISSED)
    answered = {(one.case_id, *key) for one, keys in dismissed for key in keys}
    writing = _Writing(row, by, at)
    kin = _("近亲属办件，由他人核算")
    left = [LeftOut(computation=row, case=case, months=[], reason=kin) for case in cases if case.pk in recused]
    for result in results:
        mine = [(one, keys) for one, keys in open_rows if one.case_id == result.case.pk]
        _write(writing, result, mine, answered)
        left += _left_out(row, result)
    counts = writing.counts
    counts.unchanged += len(recused)
    counts.left_out = len({one.case_id for one in left})
    LeftOut.objects.bulk_create(left)
    return counts


Keys = frozenset[tuple[str, int, int]]


def _standing(case_ids: Sequence[int], state: str) -> list[tuple[Proposal, Keys]]:
    """Return the proposals of the cases in a state, each with its differing months: month, was, should."""
    rows = Proposal.objects.filter(case_id__in=case_ids, state=state).select_related("case").order_by("pk")
    keys: dict[int, set[tuple[str, int, int]]] = {one.pk: set() for one in rows}
    months = DifferenceMonth.objects.filter(proposal_id__in=keys).exclude(difference_fen=0)
    for pk, month, was, should in months.values_list("proposal_id", "month", "was_fen", "should_fen"):
        keys[pk].add((month, was, should))
    return [(one, frozenset(keys[one.pk])) for one in rows]


def _write(
    writing: _Writing, result: Reckoned, standing: Sequence[tuple[Proposal, Keys]],
    answered: set[tuple[int, str, int, int]],
) -> None:  # fmt: skip
    """Propose what differs, one proposal each way; leave what stands, replace what has changed."""
    counts = writing.counts
    earlier = {month for _one, keys in standing for month, *_sums in keys} - {str(one.month) for one in result.months}
    if earlier:
        result.left_out.append((min(earlier), _("另有待确认的差额涉及本次没有核算的月份，请先办结或从较早的月份核算")))
        counts.unchanged += 1
        return
    fresh = [
        one for one in result.months
        if one.difference_fen and (result.case.pk, str(one.month), one.was_fen, one.should_fen) not in answered
    ]  # fmt: skip
    wanted = {
        ProposalKind.ARREARS: [one for one in fresh if one.difference_fen > 0],
        ProposalKind.RECOVERY: [one for one in fresh if one.difference_fen < 0],
    }
    made = kept = 0
    for kind, months in wanted.items():
        keys = frozenset((str(one.month), one.was_fen, one.should_fen) for one in months)
        old = next((pair for pair in standing if pair[0].kind == kind), None)
        if old is not None and old[1] == keys:
            kept += 1
            continue
        if old is not None:
            _supersede(writing, old[0])
        if months:
            shown = [one for one in result.months if not one.difference_fen] if kind == _first(wanted) else []
            _propose(writing, result.case, kind, months, shown)
            made += 1
    if made:
        counts.changed += 1
    elif kept:
        counts.already += 1
    else:
        counts.unchanged += 1


def _first(wanted: dict[ProposalKind, list[MonthReckoned]]) -> ProposalKind:
    """The unchanged months are shown with the first of the two."""
    return next(kind for kind, months in wanted.items() if months)


def _propose(
    writing: _Writing, case: Case, kind: ProposalKind, months: Sequence[MonthReckoned], same: Iterable[MonthReckoned]
) -> None:
    row, counts = writing.row, writing.counts
    total = sum(abs(one.difference_fen) for one in months)
    made: Proposal = Proposal.objects.create(
        computation=row, case=case, kind=kind, total_fen=total, month_count=len(months),
        needs_look=any(one.explained.needs_look for one in months), made_by=row.started_by, made_at=writing.at,
    )  # fmt: skip
    DifferenceMonth.objects.bulk_create(
        DifferenceMonth(
            proposal=made,
            month=str(one.month),
            was_fen=one.was_fen,
            own_list_fen=one.own_list_fen,
            paid_fen=one.paid_fen,
            should_fen=one.should_fen,
            difference_fen=one.difference_fen,
            figures_fen=one.explained.figures_fen,
            facts_fen=one.explained.facts_fen,
            decision_fen=one.explained.decision_fen,
            outcome=one.outcome,
            person_ids=list(one.person_ids),
            decision=one.decision,
            dues=[list(due) for due in one.made.dues],
            reasons=list(one.reasons),
        )
        for one in sorted((*months, *same), key=lambda one: one.month)
    )  # fmt: skip
    if kind == ProposalKind.ARREARS:
        counts.arrears_fen += total
    else:
        counts.recovery_fen += total
    after = {"computation": row.number, "kind": str(kind), "total_fen": total, "months": len(months)}
    counts.events.append(_event(made, "case.difference_proposed", after, row.reason))


def _supersede(writing: _Writing, old: Proposal) -> None:
    words = _("由核算%(number)s代替") % {"number": writing.row.number}
    Proposal.objects.filter(pk=old.pk, state=ProposalState.OPEN).update(
        state=ProposalState.SUPERSEDED, settled_by=writing.by, settled_at=writing.at, settle_reason=words
    )
    after = {"computation": writing.row.number}
    writing.counts.events.append(_event(old, "case.difference_superseded", after, words))


def _event(proposal: Proposal, action: str, after: Mapping[str, object], reason: str) -> NewEvent:
    return NewEvent(
        chain=f"case:{proposal.case_id}", action=action, object_kind="case", object_id=str(proposal.case_id),
        division_code=proposal.case.division_code, after={"proposal": proposal.pk, **after}, reason=reason,
    )  # fmt: skip


def _left_out(row: Computation, result: Reckoned) -> list[LeftOut]:
    by_reason: dict[str, list[str]] = {}
    for month, why in result.left_out:
        by_reason.setdefault(why, []).append(month)
    return [
        LeftOut(computation=row, case=result.case, months=months, reason=why[:300]) for why, months in by_reason.items()
    ]


def _next(row: Computation) -> list[Case]:
    rows = with_decision(row.program).filter(pk__gt=row.cursor)
    if row.case_id is not None:
        rows = rows.filter(pk=row.case_id)
    return list(rows.select_related("household").order_by("pk")[:AT_ONCE])


def _months(row: Computation) -> list[Month]:
    first, last = Month.parse(row.first_month), Month.parse(row.last_month)
    return [first.plus(n) for n in range(months_between(first, last) + 1)]


def _require_may(by: Staff, case: Case | None) -> None:
    if case is None:
        permissions.require_role(by, Role.COUNTY_OFFICER)
        permissions.require_area(by, settings.COUNTY_CODE)
    else:
        permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
        permissions.require_area(by, case.division_code)


def _audit(
    row: Computation, action: str, *, by: Staff, at: datetime, after: Mapping[str, object], reason: str = ""
) -> None:
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind="computation", object_id=row.number,
        division_code=row.division_code, after=after, reason=reason,
    )  # fmt: skip


def compute(handle: Handle, by: Staff) -> Outcome:
    """Do the job; run again after a dead worker it goes on where the last chunk ended."""
    row: Computation = Computation.objects.get(number=handle.payload["number"])

    def told(done: int) -> None:
        handle.progress(done, row.total, _("正在核算"))

    told(row.done)
    done = run(computation=row, by=by, at=handle.at, told=told)
    message = _("核算%(n)d户：%(changed)d户有差额，%(left)d户有月份未能核算。") % {
        "n": done.done, "changed": done.changed, "left": done.left_out_count,
    }  # fmt: skip
    return Outcome(message, {"number": done.number, "changed": done.changed, "left_out": done.left_out_count})


COMPUTING = Kind(KIND, gettext_lazy("核算差额"), gettext_lazy("户"), for_staff(compute))

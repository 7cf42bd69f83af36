"""Recertification: what is paid against what the rules now say, month by month. It proposes; a named officer decides.

民发〔2021〕57号 第三十一条；社会救助法 第四十六、四十八条: before a reduction or a stop the household is heard.
Hearing, settling and acting on a death are offered here too: the staircase's upper end, where the rooms above come in.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import close_relatives, comparison, dossier
from minzheng.casework.domain import determination as determinations
from minzheng.casework.domain import proposal as proposals
from minzheng.casework.domain.bereavement import stop_on_death
from minzheng.casework.domain.determination import Preview
from minzheng.casework.domain.hearing import hear
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.domain.settlement import accept, dismiss
from minzheng.casework.enums import (
    FINDING_KINDS,
    DeterminationKind,
    ProposalGround,
    ProposalKind,
    ProposalState,
    State,
)
from minzheng.casework.models import Case, Decision, Determination, ReviewProposal
from minzheng.casework.queries.catalogue import never_with
from minzheng.casework.queries.covered import doubled
from minzheng.casework.queries.in_force import governing
from minzheng.casework.queries.local_figures import known_rows, with_rows
from minzheng.casework.queries.recusal import recused_cases
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.models import Person
from minzheng.services.audit.domain.record import NewEvent, record_many

__all__ = ["ReviewRefused", "accept", "dismiss", "hear", "review_month", "stop_on_death"]

# Households read and evaluated in one go; bounds the memory of a county's review.
AT_ONCE = 200


@transaction.atomic
def review_month(*, month: Month, by: Staff, at: datetime, only: Collection[int] | None = None) -> list[ReviewProposal]:
    """Read every active case of the declared area again, as known now, and propose where the result differs.

    Nothing that is paid changes. Run again, it adds only what has changed since; cases with a proposal that waits for
    an answer are left alone, and so are suspended ones (only a named person restores them) and those of the
    reviewer's own close relatives (a colleague reviews them). `only`: the cases, by id, that a screening found.
    """
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    day = local_day(at)
    on = min(max(day, month.first_day), month.last_day)
    made: list[ReviewProposal] = []
    active = Case.objects.filter(state=State.ACTIVE).select_related("household").order_by("pk")
    active = active if only is None else active.filter(pk__in=only)
    close_relatives.match_for(staff=by, at=at)
    recused = recused_cases(by)
    cases = [case for case in active if by.area.covers(case.division_code) and case.pk not in recused]
    for start in range(0, len(cases), AT_ONCE):
        made += _review(cases[start : start + AT_ONCE], month, on, by, at)
    return made


def _review(cases: Sequence[Case], month: Month, on: date, by: Staff, at: datetime) -> list[ReviewProposal]:
    ids = [case.pk for case in cases]
    granted, coming = governing(ids, month), governing(ids, month.next())
    earlier = _reviewed(ids, month)
    waiting = {row.case_id: row for row in ReviewProposal.objects.filter(case_id__in=ids, state=ProposalState.OPEN)}
    settled = ReviewProposal.objects.filter(case_id__in=ids, month=str(month), ground=ProposalGround.MONTH_RUN)
    answered = set(
        settled.exclude(state__in=(ProposalState.OPEN, ProposalState.SUPERSEDED)).values_list("case_id", flat=True)
    )
    with as_kept():
        twice = _twice(cases, granted)
        changed = _("事实已变化，重新复核")
    dossiers = dossier.build_many(cases, on=on, known_at=at)
    entered = known_rows(at)
    made: list[ReviewProposal] = []
    unchanged: list[NewEvent] = []
    for case in cases:
        old, built, decided = waiting.get(case.pk), dossiers.get(case.pk), granted.get(case.pk)
        if built is None or decided is None or case.pk in answered or (old and old.kind not in FINDING_KINDS):
            continue
        # A change decided already begins next month: it, not what it replaces, is to be compared.
        decided = coming.get(case.pk, decided)
        loaded = with_rows(case.program, entered)
        known_twice = old is not None and old.kind == ProposalKind.DOUBLE
        if earlier.get(case.pk) == (built.digest, loaded.rule_version(on)) and (known_twice or case.pk not in twice):
            continue
        seen = Preview(built, loaded.evaluate(facts=built.facts, on=on, at=built.at_division))
        row = determinations.freeze(case=case, seen=seen, kind=DeterminationKind.REVIEW, by=by, at=at, month=month)
        if old is not None:
            proposals.settle(old, ProposalState.SUPERSEDED, changed, by=by, at=at)
        if case.pk in twice:
            made.append(_propose_double(case, decided, twice[case.pk], month, by=by, at=at))
            continue
        proposal = comparison.assess(
            case=case, decided=decided, row=row, seen=seen, ground=ProposalGround.MONTH_RUN, by=by, at=at, month=month
        )
        if proposal is None:
            unchanged.append(_unchanged(case, row))
        else:
            made.append(proposal)
    record_many(unchanged, at=at, by=by)
    return made


def _twice(cases: Sequence[Case], granted: dict[int, Decision]) -> dict[int, list[str]]:
    """Return, by case, who of its people draws this benefit, or one that excludes it, somewhere else too."""
    by_program: dict[str, dict[int, list[int]]] = defaultdict(dict)
    for case in cases:
        if case.pk in granted:
            by_program[case.program][case.pk] = granted[case.pk].covered_person_ids
    found: dict[int, list[tuple[int, str]]] = {}
    for program, covered in by_program.items():
        found |= doubled(covered, programs=never_with(program))
    people = {person for rows in found.values() for person, _where in rows}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    return {
        case_id: [_("%(name)s同时由%(where)s保障") % {"name": names.get(pk, ""), "where": where} for pk, where in rows]
        for case_id, rows in found.items()
    }


def _propose_double(
    case: Case, decided: Decision, reasons: Sequence[str], month: Month, *, by: Staff, at: datetime
) -> ReviewProposal:
    return proposals.make(
        case=case, kind=ProposalKind.DOUBLE, ground=ProposalGround.MONTH_RUN, decided=decided, reasons=reasons, by=by,
        at=at, proposed_fen=None, month=month, cadence=decided.cadence,
    )  # fmt: skip


def _unchanged(case: Case, row: Determination) -> NewEvent:
    return NewEvent(
        chain=f"case:{case.pk}", action="case.reviewed", object_kind="case", object_id=str(case.pk),
        division_code=case.division_code,
        after={"determination": row.pk, "month": row.month, "amount_fen": row.amount_fen},
    )  # fmt: skip


def _reviewed(case_ids: Sequence[int], month: Month) -> dict[int, tuple[str, str]]:
    rows = Determination.objects.filter(case_id__in=case_ids, month=str(month), kind=DeterminationKind.REVIEW)
    fields = rows.order_by("pk").values_list("case_id", "dossier_digest", "rule_version")
    return {case_id: (digest, version) for case_id, digest, version in fields}

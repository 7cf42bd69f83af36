"""What is paid against what the rules now say: no difference, or a proposal that says which.

An amount is fixed within a review period unless the household's state has clearly changed (民发〔2021〕57号
第三十一条): the proposal carries the day the period ends and what has changed in what is known, for who decides to see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import proposal as proposals
from minzheng.casework.domain.determination import Preview, covered
from minzheng.casework.enums import Cadence, DecisionKind, Outcome, ProposalGround, ProposalKind
from minzheng.casework.models import Case, Decision, Determination, ReviewProposal
from minzheng.casework.queries.in_force import QUARTER, amount_in
from minzheng.casework.queries.jobs import consecutive_refusals
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.wording import listed
from minzheng.programs import catalogue
from minzheng.registry.models import Person

# A year older is no change of state.
_NOT_A_CHANGE = frozenset({"age_years"})
REFUSALS = 3
NO_NAMES: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class _Proposed:
    """What the rules would pay from a month on, the standing cut taken off."""

    fen: int
    cut: dict[str, Any]
    month: Month


@dataclass
class _Difference:
    kind: ProposalKind
    reasons: list[str]
    proposed_fen: int | None = None
    frozen: dict[str, Any] = field(default_factory=dict)


def assess(
    *,
    case: Case,
    decided: Decision,
    row: Determination,
    seen: Preview,
    ground: ProposalGround,
    by: Staff,
    at: datetime,
    because: Sequence[str] = (),
    month: Month | None = None,
    **frozen: Any,
) -> ReviewProposal | None:
    """Propose what a new determination asks for; None where nothing differs. `because` goes before the reasons."""
    with as_kept():
        found = _difference(decided, row, seen, Month.parse(row.month))
    if found is None:
        if ground != ProposalGround.DEATH:
            return None
        found = _Difference(ProposalKind.MEMBER_DIED, [], row.amount_fen)
    if found.kind in {ProposalKind.RAISE, ProposalKind.REDUCE}:
        found.frozen |= _period(case, decided, row, ground, at)
    return proposals.make(
        case=case, kind=found.kind, ground=ground, decided=decided, reasons=[*because, *found.reasons], by=by, at=at,
        proposed_fen=found.proposed_fen, month=month or Month.parse(row.month), determination=row,
        cadence=decisions.cadence_of(row), **found.frozen, **frozen,
    )  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """What a reading of the facts asks for where it differs from what is decided: kind, words, the new amount."""

    kind: ProposalKind
    reasons: tuple[str, ...]
    proposed_fen: int | None


def foreseen(
    *, case: Case, decided: Decision, seen: Preview, month: Month, names: Mapping[int, str] | None = None
) -> Difference | None:  # fmt: skip
    """Return what `assess` would propose on these facts; nothing is written, None where nothing differs.

    `names`: of people by id, where many cases are asked about and names were read for all.
    """
    result = seen.evaluation
    row = Determination(
        case=case, month=str(month), outcome=result.outcome, amount_fen=result.amount_fen,
        evaluation={"amount_fen": result.amount_fen, "closing_fen": result.closing_fen, "cadence": result.cadence},
        person_ids=covered(seen.dossier, result),
    )  # fmt: skip
    with as_kept():
        found = _difference(decided, row, seen, month, names or NO_NAMES)
    return None if found is None else Difference(found.kind, tuple(found.reasons), found.proposed_fen)


def _difference(
    decided: Decision, row: Determination, seen: Preview, month: Month, names: Mapping[int, str] = NO_NAMES
) -> _Difference | None:  # fmt: skip
    if row.outcome == Outcome.INCOMPLETE:
        return _Difference(ProposalKind.FACTS_MISSING, seen.missing)
    leaving = decided.kind == DecisionKind.GRADUAL_EXIT
    if row.outcome == Outcome.REFUSED:
        failed = [str(finding.label) for finding in seen.evaluation.failed]
        # A gradual exit was decided because of this; it runs to its end.
        return None if leaving else _Difference(ProposalKind.STOP, failed, 0)
    if leaving:
        return _Difference(ProposalKind.RESTORE, [_("渐退期内重新符合条件")], row.amount_fen)
    cut = _standing_cut(decided)
    proposed = row.amount_fen - cut.get("share_cut_fen", 0)
    if proposed <= 0:
        return _Difference(ProposalKind.STOP, [_("扣除减发的本人份额后没有应发金额")], 0)
    return _changed_amount(decided, row, _Proposed(proposed, cut, month), names)


def _changed_amount(
    decided: Decision, row: Determination, one: _Proposed, names: Mapping[int, str]
) -> _Difference | None:  # fmt: skip
    proposed, cut, month = one.fen, one.cut, one.month
    cadence = decisions.cadence_of(row)
    now, then = _a_quarter(proposed, cadence), _a_quarter(amount_in(decided, _first(decided, month)), decided.cadence)
    same_rest = decided.determination_id is None or decisions.rest_of(row) == decided.year_rest_fen
    if now == then and cadence == decided.cadence and same_rest:
        covered = {*row.person_ids} ^ {*decided.covered_person_ids}
        if decided.determination_id is None or not covered - {decided.share_cut_person_id}:
            return None
        changed = _("保障人员有变化：%(names)s") % {"names": listed(_named(covered, names))}
        return _Difference(ProposalKind.CHANGE_MEMBERS, [changed], proposed, cut)
    kind = ProposalKind.RAISE if now >= then else ProposalKind.REDUCE
    reasons = [amount_differs(row.month)]
    if decided.share_cut_person_id and not cut:
        reasons.append(_("减发本人份额的原因已消失"))
    return _Difference(kind, reasons, proposed, cut)


def _named(people: set[int], names: Mapping[int, str]) -> list[str]:
    if people <= names.keys():
        return [names[pk] for pk in sorted(people)]
    return list(Person.objects.filter(pk__in=people).order_by("pk").values_list("name", flat=True))


def amount_differs(month: str) -> str:
    """Say why an amount is raised or reduced where nothing else is to be said."""
    return _("按%(month)s已知事实和标准重新计算，金额不同") % {"month": month}


def _first(decided: Decision, month: Month) -> Month:
    return max(month, Month.parse(decided.from_month))


def _a_quarter(fen: int, cadence: str) -> int:
    return fen if cadence == Cadence.QUARTER else fen * QUARTER


def _standing_cut(decided: Decision) -> dict[str, Any]:
    """Return the cut of one person's share that still holds: until the person accepts a job."""
    person = decided.share_cut_person_id
    if person is None or consecutive_refusals([person]).get(person, 0) < REFUSALS:
        return {}
    return {"share_cut_fen": decided.share_cut_fen, "share_cut_person_id": person}


def _period(case: Case, decided: Decision, row: Determination, ground: ProposalGround, at: datetime) -> dict[str, Any]:
    if ground == ProposalGround.REVIEW or case.next_review_on is None or case.next_review_on <= local_day(at):
        return {}
    old = decided.determination
    with as_kept():
        changes = clear_changes(old, row) if old else []
    return {"period_until": case.next_review_on, "clear_changes": changes}


def clear_changes(old: Determination, new: Determination) -> list[str]:
    """Name what has changed in what is known of the household between two determinations, in Chinese."""
    labels = {fact.code: str(fact.label) for fact in catalogue.get(new.case.program).all_facts}
    was, now = _by_person(old), _by_person(new)
    names = {one["id"]: one["name"] for one in (*old.members, *new.members)}
    found = [_("%(name)s不再是家庭成员") % {"name": names[pk]} for pk in was if pk not in now]
    found += [_("%(name)s成为家庭成员") % {"name": names[pk]} for pk in now if pk not in was]
    for pk in (pk for pk in now if pk in was):
        found += [f"{names[pk]}：{labels.get(code, code)}" for code in _differing(was[pk], now[pk])]
    home = {"members"}
    before = {code: value for code, value in old.facts.items() if code not in home}
    after = {code: value for code, value in new.facts.items() if code not in home}
    return found + [labels.get(code, code) for code in _differing(before, after)]


def _by_person(row: Determination) -> dict[int, Mapping[str, Any]]:
    return {one["id"]: facts for one, facts in zip(row.members, row.facts["members"], strict=True)}


def _differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    codes = dict.fromkeys((*was, *now))
    return [code for code in codes if code not in _NOT_A_CHANGE and was.get(code) != now.get(code)]

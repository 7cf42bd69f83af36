"""What should have been paid for past months, by what is known now, beside what was made due. Reads, writes nothing.

A month is governed by how things stood on its first day, as a death is (casework.queries.in_force): what changes later
in a month bears on the month after. A benefit that was suspended, that had ended or had not begun has no "should".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from minzheng.casework.domain.determination import Preview, covered, preview_many
from minzheng.casework.enums import Cadence, DecisionKind, Outcome
from minzheng.casework.models import Case, Decision, LocalFigure
from minzheng.casework.queries.in_force import DECEMBER, amount_in, granted_in
from minzheng.casework.queries.local_figures import known_rows
from minzheng.casework.queries.members import dead_among
from minzheng.differences.domain.explanation import Explained, Reason, explain
from minzheng.differences.queries.made import Made, drawn_elsewhere, last_listed, made
from minzheng.kernel.month import Month
from minzheng.kernel.wording import clauses


@dataclass(frozen=True)
class MonthReckoned:
    """One month of one household, as a proposal freezes it."""

    month: Month
    decision: Decision
    made: Made
    was_fen: int
    own_list_fen: int
    paid_fen: int
    should_fen: int
    outcome: str
    person_ids: tuple[int, ...]
    explained: Explained

    @property
    def difference_fen(self) -> int:
        """Return should − was."""
        return self.should_fen - self.was_fen

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return why, in Chinese."""
        return self.explained.reasons


@dataclass
class Reckoned:
    """One household: its months in order, and those that could not be reckoned with the reason."""

    case: Case
    months: list[MonthReckoned] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Was:
    fen: int
    paid_fen: int
    own_list_fen: int = 0
    why_not: str = ""


def reckon(cases: Sequence[Case], *, months: Sequence[Month], known_at: datetime) -> list[Reckoned]:
    """Reckon the months of cases of one program; the number of queries does not grow with the cases."""
    found = {case.pk: Reckoned(case) for case in cases}
    if not cases:
        return []
    ids, texts, program = list(found), [str(month) for month in months], cases[0].program
    granted, given, rows = granted_in(ids, months), made(cases, texts), known_rows(known_at)
    elsewhere: dict[tuple[int, str], str] | None = None
    last = last_listed(program)
    people = {person for decision in granted.values() for person in decision.covered_person_ids}
    died = dead_among(sorted(people), known_at)
    for month in months:
        governed = {pk: granted[pk, str(month)] for pk in ids if (pk, str(month)) in granted}
        chosen = [found[pk].case for pk in governed]
        seen = preview_many(cases=chosen, on=month.first_day, known_at=known_at, rows=rows)
        for pk, decision in governed.items():
            one, have = found[pk], given.get((pk, str(month)), Made())
            decision.case = one.case
            was = _was(decision, have, month, last)
            why = was.why_not or _why_not(decision, seen.get(pk), died, month)
            if why:
                one.left_out.append((str(month), why))
                continue
            reckoned = _month(decision, seen.get(pk), have, was, month=month, rows=rows)
            if not have.dues and reckoned.difference_fen > 0 and not was.fen:
                elsewhere = drawn_elsewhere(program, texts) if elsewhere is None else elsewhere
                taken = {elsewhere.get((person, str(month)), one.case.number) for person in reckoned.person_ids}
                if taken - {one.case.number}:
                    where = clauses(sorted(taken - {one.case.number}))
                    one.left_out.append((str(month), _("成员当月已在办件%(cases)s中享受") % {"cases": where}))
                    continue
            one.months.append(reckoned)
    return list(found.values())


def _month(
    decision: Decision, seen: Preview | None, have: Made, was: _Was, *, month: Month, rows: Sequence[LocalFigure]
) -> MonthReckoned:
    should, outcome = _should(decision, seen, month)
    if should == was.fen:
        explained = Explained(0, 0, 0, ())
    else:
        explained = explain(decision, seen, month=month, made=have, was_fen=was.fen, should_fen=should, rows=rows)
    people = tuple(covered(seen.dossier, seen.evaluation)) if seen else ()
    if decision.kind == DecisionKind.GRADUAL_EXIT:
        people = tuple(decision.covered_person_ids)
    return MonthReckoned(
        month, decision, have, was.fen, was.own_list_fen, was.paid_fen, should, outcome, people, explained
    )


def _should(decision: Decision, seen: Preview | None, month: Month) -> tuple[int, str]:
    if seen is None:
        return 0, Outcome.REFUSED
    if decision.kind == DecisionKind.GRADUAL_EXIT:
        return amount_in(decision, month), Outcome.ELIGIBLE
    result = seen.evaluation
    if result.outcome != Outcome.ELIGIBLE:
        return 0, str(result.outcome)
    whole = result.closing_fen if month.month == DECEMBER else result.amount_fen
    return max(0, whole - decision.share_cut_fen), Outcome.ELIGIBLE


def _was(decision: Decision, have: Made, month: Month, last: Month | None) -> _Was:
    if decision.kind == DecisionKind.TAKEN_OVER and decision.decided_on > month.last_day:
        # The office's own list paid it before the case was taken over.
        fen = int(decision.amount_fen)
        return _Was(fen + have.was_fen, fen + have.paid_fen, fen)
    ordered = decision.arrears_from is not None and decision.arrears_from <= str(month) < decision.from_month
    if ordered and not have.dues:
        return _Was(
            0, 0, why_not=_("决定《%(number)s》已命令补发，待生成后再核算") % {"number": decision.document_number}
        )
    if not have.has_regular and not ordered and (last is None or month > last):
        return _Was(0, 0, why_not=_("当月应发尚未生成，下次发放按届时的决定"))
    return _Was(have.was_fen, have.paid_fen)


def _why_not(decision: Decision, seen: Preview | None, died: Mapping[int, date], month: Month) -> str:
    if decision.kind == DecisionKind.SUSPEND:
        return _("当月停发（《%(number)s》）；停发本身不产生补发") % {"number": decision.document_number}
    if seen is None and not all(died.get(who, date.max) < month.first_day for who in decision.covered_person_ids):
        return _("当月没有登记家庭成员，不能核算")
    if decision.cadence != Cadence.MONTH or (seen is not None and seen.evaluation.cadence != Cadence.MONTH):
        return _("按季发放的月份须人工核算")
    if seen is not None and seen.evaluation.outcome == Outcome.INCOMPLETE:
        return _("事实不全：%(names)s") % {"names": clauses(seen.missing[:5])}
    return ""

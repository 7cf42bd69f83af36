"""What a screen finds of families: what differs from what is decided, who no longer qualifies, who gets nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from minzheng.accounts.models import Staff
from minzheng.casework.domain import population
from minzheng.casework.domain.population import ACTIVE, NO_CASE
from minzheng.casework.enums import ProposalKind
from minzheng.rules.evaluation import Evaluation
from minzheng.rules.evaluation import Finding as Condition
from minzheng.screening.counting.tally import ELIGIBLE, INCOMPLETE, REFUSED
from minzheng.screening.domain.reckoning import Reckoned
from minzheng.screening.enums import FindingKind, ScreenKind
from minzheng.screening.models import Finding, Screen

FEW = 3
"""A family of which at most so many facts are unknown is asked; of the others too little is known to say anything."""
# A stop first, then what is too much, then what is too little: in this order a review is begun.
URGENCY = {ProposalKind.STOP: 4, ProposalKind.REDUCE: 3, ProposalKind.RAISE: 2}
APART = 10**12


def found(screen: Screen, read: Reckoned, rows: Sequence[int], *, by: Staff, known_at: datetime) -> list[Finding]:
    """Return what the screen finds among these families of a sheet, not yet written."""
    if screen.kind == ScreenKind.TAKE_UP:
        return _gaps(screen, read, rows)
    return _differences(screen, read, rows, by=by, known_at=known_at)


def _differences(
    screen: Screen, read: Reckoned, rows: Sequence[int], *, by: Staff, known_at: datetime
) -> list[Finding]:
    """What a review would propose; an exit watch looks at those alone whom the rules now refuse."""
    standing, outcome = read.sheet.keys["standing"], read.results["outcome"]
    is_exit = screen.kind == ScreenKind.EXIT
    numbers = [n for n in rows if standing[n] == ACTIVE and not (is_exit and outcome[n] != REFUSED)]
    kept = [read.kept(n) for n in numbers]
    made = []
    for one in population.differences(kept, law=read.law, on=read.on, known_at=known_at, by=by):
        kind, should = one.difference.kind, one.difference.proposed_fen or 0
        if is_exit and kind != ProposalKind.STOP:
            continue
        change = abs(should - one.was_fen)
        made.append(
            Finding(
                screen=screen, household_id=one.case.household_id, case=one.case, division_code=one.case.division_code,
                program=one.case.program, kind=FindingKind(str(kind)), people=len(one.evaluation.recipients),
                was_fen=one.was_fen, should_fen=should, rank=rank_of(kind, change),
                reasons=_why(one.difference.reasons, one.evaluation, kind),
            )
        )  # fmt: skip
    return made


def rank_of(kind: ProposalKind, change: int) -> int:
    """Return where a difference stands in the list: by its kind, then by how much it changes a payment."""
    return URGENCY.get(kind, 1) * APART + change


def _gaps(screen: Screen, read: Reckoned, rows: Sequence[int]) -> list[Finding]:
    """Who qualifies and has no case, nor draws the benefit elsewhere; and who would if a few facts were known."""
    keys, outcome = read.sheet.keys, read.results["outcome"]
    free = [n for n in rows if keys["standing"][n] == NO_CASE and not keys["barred"][n]]
    qualify = [n for n in free if outcome[n] == ELIGIBLE]
    ask = [n for n in free if outcome[n] == INCOMPLETE and read.missing_facts(n) <= FEW]
    people = {int(keys["household"][n]): read.people(n) for n in (*qualify, *ask)}
    elsewhere = population.covered_already(people, read.law.program.code) if people else {}
    here = [n for n in qualify if int(keys["household"][n]) not in elsewhere]
    wanted = [n for n in ask if int(keys["household"][n]) not in elsewhere]
    questions = population.missing_of({n: (read.evaluate(n), read.people(n)) for n in wanted})
    made = [
        _gap(screen, read, n, FindingKind.QUALIFIES, int(read.results["amount_fen"][n]), read.evaluate(n)) for n in here
    ]
    for n in wanted:
        row = _gap(screen, read, n, FindingKind.TO_ASK, 0, None)
        row.reasons = [{"label": words} for words in questions[n]]
        row.rank = -len(questions[n])
        made.append(row)
    return made


def _gap(  # noqa: PLR0917 - what is found, whole
    screen: Screen, read: Reckoned, number: int, kind: FindingKind, amount_fen: int, result: Evaluation | None
) -> Finding:
    people = len(result.recipients) if result else len(read.people(number))
    return Finding(
        screen=screen, household_id=int(read.sheet.keys["household"][number]), division_code=read.place(number),
        program=read.law.program.code, kind=kind, people=people, should_fen=amount_fen, rank=amount_fen,
        reasons=_compared(result.conditions) if result else [],
    )  # fmt: skip


def _why(reasons: Iterable[str], result: Evaluation, kind: ProposalKind) -> list[dict[str, Any]]:
    """Say why: the failed conditions with what they need and what there is; else the words of the review."""
    if kind == ProposalKind.STOP and result.failed:
        return [_words(one) for one in result.failed]
    return [{"label": words} for words in reasons]


def _compared(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """Return the conditions in which something is compared and that concern the family: why it qualifies."""
    return [_words(one) for one in conditions if one.arises and one.needs]


def _words(one: Condition) -> dict[str, Any]:
    return {"label": one.label, "law": one.law, "needs": one.needs, "has": one.has, "differs": one.differs}

"""What the pages of the dynamic review show: who is paid what, what the rules now say, why, and what may be done."""

from typing import Any

from django.db.models import QuerySet

from minzheng.casework.enums import FINDING_KINDS, ProposalKind
from minzheng.casework.models import Decision, Determination, ReviewProposal
from minzheng.casework.queries.in_force import governing
from minzheng.desk.comparison import WORDS, Row, compare, sheet
from minzheng.desk.places import place_name
from minzheng.desk.request import DeskRequest
from minzheng.desk.review_acts import FORMS, RUNS
from minzheng.desk.review_acts import acts as acts_on
from minzheng.desk.review_words import TONES, difference, lead, next_words, unit, waiting
from minzheng.kernel.month import Month

__all__ = ["FORMS", "RUNS", "TONES", "difference", "next_words", "page_context", "proposals"]


def proposals() -> QuerySet[ReviewProposal]:
    """Return the proposals of the declared area with all that a row shows, the newest month first."""
    rows: QuerySet[ReviewProposal] = ReviewProposal.objects.select_related(
        "case__applicant",
        "case__household",
        "made_by",
        "settled_by",
        "hearing",
        "notice",
        "end_request__asked_by",
        "share_cut_person",
    )
    return rows.order_by("-month", "case__division_code", "pk")


def page_context(request: DeskRequest, row: ReviewProposal) -> dict[str, Any]:
    """Return the page of one proposal."""
    old, new = _grounds(row), row.determination
    conditions, lines = compare(old, new) if new else ([], [])
    hearing = getattr(row, "hearing", None)
    acts = acts_on(request, row)
    is_folded = [act.verb for act in acts] == ["dismiss"]
    return {
        "row": row,
        "case": row.case,
        "place": place_name(row.case.division_code),
        "lead": lead(row),
        "tone": TONES[row.kind],
        "difference": difference(row),
        "conditions": [each for each in conditions if _is_telling(each, has_old=old is not None)],
        "condition_count": len(conditions),
        "lines": lines,
        "has_old": old is not None,
        "old_basis": sheet(old).basis if old else "",
        "sheet": sheet(new) if new else None,
        "hearing": hearing,
        "acts": acts,
        "is_folded": is_folded,
        "waiting": waiting(request.user, row) if is_folded or not acts else "",
        "is_missing": row.kind == ProposalKind.FACTS_MISSING,
        "is_finding": row.kind in FINDING_KINDS,
        "unit": unit(row.cadence),
        "notice": getattr(row, "notice", None),
        "request_row": getattr(row, "end_request", None),
    }


def _is_telling(condition: Row, *, has_old: bool) -> bool:
    """Leave conditions out that are met, or do not concern it, as before: ten times "met" hides the one that is not."""
    quiet = {str(WORDS["met"]), str(WORDS["aside"])}
    return condition.now not in quiet or (has_old and condition.is_changed)


def _grounds(row: ReviewProposal) -> Determination | None:
    """Return the calculation of what is paid on, or was before a suspension or an end; none was made for a takeover."""
    decided = governing([row.case_id], Month.parse(row.month)).get(row.case_id)
    found = Determination.objects.exclude(pk=row.determination_id)
    if decided is None:
        paid = Decision.objects.filter(case=row.case_id, determination__isnull=False, amount_fen__gt=0)
        last = found.filter(pk__in=paid.values("determination")).order_by("-pk").first()
        return last if row.kind == ProposalKind.RESTORE else None
    return found.filter(pk=decided.determination_id).first() if decided.determination_id else None

"""The sheet as filled, on A4: points item by item with where they come from, the gap list, both signatures."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.assessment.domain.road import AssessmentRefused
from minzheng.assessment.engine.scoring import NOT_ARISING, OPEN, ItemScore
from minzheng.assessment.engine.sheet import ILLUSTRATIVE
from minzheng.assessment.models import Assessment
from minzheng.assessment.queries import explaining
from minzheng.assessment.queries.assessments import AssessmentView, assessment_view
from minzheng.casework.queries.paper_facts import issuer_of
from minzheng.kernel.moment import local_day
from minzheng.services.papers import compile_pdf

TEMPLATE = "/assessment/typst/assessment.typ"


class EvidenceAltered(AssessmentRefused):
    """A kept file is not what was kept."""


def printed(*, assessment: Assessment, at: datetime) -> bytes:
    """Return the PDF of an assessment as it stands; a draft says that it is one."""
    return compile_pdf(TEMPLATE, content(assessment_view(assessment, local_day(at))), at=at)


def content(view: AssessmentView) -> dict[str, Any]:
    """Return what the paper says."""
    row, score = view.assessment, view.score
    submission, closing = getattr(row, "submission", None), getattr(row, "closing", None)
    return {
        "issuer": row.unit_name or issuer_of(view.sheet.unit.level, row.division_code),
        "title": view.sheet.name,
        "number": row.number,
        "state": str(view.state.label),
        "period": view.period.words,
        "is_illustrative": view.sheet.status == ILLUSTRATIVE,
        "source": view.sheet.source,
        "points": explaining.number(score.points),
        "out_of": explaining.number(score.out_of),
        "grade": score.grade or _("未填完"),
        "sections": [
            {"name": section.name, "rows": [_row(view, score.items[item.code]) for item in section.items]}
            for section in view.sheet.sections
        ],
        "vetoes": [
            {"name": item.name, "words": _("成立") if score.items[item.code].stands else _veto(score.items[item.code])}
            for item in view.sheet.vetoes
        ],
        "gaps": [
            {"name": gap.one.item.name, "lost": gap.lost, "what": gap.what, "who": gap.who}
            for gap in explaining.gaps(score.gaps)
        ],
        "statement": submission.statement if submission else "",
        "submitted": _signed(submission.submitted_by.name, submission.submitted_at) if submission else None,
        "opinion": closing.opinion if closing else "",
        "closed": _signed(closing.closed_by.name, closing.closed_at) if closing else None,
        "reviewer": str(Role(view.sheet.unit.reviewed_by).label),
    }


def _row(view: AssessmentView, one: ItemScore) -> dict[str, str]:
    code = one.item.code
    how = explaining.trace(one, view.answers.get(code), view.reviews.get(code))
    files = len(view.evidence.get(code, []))
    return {
        "name": one.item.name,
        "full": explaining.number(one.item.full),
        "points": "—" if one.status in {OPEN, NOT_ARISING} else explaining.number(one.points),
        "how": "；".join([*how, _("佐证材料%(n)s份") % {"n": files}] if files else how),
        "law": one.item.reference,
    }


def _veto(one: ItemScore) -> str:
    return _("没有填写") if one.status == OPEN else _("不成立")


def _signed(name: str, at: datetime) -> dict[str, str]:
    return {"name": name, "date": local_day(at).isoformat()}

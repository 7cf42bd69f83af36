"""Submission freezes figures and answers; another person reviews, judged items one by one; then it is closed."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.assessment.domain import road
from minzheng.assessment.domain.filling import require_points
from minzheng.assessment.domain.road import AssessmentRefused
from minzheng.assessment.engine.reading import digest
from minzheng.assessment.engine.scoring import NOT_ARISING, OPEN, Score
from minzheng.assessment.engine.sheet import Sheet, float_free
from minzheng.assessment.enums import State
from minzheng.assessment.models import Assessment, Closing, FrozenFigure, ItemReview, Submission
from minzheng.assessment.queries.assessments import AssessmentView, assessment_view
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import day_words, listed


@transaction.atomic
def submit(*, assessment: Assessment, by: Staff, at: datetime, statement: str = "") -> Submission:
    """Freeze the figures with their lists and the unit's own score. Raises AssessmentRefused, NotAllowed."""
    row, sheet = road.locked(assessment, State.DRAFT)
    road.require_filler(sheet, row.division_code, by)
    view = assessment_view(row, local_day(at))
    if view.period.last_on >= local_day(at):
        raise AssessmentRefused(
            _("%(period)s到%(day)s才结束，期满之后再提交。")
            % {"period": view.period.words, "day": day_words(view.period.last_on)}
        )
    _require_complete(view)
    for code, reading in view.figures.items():
        FrozenFigure.objects.create(
            assessment=row, code=code, numerator=reading.numerator, denominator=reading.denominator,
            lines=[line.as_list() for line in reading.lines], digest=digest(code, reading),
        )  # fmt: skip
    made = Submission.objects.create(
        assessment=row, statement=statement.strip(), submitted_by=by, submitted_at=at, **_frozen(view.score)
    )
    figures = {code: digest(code, reading) for code, reading in view.figures.items()}
    road.note(
        row, "assessment.submitted", by=by, at=at, reason=statement.strip(),
        after={"points": str(made.points), "out_of": str(made.out_of), "grade": made.grade, "figures": figures},
    )  # fmt: skip
    return made


@transaction.atomic
def review_item(
    *, assessment: Assessment, item_code: str, by: Staff, at: datetime, points: Decimal | None = None, reason: str = ""
) -> ItemReview:
    """Agree with an item (no points), or give other points and say why. Never by who submitted."""
    row, sheet = road.locked(assessment, State.SUBMITTED)
    _require_reviewer(row, sheet, by)
    item = road.item_of(sheet, item_code)
    if points is not None:
        found = assessment_view(row, local_day(at)).score.items[item.code]
        if not item.full or found.status == NOT_ARISING:
            raise AssessmentRefused(_("“%(item)s”没有分值，或者本期不涉及，不能改分。") % {"item": item.name})
        require_points(item, points)
        if not reason.strip():
            raise AssessmentRefused(_("改动“%(item)s”的得分，请写明理由。") % {"item": item.name})
    made = ItemReview.objects.create(
        assessment=row, item=item.code, points=points, reason=reason.strip(), reviewed_by=by, reviewed_at=at
    )
    road.note(
        row, "assessment.item_reviewed", by=by, at=at, reason=reason.strip() or item.name,
        after={"item": item.code, "points": None if points is None else str(points)},
    )  # fmt: skip
    return made


@transaction.atomic
def close(*, assessment: Assessment, by: Staff, at: datetime, opinion: str) -> Closing:
    """Close with the score as reviewed; every judged item was looked at. Raises AssessmentRefused, TwoPeopleNeeded."""
    row, sheet = road.locked(assessment, State.SUBMITTED)
    _require_reviewer(row, sheet, by)
    if not opinion.strip():
        raise AssessmentRefused(_("请填写复核意见。"))
    view = assessment_view(row, local_day(at))
    if view.unreviewed:
        names = listed(sheet.by_code[code].name for code in view.unreviewed)
        raise AssessmentRefused(_("这些项目由人评分，请逐项复核之后再确认：%(names)s。") % {"names": names})
    made = Closing.objects.create(
        assessment=row, opinion=opinion.strip(), closed_by=by, closed_at=at, **_frozen(view.score)
    )
    road.note(
        row, "assessment.closed", by=by, at=at, reason=opinion.strip(),
        after={"points": str(made.points), "out_of": str(made.out_of), "grade": made.grade},
    )  # fmt: skip
    return made


def _require_complete(view: AssessmentView) -> None:
    open_items = [one.item.name for one in view.score.items.values() if one.status == OPEN]
    if open_items:
        raise AssessmentRefused(_("还有项目没有填写：%(names)s。填写之后再提交。") % {"names": listed(open_items)})
    bare = [
        item.name
        for item in view.sheet.items
        if item.needs_evidence and not view.evidence.get(item.code) and view.score.items[item.code].points
    ]
    if bare:
        raise AssessmentRefused(
            _("这些项目得了分，却没有佐证材料：%(names)s。请上传之后再提交。") % {"names": listed(bare)}
        )
    if not view.score.out_of:
        raise AssessmentRefused(_("本期没有可以评分的项目。"))


def _require_reviewer(row: Assessment, sheet: Sheet, by: Staff) -> None:
    road.require_reviewer(sheet, row.division_code, by)
    permissions.require_other_person(by, earlier=row.submission.submitted_by, what=_("本次自评的提交"))


def _frozen(score: Score) -> dict[str, object]:
    return {
        "points": Decimal(float_free(score.points)), "out_of": Decimal(float_free(score.out_of)), "grade": score.grade,
        "score": score.as_json(),
    }  # fmt: skip

"""Beginning an assessment, and beginning it anew after it was sent back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.assessment.domain import road
from minzheng.assessment.domain.road import AssessmentRefused
from minzheng.assessment.engine.period import Period
from minzheng.assessment.engine.sheet import Sheet
from minzheng.assessment.enums import State
from minzheng.assessment.models import Assessment, Evidence, ItemAnswer
from minzheng.assessment.queries.assessments import latest_answers
from minzheng.casework.models import NumberSeries
from minzheng.kernel.division import level_of
from minzheng.kernel.moment import local_day

_LEVELS = {"township": 4, "village": 5}


@transaction.atomic
def start(
    *, sheet: Sheet, division_code: str, period: Period, by: Staff, at: datetime, unit_name: str = ""
) -> Assessment:
    """Begin one for a unit and a period; the sheet is frozen as it reads now. Raises AssessmentRefused, NotAllowed."""
    road.require_filler(sheet, division_code, by)
    if level_of(division_code) != _LEVELS[sheet.unit.level]:
        raise AssessmentRefused(_("“%(sheet)s”不适用于这一级区划，请选择本单位所在的区划。") % {"sheet": sheet.name})
    if bool(unit_name.strip()) != sheet.unit.is_named:
        raise AssessmentRefused(
            _("请填写被评估单位的名称。") if sheet.unit.is_named else _("本表以乡镇、村为单位，不用填写单位名称。")
        )
    if period.kind not in sheet.periods:
        raise AssessmentRefused(
            _("“%(sheet)s”不按这种评估期评估：%(period)s。") % {"sheet": sheet.name, "period": period.words}
        )
    if period.first_on > local_day(at):
        raise AssessmentRefused(_("%(period)s还没有开始，不能自评。") % {"period": period.words})
    if not sheet.holds_on(period.last_on):
        raise AssessmentRefused(_("“%(sheet)s”在%(period)s不适用。") % {"sheet": sheet.name, "period": period.words})
    key = {"sheet_code": sheet.code, "division_code": division_code, "unit_name": unit_name.strip()}
    known = Assessment.objects.filter(period=period.code, **key).order_by("-version").first()
    if known is not None:
        raise AssessmentRefused(
            _("%(period)s已有自评%(number)s，请在原自评中办理；需要重评的，由复核单位退回。")
            % {"period": period.words, "number": known.number}
        )
    row = Assessment.objects.create(
        number=_number(division_code, at), sheet_version=sheet.version, sheet=sheet.content, period=period.code,
        started_by=by, started_at=at, **key,
    )  # fmt: skip
    road.note(row, "assessment.started", by=by, at=at, after={"number": row.number, "period": period.code, **key})
    return row


@transaction.atomic
def reopen(*, assessment: Assessment, by: Staff, at: datetime, reason: str) -> Assessment:
    """Send it back: a new version begins with the answers and evidence of the old one, which stays as it was."""
    old, sheet = road.locked(assessment, State.SUBMITTED, State.CLOSED)
    road.require_reviewer(sheet, old.division_code, by)
    if not reason.strip():
        raise AssessmentRefused(_("请写明为什么退回重评、要补正什么。"))
    new = Assessment.objects.create(
        number=_number(old.division_code, at), sheet_code=old.sheet_code, sheet_version=old.sheet_version,
        sheet=old.sheet, division_code=old.division_code, unit_name=old.unit_name, period=old.period,
        version=old.version + 1, previous=old, reopen_reason=reason.strip(), started_by=by, started_at=at,
    )  # fmt: skip
    for answer in latest_answers(old).values():
        ItemAnswer.objects.create(
            assessment=new, item=answer.item, points=answer.points, is_yes=answer.is_yes, numerator=answer.numerator,
            denominator=answer.denominator, words=answer.words, answered_by=answer.answered_by,
            answered_at=answer.answered_at,
        )  # fmt: skip
    for kept in Evidence.objects.filter(assessment=old).select_related("uploaded_by").order_by("pk"):
        _keep_again(kept, new)
    road.note(old, "assessment.reopened", by=by, at=at, after={"new": new.number}, reason=reason.strip())
    road.note(new, "assessment.reopened", by=by, at=at, after={"old": old.number}, reason=reason.strip())
    return new


def _keep_again(kept: Evidence, new: Assessment) -> None:
    """The new version points at the same file: it is never written again."""
    row = Evidence(
        assessment=new, item=kept.item, title=kept.title, sha256=kept.sha256, size_bytes=kept.size_bytes,
        media_type=kept.media_type, uploaded_by=kept.uploaded_by, uploaded_at=kept.uploaded_at,
    )  # fmt: skip
    row.file.name = kept.file.name
    row.save(force_insert=True)


def _number(division_code: str, at: datetime) -> str:
    series = f"ZP-{division_code[:6]}-{local_day(at).year}"
    return f"{series}-{NumberSeries.objects.take(series):05d}"

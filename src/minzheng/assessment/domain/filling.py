"""Filling a draft: points for judged items, yes or no, numbers where no live figure stands, and evidence."""

from datetime import datetime
from decimal import Decimal

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.assessment.domain import road
from minzheng.assessment.domain.road import AssessmentRefused
from minzheng.assessment.engine.sheet import JUDGED, MEASURED, YES_NO, Item, float_free
from minzheng.assessment.enums import State
from minzheng.assessment.models import Assessment, Evidence, ItemAnswer

FILES_AT_MOST = 12


@transaction.atomic
def answer(
    *, assessment: Assessment, item_code: str, by: Staff, at: datetime, points: Decimal | None = None,
    is_yes: bool | None = None, numerator: int | None = None, denominator: int | None = None, words: str = "",
) -> ItemAnswer:  # fmt: skip
    """Answer one item; what a live figure says nobody may type. Raises AssessmentRefused, NotAllowed."""
    row, sheet = road.locked(assessment, State.DRAFT)
    road.require_filler(sheet, row.division_code, by)
    item = road.item_of(sheet, item_code)
    if not item.is_typed:
        raise AssessmentRefused(_("“%(item)s”由办件记录直接算出，不能填写。") % {"item": item.name})
    _require_answer(item, points=points, is_yes=is_yes, numerator=numerator, denominator=denominator)
    made = ItemAnswer.objects.create(
        assessment=row, item=item.code, points=points, is_yes=is_yes, numerator=numerator, denominator=denominator,
        words=words.strip(), answered_by=by, answered_at=at,
    )  # fmt: skip
    road.note(
        row, "assessment.answered", by=by, at=at, reason=item.name,
        after={"item": item.code, "points": None if points is None else str(points), "is_yes": is_yes,
               "numerator": numerator, "denominator": denominator},
    )  # fmt: skip
    return made


@transaction.atomic
def attach(*, assessment: Assessment, item_code: str, by: Staff, at: datetime, title: str, content: File) -> Evidence:
    """Keep a file that shows an item. Raises AttachmentRefused, AssessmentRefused, NotAllowed."""
    row, sheet = road.locked(assessment, State.DRAFT)
    road.require_filler(sheet, row.division_code, by)
    item = road.item_of(sheet, item_code)
    if not title.strip():
        raise AssessmentRefused(_("请填写材料名称，例如“公布栏照片”。"))
    if Evidence.objects.filter(assessment=row, item=item.code).count() >= FILES_AT_MOST:
        raise AssessmentRefused(_("每个项目最多上传%(n)d份佐证材料。") % {"n": FILES_AT_MOST})
    kept = Evidence.keep(assessment=row, item=item.code, title=title.strip(), content=content, by=by, at=at)
    road.note(
        row, "assessment.evidence_kept", by=by, at=at, reason=f"{item.name}：{kept.title}",
        after={"item": item.code, "sha256": kept.sha256},
    )  # fmt: skip
    return kept


def require_points(item: Item, points: Decimal) -> None:
    """Raise unless points lie between nothing and all, with at most two decimals."""
    if not 0 <= points <= item.full or points != points.quantize(Decimal("0.01")):
        raise AssessmentRefused(
            _("“%(item)s”的得分应在0到%(full)s之间，最多两位小数。")
            % {"item": item.name, "full": float_free(item.full)}
        )


def _require_answer(
    item: Item, *, points: Decimal | None, is_yes: bool | None, numerator: int | None, denominator: int | None
) -> None:
    if item.kind == JUDGED:
        if points is None:
            raise AssessmentRefused(_("请为“%(item)s”评分。") % {"item": item.name})
        require_points(item, points)
    elif item.kind == YES_NO:
        if is_yes is None:
            raise AssessmentRefused(_("请回答“%(item)s”：是或者否。") % {"item": item.name})
    elif numerator is None or (item.kind == MEASURED and denominator is None):
        raise AssessmentRefused(_("请填写“%(item)s”的数量。") % {"item": item.name})
    elif numerator < 0 or (denominator is not None and not 0 <= numerator <= denominator):
        raise AssessmentRefused(_("“%(item)s”：数量不能小于零，也不能大于总数。") % {"item": item.name})
    spare = {
        JUDGED: (is_yes, numerator, denominator), YES_NO: (points, numerator, denominator),
        MEASURED: (points, is_yes),
    }.get(item.kind, (points, is_yes, denominator))  # fmt: skip
    if any(value is not None for value in spare):
        raise AssessmentRefused(_("“%(item)s”只填这一种回答，请去掉其余的。") % {"item": item.name})

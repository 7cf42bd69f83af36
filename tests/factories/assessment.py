"""Assessments of a township for the third quarter of 2026, walked to where a test needs them by named people."""

import datetime as dt
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.assessment.domain import beginning, closing, filling
from minzheng.assessment.engine.period import Period
from minzheng.assessment.engine.sheet import Sheet
from minzheng.assessment.models import Assessment
from minzheng.assessment.queries.assessments import assessment_view
from minzheng.assessment.queries.sheets import sheets
from minzheng.kernel.moment import SHANGHAI
from tests.factories.accounts import TOWNSHIP

QUARTER = Period.parse("2026Q3")
AT = dt.datetime(2026, 10, 12, 9, 0, tzinfo=SHANGHAI)
PDF = b"%PDF-1.7 evidence"


def dibao_sheet() -> Sheet:
    """Return the packaged sheet."""
    return next(sheet for sheet in sheets() if sheet.code == "dibao_township")


def started(*, by: Staff, at: dt.datetime = AT, **fields) -> Assessment:
    """Begin one for the township of the person."""
    given = {"sheet": dibao_sheet(), "division_code": TOWNSHIP, "period": QUARTER} | fields
    with within(by.area):
        return beginning.start(by=by, at=at, **given)


def evidence_file(name: str = "佐证.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Return a file that may be kept."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def filled(row: Assessment, *, by: Staff, at: dt.datetime = AT, **points: str) -> Assessment:
    """Answer every item that is typed, in full unless told otherwise, with evidence where it is asked for."""
    with within(by.area):
        sheet = assessment_view(row, at.date()).sheet
        for item in sheet.items:
            if not item.is_typed:
                continue
            given = {
                "judged": {"points": Decimal(points.get(item.code, str(item.full)))},
                "yes_no": {"is_yes": bool(item.full)},
                "counted": {"numerator": 2},
                "measured": {"numerator": 4, "denominator": 5},
            }[item.kind]
            filling.answer(assessment=row, item_code=item.code, by=by, at=at, words="见佐证", **given)
            if item.needs_evidence:
                content = evidence_file()
                filling.attach(assessment=row, item_code=item.code, by=by, at=at, title="佐证材料", content=content)
    return row


def submitted(*, by: Staff, at: dt.datetime = AT, row: Assessment | None = None, **points: str) -> Assessment:
    """Begin, fill and submit one."""
    row = row or started(by=by, at=at)
    filled(row, by=by, at=at, **points)
    with within(by.area):
        closing.submit(assessment=row, by=by, at=at, statement="已逐项自评")
        return Assessment.objects.get(pk=row.pk)


def reviewed(row: Assessment, *, by: Staff, at: dt.datetime = AT) -> Assessment:
    """Agree with every judged item."""
    with within(by.area):
        for code in assessment_view(row, at.date()).unreviewed:
            closing.review_item(assessment=row, item_code=code, by=by, at=at)
    return row


def closed(row: Assessment, *, by: Staff, at: dt.datetime = AT) -> Assessment:
    """Review and close."""
    reviewed(row, by=by, at=at)
    with within(by.area):
        closing.close(assessment=row, by=by, at=at, opinion="同意自评结果")
        return Assessment.objects.get(pk=row.pk)

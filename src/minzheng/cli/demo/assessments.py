"""How two townships of the sample county assessed themselves for a quarter: one confirmed, one to be reviewed."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from django.core.files.base import ContentFile

from minzheng.accounts.models import Staff
from minzheng.assessment.domain import beginning, closing, filling
from minzheng.assessment.engine.period import Period
from minzheng.assessment.engine.sheet import COUNTED, JUDGED, Item
from minzheng.assessment.models import Assessment
from minzheng.assessment.queries.assessments import sheet_of
from minzheng.assessment.queries.sheets import sheets_on
from minzheng.cli.demo.staff import Offices
from minzheng.kernel.moment import SHANGHAI
from minzheng.services.papers import compile_pdf

QUARTER = Period.parse("2026Q3")
EVIDENCE = """
#import "/services/papers/typst/official.typ": *
#show: paper.with(issuer: data.issuer, title: data.title)
本件是演示用的佐证材料，内容从略。
"""


def _township(offices: Offices, *, place: int, day: dt.date, is_closed: bool) -> Iterator[dt.datetime]:
    at = dt.datetime.combine(day, dt.time(9, 20), SHANGHAI)
    yield at
    code, (first, second) = sorted(offices.townships.items())[place]
    sheet = sheets_on(QUARTER.last_on)[0]
    row = beginning.start(sheet=sheet, division_code=code, period=QUARTER, by=first, at=at)
    paper = compile_pdf(EVIDENCE, {"issuer": "演示单位", "title": "自评佐证材料"}, at=at)
    for item in (item for item in sheet_of(row).items if item.is_typed):
        _answer(row, item, second if item.kind == JUDGED else first, at, paper)
    at += dt.timedelta(hours=3)
    yield at
    closing.submit(assessment=row, by=first, at=at, statement="已按自评表逐项核对，失分项目已列入整改。")
    if not is_closed:
        return
    at += dt.timedelta(days=6)
    yield at
    by = offices.checker
    review = partial(closing.review_item, assessment=row, by=by, at=at)
    review(item_code="survey_quality", points=Decimal(5), reason="抽查五份调查表，两份没有写明收入来源。")
    review(item_code="archive_room")
    closing.close(assessment=row, by=by, at=at, opinion="同意自评结果，入户调查表按要求补充完整。")


def _answer(row: Assessment, item: Item, by: Staff, at: dt.datetime, paper: bytes) -> None:
    points = Decimal(item.full.numerator) - 1 if item.kind == JUDGED else None
    is_yes = None if item.kind in {JUDGED, COUNTED} else bool(item.full)
    numerator = 1 if item.kind == COUNTED else None
    filling.answer(
        assessment=row, item_code=item.code, by=by, at=at, points=points, is_yes=is_yes, numerator=numerator,
        words="情况见佐证材料。" if item.needs_evidence else "",
    )  # fmt: skip
    if item.needs_evidence:
        content = ContentFile(paper, name="佐证.pdf")
        filling.attach(assessment=row, item_code=item.code, by=by, at=at, title="佐证材料", content=content)


ALL = (
    partial(_township, place=0, day=dt.date(2026, 10, 12), is_closed=True),
    partial(_township, place=1, day=dt.date(2026, 10, 14), is_closed=False),
)

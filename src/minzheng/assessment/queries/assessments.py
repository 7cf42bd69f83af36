"""Reading assessments: lists, one with everything it is scored by, its history over periods, what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q, QuerySet

from minzheng.accounts.models import Staff
from minzheng.assessment.engine.period import Period
from minzheng.assessment.engine.reading import Line, Reading
from minzheng.assessment.engine.scoring import Facts, Given, Score, score
from minzheng.assessment.engine.sheet import Sheet, read
from minzheng.assessment.enums import State
from minzheng.assessment.models import Assessment, Evidence, FrozenFigure, ItemAnswer, ItemReview
from minzheng.assessment.queries.counted import Counted
from minzheng.assessment.queries.figures import figures_of, read_figures
from minzheng.kernel.division import Area

WITH = ("submission__submitted_by", "closing__closed_by", "next", "previous", "started_by")


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """Everything of one assessment, read once: its sheet, its score as it stands, and what that stands on."""

    assessment: Assessment
    sheet: Sheet
    period: Period
    state: State
    score: Score
    answers: dict[str, ItemAnswer]
    evidence: dict[str, list[Evidence]]
    figures: dict[str, Reading]
    reviews: dict[str, ItemReview]
    digests: dict[str, str]

    @property
    def unreviewed(self) -> list[str]:
        """Return the judged items that the reviewer has not looked at yet."""
        judged = (item.code for item in self.sheet.items if item.kind == "judged")
        return [code for code in judged if code not in self.reviews]


def assessments(*, state: str = "", sheet_code: str = "", period: str = "") -> QuerySet[Assessment]:
    """Return the assessments of the declared area, the latest period first; only the newest version of each."""
    rows: QuerySet[Assessment] = Assessment.objects.select_related(*WITH)
    rows = rows.filter(next__isnull=True)
    if sheet_code:
        rows = rows.filter(sheet_code=sheet_code)
    if period:
        rows = rows.filter(period=period)
    if state == State.DRAFT:
        rows = rows.filter(submission__isnull=True)
    elif state == State.SUBMITTED:
        rows = rows.filter(submission__isnull=False, closing__isnull=True)
    elif state == State.CLOSED:
        rows = rows.filter(closing__isnull=False)
    return rows.order_by("-period", "division_code", "unit_name", "sheet_code")


def history(assessment: Assessment) -> QuerySet[Assessment]:
    """Return the same unit's assessments by the same sheet, every period and version, the oldest first."""
    rows: QuerySet[Assessment] = Assessment.objects.filter(
        sheet_code=assessment.sheet_code,
        division_code=assessment.division_code,
        unit_name=assessment.unit_name,
    )
    return rows.select_related(*WITH).order_by("period", "version")


def waiting_for(staff: Staff) -> QuerySet[Assessment]:
    """Return what this person's role acts on next: drafts to submit, or submitted ones to review."""
    mine = Q(sheet__unit__reviewed_by=staff.role, submission__isnull=False) | Q(
        sheet__unit__filled_by=staff.role, submission__isnull=True
    )
    return assessments().filter(mine, closing__isnull=True)


def sheet_of(assessment: Assessment) -> Sheet:
    """Return the sheet as it read when the assessment was begun."""
    return read(assessment.sheet, assessment.number)


def counted(assessment: Assessment, sheet: Sheet, today: date) -> Counted:
    """Return what the unit's figures count."""
    area = Area.of(assessment.division_code)
    return Counted(sheet.program, area, Period.parse(assessment.period), today)


def assessment_view(assessment: Assessment, today: date) -> AssessmentView:
    """Read one: live figures while it is a draft, frozen ones from its submission on."""
    sheet, state = sheet_of(assessment), assessment.state
    is_frozen = hasattr(assessment, "submission")
    frozen = list(FrozenFigure.objects.filter(assessment=assessment)) if is_frozen else []
    if is_frozen:
        figures = {row.code: reading_of(row) for row in frozen}
    else:
        figures = read_figures(figures_of(sheet), counted(assessment, sheet, today))
    answers = latest_answers(assessment)
    reviews = latest_reviews(assessment)
    evidence: dict[str, list[Evidence]] = {}
    for row in Evidence.objects.filter(assessment=assessment).select_related("uploaded_by").order_by("pk"):
        evidence.setdefault(row.item, []).append(row)
    facts = Facts(figures, given_of(answers), reviewed_of(reviews))
    return AssessmentView(
        assessment, sheet, Period.parse(assessment.period), state, score(sheet, facts), answers, evidence, figures,
        reviews, {row.code: row.digest for row in frozen},
    )  # fmt: skip


def latest_answers(assessment: Assessment) -> dict[str, ItemAnswer]:
    """Return the answer that holds, by item."""
    rows = ItemAnswer.objects.filter(assessment=assessment).select_related("answered_by").order_by("pk")
    return {row.item: row for row in rows}


def latest_reviews(assessment: Assessment) -> dict[str, ItemReview]:
    """Return the review that holds, by item."""
    rows = ItemReview.objects.filter(assessment=assessment).select_related("reviewed_by").order_by("pk")
    return {row.item: row for row in rows}


def given_of(answers: dict[str, ItemAnswer]) -> dict[str, Given]:
    """Return answers as the engine wants them."""
    return {
        code: Given(None if row.points is None else Fraction(row.points), row.is_yes, row.numerator, row.denominator)
        for code, row in answers.items()
    }


def reviewed_of(reviews: dict[str, ItemReview]) -> dict[str, Fraction]:
    """Return the points that the reviewer changed."""
    return {code: Fraction(row.points) for code, row in reviews.items() if row.points is not None}


def reading_of(row: FrozenFigure) -> Reading:
    """Return a frozen figure."""
    return Reading(row.numerator, row.denominator, lines_of(row.lines))


def lines_of(content: Sequence[Sequence]) -> tuple[Line, ...]:
    """Return a frozen list of records."""
    return tuple(Line(*row) for row in content)

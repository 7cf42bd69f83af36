"""Live figures of casework: which record counts, on which day it is late, and whose records they are."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.accounts.scope import within
from minzheng.assessment.engine.period import Period
from minzheng.assessment.queries.counted import Counted
from minzheng.assessment.queries.figures import FIGURES, read_figures
from minzheng.casework.domain import decision, household_visit, letter, publicity
from minzheng.casework.models import PeriodicReview
from minzheng.kernel.division import Area
from minzheng.kernel.moment import local_day
from tests.desk.addresses import PIXEL
from tests.factories import accounts, casework, remedies

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def figures(period="2026Q3", area=accounts.TOWNSHIP, today=TODAY, codes=FIGURES):
    with within(Area.EVERYWHERE):
        return read_figures(codes, Counted(casework.PROGRAM, Area.of(area), Period.parse(period), today))


def pair(reading):
    return reading.numerator, reading.denominator


def notes(reading):
    return [line.note for line in reading.lines if not line.is_good]


def late_days(case, day):
    """The day on which the whole limit of a case ends, and the next."""
    from minzheng.casework.queries.clock import whole_deadline  # noqa: PLC0415

    return whole_deadline(case).day + dt.timedelta(days=day)


def test_a_decision_on_the_last_day_is_in_time_and_one_on_the_next_is_not(offices):
    decided = {}
    for later in (0, 1):
        with within(offices.county.area):
            case = casework.case("submitted_to_county", offices=offices)
            day = late_days(case, later)
            at = dt.datetime.combine(day, casework.START.timetz())
            decision.confirm(case=case, by=offices.county, at=at)
            decided[case.number] = later == 0

    found = figures()["decided_on_time"]

    assert {line.number: line.is_good for line in found.lines} == decided
    assert pair(found) == (1, 2)
    [note] = notes(found)
    assert "期限2026年9月15日，办于2026年9月16日" in note


def test_a_decision_counts_in_the_period_it_was_made_and_at_the_unit_it_belongs_to(offices):
    casework.case("confirmed", offices=offices)

    assert pair(figures()["decided_on_time"]) == (1, 1)
    assert pair(figures("2026")["decided_on_time"]) == (1, 1)
    for elsewhere in (figures("2026Q4"), figures("2026Q2"), figures(area=accounts.NEIGHBOUR_TOWNSHIP)):
        assert pair(elsewhere["decided_on_time"]) == (0, 0)


def test_a_visit_needs_two_surveyors_and_a_photo(offices):
    casework.case("visited", offices=offices)
    with within(offices.county.area):
        case = casework.case("surveying", offices=offices)
        at = casework.days(3)
        household_visit.record(
            case=case, by=offices.township, at=at, visited_on=local_day(at), member_present=case.applicant,
            surveyors=[offices.township, offices.second_township], findings="与申报相符。", signed=True,
            photos=[SimpleUploadedFile("a.png", PIXEL)],
        )  # fmt: skip

    found = figures()["visits_by_two"]

    assert pair(found) == (1, 2)
    assert notes(found) == ["没有入户照片"]


def test_a_survey_not_begun_counts_once_its_days_are_over(offices):
    casework.case("accepted", offices=offices)
    accepted = local_day(casework.days(1))

    assert pair(figures(today=accepted + dt.timedelta(days=3))["survey_started_on_time"]) == (0, 0)
    assert pair(figures(today=accepted + dt.timedelta(days=4))["survey_started_on_time"]) == (0, 1)
    casework.case("checking", offices=offices)
    assert pair(figures()["survey_started_on_time"]) == (1, 2)


def test_a_posting_counts_when_it_has_ended_and_an_objection_when_it_was_settled(offices):
    with within(offices.county.area):
        case = casework.case("publicised", offices=offices)
    assert pair(figures()["publicity_full"]) == (0, 0)
    with within(offices.county.area):
        at = casework.days(6)
        publicity.object(case=case, by=offices.township, at=at, objector_name="", text="有人务工未申报")
    assert pair(figures()["objections_answered"]) == (0, 1)
    casework.case("submitted_to_county", offices=offices)
    assert pair(figures()["publicity_full"]) == (1, 1)


def test_a_refusal_is_told_within_three_working_days(offices):
    told = {}
    for later in (0, 10):
        with within(offices.county.area):
            home = casework.household(*casework.couple(wage_fen=900_000))
            case = casework.case("proposed", home=home, offices=offices)
            row = decision.refuse(case=case, by=offices.county, at=casework.days(15), reason="收入高于标准")
            letter.issue(decision=row, by=offices.county, at=casework.days(15 + later))
            told[case.number] = later == 0

    found = figures()

    assert {line.number: line.is_good for line in found["refusals_told"].lines} == told
    assert pair(found["files_complete"]) == (2, 2)


def test_a_review_is_late_the_day_after_it_was_due(offices):
    with within(offices.county.area):
        case = casework.case("active", offices=offices)
        PeriodicReview.objects.create(
            case=case, due_on=dt.date(2026, 9, 30), months=12, law="民发〔2021〕57号 第三十一条",
            opened_by=offices.township, opened_at=casework.days(20),
        )  # fmt: skip

    assert pair(figures(today=dt.date(2026, 9, 30))["reviews_on_time"]) == (0, 0)
    assert pair(figures(today=dt.date(2026, 10, 1))["reviews_on_time"]) == (0, 1)


def test_complaints_found_true_and_decisions_changed_are_counted_with_their_files(offices):
    with within(offices.county.area):
        home = casework.household(*casework.couple(wage_fen=900_000))
        case = casework.case("proposed", home=home, offices=offices)
        refusal = decision.refuse(case=case, by=offices.county, at=casework.days(15), reason="收入高于标准")
    review = remedies.accepted(
        remedies.against(refusal, by=offices.township, at=remedies.on(2)), by=offices.county, at=remedies.on(3)
    )
    remedies.decided(review, "redo", by=offices.county, at=remedies.on(20))
    for outcome in ("partly_true", "untrue"):
        complaint = remedies.registered("complaint", by=offices.township, at=remedies.on(4))
        remedies.decided(complaint, outcome, by=offices.county, at=remedies.on(10))

    found = figures("2026Q4")

    assert pair(found["decisions_changed"]) == (1, None)
    assert [(line.number, line.kind) for line in found["decisions_changed"].lines] == [(review.number, "remedy")]
    assert pair(found["true_complaints"]) == (1, None)
    assert pair(figures("2026Q3")["true_complaints"]) == (0, None)


def test_more_cases_ask_no_more_questions(offices, django_assert_num_queries):
    for _n in range(2):
        casework.case("confirmed", offices=offices)
    figures()

    with django_assert_num_queries(11):
        figures()
    casework.case("confirmed", offices=offices)
    with django_assert_num_queries(11):
        figures()

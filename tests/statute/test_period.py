"""Periods by date: every example of the domain's calendar, every remedy's limit, the two years of a penalty."""

import datetime as dt

import pytest

from minzheng.rules.errors import NoFigure, NotInForce
from minzheng.services.calendar.queries import add_calendar_days, add_working_days, count_period
from minzheng.statute.period import figure, has_period, is_barred, local_figures, period, periods

DAY = dt.date
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("count", "start", "n", "last"),
    [
        (add_calendar_days, DAY(2025, 3, 3), 7, DAY(2025, 3, 10)),
        (add_calendar_days, DAY(2025, 3, 8), 7, DAY(2025, 3, 17)),
        (add_working_days, DAY(2025, 3, 3), 30, DAY(2025, 4, 15)),
        (add_working_days, DAY(2025, 3, 3), 45, DAY(2025, 5, 8)),
    ],
)
def test_the_domain_files_four_examples_to_the_day(count, start, n, last):
    assert count(start, n).day == last


@pytest.mark.parametrize(
    ("code", "start", "last"),
    [
        # 2026-09-25 to 27 Mid-Autumn, 10-01 to 10-07 National Day; 09-20 and 10-10 are worked.
        ("review_apply", DAY(2026, 8, 3), DAY(2026, 10, 8)),
        ("review_examine", DAY(2026, 9, 28), DAY(2026, 10, 10)),
        ("review_decide", DAY(2026, 8, 3), DAY(2026, 10, 8)),
        ("review_decide_simple", DAY(2026, 8, 3), DAY(2026, 9, 2)),
        ("review_extend", DAY(2026, 10, 8), DAY(2026, 11, 9)),
        ("review_answer", DAY(2026, 8, 3), DAY(2026, 8, 17)),
        ("litigation_apply", DAY(2026, 3, 31), DAY(2026, 9, 30)),
        ("litigation_apply", DAY(2026, 8, 31), DAY(2027, 3, 1)),
        ("litigation_after_review", DAY(2026, 8, 3), DAY(2026, 8, 18)),
        ("petition_accept", DAY(2026, 8, 3), DAY(2026, 8, 18)),
        ("petition_finish", DAY(2026, 8, 3), DAY(2026, 10, 8)),
        ("petition_extend", DAY(2026, 8, 3), DAY(2026, 9, 2)),
        ("petition_recheck", DAY(2026, 8, 3), DAY(2026, 9, 2)),
        ("petition_final", DAY(2026, 8, 3), DAY(2026, 9, 2)),
        ("information_answer", DAY(2026, 8, 3), DAY(2026, 8, 31)),
        ("information_extend", DAY(2026, 8, 31), DAY(2026, 9, 28)),
        ("hearing_request", DAY(2026, 9, 28), DAY(2026, 10, 10)),
        ("penalty_decision", DAY(2026, 8, 3), DAY(2026, 11, 2)),
        ("penalty_payment", DAY(2026, 9, 17), DAY(2026, 10, 8)),
        ("change_report", DAY(2026, 5, 31), DAY(2026, 8, 31)),
    ],
)
def test_each_period_to_the_day(code, start, last):
    found = period(code, start)

    assert count_period(start, found.count, found.unit).day == last


def test_the_law_of_the_day_is_taken():
    assert (period("litigation_apply", DAY(2015, 4, 30)).count, period("litigation_apply", DAY(2015, 5, 1)).count) == (
        3, 6,
    )  # fmt: skip
    assert period("information_answer", DAY(2019, 5, 14)).count == 15
    assert has_period("penalty_decision", DAY(2021, 7, 14)) is False
    with pytest.raises(NotInForce, match="没有法定期限；最早的规定自2021-07-15起"):
        period("penalty_decision", DAY(2021, 7, 14))


def test_every_period_names_its_clause():
    assert all(row.reference and row.name for rows in periods().values() for row in rows)


@pytest.mark.parametrize(
    ("ended", "discovered", "barred"),
    [
        (DAY(2024, 3, 10), DAY(2026, 3, 10), False),
        (DAY(2024, 3, 10), DAY(2026, 3, 11), True),
        (DAY(2024, 2, 29), DAY(2026, 2, 28), False),
        (DAY(2024, 2, 29), DAY(2026, 3, 1), True),
    ],
)
def test_after_two_years_undiscovered_there_is_no_fine(ended, discovered, barred):
    assert is_barred(ended_on=ended, discovered_on=discovered) is barred


def test_local_figures_are_marked_illustrative_and_dated():
    assert figure("fine_larger_threshold_fen", place="420581101201", on=DAY(2023, 12, 31)).value == 500_000
    assert figure("fine_larger_threshold_fen", place="420581101201", on=DAY(2024, 1, 1)).value == 200_000
    values = [value for one in local_figures().values() for value in one.values]
    # What the nation set stands by its own text; what a place sets is an example until its paper is read.
    assert {value.status for value in values if value.reference.startswith("示例")} == {"illustrative"}
    assert {value.status for value in values if not value.reference.startswith("示例")} == {"official"}
    with pytest.raises(NoFigure, match="没有有效数值"):
        figure("credit_record_months", place="110101001001", on=DAY(2026, 1, 1))

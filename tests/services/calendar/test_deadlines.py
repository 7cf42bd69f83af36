"""Deadlines to the day: the four constructed examples of the law notes, holidays, make-up days, years to come."""

import datetime as dt

import chinese_calendar
import pytest

from minzheng.services.calendar import queries
from minzheng.services.calendar.domain import announcement

pytestmark = pytest.mark.django_db


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("posted", "last"),
    [
        ("2025-03-03", "2025-03-10"),
        # The seventh day is a Saturday.
        ("2025-03-08", "2025-03-17"),
    ],
)
def test_seven_days_of_publicity(posted, last):
    deadline = queries.add_calendar_days(day(posted), 7)

    assert (deadline.day, deadline.provisional) == (day(last), False)


@pytest.mark.parametrize(("n", "due"), [(30, "2025-04-15"), (45, "2025-05-08")])
def test_working_days_over_qingming_and_may_day(n, due):
    deadline = queries.add_working_days(day("2025-03-03"), n)

    assert (deadline.day, deadline.provisional) == (day(due), False)


def test_explanation_names_start_count_holidays_and_make_up_days():
    deadline = queries.add_working_days(day("2025-03-03"), 45)

    assert deadline.counted == (
        "自2025年3月3日的次日起算，第45个工作日为2025年5月8日；其间04-04清明放假、04-27劳动节调休上班、"
        "05-01劳动节放假、05-02劳动节放假、05-05劳动节放假。"
    )


def test_explanation_says_that_the_last_day_moved():
    assert queries.add_calendar_days(day("2025-03-08"), 7).counted == (
        "自2025年3月8日的次日起算，第7日为2025年3月15日，当日休息，顺延至2025年3月17日。"
    )


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        # The Spring Festival of 2026 runs from 15 to 23 February, with work on Saturday 14 and Saturday 28.
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-27", 1, "2026-02-28"),
        ("2026-02-27", 2, "2026-03-02"),
        # Sunday 4 January 2026 is worked after the New Year holiday.
        ("2025-12-31", 1, "2026-01-04"),
    ],
)
def test_working_days_around_holidays(start, n, due):
    assert queries.add_working_days(day(start), n).day == day(due)


def test_seventh_day_in_the_spring_festival_moves_behind_it():
    assert queries.add_calendar_days(day("2026-02-09"), 7).day == day("2026-02-24")


def test_seventh_day_on_a_worked_sunday_stays():
    assert queries.add_calendar_days(day("2025-12-28"), 7).day == day("2026-01-04")


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-05-20", 6, "2026-11-20"),
        # No 31st of November: the last day of the month, a Monday.
        ("2026-05-31", 6, "2026-11-30"),
        # A Saturday moves to Monday.
        ("2026-05-21", 6, "2026-11-23"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_months_end_on_the_corresponding_day(start, n, due):
    assert queries.add_months(day(start), n).day == day(due)


def test_year_not_announced_is_provisional_and_says_so():
    deadline = queries.add_working_days(day("2026-12-30"), 3)

    assert (deadline.day, deadline.provisional) == (day("2027-01-04"), True)
    assert (
        deadline.counted
        == "自2026年12月30日的次日起算，第3个工作日为2027年1月4日；2027年放假安排尚未录入，暂按周一至周五推算。"
    )


def test_deadline_on_the_last_known_day_is_exact():
    assert not queries.add_working_days(day("2026-12-30"), 1).provisional


def test_period_starting_on_the_last_day_of_an_unknown_year_counts_only_the_next():
    assert not queries.add_working_days(day("2003-12-31"), 1).provisional
    assert queries.add_working_days(day("2003-12-30"), 2).provisional


def test_every_day_agrees_with_the_oracle():
    start, days = day("2004-01-01"), (day("2027-01-01") - day("2004-01-01")).days

    differing = [
        one
        for one in (start + dt.timedelta(days=n) for n in range(days))
        if queries.is_workday(one) != chinese_calendar.is_workday(one)
    ]

    assert differing == []


def test_working_days_between_leaves_out_the_start_and_counts_the_end():
    assert queries.working_days_between(day("2026-09-30"), day("2026-10-10")) == 3
    assert queries.working_days_between(day("2026-10-10"), day("2026-09-30")) == -3
    assert queries.working_days_between(day("2026-10-10"), day("2026-10-10")) == 0


def test_working_days_between_undoes_the_deadline():
    start = day("2026-01-05")

    for n in range(1, 120):
        assert queries.working_days_between(start, queries.add_working_days(start, n).day) == n


@pytest.mark.parametrize(
    ("today", "due", "left"),
    [
        ("2026-11-23", "2026-11-24", 1),
        ("2026-11-24", "2026-11-24", 0),
        ("2026-11-25", "2026-11-24", -1),
        ("2026-11-20", "2026-11-23", 1),  # a Friday and the Monday after
        ("2026-11-28", "2026-11-27", -1),  # the Saturday after a Friday: late already
        ("2026-12-07", "2026-11-27", -6),
        ("2026-11-24", "2027-01-05", 30),
    ],
)
def test_working_days_left_are_zero_on_the_last_day_and_negative_after(today, due, left):
    assert queries.working_days_left(day(today), day(due)) == left


def test_a_period_of_no_days_is_a_mistake():
    with pytest.raises(ValueError, match="at least one"):
        queries.add_working_days(day("2026-11-24"), 0)


def test_packaged_years_are_announced():
    assert [year for year in range(2003, 2029) if queries.is_announced(year)] == list(range(2004, 2027))
    assert announcement.load_packaged() == []

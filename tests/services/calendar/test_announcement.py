"""The office types in the State Council's notice for a new year."""

import datetime as dt
from types import SimpleNamespace

import pytest

from minzheng.services.calendar import queries
from minzheng.services.calendar.domain.announcement import NotAnAnnouncement, announce, load_packaged
from minzheng.services.calendar.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db

OFFICER = SimpleNamespace(username="county1")
MOMENT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
NEW_YEAR = dt.date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _fresh_table():
    yield
    # The test's rows are rolled back; what was cached of them must go too.
    queries.forget()


def enter(days, year=2027, source="国务院办公厅关于2027年部分节假日安排的通知"):
    return announce(year=year, days=days, source=source, by=OFFICER, at=MOMENT)


def test_provisional_deadline_becomes_exact():
    before = queries.add_working_days(dt.date(2026, 12, 31), 1)

    enter({NEW_YEAR: (False, "元旦放假")})
    after = queries.add_working_days(dt.date(2026, 12, 31), 1)

    assert (before.day, before.provisional) == (NEW_YEAR, True)
    assert (after.day, after.provisional) == (dt.date(2027, 1, 4), False)


def test_second_notice_replaces_the_first():
    enter({NEW_YEAR: (False, "元旦放假")})

    enter({dt.date(2027, 1, 2): (True, "元旦调休上班")}, source="更正通知")

    assert list(CalendarDay.objects.filter(date__year=2027).values_list("date", "source")) == [
        (dt.date(2027, 1, 2), "更正通知")
    ]
    assert CalendarYear.objects.get(year=2027).entered_by == "county1"


def test_packaged_table_does_not_undo_what_the_office_entered():
    enter({dt.date(2026, 11, 25): (False, "调整放假")}, year=2026)

    assert load_packaged() == []
    assert not queries.is_workday(dt.date(2026, 11, 25))


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ({dt.date(2028, 1, 3): (False, "元旦")}, "2028-01-03 不在 2027 年内：每次只能录入一个年度，请核对日期。"),
        ({NEW_YEAR: (True, "")}, "2027-01-01 本来就是工作日，不需要录入：请只填写与周一至周五不同的日子。"),
        (
            {dt.date(2027, 1, 2): (False, "")},
            "2027-01-02 本来就是休息日，不需要录入：请只填写与周一至周五不同的日子。",
        ),
    ],
)
def test_days_that_cannot_be_the_notice_are_refused(days, message):
    with pytest.raises(NotAnAnnouncement) as refused:
        enter(days)

    assert str(refused.value) == message
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_notice_without_source_is_refused():
    with pytest.raises(NotAnAnnouncement) as refused:
        enter({NEW_YEAR: (False, "元旦放假")}, source=" ")

    assert str(refused.value) == "放假安排没有写明依据：请填写国务院办公厅通知的名称和文号。"

"""The calendar changes by name; deadlines already given move only by an act, never earlier (capability 19)."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.domain import application, publicity, recount
from minzheng.casework.models import Case, Publicity, Supplement
from minzheng.casework.queries.recount import affected, provisional_count
from minzheng.kernel.moment import SHANGHAI
from minzheng.services.audit.models import AuditEvent
from minzheng.services.calendar import queries as calendar
from minzheng.services.calendar.domain.announcement import NotAnAnnouncement
from tests.factories import accounts, casework, registry, relatives

pytestmark = pytest.mark.django_db
# Ten working days from here run into a year whose notice is not out yet.
YEAR_END = dt.datetime(2026, 12, 16, 9, 0, tzinfo=SHANGHAI)
NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"
NEW_YEAR = {
    dt.date(2027, 1, 1): (False, "元旦放假"),
    dt.date(2027, 1, 4): (False, "元旦放假"),
    dt.date(2027, 1, 9): (True, "元旦调休上班"),
}
AT = dt.datetime(2026, 12, 28, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _fresh_table():
    yield
    calendar.forget()


def announce(by, days=NEW_YEAR):
    return recount.announce_year(year=2027, days=days, source=NOTICE, by=by, at=AT)


def at_county(offices):
    """A case that reached the county on 30 December: its limit of ten working days ends in January."""
    return casework.case("submitted_to_county", offices=offices, at=YEAR_END)


def test_deadline_into_an_unknown_year_is_provisional_and_counted(offices, county):
    case = at_county(offices)

    assert (case.due_on.year, case.is_due_provisional) == (2027, True)
    assert provisional_count() == 1


def test_announcement_moves_nothing_by_itself(offices, county):
    case = at_county(offices)
    given = case.due_on

    announce(county)

    case.refresh_from_db()
    assert (case.due_on, case.is_due_provisional) == (given, True)
    [row] = affected()
    assert (row.case.pk, row.given, row.is_moved, row.is_settled) == (case.pk, given, True, True)
    assert row.day == calendar.add_working_days(case.station_since_on, 10).day > given


def test_recount_writes_the_new_day_with_who_and_why(offices, county):
    case = at_county(offices)
    given = case.due_on
    announce(county)

    [row] = recount.recount(by=county, at=AT, reason="2027年放假安排公布")

    case.refresh_from_db()
    assert (case.due_on, case.is_due_provisional) == (row.day, False)
    told = AuditEvent.objects.get(chain=f"case:{case.pk}", action="case.recount_deadline")
    assert (told.actor, told.reason) == (county.username, "2027年放假安排公布")
    assert (told.after["given"], told.after["due_on"]) == (given.isoformat(), row.day.isoformat())
    assert "元旦放假" in told.after["how"]
    assert affected() == []
    with pytest.raises(recount.RecountRefused, match="没有需要重算的时限"):
        recount.recount(by=county, at=AT, reason="再算一次")


def test_a_shorter_count_makes_no_step_late(offices, county):
    case = at_county(offices)
    given = case.due_on
    # A Saturday worked before the limit ends brings the count forward by one day.
    announce(county, {dt.date(2027, 1, 2): (True, "调休上班")})

    [row] = recount.recount(by=county, at=AT, reason="2027年放假安排公布")

    case.refresh_from_db()
    assert (row.counted.day < given, row.is_moved) == (True, False)
    assert (case.due_on, case.is_due_provisional) == (given, False)


def test_corrected_day_is_audited_with_before_and_after(county):
    recount.correct_day(
        day=dt.date(2026, 12, 31), is_workday=False, note="临时放假", source="省政府通知", by=county, at=AT
    )

    assert calendar.is_workday(dt.date(2026, 12, 31)) is False
    told = AuditEvent.objects.get(chain="calendar", action="calendar.corrected")
    assert (told.before, told.after, told.actor) == ("工作日", "休息日（临时放假）", county.username)


def test_posting_whose_last_day_became_a_holiday_hangs_longer(offices, county):
    case = casework.case("publicised", offices=offices, at=YEAR_END)
    posting = Publicity.objects.get(case=case)
    recount.correct_day(day=posting.last_on, is_workday=False, note="临时放假", source="通知", by=county, at=AT)

    recount.recount(by=county, at=AT, reason="临时放假")

    posting.refresh_from_db()
    case.refresh_from_db()
    assert posting.last_on == case.due_on > dt.date.fromisoformat(posting.content["until"])
    with pytest.raises(Exception, match="公示到"):
        publicity.close(case=case, by=offices.township, at=AT)


def test_supplement_gets_the_days_too(offices, county):
    case = casework.case("submitted", offices=offices, at=YEAR_END)
    application.ask_supplement(case=case, by=offices.township, at=casework.days(1, YEAR_END), missing=["租房合同"])
    asked = Supplement.objects.get(case=case)
    assert case.is_due_provisional is True
    announce(county, {asked.due_on: (False, "放假")} if asked.due_on.weekday() < 5 else NEW_YEAR)

    recount.recount(by=county, at=AT, reason="放假安排公布")

    asked.refresh_from_db()
    assert asked.due_on == Case.objects.get(pk=case.pk).due_on


@pytest.mark.parametrize("role", ["village_worker", "township_officer", "finance_officer", "leader", "auditor"])
def test_the_calendar_is_the_countys(role):
    with pytest.raises(NotAllowed):
        announce(accounts.staff(role))
    with pytest.raises(NotAllowed):
        recount.recount(by=accounts.staff(role), at=AT, reason="x")


def test_recount_needs_its_reason(county):
    with pytest.raises(recount.RecountRefused, match="请写明重算的依据"):
        recount.recount(by=county, at=AT, reason=" ")


def test_relatives_case_is_left_to_a_colleague(offices, county):
    case = at_county(offices)
    with within(county.area):
        relatives.declare(county, relatives.number_of(registry.people(case.household)[0]), at=AT)
    announce(county)

    with pytest.raises(recount.RecountRefused):
        recount.recount(by=county, at=AT, reason="公布")
    assert len(recount.recount(by=offices.second_county, at=AT, reason="公布")) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": dt.date(2030, 1, 1)}, "2030年的放假安排还没有录入"),
        ({"source": " "}, "请填写更正的依据"),
        ({"note": ""}, "请填写这一天的说明"),
        ({"is_workday": True, "note": ""}, "已经是这样登记的"),
    ],
)
def test_a_correction_that_says_nothing_is_refused(county, fields, words):
    given = {"day": dt.date(2026, 12, 30), "is_workday": False, "note": "放假", "source": "通知"} | fields

    with pytest.raises(NotAnAnnouncement, match=words):
        recount.correct_day(**given, by=county, at=AT)

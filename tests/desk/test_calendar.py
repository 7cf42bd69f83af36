"""The working-day calendar at the desk: seen by everybody, changed by the county, deadlines moved by name."""

import datetime as dt

import pytest
import time_machine

from minzheng.accounts.scope import within
from minzheng.casework.models import Case
from minzheng.kernel.moment import SHANGHAI
from minzheng.services.calendar import queries
from minzheng.services.calendar.models import CalendarDay, CalendarYear
from tests.factories import accounts, casework

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NOTICE = {
    "year": "2027",
    "source": "国务院办公厅关于2027年部分节假日安排的通知",
    "holidays": "2027-01-01 至 2027-01-03 元旦放假\n2027年2月5日至2027年2月12日 春节放假",
    "workdays": "2027-02-13 春节调休上班",
}


@pytest.fixture(autouse=True)
def _fresh_table():
    yield
    queries.forget()


@pytest.fixture
def county(db):
    return accounts.county_officer()


def test_year_shows_every_day_with_what_it_is(sign_in, township):
    page = sign_in(township).get("/calendar/?year=2025")

    cells = {cell.day: cell for month in page.context["months"] for week in month["weeks"] for cell in week if cell}
    assert len(cells) == 365
    assert [cells[dt.date(2025, 4, day)].kind for day in (4, 7, 26, 27)] == ["holiday", "work", "rest", "makeup"]
    assert cells[dt.date(2025, 4, 27)].note == "劳动节调休上班"
    assert page.context["workdays"] == 248


@pytest.mark.parametrize("role", ["village_worker", "finance_officer", "leader", "auditor"])
def test_everybody_sees_the_calendar_and_changes_nothing(sign_in, role):
    client = sign_in(accounts.staff(role))

    assert client.get("/calendar/").status_code == 200
    assert [client.post(f"/calendar/{verb}/", NOTICE).status_code for verb in ("announce", "correct")] == [404, 404]


@pytest.mark.parametrize("year", ["1999", "2101"])
def test_a_year_out_of_reach_does_not_exist(sign_in, township, year):
    assert sign_in(township).get(f"/calendar/?year={year}").status_code == 404


def test_county_enters_a_notice(sign_in, county):
    answer = sign_in(county).post("/calendar/announce/", NOTICE)

    assert answer.status_code == 302
    days = dict(CalendarDay.objects.filter(date__year=2027).values_list("date", "is_workday"))
    assert days == {
        dt.date(2027, 1, 1): False, dt.date(2027, 2, 5): False, dt.date(2027, 2, 8): False, dt.date(2027, 2, 9): False,
        dt.date(2027, 2, 10): False, dt.date(2027, 2, 11): False, dt.date(2027, 2, 12): False,
        dt.date(2027, 2, 13): True,
    }  # fmt: skip
    assert CalendarYear.objects.get(year=2027).entered_by == county.username
    page = sign_in(county).get("/calendar/?year=2027")
    assert (page.context["entered_by"], len(page.context["changes"])) == (county.name, 1)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("holidays", "元旦放假", "这一行看不懂：“元旦放假”"),
        ("holidays", "2027-02-30 春节", "这一行看不懂"),
        ("holidays", "2027-01-03 至 2027-01-01 元旦", "最后一日早于起始日"),
        ("holidays", "2026-01-01 元旦", "不在 2027 年内"),
        ("workdays", "2027-02-13 至 2027-02-14 上班", "每行只写一天"),
        ("workdays", "2027-02-15 上班", "本来就是工作日"),
    ],
)
def test_notice_that_cannot_be_read_comes_back(sign_in, county, field, typed, words):
    answer = sign_in(county).post("/calendar/announce/", NOTICE | {field: typed})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_county_corrects_a_day(sign_in, county):
    posted = {"day": "2026-11-27", "is_workday": "0", "note": "临时放假", "source": "省政府通知"}

    answer = sign_in(county).post("/calendar/correct/", posted)

    assert answer.status_code == 302
    assert queries.is_workday(dt.date(2026, 11, 27)) is False


def test_deadlines_are_listed_and_moved_on_request(sign_in):
    offices = casework.Offices()
    with time_machine.travel(dt.datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI), tick=False):
        case = casework.case("submitted_to_county", offices=offices, at=dt.datetime(2026, 11, 5, 9, tzinfo=SHANGHAI))
        client = sign_in(offices.county)
        client.post("/calendar/correct/", {
            "day": "2026-11-27", "is_workday": "0", "note": "临时放假", "source": "省政府通知",
        })  # fmt: skip

        page = client.get("/calendar/deadlines/")
        [line] = page.context["lines"]
        seen = sign_in(offices.township).get("/calendar/deadlines/").context["form"]
        answer = client.post("/calendar/deadlines/", {"reason": "临时放假"}, follow=True)

    assert (line["row"].given, line["row"].day) == (case.due_on, line["row"].counted.day)
    assert line["row"].day > case.due_on
    assert seen is None
    assert answer.context["lines"] == []
    with within(offices.county.area):
        assert Case.objects.get(pk=case.pk).due_on == line["row"].day


def test_to_do_and_case_say_how_a_deadline_was_counted(sign_in):
    offices = casework.Offices()
    case = casework.case("accepted", offices=offices)
    client = sign_in(offices.township)

    row = next(item for group in client.get("/").context["groups"] for item in group.items)
    page = client.get(f"/cases/{case.number}/")

    assert row["counted"].startswith("自2026年8月4日的次日起算，第3个工作日为")
    assert row["counted"] in page.content.decode()

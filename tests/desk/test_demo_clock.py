"""The sample county's day moves ahead, never back, and only in a sample county."""

import pytest
from django.test import Client

from minzheng.services.calendar import clock

ADDRESS = "/demo-clock/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, today):
    settings.DEMO = True


@pytest.mark.parametrize("days", [1, 7, 30])
@pytest.mark.usefixtures("demo")
def test_day_moves_ahead_and_the_page_comes_back(sign_in, township, days):
    response = sign_in(township).post(ADDRESS, {"days": days, "back": "/cases/"})

    assert (response.status_code, response["Location"], clock.offset_days()) == (302, "/cases/", days)


@pytest.mark.usefixtures("demo")
def test_every_page_lives_on_the_new_day(sign_in, township):
    client = sign_in(township)
    client.post(ADDRESS, {"days": 7})

    page = client.get("/")

    assert (page.context["today"].isoformat(), "2026年12月1日" in page.content.decode()) == ("2026-12-01", True)


@pytest.mark.parametrize("days", ["0", "-1", "2", "365", "一", ""])
@pytest.mark.usefixtures("demo")
def test_other_steps_do_not_exist(sign_in, township, days):
    response = sign_in(township).post(ADDRESS, {"days": days})

    assert (response.status_code, clock.offset_days()) == (404, 0)


@pytest.mark.usefixtures("demo")
def test_reading_the_address_moves_nothing(sign_in, township):
    response = sign_in(township).get(ADDRESS)

    assert (response.status_code, clock.offset_days()) == (405, 0)


@pytest.mark.usefixtures("demo")
def test_nobody_is_sent_to_another_house(sign_in, township):
    response = sign_in(township).post(ADDRESS, {"days": 1, "back": "https://example.org/"})

    assert response["Location"] == "/"


@pytest.mark.usefixtures("demo")
def test_stranger_moves_nothing(db):
    response = Client().post(ADDRESS, {"days": 1})

    assert (response.status_code, clock.offset_days()) == (302, 0)


@pytest.mark.usefixtures("today")
def test_in_service_there_is_no_such_address(sign_in, township):
    client = sign_in(township)

    assert (client.post(ADDRESS, {"days": 1}).status_code, "快进" in client.get("/").content.decode()) == (404, False)

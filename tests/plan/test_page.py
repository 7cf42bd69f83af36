"""The plan's page: what is live with its number, what is not built said plainly, only the viewer's area."""

import pytest
from django.urls import reverse

from tests.factories import accounts, casework

pytestmark = pytest.mark.django_db


def page(client, viewer, **query):
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("desk:plan"), query)


def numbers(response):
    return {shown.code: shown.measure.numerator for task in response.context["board"].tasks for shown in task.shown}


def test_page_names_every_task_and_says_what_is_not_built(client):
    response = page(client, accounts.leader())

    text = response.content.decode()
    assert response.status_code == 200
    assert text.count("尚未建设") == 48
    assert text.count("已有数据") - text.count("项已有数据") == 27
    assert "还没有：转介其他部门的记录" in text


def test_page_counts_the_month_asked_for_in_the_viewers_area(client):
    casework.case("active")

    mine = page(client, accounts.township_officer(), month="2026-08")
    neighbours = page(client, accounts.neighbour_officer(), month="2026-08")

    assert (numbers(mine)["applications"], numbers(neighbours)["applications"]) == (1, 0)


@pytest.mark.parametrize("asked", ["", "2026-13", "明年", "9999-01", "2026-08-01", "'; --"])
def test_month_that_is_none_or_lies_ahead_is_the_present_one(client, asked):
    response = page(client, accounts.leader(), month=asked)

    assert response.context["later"] is None


@pytest.mark.parametrize("asked", ["2004-01", "1900-01"])
def test_first_month_has_none_before_it(client, asked):
    response = page(client, accounts.leader(), month=asked)

    assert (str(response.context["month"]), response.context["earlier"]) == ("2004-01", None)


def test_links_lead_only_where_the_role_may_go(client):
    county = page(client, accounts.county_officer()).content.decode()
    finance = page(client, accounts.finance_officer()).content.decode()

    assert f'href="{reverse("desk:cases")}">查看记录' in county
    assert f'href="{reverse("desk:cases")}">查看记录' not in finance


def test_stranger_is_sent_to_sign_in(client):
    response = client.get(reverse("desk:plan"))

    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("desk:sign_in"))

"""The county's pages beside the files: drawing homes, moving the power to decide."""

import datetime as dt
import html
import re

import pytest
import time_machine

from minzheng.accounts.scope import within
from minzheng.casework.domain import county_check
from minzheng.casework.models import Delegation, ExpiredRuleRuling, SpotCheckDraw
from tests.desk.addresses import NOW
from tests.factories import accounts, casework, registry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_county_draws_and_the_page_shows_that_the_seed_gives_the_same_again(sign_in):
    offices = casework.Offices()
    case = casework.case("submitted_to_county", offices=offices)

    response = sign_in(offices.county).post("/spot-checks/", {"program": casework.PROGRAM, "seed": "20261126"})
    page = sign_in(offices.county).get(response.url).content.decode()

    with within(offices.county.area):
        made = SpotCheckDraw.objects.get()
    assert (made.seed, made.drawn) == ("20261126", [case.number])
    assert [word in page for word in ("1 件中抽中 1 件", "20261126", "结果与保存的名单一致", "待核查")] == [True] * 4


def test_an_altered_draw_is_seen(sign_in):
    offices = casework.Offices()
    casework.case("submitted_to_county", offices=offices)
    with within(offices.county.area):
        made = county_check.draw(program=casework.PROGRAM, by=offices.county, at=casework.days(15), seed="1")
        SpotCheckDraw.objects.filter(pk=made.pk).update(drawn=[])

    assert "记录可能被改动" in sign_in(offices.county).get(f"/spot-checks/{made.pk}/").content.decode()


@pytest.mark.parametrize("page", ["/spot-checks/", "/delegations/", "/expired-rules/"])
def test_who_may_look_and_who_may_act(sign_in, page):
    seen = {
        role: sign_in(getattr(accounts, role)()).get(page).status_code
        for role in ("village_worker", "township_officer", "county_officer", "leader", "auditor")
    }

    assert seen == {
        "village_worker": 404, "township_officer": 404, "county_officer": 200, "leader": 200, "auditor": 200,
    }  # fmt: skip
    assert sign_in(accounts.auditor()).post(page, {}).status_code == 404


def test_a_power_is_moved_by_the_page_and_taken_back(sign_in):
    registry.divisions()
    county = accounts.county_officer()
    client = sign_in(county)
    typed = {
        "program": casework.PROGRAM, "division_code": accounts.TOWNSHIP, "from_on": "2026-11-25",
        "document": "宜民发〔2026〕3号",
    }  # fmt: skip

    assert client.post("/delegations/", typed).status_code == 302
    again = client.post("/delegations/", typed)
    with within(county.area):
        row = Delegation.objects.get()
    ended = client.post(f"/delegations/{row.pk}/end/", {"until_on": "2026-11-30", "reason": "试点结束"})

    assert (again.status_code, "确认权限已经下放" in again.content.decode()) == (422, True)
    assert ended.status_code == 302
    with within(county.area):
        assert Delegation.objects.get().until_on == dt.date(2026, 11, 30)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_number_of_queries_whatever_they_hold(sign_in, rows, django_assert_num_queries):
    offices = casework.Offices()
    with within(offices.county.area):
        for _ in range(rows):
            casework.case("submitted_to_county", offices=offices)
            county_check.draw(program=casework.PROGRAM, by=offices.county, at=casework.days(15))
    client = sign_in(offices.county)
    client.get("/spot-checks/")

    with django_assert_num_queries(QUERIES):
        client.get("/spot-checks/")


QUERIES = 6


def test_an_expired_rule_is_ruled_on_by_two_people_through_the_pages(sign_in):
    offices = casework.Offices()
    first, second = sign_in(offices.county), sign_in(offices.second_county)
    page = first.get("/expired-rules/").content.decode()
    key = re.search(r'<option value="(dibao:[^"]+)"', page)[1]
    typed = {
        "rule": html.unescape(key),
        "until_on": "2027-08-18",
        "document": "宜民发〔2026〕11号",
        "reason": "暂无新文件",
    }

    bad = first.post("/expired-rules/", typed | {"until_on": "2029-01-01"})
    done = first.post("/expired-rules/", typed)
    with within(offices.county.area):
        row = ExpiredRuleRuling.objects.get()
    alone = first.post(f"/expired-rules/{row.pk}/approve/")
    asked = second.get("/").content.decode()
    agreed = second.post(f"/expired-rules/{row.pk}/approve/")

    assert ("待处理，暂不能作出决定" in page, bad.status_code, "一次最多" in bad.content.decode()) == (True, 422, True)
    assert (done.status_code, alone.status_code, agreed.status_code) == (302, 422, 302)
    assert "批准期满规定的处理决定，1 份" in asked
    assert "已决定" in second.get("/expired-rules/").content.decode()
    assert second.post(f"/expired-rules/{row.pk}/end/", {"reason": ""}).status_code == 422
    assert second.post(f"/expired-rules/{row.pk}/end/", {"reason": "已有新文件"}).status_code == 302

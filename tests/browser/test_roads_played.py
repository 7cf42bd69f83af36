"""The roads of 2011, 2012, 2021 and 2026, each walked in a browser by named people on days of its own time.

The county and its four people: tests/browser/old_days.py. From the first page on only the ribbon moves the day.
"""

import datetime as dt
import re

import pytest

from minzheng.kernel.idnumber import impossible
from tests.browser import steps
from tests.browser.steps import Member

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEETING = {"place": "村委会会议室", "participants": "9", "representatives": "6"}
STEPS = ["policy", "case", "appraise", "conclude", "sign"]


def people_of(bench, place, *wages):
    """Return a couple of the year; nobody has these numbers."""
    year = int(bench.year)
    return [
        Member("覃守田", impossible(dt.date(year - 50, 3, 7), 101 + place), "02", {"wage": wages[0]}),
        Member("向桂英", impossible(dt.date(year - 48, 9, 18), 102 + place), "12", {"wage": wages[1]}),
    ]


def test_granted_after_an_objection_told_by_letter_and_stopped(bench):
    case, _household = surveyed(bench, people_of(bench, 10, bench.road.wage, "0"), rich=False)
    township = bench.township
    assert "符合条件" in steps.act(township, case, "propose")
    posted(bench, case)
    objected(bench, case)
    steps.move_ahead(township, 30)
    steps.act(township, case, "close")
    to_the_decision(bench, case)

    words = steps.act(bench.decider, case, "confirm")
    amount = re.search(r"¥([\d,.]+) 元", words)[1]
    letter = told(bench, case)
    steps.act(bench.decider, case, "publish", place="村务公开栏")

    assert amount.replace(",", "") in letter.replace(",", "")
    assert bench.road.law.replace(" ", "") in letter
    assert "60日内向宜都市人民政府申请行政复议" in letter
    assert f"{bench.road.months_to_sue}内直接向宜都市人民法院提起行政诉讼" in letter
    assert "在保" in steps.text_of(township.go(f"/cases/{case}/").page)
    bench.decider.go(f"/cases/{case}/").picture(f"road-{bench.year}-active")
    stopped(bench, case)


def test_refused_with_its_reasons_told_by_letter(bench):
    case, _household = surveyed(bench, people_of(bench, 20, "9000", "8000"), rich=True)
    assert "不符合条件" in steps.act(bench.township, case, "propose")
    drawn(bench, case)

    steps.act(bench.decider, case, "refuse")
    letter = told(bench, case)

    assert "不予" in letter
    assert "收入" in letter
    assert bench.road.law in letter
    assert f"{bench.road.months_to_sue}内直接向宜都市人民法院提起行政诉讼" in letter
    bench.decider.go(f"/cases/{case}/").picture(f"road-{bench.year}-refused")


def surveyed(bench, members, *, rich):
    """Apply, accept, check where the road checks, visit by two, appraise where it appraises."""
    township, road = bench.township, bench.road
    household = steps.register(township, members, address="三组 18 号")
    account = {"bank_name": "演示农村商业银行", "account_number": "9999990000000097100", "source": "存折复印件"}
    steps.household_act(township, household, "account", **account)
    case = steps.apply_for(township, household, reason="户主腰伤，不能外出务工")
    if not road.checks:
        means(bench.checker, household, rich=rich)
    steps.act(township, case, "accept", near_relative="0")
    if road.checks:
        steps.act(township, case, "request-check")
        means(bench.checker, household, rich=rich)
        steps.report(bench.checker, case)
    refused(township, case, "propose", "入户调查")
    steps.visit(township, case, findings="砖瓦房两间，家具简单；邻居反映与申报相符。")
    if road.appraises:
        refused(township, case, "propose", "民主评议")
        appraised(township, case)
    return case, household


def appraised(township, case):
    steps.act(
        township, case, "appraise", held_on=steps.day_of(township), **MEETING, steps=STEPS, is_survey_true="1",
        conclusion="调查情况属实。",
    )  # fmt: skip


def means(checker, household, *, rich):
    found = {"source": "核对报告", "person": ""}
    deposit, cars = ("300000", "1") if rich else ("2000", "0")
    steps.household_act(checker, household, "asset", kind="deposit", count="1", amount_fen=deposit, **found)
    steps.household_act(checker, household, "asset", kind="house", use="living", count="1", **found)
    steps.household_act(checker, household, "asset", kind="vehicle", use="passenger", count=cars, **found)
    steps.household_act(
        checker, household, "declaration", employs_others="0", bought_house_in_3_years="0", support_payment_fen="0",
        source="本人申报",
    )  # fmt: skip


def posted(bench, case):
    assert "公示到" in steps.act(bench.township, case, "post", place="村务公开栏")
    refused(bench.township, case, "close", "公示")


def objected(bench, case):
    """Somebody objects; before it is looked into it cannot be answered; then the posting goes on or begins again."""
    township = bench.township
    steps.act(township, case, "object", objector_name="李建设", text="反映该户有人在县城打工。")
    if bench.road.objection_visit:
        steps.visit(township, case, findings="再次入户，与申报相符。")
    appraised(township, case)
    words = steps.act(township, case, "resolve", finding="经核实，异议不成立。", upheld="0", feedback="当面答复")
    assert "公示到" in words
    township.picture(f"road-{bench.year}-posted-again")


def to_the_decision(bench, case):
    """What the county does between the report and the decision on this road."""
    drawn(bench, case)
    if bench.road.county_hangs:
        refused(bench.decider, case, "confirm", "")
        steps.act(bench.decider, case, "post-county", place="乡镇公告栏", opinion="拟批准")
        refused(bench.decider, case, "confirm", "公示")
        steps.move_ahead(bench.decider, 30)


def drawn(bench, case):
    """The notice of 2012 lets nobody decide before homes were drawn; whoever is drawn, the county visits."""
    if not bench.road.county_hangs:
        return
    page = bench.decider.go("/spot-checks/").page
    page.fill("input[name=seed]", "20130304")
    with page.expect_navigation():
        page.click("#work button[type=submit]")
    assert re.search(r"1 件中抽中 1 件", steps.text_of(page))
    steps.visit(bench.decider, case, findings="县级入户，与乡镇调查相符。")


def told(bench, case):
    """Issue the letter, serve it, and return what it says."""
    steps.act(bench.decider, case, "issue-letter")
    link = bench.decider.go(f"/cases/{case}/").page.locator("a:has-text('查看告知书')").last
    letter = steps.pdf_text(bench.decider, link.get_attribute("href"))
    steps.act(bench.township, case, "serve-letter", method="直接送达")
    return letter


def stopped(bench, case):
    """The family moves away; since the act of 2026 it is heard first. Another person ends the benefit, by letter."""
    steps.act(bench.township, case, "propose-stop", reason="全家迁居外县，户口已迁出。")
    if bench.road.heard:
        refused(bench.decider, case, "accept-review", "听取")
        steps.act(bench.township, case, "hear", outcome="heard", opinion="知道，没有意见。")
    words = steps.act(bench.decider, case, "accept-review", reason="迁出本县，终止。")
    assert "终止" in words
    letter = told(bench, case)
    assert "迁出本县" in letter
    assert f"{bench.road.months_to_sue}内直接向宜都市人民法院提起行政诉讼" in letter
    bench.decider.go(f"/cases/{case}/").picture(f"road-{bench.year}-stopped")


def refused(visitor, case, verb, words):
    """The act is not on the page, or pressing it is answered in words; by a forged request it is refused too."""
    page = visitor.go(f"/cases/{case}/").page
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, "reason": "同意", "place": "公示栏"}
    answer = visitor.context.request.post(f"{visitor.county.url}/cases/{case}/{verb}/", form=form)
    assert answer.status == 422, (verb, answer.status)
    assert words in answer.text()

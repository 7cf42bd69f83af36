"""Every journey by people who have no mouse.

The road of 低保 from registration to the served letter is walked without typing an address; the other journeys are
those of the other modules, replayed in a county of their own with every click answered by the keyboard.
"""

import datetime as dt
import re
import tempfile
from pathlib import Path

import pytest

from minzheng.kernel.idnumber import impossible
from tests.browser import test_clerks_day as clerks_day
from tests.browser import test_journey as journey
from tests.browser import test_running as running
from tests.browser import test_supporters as supporters
from tests.browser.fixtures import Visitor
from tests.browser.no_mouse import no_mouse
from tests.browser.steps import CLOSES, INCOMES, day_of, text_of

pytestmark = [
    pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.must_show("casework", 6),
]  # fmt: skip

NAME, ID_NUMBER = "黄永福", impossible(dt.date(1957, 4, 12), 961)


def test_the_whole_road_is_walked_by_keyboard_alone(keys):
    worker, township, checker, county = keys("village1"), keys("township1"), keys("checker"), keys("county")

    household = registered(worker)
    case = applied(worker, household)
    accepted(township, household, case)
    checked(checker, household, case)
    visited(township, case)
    proposed_and_posted(township, case)
    closed(township, case)
    decided(county, case)
    served(township, county, case)


def registered(worker):
    worker.press("main a[href='/households/new/']")
    village = worker.page.locator("select[name=division_code] option[value^='4']").first.get_attribute("value")
    worker.select("select[name=division_code]", village)
    worker.write("input[name=address]", "五组 3 号")
    worker.choose("area_kind", "rural")
    worker.write("input[name=source]", "户口簿，本人申报")
    worker.write("input[name=m0-name]", NAME)
    worker.write("input[name=m0-id_number]", ID_NUMBER)
    worker.select("select[name=m0-relation]", "02")
    if not worker.page.locator(".mz-member details").first.get_attribute("open"):
        worker.toggle(".mz-member summary")
    for kind in INCOMES:
        worker.write(f"input[name=m0-income_{kind}]", "100" if kind == "transfer" else "0")
    worker.press("main form button[type=submit]:not([name])")
    return re.search(r"HH-[^/]+", worker.page.url)[0]


def applied(worker, household):
    worker.press(f"main a[href='/households/{household}/apply/']")
    worker.press(f"main a[href*='/cases/new/dibao/'][href*='{household}']")
    worker.write("textarea[name=reason]", "独居，无劳动能力")
    worker.choose("near_relative", "0")
    worker.toggle("input[name=commitment_signed]")
    worker.toggle("input[name=consented]")
    worker.press("main form button[type=submit]:not([name])")
    assert f"{NAME}一家 1 口申请低保，现在已提交" in text_of(worker.page)
    return re.search(r"/cases/([^/]+)/", worker.page.url)[1]


def accepted(township, household, case):
    township.act(case, "accept")
    township.choose("near_relative", "0")
    township.send(f"/cases/{case}/$")
    township.act(case, "request-check")
    township.send(f"/cases/{case}/$")
    fact(
        township, household, "account", bank_name="演示农村商业银行", account_number="9999990000000096100",
        source="存折复印件",
    )  # fmt: skip


def fact(person, household, verb, **texts):
    """Record one thing on the household's page; choices are given as (name, value) in `texts` by their kind."""
    person.find(household)
    person.press(f"main a[href*='/{verb}/']")
    for name, value in texts.items():
        control = f"#work [name={name}]"
        kind = person.page.locator(control).first.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
        if kind == "radio":
            person.choose(name, value)
        elif kind == "select":
            person.select(control, value)
        else:
            person.write(control, value)
    person.day("#work input[name=holds_from]", day_of(person.visitor))
    person.press("#work button[type=submit]")
    assert person.page.url.endswith(f"/households/{household}/"), text_of(person.page)


def checked(checker, household, case):
    fact(checker, household, "asset", kind="deposit", count="1", amount_fen="1200", source="核对报告")
    fact(checker, household, "asset", kind="house", use="living", count="1", source="核对报告")
    fact(checker, household, "asset", kind="vehicle", use="passenger", count="0", source="核对报告")
    fact(
        checker, household, "declaration", employs_others="0", bought_house_in_3_years="0", support_payment_fen="0",
        source="本人申报",
    )  # fmt: skip
    checker.act(case, "report-check")
    checker.choose("status", "consistent")
    checker.day("#work input[name=as_of]", day_of(checker.visitor))
    checker.toggle("#work input[name=sources][value='银行存款']")
    checker.write("#work textarea[name=text]", "各来源反馈与申报一致。")
    assert "核对一致" in checker.send(f"/cases/{case}/$")


def visited(township, case):
    township.act(case, "visit")
    township.write("#work [name=surveyor_2]", "李秀兰")
    township.write("#work textarea[name=findings]", "独居老人，土木房一间，与申报相符。")
    if township.page.locator("#work input[type=checkbox][required]").count():
        township.toggle("#work input[type=checkbox][required]")
    township.send(f"/cases/{case}/$")


def proposed_and_posted(township, case):
    township.act(case, "propose")
    township.send(f"/cases/{case}/$")
    township.act(case, "post")
    township.write("#work [name=place]", "村务公开栏")
    assert "公示到" in township.send(f"/cases/{case}/$")


def closed(township, case):
    township.press(".mz-ribbon button[value='7']")
    for _day in range(12):  # a last day on a weekend or holiday is the next working day
        township.press(".mz-ribbon button[value='1']")
        township.find(case)
        if township.page.locator(CLOSES).count():
            break
    township.act(case, "close")
    assert "已报县级" in township.send(f"/cases/{case}/$")


def decided(county, case):
    county.act(case, "confirm")
    assert "每月 ¥" in county.send(f"/cases/{case}/$")
    county.act(case, "issue-letter")
    county.send(f"/cases/{case}/$")


def served(township, county, case):
    township.act(case, "serve-letter")
    township.choose("method", "直接送达")
    township.send(f"/cases/{case}/$")
    county.act(case, "publish")
    county.write("#work [name=place]", "村务公开栏")
    assert "在保" in county.send(f"/cases/{case}/$")


# In this order: later ones move the clock of the county they are walked in.
JOURNEYS = {
    "supporters": supporters.test_a_widows_son_and_her_circumstances_are_recorded_and_seen,
    "review and suspension": running.test_a_review_a_suspension_and_the_way_back,
    "change": running.test_a_change_is_told_and_reckoned,
    "refusal": journey.test_a_refusal_names_every_reason_with_its_numbers,
    "roster": lambda visit: journey.test_a_roster_is_tried_handed_in_and_approved_by_another(
        visit, Path(tempfile.mkdtemp())
    ),
    "clerk's day": lambda visit: clerks_day.test_a_clerks_day(visit, clerks_day.hand_in(visit)),
    "objection and payment": journey.test_a_family_applies_is_objected_to_decided_and_paid_twice,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", JOURNEYS)
def test_every_journey_is_walked_by_keyboard_alone(name, other_county, chromium, tmp_path):
    visitors = []

    def visit(username):
        visitors.append(Visitor(chromium, other_county, tmp_path))
        return visitors[-1].sign_in(username)

    with no_mouse():
        JOURNEYS[name](visit)
    for visitor in visitors:
        visitor.close()

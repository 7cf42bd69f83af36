"""Somebody supported at home: who cares for them by an agreement, whether the money is in hand, what a visit finds."""

import datetime as dt

import pytest

from minzheng.kernel.idnumber import impossible
from tests.browser import steps
from tests.browser.steps import Member
from tests.browser.test_homes import do

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NEPHEW = Member("周明", impossible(dt.date(1975, 6, 9), 985), "02", {"wage": "1500"})
CARER, NUMBER = "邓秀英", impossible(dt.date(1970, 4, 9), 988)


def test_support_at_home_by_phone_and_desk(visit):
    """One of the township proposes at the desk and visits by phone; a second one confirms and settles."""
    first, second = visit("township1"), visit("township1b")
    page, name = chosen(first)

    do(first, page, "propose", carer_name=CARER, carer_id_number=NUMBER, carer_relation="邻居",
       carer_phone="13900000002", duties="每天做两顿饭\n每周洗衣、打扫一次", times_a_week="7", monthly_pay_fen="200",
       contact="村支书李某", contact_phone="13900000003")  # fmt: skip
    words = steps.text_of(first.page)
    assert CARER in words
    assert "待确认" in words
    # Who proposed is offered no button to confirm.
    assert first.page.locator("#form-confirm").count() == 0
    first.picture("support-agreement-proposed")
    do(second, page, "confirm")
    assert "正在履行" in steps.text_of(second.page)
    do(second, page, "property", kind="承包地", what="村东3亩，承包合同0012号", use="出租", user_name="李大山",
       agreed="每年租金900元，年底付清", agreed_on=steps.day_of(second), signed_by=name, yearly_fen="900",
       is_free_will_told="on")  # fmt: skip

    first.page.set_viewport_size(steps.PHONE)
    visited(first, page)
    do(second, page, "settle", problem="住房", result="已请村电工更换线路，复查安全")
    words = steps.text_of(second.page)

    assert "已拿到" in words
    assert "已处理" in words
    assert "银行报告已付的，都已确认" in words
    second.picture("support-person")
    second.go("/support/").picture("support-list")


def test_a_household_and_a_case_lead_to_the_support_and_back(visit):
    officer = visit("township1")
    page, name = chosen(officer)
    officer.go(page)
    household = officer.page.locator(".mz-head a[href^='/households/']").first.get_attribute("href")
    case = officer.page.locator(".mz-head a[href^='/cases/']").get_attribute("href")

    for there in (household, case):
        officer.go(there)
        link = officer.page.locator(f"main a[href='{page}']")
        assert f"{name}在家供养" in link.inner_text()


def test_a_burial_is_applied_for_once_and_granted_by_the_county(visit):
    """After the death the nephew's application is taken by the township and granted by the county."""
    officer, county = visit("township1"), visit("county")
    page, name = chosen(officer)
    officer.go(page)
    household = officer.page.locator(".mz-head a[href^='/households/']").inner_text()
    nephew = steps.register(officer, [NEPHEW], address="五组 8 号")
    account = {"bank_name": "演示农村商业银行", "account_number": "9999990000000098600", "source": "存折复印件"}
    officer.go(f"/households/{nephew}/account/")
    holder = officer.page.locator("#work [name='holder'] option", has_text=NEPHEW.name).get_attribute("value")
    steps.household_act(officer, nephew, "account", holder=holder, **account)
    died(officer, household, name)

    row = officer.go("/support/burials/").page.locator("a.mz-row", has_text=name)
    burial = row.get_attribute("href")
    do(officer, burial, "apply", arranger_name=NEPHEW.name, arranger_id_number=NEPHEW.id_number, relation="侄子",
       buried_on=steps.day_of(officer), words="火化，村公墓", cost_fen="12000", receipts="殡仪馆发票0001")  # fmt: skip
    assert officer.page.locator("#form-apply").count() == 0
    county.go(burial).picture("support-burial-applied")
    do(county, burial, "grant", document_number="演示民丧〔2026〕1号")

    words = steps.text_of(county.page)
    assert "10,920.00 元：已审核，待发放" in words
    assert "列入下一批发放清单" in words
    county.picture("support-burial-granted")
    county.go("/support/burials/").picture("support-burials")


def died(officer, household, name):
    """Write the death on the household's page."""
    page = officer.go(f"/households/{household}/death/").page
    person = page.locator("#work [name='person'] option", has_text=name).get_attribute("value")
    steps.fill(page, {"person": person, "died_on": steps.day_of(officer), "source": "死亡证明"})
    steps.sent(officer, "#work button[type=submit]", f"/households/{household}/")


def chosen(officer):
    """Return the page of the first person of the list, and the name."""
    rows = officer.go("/support/").page.locator("a.mz-row")
    name = rows.first.inner_text()
    return rows.first.get_attribute("href"), name


def visited(visitor, page):
    """Confirm every payment as seen in the passbook, and find the wiring unsafe; a button is easy to hit."""
    visitor.go(page)
    boxes = visitor.page.locator("#form-visit [name='in_hand']")
    values = [box.get_attribute("value") for box in boxes.all()]
    assert values
    do(visitor, page, "visit", condition="精神好，屋里干净", in_hand=values, asked="存折", problem_kind="住房",
       problem="电线老化")  # fmt: skip
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

"""A fire on Saturday night: helped within the hour by two officers on telephones, papered on Monday."""

import datetime as dt
import re

import pytest

from tests.browser import steps
from tests.browser.fixtures import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SATURDAY = 5
FILE = {"mimeType": "image/png", "buffer": steps.PHOTO}


def until_saturday(visitor: Visitor) -> None:
    """Move the county's day ahead to the next Saturday."""
    for _day in range(7):
        if dt.date.fromisoformat(steps.day_of(visitor)).weekday() == SATURDAY:
            return
        steps.move_ahead(visitor, 1)
    raise AssertionError("no Saturday in a week")


def pressed(visitor: Visitor, form: str) -> str:
    """Send a form; return the page's words."""
    with visitor.page.expect_navigation():
        visitor.page.click(f"{form} button[type=submit]")
    return steps.text_of(visitor.page)


@pytest.mark.must_show("assistance", 5)
def test_a_fire_on_saturday_night_is_helped_within_the_hour_and_papered_on_monday(visit):
    first, second = visit("township1"), visit("township1b")
    until_saturday(first)
    for one in (first, second):
        one.page.set_viewport_size(steps.PHONE)

    page = first.go("/relief/").page
    first.picture("relief")
    page.set_viewport_size(steps.PHONE)
    with page.expect_navigation():
        page.click("main a:has-text('报告困难')")
    first.picture("relief_report")
    page.set_viewport_size(steps.PHONE)
    village = page.locator("select[name=division_code] option[value^='4']").first.get_attribute("value")
    steps.fill(page, {
        "division_code": village, "place": "四组 8 号", "cause_code": "1", "what": "灶房起火，烧毁两间房",
        "people_hit": "4", "found_by": "village", "name": "卫长河", "people_affected": "4",
        "needs": ["housing", "living"], "is_other_help_asked": "on", "fact_need_type": "2", "fact_is_urgent": "1",
        "fact_uses_urban_standard": "0", "fact_local_tie": "3", "fact_happened_here": "1", "fact_duration_months": "1",
        "fact_severity": "1",
    })  # fmt: skip
    words = pressed(first, "#work")
    address = page.url.removeprefix(first.county.url)
    reported = dt.datetime.now(tz=dt.UTC)
    assert "由乡镇（街道）决定" in words
    amount = re.search(r"¥([\d,]+\.\d\d)", words)
    assert amount is not None
    # Who reported does not pay: the page says so and nothing is booked.
    page.set_input_files("#form-pay input[name=receipt]", [{"name": "收据.png", **FILE}])
    page.set_input_files("#form-pay input[name=photo]", [{"name": "现场.png", **FILE}])
    assert "须由另一人办理" in pressed(first, "#form-pay")

    page = second.go(address).page
    page.set_viewport_size(steps.PHONE)
    page.set_input_files("#form-pay input[name=receipt]", [{"name": "收据.png", **FILE}])
    page.set_input_files("#form-pay input[name=photo]", [{"name": "现场.png", **FILE}])
    words = pressed(second, "#form-pay")
    assert dt.datetime.now(tz=dt.UTC) - reported < dt.timedelta(hours=1)
    assert "已救助" in words
    assert f"{amount[1]}" in words
    assert "乡镇备用金" in words
    second.picture("relief_request")

    steps.move_ahead(first, 1)
    monday = steps.move_ahead(first, 1)
    page = first.go(address).page
    page.set_viewport_size(steps.PHONE)
    for name, value in {
        "done_on": monday, "surveyors": "甲经办\n乙村干部", "text": "两间房烧毁，四口人住进村委会过渡房。",
    }.items():  # fmt: skip
        page.fill(f"#form-complete [name={name}]", value)
    page.check("#form-complete [name=facts_true][value='1']")
    page.check("#form-complete [name=signed]")
    words = pressed(first, "#form-complete")
    assert "已补齐" in words
    assert "有逾期" not in words
    first.go("/relief/funds/")
    first.picture("relief_funds")


def done(visitor: Visitor, verb: str, **values: str) -> str:
    """Open an act on the page, fill it in and send it; return the page's words."""
    form = visitor.page.locator(f"form[id='form-{verb}']")
    if not form.is_visible():
        visitor.page.locator("details", has=form).locator("summary").first.click()
    for name, value in values.items():
        field = form.locator(f"[name='{name}']")
        if field.first.get_attribute("type") in {"radio", "checkbox"}:
            form.locator(f"[name='{name}'][value='{value}']").check()
        else:
            field.fill(value)
    return pressed(visitor, f"#form-{verb}")


def test_help_for_known_costs_on_false_facts_is_asked_back(visit):
    first, second, county = visit("township1"), visit("township1b"), visit("county")
    page = first.go("/relief/new/").page
    village = page.locator("select[name=division_code] option[value^='4']").first.get_attribute("value")
    steps.fill(page, {
        "division_code": village, "place": "七组 3 号", "cause_code": "3", "what": "摔伤送医", "people_hit": "1",
        "found_by": "village", "name": "龚四海", "people_affected": "1", "needs": ["medical", "living"],
        "is_other_help_asked": "on", "fact_need_type": "2", "fact_is_urgent": "1", "fact_uses_urban_standard": "0",
        "fact_local_tie": "3", "fact_happened_here": "1", "fact_duration_months": "2", "fact_severity": "1",
    })  # fmt: skip
    pressed(first, "#work")
    address = page.url.removeprefix(first.county.url)
    costs = {
        "cost_medical": "400", "proof_medical": "住院押金单", "cost_living": "200", "proof_living": "入户估算",
    }  # fmt: skip
    assert "¥600.00" in done(first, "needs", **costs)
    second.go(address)
    second.page.set_input_files("#form-pay input[name=receipt]", [{"name": "收据.png", **FILE}])
    second.page.set_input_files("#form-pay input[name=photo]", [{"name": "现场.png", **FILE}])
    pressed(second, "#form-pay")

    today = steps.day_of(first)
    first.go(address)
    first.page.fill("#form-complete [name=done_on]", today)
    first.page.fill("#form-complete [name=surveyors]", "甲经办\n乙村干部")
    first.page.fill("#form-complete [name=text]", "医院没有此人，押金单是别人的。")
    first.page.check("#form-complete [name=facts_true][value='0']")
    first.page.check("#form-complete [name=signed]")
    assert "与报告不符，转追回" in pressed(first, "#form-complete")
    assert "事实不实，还没有提出追回" in steps.text_of(first.go("/").page)
    first.go(address)
    done(first, "recover", wrong="押金单不实")
    assert "待县级决定" in done(first, "hear", opinion="承认，愿意退回", heard_on=today)
    county.go(address)
    assert "已决定，待退回" in done(county, "confirm-recovery")
    second.go(address)
    done(second, "money-back", amount_fen="250", receipt_number="退001", received_on=today)
    assert "350.00" in steps.text_of(second.page)
    second.picture("relief_recovery")
    words = done(second, "money-back", receipt_number="退002")
    assert "已退清" in words

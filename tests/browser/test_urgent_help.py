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

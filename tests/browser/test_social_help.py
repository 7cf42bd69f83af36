"""A charity's money finds a family that agrees, is checked by a second officer, signed for, and its result asked."""

import datetime as dt

import pytest

from minzheng.kernel.idnumber import impossible
from tests.browser import steps
from tests.browser.fixtures import Visitor
from tests.browser.steps import Member

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDOW = Member("覃月娥", impossible(dt.date(1957, 4, 2), 974), "02", {})


def pressed(visitor: Visitor, form: str) -> str:
    """Send a form; return the page's words."""
    with visitor.page.expect_navigation():
        visitor.page.click(f"{form} button[type=submit]")
    return steps.text_of(visitor.page)


def done(visitor: Visitor, verb: str, **values: str) -> str:
    """Open an act on the page, fill it in and send it; return the page's words."""
    form = visitor.page.locator(f"form[id='form-{verb}']")
    if not form.is_visible():
        visitor.page.locator("details", has=form).locator("summary").first.click()
    for name, value in values.items():
        field = form.locator(f"[name='{name}']")
        if field.first.get_attribute("type") == "radio":
            form.locator(f"[name='{name}'][value='{value}']").check()
        elif field.first.evaluate("one => one.tagName") == "SELECT":
            field.select_option(index=0 if value == "first" else None, value=None if value == "first" else value)
        else:
            field.fill(value)
    return pressed(visitor, f"#form-{verb}")


def test_a_charitys_money_reaches_a_family_that_agrees(visit):
    worker, first, second = visit("village1"), visit("township1"), visit("township1b")
    household = steps.register(worker, [WIDOW], address="五组 9 号")
    today = steps.day_of(first)

    page = first.go("/relief/social/").page
    with page.expect_navigation():
        page.click("main a:has-text('登记帮扶')")
    first.picture("social-new")
    village = page.locator("select[name=division_code] option[value^='4']").first.get_attribute("value")
    steps.fill(page, {
        "division_code": village, "giver_kind": "charity", "giver": "示例慈善总会", "gift": "money",
        "what": "慢性病药费补助", "amount_fen": "1200",
    })  # fmt: skip
    words = pressed(first, "#work")
    assert "还剩 1,200.00元" in words
    address = page.url.removeprefix(first.county.url)

    # More than is left is refused, and nothing that was typed is lost.
    family = {"household_number": household, "need": "三个月的药费", "consented_on": today}
    assert "只剩1,200.00元" in done(first, "match", **family, amount_fen="1200.01")
    assert page.locator("#form-match [name=need]").input_value() == "三个月的药费"
    words = done(first, "match", amount_fen="900")
    assert "待另一人核对" in words
    assert "还剩 300.00元" in words
    # Who matched does not confirm.
    assert "须由另一人办理" in done(first, "confirm", match="first")

    second.go(address)
    assert "待交付" in done(second, "confirm", match="first")
    first.go(address)
    words = done(first, "hand", match="first", received_by=WIDOW.name, receipt="慈收0042", handed_on=today)
    assert f"{WIDOW.name}签收" in words
    first.picture("social-handed")
    second.go(address)
    words = done(second, "result", match="first", result="eased", result_words="药已经买好，够用到开春。")
    assert "已办结" in words
    second.picture("social-offer")

    assert "三个月的药费" in steps.text_of(second.go(f"/households/{household}/").page)
    words = steps.text_of(second.go(f"/relief/households/{household}/").page)
    assert "一年来得到的各项救助共 900.00 元" in words
    second.picture("relief-household")
    first.go("/relief/social/")
    first.picture("social")
    first.go("/relief/stores/")
    first.picture("relief-stores")

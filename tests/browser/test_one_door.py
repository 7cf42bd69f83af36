"""One application: a family says once what happened, sees every program with its calculation, and chooses."""

import datetime as dt
import re

import pytest

from minzheng.kernel.idnumber import impossible
from tests.browser import steps
from tests.browser.steps import Member

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDOWER = Member("谌长林", impossible(dt.date(1954, 2, 9), 971), "02", {"transfer": "120"})
SISTER = Member("谌秀珍", impossible(dt.date(1958, 10, 3), 972), "99", {})
ABILITIES = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")
RECKON, OPEN = "main button[value=reckon]", "main button[value=open]"


def said(page, person, **answers):
    """Answer questions about one member; yes and no are two buttons, other answers a choice or a box."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    for code, value in answers.items():
        control = page.locator(f"main [name='{person}-{code}']")
        if control.first.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        elif control.first.evaluate("one => one.type") == "radio":
            page.check(f"main [name='{person}-{code}'][value='{value}']")
        else:
            control.fill(value)


def send(page, button):
    with page.expect_navigation():
        page.click(button)
    return steps.text_of(page)


def test_what_happened_is_said_once_and_every_program_answers(visit):
    worker, township = visit("village1"), visit("township1")
    home = steps.register(worker, [WIDOWER, SISTER], address="二组 9 号")
    page = worker.go(f"/households/{home}/").page
    with page.expect_navigation():
        page.click("main a:has-text('申请救助')")
    assert page.url.endswith(f"/households/{home}/apply/")
    person = page.locator("main [name$='-can_eat']").first.get_attribute("name").partition("-")[0]
    # Each question stands there once.
    names = page.eval_on_selector_all(
        "main [name*='-']:not([type=radio]):not([type=checkbox])", "all => all.map(o => o.name)"
    )
    assert len(names) == len(set(names))

    page.fill("main textarea[name=reason]", "老伴去世，无儿无女，腿脚不便")
    said(page, person, part_in_application="3", has_serious_illness="0", **dict.fromkeys(ABILITIES, "1"))
    words = send(page, RECKON)
    worker.picture("one-door-reckoned")
    programs = page.locator("main section[id^=program-]")
    assert programs.count() >= 4
    for code in ("dibao", "wubao", "temporary", "medical"):
        assert page.locator(f"#program-{code}").count() == 1
    assert "最低生活保障" in words
    dibao = page.locator("#program-dibao")
    dibao.locator("summary").first.click()
    # An amount, or what is missing, each with its reasons.
    assert re.search(r"¥[\d,]+\.\d\d|还缺|缺少", dibao.inner_text())
    assert "条件和计算" in dibao.inner_text()
    assert steps.text_of(worker.go(f"/households/{home}/").page).count("办件编号") == 0

    page = worker.go(f"/households/{home}/apply/").page
    page.fill("main textarea[name=reason]", "老伴去世，无儿无女，腿脚不便")
    said(page, person, part_in_application="3", **dict.fromkeys(ABILITIES, "1"))
    for box in page.locator("main input[name=programs]").all():
        box.set_checked(box.get_attribute("value") in {"dibao", "wubao"})
    page.check("main input[name=near_relative][value='0']")
    page.check("main input[name=commitment_signed]")
    for box in page.locator("main input[name=consented]").all():
        box.check()
    # Two that exclude each other are the family's choice; what was typed stays.
    words = send(page, OPEN)
    assert "由他们选择一项" in words
    worker.picture("one-door-refused")
    assert page.input_value("main textarea[name=reason]") == "老伴去世，无儿无女，腿脚不便"
    page.uncheck("main input[name=programs][value=wubao]")
    words = send(page, OPEN)
    assert page.url.endswith(f"/households/{home}/"), words
    case = re.search(r"DB-[\d-]+", words)[0]
    worker.picture("one-door-opened")

    # The township sees the case with what was said, and the doors of the programs that rooms of their own ask.
    assert "老伴去世" in steps.text_of(township.go(f"/cases/{case}/?tab=papers").page)
    page = township.go(f"/households/{home}/apply/").page
    assert case in page.locator("#program-dibao").inner_text()
    township.picture("one-door-township")
    with page.expect_navigation():
        page.locator("#program-temporary a", has_text="登记").click()
    assert "/relief/" in page.url
    assert page.input_value("main [name=household_number]") == home

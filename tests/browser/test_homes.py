"""An old man moves into a home by his own choice, is cared for through a month, goes out, comes back late."""

import datetime as dt

import pytest

from minzheng.kernel.idnumber import impossible
from tests.browser import steps
from tests.browser.steps import Member

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OLD_MAN = Member("覃福寿", impossible(dt.date(1948, 9, 3), 973), "02", {})


def test_a_month_in_a_home_by_phone_and_desk(visit):
    worker, director, carer = visit("village1"), visit("director"), visit("caregiver")
    steps.register(worker, [OLD_MAN], address="三组 2 号")

    resident = moved_in(director)
    carer.page.set_viewport_size(steps.PHONE)
    for week in range(4):
        cared_for(carer, first=not week)
        forward(carer, 7)
    gone_and_back(carer, resident)

    assert "晚归" in steps.text_of(director.go(resident).page)
    director.picture("home-resident-after-a-month")


def moved_in(director):
    """The director writes the choice down, has him assessed and seen by a doctor, and signs."""
    director.go("/homes/")
    home = director.page.url.removeprefix(director.county.url).removesuffix("overview/")
    today = steps.day_of(director)
    people = f"{home}residents/"
    do(director, people, "enter", id_number=OLD_MAN.id_number, chosen_by="person", chosen_on=today, witness="李支书")
    do(director, people, "assess", person=OLD_MAN.name, able=["eat", "dress", "bed", "toilet"], assessor="卫生院",
       assessed_on=today)  # fmt: skip
    do(director, people, "health", person=OLD_MAN.name, clinic="镇卫生院", checked_on=today, is_infectious="0",
       findings="健康")  # fmt: skip
    director.picture("home-waiting")
    until = (dt.date.fromisoformat(today) + dt.timedelta(days=365)).isoformat()
    do(director, people, "admit", entry=OLD_MAN.name, bed="男", signed_by=OLD_MAN.name, agreement_until=until,
       contact="侄子", contact_phone="13900000000")  # fmt: skip
    with director.page.expect_navigation():
        director.page.click(f"a.mz-row:has-text('{OLD_MAN.name}')")
    assert "部分丧失生活自理能力" in steps.text_of(director.page)
    return director.page.url.removeprefix(director.county.url)


def cared_for(carer, *, first):
    """The carer opens the round; what is due now is marked with one tap.

    Before six in the morning the care in hand is yesterday's, and of yesterday a man who moved in today owes nothing.
    """
    page = carer.go("/homes/").page
    carer.go(page.url.removeprefix(carer.county.url).split("?")[0] + "?slot=morning")
    person = page.locator(".mz-round-person", has_text=OLD_MAN.name)
    if first:
        carer.picture("home-round")
        if "现在登记的是昨天的照护" in steps.text_of(page):
            assert not person.count()
            return
    button = person.locator("button:not([name=''])").first
    assert button.bounding_box()["height"] >= 48
    with page.expect_navigation():
        button.click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def gone_and_back(carer, resident):
    """Out for two days, back after a week: the page says late."""
    due = (dt.date.fromisoformat(steps.day_of(carer.go(resident))) + dt.timedelta(days=2)).isoformat()
    do(carer, resident, "leave", due_on=due, reason="回村看亲戚", companion="侄子来接")
    assert "请假外出" in steps.text_of(carer.page)
    forward(carer, 7)
    assert "到期未归" in steps.text_of(carer.go(resident).page)
    do(carer, resident, "return", text="精神好")
    assert "在院" in steps.text_of(carer.page)


def forward(visitor, days):
    """Press the button of the demo's clock."""
    with visitor.page.expect_navigation():
        visitor.page.click(f".mz-ribbon button[value='{days}']")


def do(visitor, page_path, verb, **values):
    """Fill the form of one act on a page and send it; choices are named by the words they show."""
    page = visitor.go(page_path).page
    form = f"#form-{verb}"
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for name, value in values.items():
        control = page.locator(f"{form} [name='{name}']")
        kind = control.first.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
        if isinstance(value, list):
            for each in value:
                page.check(f"{form} [name='{name}'][value='{each}']")
        elif kind == "checkbox":
            control.check()
        elif kind == "radio":
            page.check(f"{form} [name='{name}'][value='{value}']")
        elif kind == "select":
            option = control.locator("option", has_text=value).first
            control.select_option(option.get_attribute("value"))
        else:
            control.fill(value)
    steps.sent(visitor, f"{form} button[type=submit]", page_path)

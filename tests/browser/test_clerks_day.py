"""A clerk's day: eighteen tasks of six kinds, finished from the to-do list; nobody types an address."""

import datetime as dt
import re

import pytest

from minzheng.kernel.idnumber import impossible
from tests.browser import steps
from tests.browser.steps import PHOTO, Member
from tests.browser.test_journey import record_means

# With a county of their own they take over a minute.
pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser"), pytest.mark.must_show("casework", 8),
]  # fmt: skip

PEOPLE = [
    Member(name, impossible(dt.date(1956 + place, 4, 9), 940 + 2 * place), "02", {"transfer": "120"})
    for place, name in enumerate(("覃桂兰", "向长青", "田祖发"))
]


def hand_in(open_as):
    """Three families that a village worker registered and applied for, with what the checking centre knows of them."""
    worker, checker, clerk = (open_as(who) for who in ("village1", "checker", "township1"))
    cases = []
    for place, person in enumerate(PEOPLE):
        household = steps.register(worker, [person], address=f"四组 {place + 1} 号")
        cases.append(steps.apply_for(worker, household, reason="年老，没有劳动能力"))
        account = {
            "bank_name": "演示农村商业银行",
            "account_number": f"99999900000009{place}100",
            "source": "存折复印件",
        }
        steps.household_act(clerk, household, "account", **account)
        record_means(checker, household, deposit="1000", cars="0", houses="1")
    return cases


def no_addresses(visitor):
    """From now on this person presses and types, but never an address."""

    def refuse(path):
        raise AssertionError(f"an address was typed: {path}")

    visitor.go = refuse
    return visitor


def to_do(visitor):
    """Press the first word of the rail."""
    with visitor.page.expect_navigation():
        visitor.page.click(".mz-rail a:has-text('待办')")
    return visitor.page


def row_of(visitor, case):
    return visitor.page.locator("li[data-row]", has_text=case)


def together(visitor, cases, button, picture=None, **values):
    """Tick the rows, press the act, see what will happen, do it, and read what became of each."""
    page = to_do(visitor)
    for case in cases:
        row_of(visitor, case).locator("input[type=checkbox]").check()
    assert page.inner_text("[data-chosen]") == f"已选 {len(cases)} 件"
    with page.expect_navigation():
        page.click(f".mz-bulk button:has-text('{button}')")
    assert f"{len(cases)} 件将办理" in page.inner_text("h1")
    if picture:
        visitor.picture(f"{picture}-plan")
    steps.fill(page, values)
    with page.expect_navigation():
        page.click("#work button[type=submit]")
    page.wait_for_selector(f"h1:has-text('已办 {len(cases)} 件')")
    if picture:
        visitor.picture(f"{picture}-result")


def alone(visitor, case, *, files=None, picture=None, **values):
    """Press the row's one action, fill its form in, send it."""
    page = to_do(visitor)
    with page.expect_navigation():
        row_of(visitor, case).locator(".do a.mz-button").click()
    steps.fill(page, values)
    for name, chosen in (files or {}).items():
        page.set_input_files(f"#action-form input[name={name}]", chosen)
    if picture:
        visitor.picture(picture)
    with page.expect_navigation():
        page.click("#action-form button[type=submit]")
    assert re.search(r"/cases/[A-Z0-9-]+/$", page.url), steps.text_of(page)


def test_a_clerks_day(visit, handed_in):
    cases = handed_in
    clerk, checker = no_addresses(visit("township1")), no_addresses(visit("checker"))
    today = steps.day_of(clerk)

    together(clerk, cases, "受理", picture="bulk-accept", near_relative="0")
    together(clerk, cases, "发起核对")
    paper = {"name": "核对报告.png", "mimeType": "image/png", "buffer": PHOTO}
    for case in cases:
        alone(
            checker, case, files={"attachment": [paper]}, status="consistent", as_of=today, sources="银行存款",
            text="与申报一致。",
        )  # fmt: skip
    for case in cases:
        photo = {"name": "门前.png", "mimeType": "image/png", "buffer": PHOTO}
        alone(clerk, case, files={"photos": [photo]}, surveyor_2="李秀兰", findings="土墙房，独居。", signed="on")
    for case in cases:
        alone(clerk, case)
    together(clerk, cases, "登记张贴", place="村务公开栏")

    to_do(clerk)
    words = [row_of(clerk, case).inner_text() for case in cases]
    assert all("公示到" in text for text in words), words
    clerk.picture("todo-after-the-day")
    left = [row_of(clerk, case).locator(".do a.mz-button").all_inner_texts() for case in cases]
    assert not any("受理" in word for words in left for word in words), left


def test_a_half_written_form_is_there_again_and_says_so(visit, handed_in):
    clerk = visit("township1")
    case = handed_in[0]
    page = clerk.go(f"/cases/{case}/object/").page
    with page.expect_response(lambda answer: "/drafts/" in answer.url):
        page.fill("#action-form textarea[name=text]", "邻居反映他有退休金，")
    page.wait_for_selector("#draft-status:has-text('草稿已保存')")

    clerk.go("/")
    assert "没写完的表单" in steps.text_of(page)
    with page.expect_navigation():
        page.click(".mz-draft a")

    assert page.input_value("#action-form textarea[name=text]") == "邻居反映他有退休金，"
    clerk.picture("draft-restored")
    with page.expect_navigation():
        page.click(".mz-draft button")
    assert page.input_value("#action-form textarea[name=text]") == ""


def test_the_list_is_walked_with_keys(visit, handed_in):
    clerk = visit("township1")
    page = clerk.page

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator("[data-row].is-at").count() == 1
    first = page.locator("[data-row].is-at [data-open]").get_attribute("href")
    page.keyboard.press("?")
    assert page.locator("#keys-help").is_visible()
    clerk.picture("keys")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert first.split("?")[0].split("#")[0] in page.url
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-box"


def test_two_people_at_one_case_see_each_other_and_write_notes(visit, handed_in):
    clerk, colleague = visit("township1"), visit("township1b")
    case = handed_in[1]
    with clerk.page.expect_response(lambda answer: "/presence/" in answer.url):
        clerk.go(f"/cases/{case}/")
    page = colleague.go(f"/cases/{case}/?tab=notes").page
    page.wait_for_selector(".mz-present")
    colleague.picture("case-two-people")
    page.click(".mz-note-form summary")
    page.locator(".mz-mates button").first.click()
    named = page.input_value("#note-text").strip().removeprefix("@")
    page.fill("#note-text", f"@{named} 请看一下存折")
    with page.expect_navigation():
        page.click(".mz-note-form button[type=submit]")
    page.wait_for_selector(".mz-note:has-text('请看一下存折')")
    colleague.picture("case-notes")
    colleague.go(f"/cases/{case}/?tab=compare")
    colleague.picture("case-compare")

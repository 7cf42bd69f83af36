"""Journeys once more, by people without a mouse: every click, tick, choice and text goes through the keyboard.

While `no_mouse()` holds, Playwright's own methods are answered by Tab, Enter, Space, the arrows and letters. What Tab
does not reach, or reaches without a focus to be seen, fails.
"""

import contextlib

from playwright.sync_api import Locator, Page

from tests.browser.fixtures import PATIENCE
from tests.browser.keys import MOST_STOPS, SEEN

KIND = "one => one.tagName === 'INPUT' ? one.type : one.tagName.toLowerCase()"
AT = "one => document.activeElement === one"
# Radio buttons of one name are one stop; the arrows lead through them.
AT_GROUP = """one => { const at = document.activeElement;
  return at.type === 'radio' && at.name === one.name && at.form === one.form; }"""
VALUE = "one => one.value"


def reach(page, element, at=AT):
    """Press Tab until the element has the focus."""
    for _stop in range(MOST_STOPS):
        if element.evaluate(at):
            assert page.evaluate(SEEN), f"the focus cannot be seen: {element.evaluate('one => one.outerHTML')[:200]}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {element.evaluate('one => one.outerHTML')[:200]} on {page.url}")


def click(locator):
    page, element = locator.page, _element(locator)
    kind = element.evaluate(KIND)
    if kind == "radio":
        return check(locator)
    reach(page, element)
    _press(page, "Space" if kind in {"checkbox", "summary"} else "Enter")
    return None


def _press(page, key):
    """Press a key, and if a page is asked for, wait for it as a click does."""
    asked, come = [], []

    def arrived(what):  # Playwright does not take a built-in method
        come.append(what)

    page.on("request", lambda request: asked.append(request) if request.is_navigation_request() else None)
    page.on("load", arrived)
    page.on("download", arrived)
    page.keyboard.press(key)
    page.wait_for_timeout(100)
    for _wait in range(PATIENCE // 50):
        if come or not asked:
            return
        page.wait_for_timeout(50)


def check(locator):
    page, element = locator.page, _element(locator)
    if element.is_checked():
        return
    if element.evaluate(KIND) == "checkbox":
        reach(page, element)
        page.keyboard.press("Space")
    else:
        reach(page, element, AT_GROUP)
        page.keyboard.press("Space")
        for _step in range(30):
            if element.is_checked():
                break
            page.keyboard.press("ArrowDown")
    assert element.is_checked(), "cannot be chosen by the keyboard"


def fill(locator, text):
    page, element = locator.page, _element(locator)
    if element.evaluate(VALUE) == text:
        return
    reach(page, element)
    if element.evaluate(KIND) in {"date", "month"}:
        _type_day(page, element, text)
        return
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def _type_day(page, element, day):
    year, month, date = day.split("-")
    for order in ((year, month, date), (month, date, year), (date, month, year)):
        for part in order:
            page.keyboard.type(part)
            if part == year and order[-1] != year:
                page.keyboard.press("ArrowRight")
        for _part in order:
            page.keyboard.press("ArrowLeft")
        if element.evaluate(VALUE) == day:
            return
    raise AssertionError(f"{day} cannot be typed, {element.evaluate(VALUE)} stands there")


def select_option(locator, value=None, *, index=None, label=None):
    page, element = locator.page, _element(locator)
    wanted = element.evaluate(
        "(one, [value, index, label]) => [...one.options].find((each, place) => index !== null ? place === index"
        " : label !== null ? each.label === label : each.value === value || each.label === value).index",
        [value, index, label],
    )
    reach(page, element)
    for _step in range(element.evaluate("one => one.options.length") + 1):
        now = element.evaluate("one => one.selectedIndex")
        if now == wanted:
            return
        page.keyboard.press("ArrowDown" if now < wanted else "ArrowUp")
    raise AssertionError("cannot be chosen by the arrows")


def set_input_files(locator, files):
    page, element = locator.page, _element(locator)
    # Playwright begins to catch the window of files when it is listened for; on the way there it has the time.
    page.on("filechooser", lambda _chooser: None)
    reach(page, element)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(files)


def _element(locator):
    """Return what a person would mean: a hidden box stands behind its label, anything else must be there."""
    return locator.element_handle()


ACTS = {
    "click": click, "check": check, "fill": fill, "select_option": select_option, "set_input_files": set_input_files,
}  # fmt: skip


def _of_page(act):
    return lambda page, selector, *given, **named: act(page.locator(selector).first, *given, **named)


@contextlib.contextmanager
def no_mouse():
    """Answer the mouse of every page by the keyboard."""
    kept = {(owner, name): getattr(owner, name) for owner in (Page, Locator) for name in ACTS}
    for name, act in ACTS.items():
        setattr(Locator, name, act)
        setattr(Page, name, _of_page(act))
    try:
        yield
    finally:
        for (owner, name), method in kept.items():
            setattr(owner, name, method)

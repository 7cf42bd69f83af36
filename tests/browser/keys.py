"""A person who has no mouse: Tab, Enter, Space, the arrows and letters. Nothing is clicked, no address is typed."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.fixtures import PASSWORD, Visitor

# More stops than any page has: whoever needs them all is lost.
MOST_STOPS = 400
FOCUSED = "selector => document.activeElement !== null && document.activeElement.matches(selector)"
SEEN = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const shown = box.width > 0 && box.height > 0;
  const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
  const inside = element.closest('label, .mz-file, .mz-choices');
  return shown && (marked || inside !== null || element.matches('input, select, textarea'));
}"""


class Keys:
    """The keyboard of one visitor."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page: Page = visitor.page

    def reach(self, selector: str) -> None:
        """Press Tab until the control is focused; fail if it cannot be reached or the focus is not to be seen."""
        for _stop in range(MOST_STOPS):
            if self.page.evaluate(FOCUSED, selector):
                assert self.page.evaluate(SEEN), f"{selector}: the focus cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by Tab on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Reach a link or button and press it; wait for the page it leads to."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def toggle(self, selector: str) -> None:
        """Tick a box, or press what changes the page in place."""
        self.reach(selector)
        self.page.keyboard.press("Space")

    def write(self, selector: str, text: str) -> None:
        """Replace what a text control holds."""
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def day(self, selector: str, day: str) -> None:
        """Type a day into the browser's own date control, in the order its language has."""
        self.reach(selector)
        year, month, date = day.split("-")
        for order in ((month, date, year), (year, month, date), (date, month, year)):
            if self.page.input_value(selector) == day:
                return
            for part in order:
                self.page.keyboard.type(part)
                if part == year and order[0] == year:
                    self.page.keyboard.press("ArrowRight")
            for _part in order:
                self.page.keyboard.press("ArrowLeft")
        assert self.page.input_value(selector) == day

    def choose(self, name: str, value: str) -> None:
        """Choose one of several: into the group by Tab, through it by the arrows."""
        group = f"main input[type=radio][name={name}]"
        self.reach(group)
        if not self.page.locator(f"{group}:checked").count():
            self.page.keyboard.press("Space")
        for _step in range(self.page.locator(group).count()):
            if self.page.locator(f"{group}[value='{value}']").is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name}={value} cannot be chosen by the arrows")

    def select(self, selector: str, value: str) -> None:
        """Choose in a list box with the arrows."""
        self.reach(selector)
        for _step in range(self.page.locator(f"{selector} option").count() + 1):
            if self.page.input_value(selector) == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector}: {value} cannot be chosen by the arrows")

    def sign_in(self, username: str) -> "Keys":
        """The first page begins in the user name."""
        self.visitor.go("/sign-in/")
        self.page.wait_for_function(FOCUSED, arg="input[name=username]")
        self.page.keyboard.type(username)
        self.write("input[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert "/sign-in/" not in self.page.url, self.page.inner_text("main")
        return self

    def find(self, number: str) -> None:
        """Press "/", type a number, Enter: the page of the case or household opens."""
        for _again in range(5):
            self.page.keyboard.press("/")
            if self.page.evaluate("document.activeElement.name") == "q":
                break
            self.page.wait_for_timeout(300)  # the page is there, its keys are a moment later
        self.page.keyboard.type(number)
        assert self.page.input_value(":focus") == number
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert number in self.page.url, self.page.url

    def act(self, case: str, verb: str) -> None:
        """Open one act of a case: its form stands there, or a link leads to it."""
        self.find(case)
        if not self.page.locator(f"#action-form[action$='/{verb}/']").count():
            self.press(f"#work a[href*='/{verb}/']")

    def send(self, then: str) -> str:
        """Press the form's button; return the text of the page it leads to."""
        self.press("#action-form button[type=submit]")
        words = self.page.inner_text("main")
        assert re.search(then, self.page.url), words
        return words


@pytest.fixture
def keys(chromium, county, pictures):
    visitors = []

    def begin(username: str) -> Keys:
        visitors.append(Visitor(chromium, county, pictures))
        return Keys(visitors[-1]).sign_in(username)

    yield begin
    for visitor in visitors:
        visitor.close()

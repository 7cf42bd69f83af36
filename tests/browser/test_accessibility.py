"""axe-core finds nothing serious or critical on any page, at either width, in either language.

The pages are those of test_pages, so that a new address is looked at here too; then what opens on a page,
and what a page says when something is wrong.
"""

import hashlib
import pathlib
import re

import pytest

from tests.browser.fixtures import WIDTHS
from tests.browser.test_pages import PAGES

pytestmark = [
    pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.must_show("casework", 6),
]  # fmt: skip

VENDOR = pathlib.Path(__file__).parent / "vendor"
AXE = (VENDOR / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
FIND = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations
    .filter(each => ['serious', 'critical'].includes(each.impact))
    .map(each => each.id + ': ' + each.nodes.slice(0, 3).map(node => node.target + ' ' + node.html.slice(0, 120)).join(' | '));
}"""  # noqa: E501 - one expression


# One page of each kind is looked at in every run; all of them, some minutes, in the slow one.
EVERY_RUN = frozenset({
    "todo", "sign_in", "household_new", "household", "cases", "case_action", "run_new", "run", "run_board", "run_funds",
    "run_difference", "price", "audit", "ledger_close", "review", "honesty", "remedy", "care_course", "assessment",
    "forms", "verify", "plan", "calendar", "archive", "relatives",
})  # fmt: skip
EACH_PAGE = [
    pytest.param(name, id=name, marks=[] if name in EVERY_RUN else [pytest.mark.slow]) for name in sorted(PAGES)
]


def serious(page):
    """Return what axe calls serious or critical on the page as it stands, at both widths."""
    before, found = page.viewport_size, {}
    for label, size in WIDTHS.items():
        page.set_viewport_size(size)
        page.evaluate(AXE)
        found[label] = page.evaluate(FIND)
    page.set_viewport_size(before)
    return {label: each for label, each in found.items() if each}


def test_the_vendored_axe_is_the_one_recorded():
    recorded = re.search(r"axe\.min\.js .*\| ([0-9a-f]{64}) \|", (VENDOR / "README.md").read_text(encoding="utf-8"))

    assert recorded is not None
    assert hashlib.sha256(AXE.encode()).hexdigest() == recorded[1]


def test_every_run_looks_at_pages_that_there_are():
    assert set(PAGES) >= EVERY_RUN


@pytest.mark.parametrize("name", EACH_PAGE)
def test_axe_finds_nothing_serious(name, known, visit_unknown):
    """Each page is opened once, for its picture and for axe."""
    found = {}
    for suffix, username, open_it in PAGES[name]:
        visitor = known(username) if username else visit_unknown()
        open_it(visitor)
        visitor.picture(f"{name}-{suffix}" if suffix else name)
        if seen := serious(visitor.page):
            found[suffix] = seen

    assert found == {}


# The same pages once more, with longer words: minutes.
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PAGES))
def test_axe_finds_nothing_serious_in_english(name, county, known, visit_unknown, in_english):
    found = {}
    for suffix, username, open_it in PAGES[name]:
        visitor = known(username) if username else visit_unknown()
        open_it(visitor)
        english = in_english(username).go(visitor.page.url.removeprefix(county.url))
        assert english.page.get_attribute("html", "lang") == "en"
        if seen := serious(english.page):
            found[suffix] = seen

    assert found == {}


@pytest.mark.parametrize("language", ["known", "in_english"])
def test_axe_finds_nothing_serious_in_what_opens_and_in_what_went_wrong(language, county, request):
    open_as, found = request.getfixturevalue(language), {}
    clerk = open_as("township1")

    def look(name):
        if seen := serious(clerk.page):
            found[name] = seen

    page = clerk.go("/").page
    for place, box in enumerate(page.locator("[data-row] input[type=checkbox]").all()[:2]):
        box.check()
        look(f"chosen {place}")
    page.keyboard.press("?")
    look("the keys")
    page.keyboard.press("Escape")
    for place, summary in enumerate(page.locator("main summary:visible").all()[:6]):
        summary.click()
        look(f"opened {place}")
    clerk.go("/cases/DB-420581-2026-99999/")
    look("nothing there")
    page = clerk.go("/households/new/").page
    page.locator("main form").first.evaluate("form => form.noValidate = true")
    with page.expect_navigation():
        page.locator("main form button[type=submit]:not([name])").last.click()
    look("a form refused")

    assert found == {}

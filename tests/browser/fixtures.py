"""The real product under Chromium: a small sample county, the real server, one browser.

Nothing is mocked: `minzheng demo --build-only` built the county, `minzheng serve` serves it.
tests/conftest.py names this module as a plugin, so that browser and acceptance tests of one process share one county.
"""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests import built_county

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "minzheng-demo"
# Milliseconds. Generous: two suites may share the machine, and how fast a page is stands in bench/.
PATIENCE = 45_000
SCREENSHOTS = pathlib.Path("var/screenshots")
WIDTHS = {"1440": {"width": 1440, "height": 900}, "390": {"width": 390, "height": 844}}


class County:
    """A running sample county."""

    def __init__(self, url: str, env: dict[str, str]) -> None:
        self.url = url
        self.env = env
        # Numbers of what tests made on the pages, for others to look at.
        self.kept: dict[str, str] = {}

    def minzheng(self, *arguments: str) -> str:
        """Run the command line on the same county; fail loudly if it fails."""
        command = [f"{sys.prefix}/bin/minzheng", *arguments]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def county(tmp_path_factory):
    with sample_county(tmp_path_factory, "county") as served:
        yield served


@pytest.fixture(scope="session")
def other_county(tmp_path_factory):
    """A second one, for journeys that are walked twice: whoever is registered once is not registered again."""
    with sample_county(tmp_path_factory, "other-county") as served:
        yield served


@contextlib.contextmanager
def sample_county(tmp_path_factory, name: str) -> Iterator[County]:
    """Serve a copy of the built county."""
    folder = tmp_path_factory.mktemp(name)
    built_county.copy_to(folder, tmp_path_factory.getbasetemp())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    env = {**os.environ, "MINZHENG_VAR": str(folder), "MINZHENG_DEMO": "1"}
    env.pop("DATABASE_URL", None)
    env.pop("DJANGO_SETTINGS_MODULE", None)
    server = subprocess.Popen([f"{sys.prefix}/bin/minzheng", "serve", "--port", port], env=env, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url)
        yield County(url, env)
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str) -> None:
    for _ in range(600):  # two minutes: two suites may share the machine
        try:
            urllib.request.urlopen(url, timeout=2)  # noqa: S310 - our own server
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{url} did not answer within two minutes")


@pytest.fixture(scope="session")
def chromium():
    # Playwright keeps an event loop in this thread; Django would take every later test for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures():
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    SCREENSHOTS.mkdir(parents=True)
    return SCREENSHOTS


class Visitor:
    """One signed-in person: a page whose console errors and failed requests are remembered."""

    def __init__(self, chromium, county: County, pictures: pathlib.Path) -> None:
        self.county = county
        self.pictures = pictures
        self.context = chromium.new_context(viewport=WIDTHS["1440"], locale="zh-CN", timezone_id="Asia/Shanghai")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def heard(self, message) -> None:
        """Remember errors, but for the page's own status: a refusal is answered with 422, a stranger with 404."""
        its_own_status = "Failed to load resource" in message.text and message.location["url"] == self.page.url
        if message.type == "error" and not its_own_status:
            self.errors.append(message.text)

    def sign_in(self, username: str) -> "Visitor":
        self.go("/sign-in/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form:has(input[name=password]) button[type=submit]")
        self.page.wait_for_url(f"{self.county.url}/")
        return self

    def go(self, path: str) -> "Visitor":
        self.page.goto(self.county.url + path)
        return self

    def picture(self, name: str) -> None:
        """Write the page at both widths; sideways scroll, small text or a console error fails."""
        before = self.page.viewport_size
        for label, size in WIDTHS.items():
            self.page.set_viewport_size(size)
            self.page.wait_for_load_state("load")
            self.page.evaluate("document.fonts.ready.then(() => true)")
            self.page.screenshot(path=self.pictures / f"{name}-{label}.png", full_page=True)
            assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
                f"{name} scrolls sideways at {label}"
            )
            small = self.page.evaluate(SMALL_TEXT)
            assert small == [], f"{name} at {label}: text under 12 px: {small[:5]}"
        self.page.set_viewport_size(before)
        assert self.errors == [], f"{name}: {self.errors}"

    def picture_once(self, name: str) -> None:
        """Write the page unless another test of this run has."""
        if not (self.pictures / f"{name}-390.png").exists():
            self.picture(name)

    def close(self) -> None:
        self.context.close()


SMALL_TEXT = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!text || !element || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(element.tagName)) continue;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if (parseFloat(getComputedStyle(element).fontSize) < 12) found.push(text.slice(0, 30));
  }
  return found;
}"""


@pytest.fixture
def visit(chromium, county, pictures):
    visitors = []

    def open_as(username: str) -> Visitor:
        visitor = Visitor(chromium, county, pictures)
        visitors.append(visitor)
        return visitor.sign_in(username)

    yield open_as
    for visitor in visitors:
        visitor.close()


@pytest.fixture(scope="session")
def known(chromium, county, pictures):
    """Visitors who stay signed in, one per account: for looking, not for acting."""
    visitors: dict[str, Visitor] = {}

    def open_as(username: str) -> Visitor:
        if username not in visitors:
            visitors[username] = Visitor(chromium, county, pictures).sign_in(username)
        visitors[username].errors.clear()
        return visitors[username]

    yield open_as
    for visitor in visitors.values():
        visitor.close()


@pytest.fixture
def visit_unknown(chromium, county, pictures):
    visitors = []

    def open_page() -> Visitor:
        visitors.append(Visitor(chromium, county, pictures))
        return visitors[-1]

    yield open_page
    for visitor in visitors:
        visitor.close()


@pytest.fixture(scope="session")
def in_english(chromium, county, pictures):
    """The same people in a browser that keeps the cookie of the switch."""
    visitors: dict[str, Visitor] = {}

    def open_as(username: str) -> Visitor:
        if username not in visitors:
            visitor = visitors[username] = Visitor(chromium, county, pictures)
            visitor.context.add_cookies([{"name": "minzheng_language", "value": "en", "url": county.url}])
            if username:
                visitor.sign_in(username)
        return visitors[username]

    yield open_as
    for visitor in visitors.values():
        visitor.close()


@pytest.fixture(scope="session")
def handed_in(chromium, county, pictures):
    """The families whose cases a clerk's day begins with; whoever shows that day elsewhere finds them too."""
    from tests.browser.test_clerks_day import hand_in  # noqa: PLC0415 - pytest rewrites its assertions first

    visitors = []

    def open_as(username: str) -> Visitor:
        visitors.append(Visitor(chromium, county, pictures))
        return visitors[-1].sign_in(username)

    yield hand_in(open_as)
    for visitor in visitors:
        visitor.close()

"""What people do on the pages, one function per act: the same clicks wherever a test needs them.

Each returns what the page shows afterwards that the next act needs (a number, a file); none calls the domain.
"""

import re
import subprocess
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.browser.fixtures import WIDTHS, Visitor

PHOTO = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
INCOMES = ("wage", "business", "property", "transfer", "other")
PHONE, DESK = WIDTHS["390"], WIDTHS["1440"]


@dataclass(frozen=True)
class Member:
    """Somebody to be registered; monthly income in yuan as people type it, the rest typed as 0."""

    name: str
    id_number: str
    relation: str
    incomes: dict[str, str] = field(default_factory=dict)


def text_of(page: Page) -> str:
    return page.inner_text("main")


def sent(visitor: Visitor, button: str, then: str) -> str:
    """Press a button that sends a form and leads to `then`; return the page's text."""
    with visitor.page.expect_navigation():
        visitor.page.click(button)
    words = text_of(visitor.page)
    # A refusal is told by the page itself.
    assert visitor.page.url == visitor.county.url + then, (visitor.page.url, words)
    return words


def register(visitor: Visitor, members: list[Member], *, address: str) -> str:
    """Register a household of the first village offered; return its number."""
    page = visitor.go("/households/new/").page
    village = page.locator("select[name=division_code] option[value^='4']").first.get_attribute("value")
    page.select_option("select[name=division_code]", village)
    page.fill("input[name=address]", address)
    page.check("input[name=area_kind][value=rural]")
    page.fill("input[name=source]", "户口簿，本人申报")
    for place, member in enumerate(members):
        if place:
            page.click("#add-member")
            page.wait_for_selector(f"[name=m{place}-name]")
        fill_member(page, f"m{place}", member)
    with page.expect_navigation():
        page.click("button:has-text('登记这一户')")
    assert "/households/HH-" in page.url, text_of(page)
    return page.url.rstrip("/").rpartition("/")[2]


def fill_member(page: Page, prefix: str, member: Member) -> None:
    block = page.locator(f".mz-member:has([name={prefix}-name])")
    block.locator(f"[name={prefix}-name]").fill(member.name)
    block.locator(f"[name={prefix}-id_number]").fill(member.id_number)
    block.locator(f"[name={prefix}-relation]").select_option(member.relation)
    if not block.locator("details").get_attribute("open"):
        block.locator("summary").click()
    for kind in INCOMES:
        block.locator(f"[name={prefix}-income_{kind}]").fill(member.incomes.get(kind, "0"))


def household_act(visitor: Visitor, household: str, verb: str, **values: str) -> None:
    """Fill in and send one form of a household's page."""
    page = visitor.go(f"/households/{household}/{verb}/").page
    fill(page, {"holds_from": day_of(visitor)} | values)
    visitor.picture_once(f"household_operation-{verb}")
    sent(visitor, "#work button[type=submit]", f"/households/{household}/")


def apply_for(visitor: Visitor, household: str, *, reason: str) -> str:
    """Apply for 低保 from the household's page; return the number of the case."""
    page = visitor.go(f"/households/{household}/").page
    page.click("a:has-text('申请救助')")
    page.click("a:has-text('只申请低保')")
    page.fill("textarea[name=reason]", reason)
    page.check("input[name=near_relative][value='0']")
    page.check("input[name=commitment_signed]")
    for box in page.locator("input[name=consented]").all():
        box.check()
    page.click("main button:has-text('提交申请')")
    page.wait_for_url(re.compile(r"/cases/[A-Z]+[^/]*/$"))
    return page.url.rstrip("/").rpartition("/")[2]


def act(visitor: Visitor, case: str, verb: str, *, files: dict[str, list[dict]] | None = None, **values) -> str:
    """Do one act of a case from its page, and come back to it; return the page's text."""
    page = visitor.go(f"/cases/{case}/").page
    if not page.locator(f"#action-form[action$='/{verb}/']").count():
        page.locator(f"#work a[href*='/{verb}/']").first.click()
    fill(page, values)
    for name, chosen in (files or {}).items():
        page.set_input_files(f"#action-form input[name={name}]", chosen)
    visitor.picture_once(f"case_action-{verb}")
    return sent(visitor, "#action-form button[type=submit]", f"/cases/{case}/")


def fill(page: Page, values: dict[str, str | list[str]]) -> None:
    """Fill controls by name, as their kind asks."""
    for name, value in values.items():
        control = page.locator(f"#work [name='{name}']")
        kind = control.first.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
        if isinstance(value, list):
            for each in value:
                page.check(f"#work [name='{name}'][value='{each}']")
        elif kind == "checkbox" and control.count() == 1:
            control.check()
        elif kind in {"radio", "checkbox"}:
            page.check(f"#work [name='{name}'][value='{value}']")
        elif kind == "select":
            control.select_option(value)
        else:
            control.fill(value)


def report(checker: Visitor, case: str, *, text: str = "各来源反馈与申报一致。") -> str:
    today = day_of(checker)
    paper = {"name": "核对报告.png", "mimeType": "image/png", "buffer": PHOTO}
    return act(
        checker, case, "report-check", files={"attachment": [paper]}, status="consistent", as_of=today,
        sources="银行存款", text=text,
    )  # fmt: skip


def visit(township: Visitor, case: str, *, findings: str) -> str:
    photo = {"name": "门前.png", "mimeType": "image/png", "buffer": PHOTO}
    return act(township, case, "visit", files={"photos": [photo]}, surveyor_2="李秀兰", findings=findings, signed="on")


def day_of(visitor: Visitor) -> str:
    """Return the county's day as the ribbon says it, in the form a date field takes."""
    words = visitor.page.inner_text(".mz-ribbon b")
    year, month, day = re.findall(r"\d+", words)
    return f"{year}-{int(month):02d}-{int(day):02d}"


def move_ahead(visitor: Visitor, days: int) -> str:
    """Press one of the ribbon's buttons; return the new day."""
    before = day_of(visitor)
    with visitor.page.expect_navigation():
        visitor.page.click(f".mz-ribbon button:has-text('快进 {days} 天')")
    after = day_of(visitor)
    assert after > before
    return after


# Where the page of a case offers to close its posting.
CLOSES = "#action-form[action$='/close/'], #work a[href*='/close/']"


def past_the_posting(visitor: Visitor, case: str) -> None:
    """Move ahead until the posting can be closed: a last day on a weekend or holiday is the next working day."""
    for _day in range(12):
        page = visitor.go(f"/cases/{case}/").page
        if page.locator(CLOSES).count():
            return
        move_ahead(visitor, 1)
    raise AssertionError(text_of(page))


def pdf_text(visitor: Visitor, address: str) -> str:
    """Fetch a paper with the visitor's cookies and return its text, lines joined."""
    answer = visitor.context.request.get(visitor.county.url + address)
    assert answer.ok, f"{address}: {answer.status}"
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer.body(), capture_output=True, check=True)
    return re.sub(r"\s+", "", done.stdout.decode())

"""Steps of screening on the pages: a snapshot, a question, its answer by the worker, a visit."""

from tests.browser import steps

FIGURE = "dibao_line_rural_fen"


def answered(visitor):
    """Look again until the worker is done."""
    page = visitor.page
    for _wait in range(120):
        if page.locator(".mz-progress").count() == 0 and "正在" not in page.locator("h1").inner_text():
            return steps.text_of(page)
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(steps.text_of(page))


def send(visitor):
    """Hand in the form of the page."""
    with visitor.page.expect_navigation():
        visitor.page.click("#action-form button[type=submit]")


def snapshot(visitor):
    """Open the newest snapshot; take one if there is none."""
    page = visitor.go("/screening/").page
    known = page.locator("a.mz-row[href^='/screening/snapshots/']")
    if known.count():
        with page.expect_navigation():
            known.first.click()
    else:
        visitor.go("/screening/snapshots/new/")
        send(visitor)
    answered(visitor)


def tried(visitor, yuan):
    """Try out a higher line; return its number and the page's words."""
    page = visitor.go("/screening/what-if/new/?program=dibao").page
    page.fill("[name=title]", f"农村线提到{yuan}元")
    page.select_option("[name=figure_1]", FIGURE)
    page.fill("[name=value_1]", str(yuan))
    send(visitor)
    words = answered(visitor)
    return page.url.rstrip("/").rpartition("/")[2], words


def gap(visitor):
    """Look for who qualifies and gets nothing; return the page's words."""
    page = visitor.go("/screening/new/").page
    page.check("[name=kind][value=take_up]")
    send(visitor)
    return answered(visitor)


def looked_for(kind):
    """Return a way to the page of a what-if, or of a list of families."""

    def way(visitor):
        snapshot(visitor)
        if kind == "what-if":
            tried(visitor, 900)
        else:
            gap(visitor)

    return way


def with_snapshot(path):
    """Return a way to a form that asks something of a snapshot."""

    def way(visitor):
        snapshot(visitor)
        visitor.go(path)

    return way


def visit_page(visitor):
    """Send a visit and open it."""
    page = visitor.go("/screening/visits/").page
    if not page.locator("main a.mz-row").count():
        looked_for("gap")(visitor)
        page.fill("form[action$='/send/'] [name=most]", "2")
        with page.expect_navigation():
            page.click("form[action$='/send/'] button[type=submit]")
        visitor.go("/screening/visits/")
    with page.expect_navigation():
        page.locator("main a.mz-row").first.click()

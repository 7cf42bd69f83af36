"""A county takes a snapshot, tries out a higher line, compares two, looks for who gets nothing and sends visits."""

import pytest

from tests.browser import steps

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
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
    with visitor.page.expect_navigation():
        visitor.page.click("#action-form button[type=submit]")


def tried(visitor, yuan):
    page = visitor.go("/screening/what-if/new/?program=dibao").page
    page.fill("[name=title]", f"农村线提到{yuan}元")
    page.select_option("[name=figure_1]", FIGURE)
    page.fill("[name=value_1]", str(yuan))
    visitor.picture_once("screening-ask")
    send(visitor)
    words = answered(visitor)
    return page.url.rstrip("/").rpartition("/")[2], words


@pytest.mark.must_show("scale", 9)
def test_a_higher_line_is_tried_out_and_two_are_compared(visit):
    clerk = visit("county")
    page = clerk.go("/screening/snapshots/new/").page
    send(clerk)
    answered(clerk)
    clerk.picture("screening-snapshot")

    first, words = tried(clerk, 900)
    assert "一年多花" in words
    assert "多得" in words
    assert page.locator("figure.mz-chart svg rect").count() > 1
    clerk.picture("screening-what-if")
    with page.expect_download() as got:
        page.click("main a[href$='/export/']")
    assert got.value.suggested_filename == f"{first}.xlsx"

    second, _words = tried(clerk, 1000)
    clerk.go(f"/screening/compare/?number={first}&number={second}")
    assert page.locator("main table thead th a").count() == 2
    clerk.picture("screening-compare")

    clerk.go("/screening/new/")
    page.check("[name=kind][value=take_up]")
    send(clerk)
    words = answered(clerk)
    assert "应保未保" in words
    clerk.picture("screening-gap")

    clerk.go("/screening/line/new/")
    page.check("[name=method][value=consumption]")
    page.select_option("[name=figure]", FIGURE)
    for name, value in {"spending_fen": "24000", "ratio": "40", "source": "2025年统计公报（示例）"}.items():
        page.fill(f"[name={name}]", value)
    send(clerk)
    assert "800.00" in answered(clerk)
    clerk.picture("screening-line")
    clerk.go("/screening/")
    clerk.picture("screening")

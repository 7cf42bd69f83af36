"""A county takes a snapshot, tries out a higher line, compares two, looks for who gets nothing and sends visits."""

import pytest

from tests.browser.screening_steps import FIGURE, answered, gap, send, snapshot, tried

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.must_show("scale", 9)
def test_a_higher_line_is_tried_out_and_two_are_compared(visit):
    clerk = visit("county")
    page = clerk.page
    snapshot(clerk)

    first, words = tried(clerk, 900)
    assert "一年多花" in words
    assert "多得" in words
    assert page.locator("figure.mz-bars svg rect").count() > 1
    clerk.picture("screening-tried-out")
    with page.expect_download() as got:
        page.click("main a[href$='/export/']")
    assert got.value.suggested_filename == f"{first}.xlsx"

    second, _words = tried(clerk, 1000)
    clerk.go(f"/screening/compare/?number={first}&number={second}")
    assert page.locator("main table thead th a").count() == 2
    clerk.picture("screening-side-by-side")

    assert "应保未保" in gap(clerk)

    clerk.go("/screening/line/new/")
    page.check("[name=method][value=consumption]")
    page.select_option("[name=figure]", FIGURE)
    for name, value in {"spending_fen": "24000", "ratio": "40", "source": "2025年统计公报（示例）"}.items():
        page.fill(f"[name={name}]", value)
    send(clerk)
    assert "800.00" in answered(clerk)

"""A benefit that runs, in a browser: reviewed in its turn, suspended by three people, restored; a change told."""

import pytest

from tests.browser import steps

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def active_case(visitor) -> str:
    page = visitor.go("/cases/?state=active").page
    with page.expect_navigation():
        page.locator("main a.mz-row").first.click()
    return page.url.rstrip("/").rpartition("/")[2].partition("?")[0]


def act(visitor, number, verb, picture="", **fields):
    page = visitor.go(f"/cases/{number}/{verb}/").page
    for name, value in fields.items():
        field = page.locator(f"#action-form [name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"#action-form [name={name}][value='{value}']").check()
        elif field.first.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    if picture:
        visitor.picture(picture)
    with page.expect_navigation():
        page.locator("#action-form button[type=submit]").click()
    return steps.text_of(page)


def test_a_review_a_suspension_and_the_way_back(known):
    township, county = known("township1"), known("county")
    number = active_case(township)
    township.picture("running-case")

    assert "已列入复核" in act(township, number, "open-review")
    township.go("/reviews/calendar/?until=2027-12-31").picture("running-calendar")
    assert "复核情况已登记" in act(
        township, number, "complete-review", "running-complete-review", findings="电话核实，家庭情况没有变化"
    )

    told = act(township, number, "propose-suspension", "running-suspend", reason="三次上门均无人配合，无法核实收入")
    assert "请听取当事人意见" in told
    with township.page.expect_navigation():
        township.go("/reviews/").page.locator(f"main tr:has-text('{number}') a.mz-row").click()
    township.picture("running-proposal")
    act(township, number, "hear", "running-hear", outcome="heard", opinion="在外打工，回来就配合")
    assert "停发中" in act(county, number, "accept-review", "running-accept")
    county.picture("running-suspended")

    act(township, number, "propose-restore", "running-restore", reason="已回家配合调查")
    county.go(f"/cases/{number}/")
    with county.page.expect_navigation():
        county.go("/reviews/").page.locator(f"main tr:has-text('{number}') a.mz-row").click()
    county.picture("running-restore-proposal")
    assert "停发中" not in act(county, number, "accept-review")


def test_a_change_is_told_and_reckoned(known):
    township = known("township1")
    number = active_case(township)

    act(
        township, number, "report-change", "running-report", kind="income", text="长子开始外出务工",
        changed_on="2026-10-08", told_on="2026-11-20", told_by="village", teller="村会计", is_major="1",
    )  # fmt: skip
    township.go("/reviews/changes/").picture("running-changes")
    assert "已重新核算" in act(
        township, number, "handle-change", "running-handle", finding="工资尚未发放，收入没有变化"
    )

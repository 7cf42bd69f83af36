"""A hospital's one-stop settlement: a file handed in, settled line by line, one explained, errors back, the fund."""

import datetime as dt

import pytest

from minzheng.kernel.idnumber import impossible
from tests.browser import steps
from tests.browser.steps import Member

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VETERAN = Member("龚卫东", impossible(dt.date(1953, 5, 6), 977), "02", {"transfer": "300"})
HEAD = (
    "结算单号,公民身份号码,姓名,医疗类别,入院日期,出院日期,结算日期,总费用,目录外费用,基本医保支付,"
    "大病保险支付,是否参保,出院诊断"
)
ILLNESS = "浸润型肺结核"


def upload(visitor, values, name, text):
    page = visitor.page
    for field, value in values.items():
        control = page.locator(f"main [name='{field}']")
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(label=value)
        else:
            control.fill(value)
    page.set_input_files("main input[type=file]", [{"name": name, "mimeType": "text/csv", "buffer": text.encode()}])
    with page.expect_navigation():
        page.click("#action-form button[type=submit]")
    return steps.text_of(page)


def press(visitor, verb, **values):
    """Fill an act of the page and press its button; open it first if it is folded."""
    page = visitor.page
    form = page.locator(f"main form[action$='/{verb}/']")
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").click()
    for field, value in values.items():
        form.locator(f"[name='{field}']").fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    return steps.text_of(page)


def test_a_hospitals_file_is_settled_and_its_errors_go_back(visit):
    township, clerk, second = visit("township1"), visit("county"), visit("county2")
    steps.register(township, [VETERAN], address="六组 18 号")
    roll = f"公民身份号码,姓名,起始日期,类别\n{VETERAN.id_number},{VETERAN.name},2026-01-01,因病致贫\n"
    upload(clerk.go("/claims/rolls/new/"), {"roll": "因病致贫重病患者", "source": "演示市医保局函"}, "名册.csv", roll)
    second.go(clerk.page.url.removeprefix(clerk.county.url))
    assert "已复核" in press(second, "confirm")

    today = dt.date.fromisoformat(steps.day_of(clerk))
    days = ",".join(str(today - dt.timedelta(days=back)) for back in (20, 8, 8))
    good = f"LL-0001,{VETERAN.id_number},{VETERAN.name},住院,{days},80000,2000,30000,6000,是,{ILLNESS}"
    bad = f"LL-0002,{VETERAN.id_number},龚卫冬,住院,{days},9000,0,4000,0,是,{ILLNESS}"
    words = upload(
        clerk.go("/claims/new/"), {"hospital": "演示市人民医院", "month": f"{today:%Y-%m}"}, "结算.csv",
        f"{HEAD}\n{good}\n{bad}\n",
    )  # fmt: skip
    assert "待结算" in words
    words = press(clerk, "settle")
    clerk.picture("claims-file")
    assert "受理1行，退回1行" in words
    assert "姓名与登记的不一致" in words
    assert ILLNESS not in words

    file = clerk.page.url
    with clerk.page.expect_download() as got:
        clerk.page.click("main a[href$='/answer']")
    told = got.value.path().read_bytes().decode("gb18030")
    assert "LL-0002" in told
    assert "退回" in told
    assert ILLNESS not in told

    with clerk.page.expect_navigation():
        clerk.page.click("main a.mz-row:has-text('LL-0001')")
    words = steps.text_of(clerk.page)
    clerk.picture("claims-bill")
    assert "支付顺序：先保险，后救助" in words
    assert "怎样算出来的" in words
    assert ILLNESS not in words

    second.page.goto(file)
    assert "已复核" in press(second, "confirm")
    words = steps.text_of(clerk.go("/claims/fund/").page)
    clerk.picture("claims-fund")
    assert "对得上吗" in words
    assert "不符" not in words


def test_the_work_list_of_the_uninsured_is_read_at_the_desk_and_on_a_phone(visit):
    clerk = visit("county")
    words = steps.text_of(clerk.go("/claims/campaigns/2027/").page)
    assert "工作清单" in words
    clerk.picture("claims-enrolment")
    with clerk.page.expect_navigation():
        clerk.page.click("main a.mz-row[href*='/claims/gaps/']")
    assert "下一步" in steps.text_of(clerk.page)
    clerk.picture("claims-gap")

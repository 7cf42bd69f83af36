"""The whole road of 低保 as people walk it on the pages: nobody but a browser touches the county.

The demo's clock is moved by the buttons of its ribbon, for everybody at once; so no test may count on today's date.
"""

import datetime as dt
import pathlib
import re

import openpyxl
import pytest

from minzheng.kernel.idnumber import impossible
from tests.browser import money_steps, steps
from tests.browser.steps import Member

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROSTER = pathlib.Path("examples/dibao_roster.xlsx")
HUSBAND = Member("覃守田", impossible(dt.date(1961, 3, 7), 971), "02", {"wage": "300"})
WIFE = Member("向桂英", impossible(dt.date(1963, 9, 18), 972), "12")
RICH = Member("田富贵", impossible(dt.date(1975, 5, 20), 973), "02", {"wage": "6800"})
RICH_WIFE = Member("谭金玉", impossible(dt.date(1977, 8, 2), 974), "12", {"wage": "3200"})


@pytest.mark.slow
def test_a_family_applies_is_objected_to_decided_and_paid_twice(visit):
    worker, township, checker = visit("village1"), visit("township1"), visit("checker")
    household, case = applied(worker)
    surveyed(township, checker, household, case)

    objected_and_resolved(township, case)
    closed_after_the_last_day(township, case)
    amount = decided(township, visit("county"), case)

    finance, second, reviewer = visit("finance"), visit("finance2"), visit("county2")
    month = first_month(township, case)
    money_steps.to_month(finance, month)
    run = paid_but_returned(finance, reviewer, second, month, amount)
    paid_again(township, (finance, reviewer, second), household, month)

    finance.go(f"/runs/{run}/").picture("run-closed-with-a-return")


def applied(worker):
    """The village worker stands in the yard with a phone."""
    worker.page.set_viewport_size(steps.PHONE)
    household = steps.register(worker, [HUSBAND, WIFE], address="三组 18 号")
    case = steps.apply_for(worker, household, reason="户主腰伤，不能外出务工")
    words = steps.text_of(worker.page)
    assert "覃守田一家 2 口申请低保，现在已提交" in words
    assert worker.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return household, case


def surveyed(township, checker, household, case):
    """Accept, have the means checked, visit by two with a photo."""
    steps.act(township, case, "accept", near_relative="0")
    steps.act(township, case, "request-check")
    account = {"bank_name": "演示农村商业银行", "account_number": "9999990000000097100", "source": "存折复印件"}
    steps.household_act(township, household, "account", **account)
    record_means(checker, household, deposit="2000", cars="0", houses="1")
    assert "核对一致" in steps.report(checker, case)
    steps.visit(township, case, findings="砖瓦房两间，家具简单；邻居反映与申报相符。")
    township.go(f"/cases/{case}/?tab=papers")
    township.page.wait_for_selector(".mz-known :text('核对报告')")
    papers = township.page.locator(".mz-known").inner_text()
    assert "入户照片" in papers


def record_means(checker, household, *, deposit, cars, houses):
    """What the checking centre found becomes known, with its source."""
    found = {"source": "核对报告", "person": ""}
    steps.household_act(checker, household, "asset", kind="deposit", count="1", amount_fen=deposit, **found)
    steps.household_act(checker, household, "asset", kind="house", use="living", count=houses, **found)
    steps.household_act(checker, household, "asset", kind="vehicle", use="passenger", count=cars, **found)
    steps.household_act(
        checker, household, "declaration", employs_others="0", bought_house_in_3_years="0", support_payment_fen="0",
        source="本人申报",
    )  # fmt: skip


STEPS = ["policy", "case", "appraise", "conclude", "sign"]


def objected_and_resolved(township, case):
    """Preview, propose, post; an objection is heard, an appraisal held, the posting goes on."""
    preview = steps.text_of(township.go(f"/cases/{case}/").page)
    assert "¥1,100.00 元/月" in preview
    steps.act(township, case, "propose")
    assert "公示到" in steps.act(township, case, "post", place="村务公开栏")
    steps.act(township, case, "object", objector_name="李建设", text="反映该户有人在县城打工。")
    township.picture("case-objected")
    meeting = {"held_on": steps.day_of(township), "place": "村委会会议室", "participants": "9", "representatives": "6"}
    steps.act(township, case, "appraise", **meeting, steps=STEPS, is_survey_true="1", conclusion="调查情况属实。")
    words = steps.act(township, case, "resolve", finding="经评议核实，异议不成立。", upheld="0", feedback="当面答复")
    assert "公示到" in words
    assert "登记异议" in words


def closed_after_the_last_day(township, case):
    """Seven days are seven days: before the last one is over nobody can close, not even by the address."""
    before = township.go(f"/cases/{case}/").page
    assert not before.locator("#action-form[action$='/close/']").count()
    steps.move_ahead(township, 7)
    with township.go(f"/cases/{case}/close/").page.expect_navigation():
        township.page.click("#action-form button[type=submit]")
    refusal = township.page.locator(".mz-refusal").inner_text()
    assert "公示" in refusal
    steps.past_the_posting(township, case)
    assert "已报县级" in steps.act(township, case, "close")


def decided(township, county, case):
    """Who proposed cannot confirm; another person can. The letter says how much and what one may do against it."""
    assert not township.go(f"/cases/{case}/").page.locator("#work a[href*='/confirm/']").count()
    tried = township.context.request.post(
        f"{township.county.url}/cases/{case}/confirm/", form={"reason": "同意", **csrf(township)}
    )
    assert tried.status == 422
    assert "已报县级" in steps.text_of(township.go(f"/cases/{case}/").page)
    county.go(f"/cases/{case}/").picture("case-to-decide")
    words = steps.act(county, case, "confirm")
    amount = re.search(r"每月 ¥([\d,.]+) 元", words)[1]
    steps.act(county, case, "issue-letter")
    letter = letter_of(county, case)
    assert f"每月{amount}元" in letter
    assert "60日内向宜都市人民政府申请行政复议" in letter
    assert "6个月内直接向宜都市人民法院提起行政诉讼" in letter
    steps.act(township, case, "serve-letter", method="直接送达")
    assert "在保" in steps.act(county, case, "publish", place="村务公开栏")
    county.picture("case-active")
    return amount


def csrf(visitor):
    return {"csrfmiddlewaretoken": visitor.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()}


def letter_of(visitor, case):
    """Open the letter as the page offers it; return its text."""
    link = visitor.go(f"/cases/{case}/").page.locator("a:has-text('查看告知书')").first
    return steps.pdf_text(visitor, link.get_attribute("href"))


def first_month(visitor, case):
    year, month = re.search(r"自(\d+)年(\d+)月起", steps.text_of(visitor.go(f"/cases/{case}/").page)).groups()
    return f"{year}-{int(month):02d}"


def paid_but_returned(finance, reviewer, second, month, amount):
    """One prepares, another signs; the bank sends one line back."""
    if "登记拨款" in money_steps.preview_run(finance, month):
        assert "500,000.00" in money_steps.allocate(finance, document_number=f"宜财社〔{month}〕9号", yuan="500000")
        money_steps.preview_run(finance, month)
    finance.picture("run-preview")
    run = money_steps.prepare_run(finance)
    assert not finance.page.locator("#form-approve").count()
    assert "编制、复核、审批须是三个人" in steps.text_of(finance.page)
    money_steps.run_act(reviewer, run, "check")
    second.go(f"/runs/{run}/").picture("run-to-approve")
    money_steps.run_act(second, run, "approve")
    money_steps.run_act(finance, run, "file")
    content = money_steps.bank_file(finance, run)
    mine = [row for row in money_steps.rows_of(content) if row["户名"] == HUSBAND.name]
    assert [(row["账号"], row["金额(元)"]) for row in mine] == [("9999990000000097100", amount.replace(",", ""))]
    answer = money_steps.answer_of_the_bank(content, returned=HUSBAND.name, reason="账号已销户")
    words = money_steps.run_act(finance, run, "result", file=answer)
    assert f"退回 1 笔 ¥{amount} 元" in words
    assert "账号已销户" in words
    assert "已办结" in money_steps.run_act(finance, run, "close")
    return run


def paid_again(township, signers, household, month):
    """With a new account the household is paid in the next list of the same month."""
    finance, reviewer, second = signers
    account = {"bank_name": "演示农村商业银行", "account_number": "9999990000000097200", "source": "新存折复印件"}
    steps.household_act(township, household, "account", **account)
    reviewer.go("/runs/accounts/")
    with reviewer.page.expect_navigation():
        reviewer.page.click("main button:has-text('确认变更')")
    steps.move_ahead(township, 7)
    assert "以前退回后再发" in money_steps.preview_run(finance, month)
    run = money_steps.prepare_run(finance)
    money_steps.run_act(reviewer, run, "check")
    money_steps.run_act(second, run, "approve")
    money_steps.run_act(finance, run, "file")
    content = money_steps.bank_file(finance, run)
    assert [(row["户名"], row["账号"]) for row in money_steps.rows_of(content)] == [
        (HUSBAND.name, "9999990000000097200")
    ]
    answer = money_steps.answer_of_the_bank(content, returned="", reason="")
    assert "退回 0 笔" in money_steps.run_act(finance, run, "result", file=answer)


def test_a_refusal_names_every_reason_with_its_numbers(visit):
    township, checker, county = visit("township1"), visit("checker"), visit("county")
    household = steps.register(township, [RICH, RICH_WIFE], address="一组 6 号")
    case = steps.apply_for(township, household, reason="生意不好")
    steps.act(township, case, "accept", near_relative="0")
    steps.act(township, case, "request-check")
    record_means(checker, household, deposit="30000", cars="1", houses="2")
    steps.report(checker, case)
    steps.visit(township, case, findings="两层楼房，门前停有小轿车。")
    township.go(f"/cases/{case}/").picture("case-propose-refusal")

    assert "不符合条件" in steps.act(township, case, "propose")
    county.go(f"/cases/{case}/").picture("case-to-refuse")
    steps.act(county, case, "refuse")
    steps.act(county, case, "issue-letter")
    letter = letter_of(county, case)

    for label, needs, has, differs in (
        ("收入", "低于16,800.00元", "120,000.00元", "103,200.00元"),
        ("生活用机动车", "不超过0辆", "1辆", "1辆"),
        ("住房", "不超过1套", "2套", "1套"),
    ):
        for words in (label, needs, has, differs, "不符合"):
            assert words in letter, words
    assert "60日内向宜都市人民政府申请行政复议" in letter
    assert "6个月内直接向宜都市人民法院提起行政诉讼" in letter
    county.go(f"/cases/{case}/").picture("case-refused")


def roster_of_its_own(folder):
    """Return the example as another file: the same one is handed in once, and other tests may have been first."""
    book = openpyxl.load_workbook(ROSTER)
    book.properties.title = "乡镇花名册"
    book.save(folder / "花名册.xlsx")
    return folder / "花名册.xlsx"


def test_a_roster_is_tried_handed_in_and_approved_by_another(visit, tmp_path):
    township, county = visit("township1"), visit("county")
    page = township.go("/imports/").page
    page.click("main a[href='/imports/new/']")
    page.set_input_files("main input[type=file]", roster_of_its_own(tmp_path))
    page.click("main button:has-text('开始预检')")
    page.wait_for_url(re.compile("/imports/drafts/"))
    dry = steps.text_of(page)
    good = int(re.search(r"可导入 (\d+) 户", dry)[1])
    assert good > 0
    for reason in ("最后一位应为", "身份证号被 Excel 存成了数字", "有 2 个户主", "收入和支出不能是负数"):
        assert reason in dry
    township.picture("import-draft")

    with page.expect_navigation():
        page.click("main button:has-text('提交，等待批准')")
    assert re.search(r"/imports/[^/]+/$", page.url), steps.text_of(page)
    batch = page.url.rstrip("/").rpartition("/")[2]
    assert not page.locator("#form-approve").count()
    assert "您是提交人" in steps.text_of(page)

    county.go(f"/imports/{batch}/").picture("import-to-approve")
    assert f"{good} 户" in steps.sent(county, "#form-approve button[type=submit]", f"/imports/{batch}/")
    county.picture("import-approved")

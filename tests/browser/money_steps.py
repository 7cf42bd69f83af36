"""What the people of finance do on the pages, one function per act."""

import csv
import datetime as dt
import io
import pathlib
import re

from tests.browser.fixtures import Visitor
from tests.browser.steps import day_of, fill, move_ahead, sent, text_of


def to_month(visitor: Visitor, month: str) -> None:
    """Press the ribbon's buttons until the month has come."""
    first = dt.date.fromisoformat(f"{month}-01")
    while (left := (first - dt.date.fromisoformat(day_of(visitor))).days) > 0:
        move_ahead(visitor, next(step for step in (30, 7, 1) if step <= left))


def preview_run(visitor: Visitor, month: str) -> str:
    """Choose the month and look at what would be paid; return the page's text."""
    page = visitor.go("/runs/new/").page
    page.select_option("select[name=month]", month)
    with page.expect_navigation():
        page.click("main button:has-text('预览')")
    return text_of(page)


def allocate(visitor: Visitor, *, document_number: str, yuan: str) -> str:
    """Book what came in for the present year; return the page's text."""
    page = visitor.go("/runs/funds/").page
    fill(page, {"year": day_of(visitor)[:4], "level": "county", "document_number": document_number, "amount_fen": yuan})
    return sent(visitor, "#work button[type=submit]", "/runs/funds/")


def prepare_run(visitor: Visitor) -> str:
    """Freeze the list that is previewed; return the number of the run."""
    visitor.page.click("main button:has-text('生成清单')")
    visitor.page.wait_for_url(re.compile(r"/runs/[A-Z]+[^/]*/$"))
    return visitor.page.url.rstrip("/").rpartition("/")[2]


def bank_file(visitor: Visitor, run: str) -> bytes:
    """Download the bank file from the page of the run."""
    page = visitor.go(f"/runs/{run}/").page
    with page.expect_download() as download:
        page.click("a:has-text('银行文件')")
    return pathlib.Path(download.value.path()).read_bytes()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return [row for row in csv.DictReader(io.StringIO(content.decode("gb18030"))) if row["流水号"]]


def run_act(visitor: Visitor, run: str, verb: str, *, file: dict | None = None) -> str:
    """Do one act of a pay run; return the page's text."""
    page = visitor.go(f"/runs/{run}/").page
    form = page.locator(f"#form-{verb}")
    if not form.is_visible():
        page.locator(f"details:has(#form-{verb}) > summary").click()
    if file:
        form.locator("input[type=file]").set_input_files([file])
    return sent(visitor, f"#form-{verb} button[type=submit]", f"/runs/{run}/")


def answer_of_the_bank(content: bytes, *, returned: str, reason: str) -> dict:
    """What the bank sends back: everything paid but the lines of one payee."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["流水号", "金额(元)", "结果", "原因"])
    for row in rows_of(content):
        bad = row["户名"] == returned
        writer.writerow([row["流水号"], row["金额(元)"], "失败" if bad else "成功", reason if bad else ""])
    return {"name": "回盘.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode("gb18030")}

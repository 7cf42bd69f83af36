"""The sample county pays: every month on the days of an office, one payment comes back."""

import csv
import datetime as dt
import io
from collections.abc import Iterator

from minzheng.cli.demo.staff import Offices
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.payments.domain import bank, budget, check, fund, reconcile, run
from minzheng.payments.enums import FundLevel
from minzheng.payments.models import PayRun
from minzheng.services.calendar.queries import add_working_days

# What each level gives a year, budgeted and allocated by a document of its own.
LEVELS_FEN = {
    FundLevel.CENTRAL: 2_160_000_00, FundLevel.PROVINCE: 900_000_00, FundLevel.CITY: 180_000_00,
    FundLevel.COUNTY: 360_000_00,
}  # fmt: skip
RETURNED_IN = 2  # the second month of payment has one line that the bank sends back


def allocations(program: str, years: list[int], offices: Offices, first: dt.date) -> Iterator[dt.datetime]:
    """Finance writes down the budget of each year, level by level, and what comes in."""
    for year in years:
        at = _moment(max(first, dt.date(year, 1, 4)), 0, 10)
        yield at
        for number, (level, amount_fen) in enumerate(LEVELS_FEN.items(), start=18):
            budget.set_budget(
                program=program,
                year=year,
                level=level,
                document_number=f"演示财预〔{year}〕{number}号",
                amount_fen=amount_fen,
                by=offices.finance,
                at=at,
            )
            fund.open_allocation(
                program=program,
                year=year,
                level=level,
                document_number=f"演示财社〔{year}〕{number}号",
                amount_fen=amount_fen,
                by=offices.finance,
                at=at,
            )


def pay_months(
    program: str, months: list[Month], offices: Offices, *, returned_in: int = RETURNED_IN
) -> Iterator[dt.datetime]:
    """Prepare, check, approve, write, read the answer, close: the fifth to the tenth working day of each month."""
    paid = 0
    for month in months:
        at = _moment(month.first_day, 4, 9)
        yield at
        try:
            prepared = run.prepare(program=program, month=month, by=offices.preparer, at=at)
        except run.NothingToPay:
            continue  # a county that has just begun: nobody is owed anything yet
        paid += 1
        at = _moment(month.first_day, 5, 10)
        yield at
        check.check(run=prepared, by=offices.second_decider, at=at)
        at = _moment(month.first_day, 5, 11)
        yield at
        run.approve(run=prepared, by=offices.finance, at=at)
        at = _moment(month.first_day, 5, 15)
        yield at
        bank.write_file(run=prepared, by=offices.preparer, at=at)
        at = _moment(month.first_day, 7, 11)
        yield at
        content = bank.open_file(run=prepared, by=offices.preparer, at=at)
        answer = _answer(content, returned=1 if paid == returned_in else 0)
        reconcile.read_result(run=prepared, content=answer, name=f"回盘-{month}.csv", by=offices.preparer, at=at)
        at = _moment(month.first_day, 8, 9)
        yield at
        reconcile.close(run=PayRun.objects.get(pk=prepared.pk), by=offices.finance, at=at)


def _moment(day: dt.date, working_days: int, hour: int) -> dt.datetime:
    if working_days:
        day = add_working_days(day, working_days).day
    return dt.datetime.combine(day, dt.time(hour, 20), SHANGHAI)


def _answer(content: bytes, *, returned: int) -> bytes:
    """What the bank answers to a file: everything paid but the first `returned` lines."""
    rows = list(csv.DictReader(io.StringIO(content.decode("gb18030"))))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["流水号", "金额(元)", "结果", "原因"])
    lines = [row for row in rows if row["流水号"]]
    for place, row in enumerate(lines):
        bad = place < returned
        writer.writerow([row["流水号"], row["金额(元)"], "失败" if bad else "成功", "户名与账号不符" if bad else ""])
    return out.getvalue().encode("gb18030")

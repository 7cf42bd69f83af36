"""Households that are paid: taken-over decisions, a fund, runs and the bank's answers, all through the domain."""

import csv
import datetime as dt
import io
from itertools import count

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain.takeover import take_over
from minzheng.casework.models import Decision
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.payments.domain import account_change, bank, check, fund, hold, reconcile, run
from minzheng.payments.enums import FundLevel
from minzheng.payments.models import PayRun
from minzheng.payments.queries import Position, run_positions, together
from minzheng.registry.models import Household
from minzheng.relatives.domain.payee import set_account
from tests.factories import registry
from tests.factories.accounts import COUNTY, NEIGHBOUR_VILLAGE, VILLAGE, county_officer, finance_officer

PROGRAM = "dibao"
MONTH = Month(2026, 11)
# Facts are registered before the month, money moves in it.
BEFORE = dt.datetime(2026, 10, 20, 9, 0, tzinfo=SHANGHAI)
AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
LATER = dt.datetime(2026, 11, 26, 15, 30, tzinfo=SHANGHAI)
_numbers = count(1)


def paid_household(
    *members,
    amount_fen: int = 500_00,
    from_month: Month = MONTH,
    with_account: bool = True,
    division_code: str = VILLAGE,
    program: str = PROGRAM,
    covered=None,
) -> Decision:
    """Register a household with an account and take over the office's decision to pay it."""
    recorder, submitter, approver = county_officer(), county_officer(), county_officer()
    home = registry.household(*members, by=recorder, at=BEFORE, division_code=division_code)
    with within(recorder.area):
        people = registry.people(home)
    if with_account:
        account(home, people[0], by=recorder)
    with within(recorder.area):
        return take_over(
            household=home,
            program=program,
            document_number=f"示例民发〔2026〕{next(_numbers)}号",
            amount_fen=amount_fen,
            from_month=from_month,
            payee=people[0],
            covered_persons=covered or people,
            submitted_by=submitter,
            by=approver,
            at=BEFORE,
            source="存量名册",
        )


def account(home: Household, holder, *, by: Staff | None = None, at: dt.datetime = BEFORE, **fields):
    """Record an account for a household; the number is new each time."""
    by = by or county_officer()
    with within(by.area):
        return set_account(
            household=home,
            holder=holder,
            bank_name="宜都农商银行",
            by=by,
            at=at,
            source="一卡通登记表",
            **({"account_number": f"62220000{next(_numbers):08d}"} | fields),
        )


def allocate(
    amount_fen: int = 1_000_000_00,
    *,
    program: str = PROGRAM,
    year: int = 2026,
    document="示例财社〔2026〕1号",
    level: str = FundLevel.COUNTY,
):
    """Put money into the fund of a level."""
    return fund.open_allocation(
        program=program,
        year=year,
        level=level,
        document_number=document,
        amount_fen=amount_fen,
        by=finance_officer(),
        at=BEFORE,
    )


def position(paid: PayRun) -> Position:
    """Return where the money of a run stands, all levels together."""
    return together(run_positions(paid))


def confirmed(changed, *, at: dt.datetime = AT, by: Staff | None = None):
    """Have a changed account confirmed by a second person."""
    return account_change.confirm(account=changed, by=by or county_officer(), at=at)


def held(decision: Decision, *, at: dt.datetime = AT, until_on: dt.date | None = None, **fields):
    """Stop payment to the household of a decision."""
    by = fields.pop("by", None) or county_officer()
    return hold.place(
        household=decision.case.household, reason="举报待核", until_on=until_on or dt.date(2026, 12, 31), by=by, at=at,
        **fields,
    )  # fmt: skip


def draft(*, by: Staff | None = None, month: Month = MONTH, at: dt.datetime = AT) -> PayRun:
    """Prepare a run."""
    return run.prepare(program=PROGRAM, month=month, by=by or county_officer(), at=at)


def checked(paid: PayRun | None = None, *, at: dt.datetime = AT, **fields) -> PayRun:
    """Have a run (a new one, if none is given) checked by a second person."""
    return check.check(run=paid or draft(at=at, **fields), by=county_officer(), at=at)


def approved(**fields) -> PayRun:
    """Prepare a run, have it checked, and have it signed by finance."""
    return run.approve(run=checked(**fields), by=finance_officer(), at=AT)


def sent(**fields) -> PayRun:
    """Prepare, sign and send a run."""
    paid = approved(**fields)
    bank.write_file(run=paid, by=finance_officer(), at=AT)
    paid.refresh_from_db()
    return paid


def file_rows(paid: PayRun) -> list[list[str]]:
    """Return the rows of the run's bank file as the bank reads them."""
    content = bank.open_file(run=paid, by=finance_officer(), at=AT)
    return list(csv.reader(io.StringIO(content.decode("gb18030"))))


def answer(*rows: tuple[str, str, str, str], encoding: str = "gb18030") -> bytes:
    """Return a result file: (serial, yuan, 成功 or 失败, reason) a row."""
    out = io.StringIO()
    csv.writer(out).writerows([("流水号", "金额(元)", "结果", "原因"), *rows])
    return out.getvalue().encode(encoding)


def success(paid: PayRun) -> bytes:
    """Return the bank's answer that everything arrived."""
    return answer(*((row[6], row[4], "成功", "") for row in file_rows(paid)[1:-1]))


def read(paid: PayRun, content: bytes, *, name: str = "回盘.csv", at: dt.datetime = LATER):
    """Read a result file."""
    result = reconcile.read_result(run=paid, content=content, name=name, by=finance_officer(), at=at)
    paid.refresh_from_db()
    return result


__all__ = ["COUNTY", "NEIGHBOUR_VILLAGE", "VILLAGE"]

"""A small county in two townships that is paid month after month, step by step, and what stands in its books then."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.ledger.domain import doctor as ledger_doctor
from minzheng.ledger.models import Account, Due, Transfer
from minzheng.payments.domain import bank, check, reconcile, run
from minzheng.payments.models import BankFile, BankResult, HeldLine, LineShare, PayLine, PayRun, RunChange, RunShare
from minzheng.payments.models.bank import FILE_CONTEXT
from minzheng.payments.queries import doctor
from minzheng.services.audit.models import AuditEvent
from minzheng.services.vault import open_sealed
from tests.factories import payments
from tests.factories.accounts import NEIGHBOUR_VILLAGE, VILLAGE, county_officer, finance_officer
from tests.factories.payments import AT, MONTH, PROGRAM, answer

# Every so many lines the bank returns one, so that the next month has something to send again.
RETURNED_EVERY = 7
STEPS = ("prepare", "check", "approve", "write", "read", "close")
# What a step says that is done a second time; the file is handed out again.
SAID_AGAIN = {
    "prepare": "DraftStands",
    "check": "NotInState",
    "approve": "NotInState",
    "write": "done",
    "read": "ReadBefore",
    "close": "NotInState",
}


@dataclass(frozen=True)
class Officers:
    """Who works: one prepares, one checks, one of finance does the rest."""

    preparer: Staff
    checker: Staff
    finance: Staff

    def of(self, step: str) -> Staff:
        """Return who does a step."""
        return {"prepare": self.preparer, "check": self.checker}.get(step, self.finance)


def settle(households: int) -> Officers:
    """Register the households, half in each township, and open funds that last for two years."""
    for year in (2026, 2027):
        payments.allocate(year=year, document=f"示例财社〔{year}〕1号")
    for number in range(households):
        payments.paid_household(
            amount_fen=400_10 + number * 37, division_code=NEIGHBOUR_VILLAGE if number % 2 else VILLAGE
        )
    # One of them has no account and waits.
    payments.paid_household(amount_fen=1_00, with_account=False)
    return Officers(county_officer(), county_officer(), finance_officer())


def month_after(number: int) -> Month:
    """Return the month so many months after the first."""
    month = MONTH
    for _month in range(number):
        month = month.next()
    return month


def moment_in(month: Month) -> dt.datetime:
    """Return the working moment of a month."""
    return AT.replace(year=month.year, month=month.month)


def do(step: str, month: Month, officers: Officers) -> None:
    """Do one step of a month's run."""
    by, at = officers.of(step), moment_in(month)
    with everywhere("测试"):
        if step == "prepare":
            run.prepare(program=PROGRAM, month=month, by=by, at=at)
            return
        paid = run_of(month)
        if step == "check":
            check.check(run=paid, by=by, at=at)
        elif step == "approve":
            run.approve(run=paid, by=by, at=at)
        elif step == "write":
            bank.write_file(run=paid, by=by, at=at)
        elif step == "read":
            reconcile.read_result(run=paid, content=bank_answer(paid), name="回盘.csv", by=by, at=at)
        else:
            reconcile.close(run=paid, by=by, at=at)


def run_of(month: Month) -> PayRun:
    """Return the run of a month."""
    return PayRun.objects.get(month=str(month))


def state_of(month: Month) -> str:
    """Return how far the run of a month has come; empty before there is one."""
    return PayRun.objects.filter(month=str(month)).values_list("state", flat=True).first() or ""


def bank_answer(paid: PayRun) -> bytes:
    """Return what the bank answers: all arrived but every seventh, whose account is closed."""
    rows = []
    for line in PayLine._base_manager.filter(run=paid).order_by("seq"):
        came_back = line.seq % RETURNED_EVERY == 0
        rows.append(
            (line.serial, format_yuan(line.amount_fen), "失败" if came_back else "成功", "销户" if came_back else "")
        )
    return answer(*rows)


def problems() -> list[str]:
    """Return what the doctors of the books and of the lists find."""
    return [*ledger_doctor.problems(), *doctor.problems()]


def books() -> dict[str, list]:
    """Return everything that was done and stands in the end, by the names that people use.

    Left out are primary keys (a rolled back insert uses up numbers on PostgreSQL), what is random by design (sealed
    text, whose content is compared instead), and that a file was taken out: who asks again takes it out again.
    """
    rows = {
        "runs": PayRun.objects.order_by("number").values_list(
            "number", "month", "state", "line_count", "person_count", "total_fen", "signatures", "held_count",
            "prepared_by", "checked_by", "approved_by", "closed_by",
        ),
        "lines": PayLine._base_manager.order_by("serial").values_list(
            "serial", "month", "household_number", "payee_name", "bank_name", "account_last4", "amount_fen", "attempt",
            "portion", "repays__serial", "case_number", "document_number", "division_code", "status", "paid_fen",
            "bank_message",
        ),
        "held": HeldLine._base_manager.order_by("run__number", "case_number", "month").values_list(
            "run__number", "month", "case_number", "amount_fen", "reason"
        ),
        "changes": RunChange._base_manager.order_by("run__number", "household_number").values_list(
            "run__number", "household_number", "kind", "before_fen", "now_fen", "reason"
        ),
        "shares": RunShare.objects.order_by("run__number", "fund__code").values_list(
            "run__number", "fund__code", "amount_fen"
        ),
        "shares of lines": LineShare._base_manager.order_by("line__serial", "fund__code").values_list(
            "line__serial", "fund__code", "amount_fen"
        ),
        "dues": Due._base_manager.order_by("case_number", "month", "series").values_list(
            "case_number", "month", "kind", "series", "amount_fen", "person_count", "division_code", "made_by"
        ),
        "transfers": Transfer._base_manager.order_by("idempotency_key").values_list(
            "idempotency_key", "why", "amount_fen", "debit__code", "credit__code", "reference_id", "division_code",
            "month", "made_by",
        ),
        "balances": Account.objects.order_by("code").values_list("code", "balance_fen"),
        "results": BankResult.objects.order_by("run__number").values_list(
            "run__number", "name", "sha256", "paid_count", "paid_fen", "partly_count", "returned_count", "returned_fen"
        ),
        "acts": AuditEvent.objects.exclude(action="run.file_read").order_by("chain", "seq").values_list(
            "chain", "action", "actor", "object_kind"
        ),
    }  # fmt: skip
    files = BankFile.objects.order_by("run__number", "part").annotate(number=F("run__number"))
    found = {name: [list(row) for row in queried] for name, queried in rows.items()}
    found["files"] = [
        [file.number, file.part, file.name, file.sha256, open_sealed(file.content_sealed, context=FILE_CONTEXT)]
        for file in files
    ]
    return found

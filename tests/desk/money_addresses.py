"""The addresses of imports, pay runs, the books and reviews with an object in them; see addresses.py."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minzheng.accounts.scope import everywhere, within
from minzheng.casework.domain import recertification
from minzheng.casework.models import ReviewProposal
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.domain.submit import submit
from minzheng.integrations.roster.models import ImportBatch
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.month import Month
from minzheng.ledger.domain import close
from minzheng.ledger.models import Transfer
from minzheng.ledger.period import Period
from minzheng.payments.domain import fund_move, sample
from minzheng.payments.domain import run as pay_run
from minzheng.payments.enums import RunState
from minzheng.payments.models import PayLine, PaymentSample, PayRun, SampleLine
from minzheng.payments.thresholds import on_day
from minzheng.registry.domain.death import record_death
from tests.desk.addresses import NOW, Made, Maker, Try, earns_more, earns_too_much
from tests.factories import accounts, ledger, payments, registry
from tests.factories.roster import payment_row, payment_sheet, workbook

OCTOBER = Month(2026, 10)


def roster_bytes(*rows) -> bytes:
    """Return an xlsx payment list; of one good household if no rows are given."""
    return workbook(payment_sheet(*(rows or (payment_row(),))))


class SentAgain(SimpleUploadedFile):
    """A file that can be sent by several people one after the other."""

    def read(self, *args):
        """Read from the start."""
        self.seek(0)
        return super().read(*args)


def upload(content: bytes, name: str = "名册.xlsx") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SentAgain(name, content, "application/octet-stream")


def submitted(by=None, *rows) -> ImportBatch:
    """Hand a roster in, with one household that stays out."""
    registry.divisions()
    by = by or accounts.township_officer()
    content = roster_bytes(*(rows or (payment_row(1), payment_row(2, 身份证号码=""))))
    with within(by.area):
        return submit(source=Source.of_bytes("名册.xlsx", content), by=by, at=NOW)


def run_in(state: str, *, households: int = 1, by=None) -> PayRun:
    """Return a run in a state; the township of the tests is paid."""
    payments.allocate()
    for _number in range(households):
        payments.paid_household()
    if state == RunState.DRAFT:
        return payments.draft(by=by)
    if state == RunState.CHECKED:
        return payments.checked(by=by)
    if state == RunState.APPROVED:
        return payments.approved(by=by)
    paid = payments.sent(by=by)
    if state != RunState.SENT:
        payments.read(paid, payments.success(paid))
    return paid


def batch_page() -> Try:
    return Try({"number": submitted().number}, accounts.county_officer())


def batch_act(verb: str, post: dict[str, str]) -> Maker:
    return lambda: Try({"number": submitted().number, "verb": verb}, accounts.county_officer(), post)


def draft_page() -> Try:
    """Uploaded through the browser: its address exists nowhere else."""
    registry.divisions()
    owner = accounts.township_officer()
    client = Client()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post("/imports/new/", {"file": upload(roster_bytes())})
    return Try({"token": response["Location"].strip("/").rpartition("/")[2]}, owner)


def draft_handed_in() -> Try:
    made = draft_page()
    return Try(made.kwargs, made.owner, {})


def run_page(state: str) -> Maker:
    return lambda: Try({"number": run_in(state).number}, accounts.finance_officer())


def run_act(verb: str, state: str, post: dict[str, str] | None = None) -> Maker:
    return lambda: Try({"number": run_in(state).number, "verb": verb}, accounts.finance_officer(), post or {})


def endorsing() -> Try:
    """A list above the sum that a leader signs."""
    limit = on_day("leader_signs_over_fen", local_day(payments.AT)).value
    payments.allocate(2 * limit)
    payments.paid_household(amount_fen=limit + 1)
    return Try({"number": payments.checked().number, "verb": "endorse"}, accounts.leader(), {})


def changed_run() -> Try:
    """November beside October: one gone, one new, one as before."""
    payments.allocate()
    payments.paid_household(from_month=OCTOBER)
    leaves = payments.paid_household(from_month=OCTOBER)
    first = payments.draft(month=OCTOBER, at=payments.BEFORE)
    pay_run.approve(run=payments.checked(first, at=payments.BEFORE), by=accounts.finance_officer(), at=payments.BEFORE)
    payments.paid_household()
    with everywhere("测试"):
        record_death(
            person=leaves.payee, died_on=dt.date(2026, 10, 21), by=accounts.county_officer(), at=payments.AT,
            source="死亡证明",
        )  # fmt: skip
    return Try({"number": payments.draft().number}, accounts.finance_officer())


def account_to_confirm() -> Try:
    """A household with a new account that one officer recorded."""
    decision = payments.paid_household()
    changed = payments.account(decision.case.household, decision.payee, at=payments.AT)
    return Try({"pk": changed.pk}, accounts.county_officer(), {})


def hold_to_lift() -> Try:
    """A household stopped by one officer; another lets it go on."""
    return Try({"pk": payments.held(payments.paid_household()).pk}, accounts.county_officer(), {"reason": "已核实"})


def result_read() -> Try:
    paid = run_in(RunState.SENT)
    file = upload(payments.success(paid), "回盘.csv")
    return Try({"number": paid.number, "verb": "result"}, accounts.finance_officer(), {"file": file})


def fund_act(act: str, post: dict[str, str]) -> Maker:
    def make() -> Try:
        made = payments.allocate()
        return Try({"act": act}, accounts.finance_officer(), post | ({"source": made.fund.pk} if act == "move" else {}))

    return make


def fund_move_act(verb: str, post: dict[str, str]) -> Maker:
    def make() -> Try:
        move = fund_move.propose(
            kind="give_back", source=payments.allocate().fund, amount_fen=1_00, document_number="示例财退〔2026〕1号",
            reason="结余", by=accounts.finance_officer(), at=NOW,
        )  # fmt: skip
        return Try({"number": move.number, "verb": verb}, accounts.county_officer(), post)

    return make


def transfer_page() -> Try:
    run_in(RunState.RECONCILED)
    with everywhere("测试"):
        pk = Transfer.objects.order_by("-pk")[0].pk
    return Try({"pk": pk}, accounts.auditor())


def line_page() -> Try:
    run_in(RunState.RECONCILED)
    with everywhere("测试"):
        line = PayLine.objects.get()
    return Try({"serial": line.serial, "code": "line"}, accounts.auditor())


def household_statement_page() -> Try:
    run_in(RunState.RECONCILED)
    with everywhere("测试"):
        line = PayLine.objects.get()
    return Try({"number": line.household_number}, accounts.finance_officer())


def drawn_sample() -> PaymentSample:
    run_in(RunState.RECONCILED)
    return sample.draw(period=Period.parse("2026-11"), by=accounts.county_officer(), at=payments.LATER)


def sample_page() -> Try:
    return Try({"number": drawn_sample().number}, accounts.auditor())


def finding_page() -> Try:
    made = drawn_sample()
    with everywhere("测试"):
        row = SampleLine.objects.filter(sample=made)[0]
    return Try({"number": made.number, "pk": row.pk}, accounts.auditor(), {"kind": "right"})


def close_page() -> Try:
    ledger.accounts(with_fen=100_00)
    by, december = accounts.finance_officer(), dt.datetime(2026, 12, 2, 9, 0, tzinfo=SHANGHAI)
    made = close.propose(fund_code=ledger.FUND, period=Period.parse("2026-11"), by=by, at=december)
    return Try({"pk": made.pk}, accounts.finance_officer())


def close_act(verb: str, post: dict[str, str]) -> Maker:
    def make() -> Try:
        made = close_page()
        return Try(made.kwargs | {"verb": verb}, made.owner, post)

    return make


def proposal(*, heard: bool) -> tuple[Made, ReviewProposal]:
    made = Made()
    case = made.walk("active")
    with within(made.offices.county.area):
        earns_more(case, made.offices)
        row = ReviewProposal.objects.get(case=case)
        if heard:
            recertification.hear(proposal=row, by=made.offices.township, at=NOW, opinion="没有意见")
    return made, row


def review_page() -> Try:
    made, row = proposal(heard=False)
    return Try({"number": row.number}, made.offices.township)


def review_act(verb: str, role: str, post: dict[str, str], *, heard: bool) -> Maker:
    def make() -> Try:
        made, row = proposal(heard=heard)
        return Try({"number": row.number, "verb": verb}, getattr(made.offices, role), post)

    return make


def gradual_act() -> Try:
    made = Made()
    case = made.walk("active")
    with within(made.offices.county.area):
        earns_too_much(case, made.offices)
        row = ReviewProposal.objects.get(case=case)
    return Try({"number": row.number, "verb": "accept-gradually"}, made.offices.county, {"reason": ""})


BATCH_ACTS: dict[str, Maker] = {
    "approve": batch_act("approve", {}),
    "reject": batch_act("reject", {"reason": "身份证号没有填"}),
}
RUN_ACTS: dict[str, Maker] = {
    "check": run_act("check", RunState.DRAFT),
    "endorse": endorsing,
    "approve": run_act("approve", RunState.CHECKED),
    "cancel": run_act("cancel", RunState.DRAFT, {"reason": "金额要核对"}),
    "file": run_act("file", RunState.APPROVED),
    "result": result_read,
    "close": run_act("close", RunState.RECONCILED),
}
BUDGET = {"program": "dibao", "year": "2026", "level": "county", "document_number": "预1号", "amount_fen": "1"}
GIVEN_BACK = {"kind": "give_back", "amount_fen": "1", "document_number": "退1号", "reason": "结余"}
FUND_ACTS: dict[str, Maker] = {"budget": fund_act("budget", BUDGET), "move": fund_act("move", GIVEN_BACK)}
FUND_MOVES: dict[str, Maker] = {
    "confirm": fund_move_act("confirm", {}),
    "withdraw": fund_move_act("withdraw", {"reason": "金额写错"}),
}
REVIEW_ACTS: dict[str, Maker] = {
    "hear": review_act("hear", "township", {"opinion": "没有意见"}, heard=False),
    "accept": review_act("accept", "county", {"reason": ""}, heard=True),
    "dismiss": review_act("dismiss", "county", {"reason": "收入不稳定"}, heard=True),
    "notify": review_act("notify", "township", {"method": "电话", "answer_until": "2026-12-01"}, heard=False),
    "accept-gradually": gradual_act,
}
MONEY_ADDRESSES: dict[str, dict[str, Maker]] = {
    "import_draft": {"page": draft_page, "submit": draft_handed_in},
    "import_draft_problems": {"page": draft_page},
    "import_draft_marked": {"page": draft_page},
    "import_marked": {"page": batch_page},
    "import_batch": {"page": batch_page},
    "import_problems": {"page": batch_page},
    "import_action": BATCH_ACTS,
    "run": {"page": run_page(RunState.DRAFT)},
    "account_confirm": {"confirm": account_to_confirm},
    "hold_lift": {"lift": hold_to_lift},
    "run_changes": {"page": changed_run},
    "run_bank_file": {"page": run_page(RunState.SENT)},
    "run_publication": {"page": run_page(RunState.SENT)},
    "run_action": RUN_ACTS,
    "run_fund_act": FUND_ACTS,
    "run_fund_move": FUND_MOVES,
    "ledger_transfer": {"page": transfer_page},
    "ledger_household": {"page": household_statement_page},
    "audit_step": {"page": line_page},
    "audit_sample": {"page": sample_page},
    "audit_finding": {"finding": finding_page},
    "ledger_close": {"page": close_page},
    "ledger_close_action": {
        "confirm": close_act("confirm", {}),
        "withdraw": close_act("withdraw", {"reason": "有一笔后记"}),
    },
    "review": {"page": review_page},
    "review_action": REVIEW_ACTS,
}

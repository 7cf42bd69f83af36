"""Paying at the desk: preview, two people, the bank's file and answer, funds, the books."""

import pytest
from django.db import connection
from django.urls import reverse

from minzheng.accounts.scope import everywhere
from minzheng.ledger.models import Due, Transfer
from minzheng.payments.domain import preparing
from minzheng.payments.enums import RunState
from minzheng.payments.models import PayLine, PayRun
from minzheng.services.audit.models import AuditEvent
from minzheng.services.jobs import worker
from minzheng.services.jobs.models import JobRun
from tests.desk.money_addresses import endorsing, run_in, upload
from tests.factories import accounts, payments
from tests.factories.accounts import NEIGHBOUR_VILLAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NOVEMBER = {"program": payments.PROGRAM, "month": "2026-11"}


def page_of(client, name, *args, **query):
    return client.get(reverse(f"desk:{name}", args=args), query)


def act(client, run, verb, follow=False, **data):
    return client.post(reverse("desk:run_action", args=[run.number, verb]), data, follow=follow)


def verbs(response) -> list[str]:
    return [each.verb for each in response.context["acts"]]


def test_preview_shows_what_becomes_due_and_who_is_held_and_keeps_nothing(sign_in):
    payments.allocate()
    payments.paid_household(amount_fen=500_00)
    payments.paid_household(amount_fen=70_01, with_account=False)
    client = sign_in(accounts.finance_officer())

    response = page_of(client, "run_new", **NOVEMBER)

    seen = response.context["seen"]
    assert (seen.view.line_count, seen.view.total_fen) == (1, 500_00)
    assert [held.amount_fen for held in seen.view.held] == [70_01]
    assert "没有登记收款账户" in response.content.decode()
    with everywhere("测试"):
        assert (PayRun.objects.count(), PayLine.objects.count(), Due.objects.count()) == (0, 0, 0)
    assert AuditEvent.objects.filter(action="run.prepared").count() == 0


def test_preparing_freezes_the_list_and_waits_for_another(sign_in):
    payments.allocate()
    payments.paid_household()
    officer = accounts.county_officer()

    response = sign_in(officer).post(reverse("desk:run_new"), NOVEMBER, follow=True)

    run = PayRun.objects.get()
    assert (run.prepared_by, run.state) == (officer, RunState.DRAFT)
    assert verbs(response) == ["cancel"]
    assert "编制、复核、审批须是三个人" in response.content.decode()


@pytest.mark.parametrize("asked", [{"month": "2027-01"}, {"month": "明年"}, {"program": "none"}])
def test_month_to_come_or_unknown_program_is_refused_beside_the_field(sign_in, asked):
    response = sign_in(accounts.finance_officer()).post(reverse("desk:run_new"), NOVEMBER | asked)

    assert (response.status_code, PayRun.objects.count()) == (422, 0)


def test_no_fund_is_said_beside_the_form(sign_in):
    payments.paid_household()

    response = page_of(sign_in(accounts.finance_officer()), "run_new", **NOVEMBER)

    assert (response.status_code, "专项资金尚未开立" in response.content.decode()) == (422, True)


def test_approver_sees_sum_in_figures_and_words_and_what_is_left(sign_in):
    run = run_in(RunState.CHECKED)

    response = page_of(sign_in(accounts.finance_officer()), "run", run.number)

    consequence = response.context["acts"][0].consequence
    assert verbs(response) == ["approve", "cancel"]
    assert ("¥500.00 元（伍佰元整）" in consequence, "还剩 ¥999,500.00 元" in consequence) == (True, True)


def test_preparer_has_no_button_and_is_refused(sign_in):
    officer = accounts.county_officer()
    run = run_in(RunState.CHECKED, by=officer)
    client = sign_in(officer)

    response = act(client, run, "approve")

    run.refresh_from_db()
    assert (response.status_code, run.state) == (422, RunState.CHECKED)
    assert "须由另一人办理" in response.content.decode()
    assert "approve" not in verbs(page_of(client, "run", run.number))


def test_checker_has_the_check_and_then_waits_for_a_third(sign_in):
    run = run_in(RunState.DRAFT)
    client = sign_in(accounts.county_officer())
    before = verbs(page_of(client, "run", run.number))

    response = act(client, run, "check", follow=True)

    assert (before, verbs(response)) == (["check", "cancel"], ["cancel"])
    assert "等待第三人审批" in response.content.decode()


def test_leader_signs_the_large_list_and_nobody_else_can_before(sign_in):
    tried = endorsing()
    run = PayRun.objects.get(number=tried.kwargs["number"])
    finance, leader = sign_in(accounts.finance_officer()), sign_in(tried.owner)

    refused = act(finance, run, "approve")
    signed = act(leader, run, "endorse", follow=True)

    assert (refused.status_code, "须先由局领导签批" in refused.content.decode()) == (422, True)
    assert (verbs(page_of(leader, "run", run.number)), "等待审批" in signed.content.decode()) == ([], True)
    assert verbs(page_of(finance, "run", run.number)) == ["approve", "cancel"]


@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_who_only_looks_has_no_buttons_and_no_bank_file(sign_in, role):
    run = run_in(RunState.SENT)
    client = sign_in(accounts.staff(role))

    page = page_of(client, "run", run.number)

    assert (page.status_code, verbs(page)) == (200, [])
    assert page_of(client, "run_bank_file", run.number).status_code == 404
    assert page_of(client, "run_new").status_code == 404
    assert act(client, run, "close").status_code == 422


def test_cancelling_needs_a_reason_and_keeps_the_form(sign_in):
    run = run_in(RunState.DRAFT)
    client = sign_in(accounts.finance_officer())

    empty = act(client, run, "cancel", reason="")
    done = act(client, run, "cancel", reason="金额要核对", follow=True)

    run.refresh_from_db()
    assert (empty.status_code, "请填写此项" in empty.content.decode()) == (422, True)
    assert (run.state, "金额要核对" in done.content.decode()) == (RunState.CANCELLED, True)


def test_file_is_written_once_and_each_taking_out_is_audited(sign_in):
    run = run_in(RunState.APPROVED)
    finance = accounts.finance_officer()
    client = sign_in(finance)
    act(client, run, "file")

    first, second = (page_of(client, "run_bank_file", run.number) for _time in range(2))

    assert first.content == second.content
    assert first["Content-Disposition"] == f"attachment; filename*=UTF-8''{run.number}.csv"
    reads = AuditEvent.objects.filter(action="run.file_read", actor=finance.username)
    assert reads.count() == 2


def test_no_page_shows_a_whole_account_number(sign_in):
    run = run_in(RunState.SENT)
    whole = payments.file_rows(run)[1][2]
    client = sign_in(accounts.finance_officer())

    pages = [page_of(client, "run", run.number), page_of(client, "runs"), page_of(client, "run_new", **NOVEMBER)]

    assert [whole in page.content.decode() for page in pages] == [False] * 3
    assert f"尾号 {whole[-4:]}" in pages[0].content.decode()


def test_file_does_not_exist_before_it_is_written(sign_in):
    run = run_in(RunState.APPROVED)

    assert page_of(sign_in(accounts.finance_officer()), "run_bank_file", run.number).status_code == 404


def test_bad_answer_lists_every_problem_by_row_and_books_nothing(sign_in):
    run = run_in(RunState.SENT)
    row = payments.file_rows(run)[1]
    file = upload(payments.answer((row[6], "1.00", "成功", ""), ("FF-没有", "2.00", "成功", "")), "回盘.csv")

    response = act(sign_in(accounts.finance_officer()), run, "result", file=file)

    text = response.content.decode()
    run.refresh_from_db()
    assert (response.status_code, run.state) == (422, RunState.SENT)
    assert ("有 2 处问题" in text, "第 2 行" in text, "第 3 行" in text) == (True, True, True)


def test_answer_is_told_with_sums_and_the_returned_line_with_the_banks_words(sign_in):
    run = run_in(RunState.SENT, households=2)
    rows = payments.file_rows(run)[1:-1]
    file = upload(
        payments.answer((rows[0][6], rows[0][4], "成功", ""), (rows[1][6], rows[1][4], "失败", "户名与账号不符")),
        "回盘.csv",
    )

    response = act(sign_in(accounts.finance_officer()), run, "result", file=file, follow=True)

    text = response.content.decode()
    assert "成功 1 笔 ¥500.00 元，退回 1 笔 ¥500.00 元" in text
    assert ("户名与账号不符" in text, verbs(response)) == (True, ["close", "result"])


def test_answer_without_a_file_is_asked_for(sign_in):
    run = run_in(RunState.SENT)

    response = act(sign_in(accounts.finance_officer()), run, "result")

    assert (response.status_code, "请填写此项" in response.content.decode()) == (422, True)


def test_answer_larger_than_allowed_is_refused_by_its_size(sign_in, settings):
    settings.UPLOAD_LIMIT_BYTES = 1024
    run = run_in(RunState.SENT)

    response = act(sign_in(accounts.finance_officer()), run, "result", file=upload(b"x" * 1025, "回盘.csv"))

    assert (response.status_code, "超过上限" in response.content.decode()) == (422, True)


def test_lines_are_filtered_and_summed(sign_in):
    payments.paid_household(division_code=NEIGHBOUR_VILLAGE, amount_fen=70_01)
    run = run_in(RunState.DRAFT)
    client = sign_in(accounts.finance_officer())

    whole = page_of(client, "run", run.number).context
    part = page_of(client, "run", run.number, township="420581102000").context

    assert (whole["sums"]["total_fen"], part["sums"]["total_fen"]) == (570_01, 70_01)
    assert (len(whole["lines"]), len(part["lines"])) == (2, 1)


def test_line_leads_to_its_case_for_those_who_work_with_cases(sign_in):
    run = run_in(RunState.DRAFT)
    with everywhere("测试"):
        line = PayLine.objects.get()
    link = f'href="{reverse("desk:case", args=[line.case_number])}">{line.document_number}'

    shown = [
        link in page_of(sign_in(staff), "run", run.number).content.decode()
        for staff in (accounts.county_officer(), accounts.finance_officer())
    ]

    assert shown == [True, False]


def test_publication_list_holds_no_account(sign_in):
    run = run_in(RunState.SENT)
    draft = PayRun.objects.get(pk=run.pk)

    response = page_of(sign_in(accounts.county_officer()), "run_publication", draft.number)

    assert (response.status_code, response["Content-Disposition"].startswith("attachment")) == (200, True)


def test_draft_has_no_publication_list(sign_in):
    run = run_in(RunState.DRAFT)

    assert page_of(sign_in(accounts.county_officer()), "run_publication", run.number).status_code == 404


MONEY_PAGES = ("runs", "run_new", "run_funds", "ledger", "ledger_transfers")


@pytest.mark.parametrize("role", ["village_worker", "township_officer"])
def test_money_pages_do_not_exist_for_village_and_township(sign_in, role):
    run = run_in(RunState.SENT)
    client = sign_in(accounts.staff(role))

    codes = [page_of(client, name).status_code for name in MONEY_PAGES]
    codes += [client.post(reverse("desk:run_funds")).status_code, page_of(client, "run", run.number).status_code]

    assert codes == [404] * 7


def test_county_officer_of_a_part_of_the_county_sees_no_county_sums(sign_in):
    run = run_in(RunState.SENT)
    client = sign_in(accounts.county_officer(areas=(accounts.TOWNSHIP,)))

    assert [page_of(client, name).status_code for name in MONEY_PAGES] == [404] * 5
    assert page_of(client, "run", run.number).status_code == 404


def test_finance_books_an_allocation_once(sign_in):
    client = sign_in(accounts.finance_officer())
    money = {
        "program": payments.PROGRAM, "year": "2026", "level": "county",
        "document_number": "示例财社〔2026〕9号", "amount_fen": "1,280.50",
    }  # fmt: skip

    first = client.post(reverse("desk:run_funds"), money, follow=True)
    client.post(reverse("desk:run_funds"), money)
    other = client.post(reverse("desk:run_funds"), money | {"amount_fen": "1"})

    assert "壹仟贰佰捌拾元伍角整" in first.content.decode()
    [position] = page_of(client, "run_funds").context["positions"]
    assert (position.available_fen, position.allocated_fen) == (1280_50, 1280_50)
    assert (other.status_code, 'value="示例财社〔2026〕9号"' in other.content.decode()) == (422, True)


@pytest.mark.parametrize("role", ["county_officer", "leader", "auditor"])
def test_only_finance_books_money(sign_in, role):
    client = sign_in(accounts.staff(role))

    page, done = page_of(client, "run_funds"), client.post(reverse("desk:run_funds"), {"amount_fen": "1"})

    assert (page.context["form"], done.status_code) == (None, 404)


def test_trial_balance_sums_to_zero(sign_in):
    run_in(RunState.RECONCILED)

    response = page_of(sign_in(accounts.auditor()), "ledger")

    balance = response.context["balance"]
    assert (balance.total_fen, balance.is_sound, "账平" in response.content.decode()) == (0, True, True)
    assert [line.account.balance_fen for line in balance.lines] == [-1_000_000_00, 999_500_00, 0, 500_00]


def test_journal_of_an_account_carries_signs(sign_in):
    run_in(RunState.RECONCILED)
    client = sign_in(accounts.auditor())
    accounts_shown = page_of(client, "ledger_transfers").context["accounts"]
    available = next(each for each in accounts_shown if each.kind == "available")

    response = page_of(client, "ledger_transfers", account=available.pk)

    assert [row[-1][1].value for row in response.context["table"]["rows"]] == [-500_00, 1_000_000_00]


def test_journal_is_filtered_by_month(sign_in):
    run_in(RunState.RECONCILED)
    client = sign_in(accounts.auditor())

    counts = [
        len(page_of(client, "ledger_transfers", month=month).context["table"]["rows"])
        for month in ("2026-10", "2026-11", "")
    ]

    assert counts == [1, 2, 3]


def test_transfer_leads_back_to_run_line_decision_and_case(sign_in):
    run = run_in(RunState.RECONCILED)
    with everywhere("测试"):
        posted = Transfer.objects.get(why="post")
        line = PayLine.objects.get()

    response = page_of(sign_in(accounts.auditor()), "ledger_transfer", posted.pk)

    way = [(step.text, bool(step.url)) for step in response.context["way"]]
    assert way == [
        (run.number, True), (line.serial, True), (line.document_number, True), (line.case_number, True)
    ]  # fmt: skip


@pytest.mark.parametrize("why", ["allocation", "reserve"])
def test_other_transfers_lead_back_too(sign_in, why):
    run = run_in(RunState.APPROVED)
    with everywhere("测试"):
        moved = Transfer.objects.get(why=why)

    response = page_of(sign_in(accounts.auditor()), "ledger_transfer", moved.pk)

    [step] = response.context["way"]
    assert step.text == {"allocation": "示例财社〔2026〕1号", "reserve": run.number}[why]


def runs_made(count: int) -> None:
    for number in range(count):
        payments.allocate(document=f"示例财社〔2026〕{number}号")
        payments.paid_household()
        payments.approved()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("runs", 8), ("run_funds", 12), ("ledger", 8), ("ledger_transfers", 10)])
def test_lists_ask_the_same_number_of_queries(sign_in, django_assert_num_queries, count, name, queries):
    runs_made(count)
    client = sign_in(accounts.county_officer())

    with django_assert_num_queries(queries):
        response = page_of(client, name)

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_run_asks_the_same_number_of_queries(sign_in, django_assert_num_queries, count):
    run = run_in(RunState.DRAFT, households=count)
    client = sign_in(accounts.county_officer())

    # the read it leaves behind takes a lock of its chain on PostgreSQL
    with django_assert_num_queries(23 + (connection.vendor == "postgresql")):
        response = page_of(client, "run", run.number)

    assert len(response.context["lines"]) == count


def test_to_do_names_the_next_step_to_those_who_may_take_it(sign_in):
    preparer = accounts.county_officer()
    run = run_in(RunState.DRAFT, by=preparer)

    seen = {
        staff.role: [row["number"] for group in sign_in(staff).get("/").context["groups"] for row in group.items]
        for staff in (preparer, accounts.finance_officer(), accounts.township_officer(), accounts.leader())
    }

    assert [run.number in numbers for numbers in seen.values()] == [False, True, False, False]


def test_the_format_is_chosen_when_the_file_is_written(sign_in):
    run = run_in(RunState.APPROVED)
    client = sign_in(accounts.finance_officer())
    form = next(each.form for each in page_of(client, "run", run.number).context["acts"] if each.verb == "file")
    assert (form.initial["format_code"], len(list(form.fields["format_code"].choices))) == ("standard", 3)

    act(client, run, "file", format_code="unified_card_xlsx")
    taken = page_of(client, "run_bank_file", run.number, part="1")

    assert taken["Content-Disposition"] == f"attachment; filename*=UTF-8''{run.number}.xlsx"
    assert taken.content.startswith(b"PK")
    assert [page_of(client, "run_bank_file", run.number, part=part).status_code for part in ("2", "0", "x", "")] == [
        404
    ] * 4


def test_a_line_paid_in_part_says_what_arrived_and_why(sign_in):
    run = run_in(RunState.SENT)
    row = payments.file_rows(run)[1]
    content = f"流水号,金额,实付金额,结果,原因码,原因\n{row[6]},{row[4]},1.00,部分成功,E7,超过限额".encode()
    client = sign_in(accounts.finance_officer())

    done = act(client, run, "result", file=upload(content, "回盘.csv"), follow=True).content.decode()

    assert "部分成功 1 笔" in done
    assert ("实付 1.00" in done, "E7 超过限额" in done) == (True, True)


def test_a_long_list_is_not_waited_for(sign_in, monkeypatch):
    monkeypatch.setattr(preparing, "LARGE", 1)
    payments.allocate()
    for amount in (500_00, 70_01):
        payments.paid_household(amount_fen=amount)
    client = sign_in(accounts.county_officer())

    asked = page_of(client, "run_new", **NOVEMBER).content.decode()
    posted = client.post(reverse("desk:run_new"), NOVEMBER)

    assert "约 2 笔，在后台编制" in asked
    assert posted.url == reverse("desk:job", args=[JobRun.objects.get().token])
    assert not PayRun.objects.exists()
    while worker.run_next(now=lambda: accounts.AT):
        pass
    assert "2 笔 570.01 元" in client.get(posted.url).content.decode()
    assert PayRun.objects.get().line_count == 2

"""Freeze, two people, money reserved; nobody twice, nothing below zero."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.kernel.month import Month
from minzheng.ledger.domain.due import NewDue, write_all
from minzheng.ledger.domain.transfer import Overdrawn
from minzheng.ledger.enums import DueKind, Why
from minzheng.ledger.models import Due, Transfer
from minzheng.payments.domain import check as checking
from minzheng.payments.domain import run as pay_run
from minzheng.payments.enums import LineStatus, RunState
from minzheng.payments.models import HeldLine, PayLine, PayRun
from minzheng.registry.domain.death import record_death
from minzheng.services.audit.models import AuditEvent
from tests.factories import payments, registry
from tests.factories.accounts import (
    TOWNSHIP,
    county_officer,
    finance_officer,
    leader,
    township_officer,
)
from tests.factories.payments import AT, BEFORE, MONTH, PROGRAM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


def lines():
    return list(PayLine.objects.order_by("run_id", "seq"))


def test_a_list_freezes_account_amount_and_decision():
    payments.allocate()
    decision = payments.paid_household(amount_fen=500_01)

    run = payments.draft()

    line = lines()[0]
    assert (run.state, run.line_count, run.person_count, run.total_fen) == (RunState.DRAFT, 1, 1, 500_01)
    assert (line.serial, line.amount_fen, line.month, line.attempt) == (f"{run.number}-00001", 500_01, "2026-11", 1)
    assert (line.decision_id, line.document_number, line.case_number) == (
        decision.pk,
        decision.document_number,
        decision.case.number,
    )
    assert (line.payee, line.payee_name) == (decision.payee, decision.payee.name)
    assert line.account_last4 == line.bank_account.account_last4


def test_a_later_account_does_not_reach_a_frozen_list():
    payments.allocate()
    decision = payments.paid_household()
    payments.draft()
    before = lines()[0].account_last4

    payments.account(decision.case.household, decision.payee, at=AT)

    assert lines()[0].account_last4 == before


def test_nothing_due_makes_no_run():
    payments.allocate()

    with pytest.raises(pay_run.NothingToPay, match=r"^截至 2026-11 没有应发未发的待遇，不生成清单$"):
        payments.draft()


def test_without_a_fund_nothing_is_prepared():
    payments.paid_household()

    with pytest.raises(pay_run.NoFund, match=r"^2026年低保专项资金尚未开立，请先由财务人员登记拨款$"):
        payments.draft()

    assert Due.objects.count() == 0


def test_a_month_that_has_not_begun_is_refused():
    payments.allocate()
    payments.paid_household()

    with pytest.raises(pay_run.Refused, match=r"^2026-12 尚未到来，不能提前生成当月待遇$"):
        payments.draft(month=Month(2026, 12))


def test_a_household_without_account_is_held_and_the_others_go_on():
    payments.allocate()
    payments.paid_household()
    waiting = payments.paid_household(with_account=False, amount_fen=300_00)

    run = payments.draft()

    held = HeldLine.objects.get()
    assert (run.line_count, run.held_count) == (1, 1)
    assert (held.household, held.amount_fen, held.reason) == (
        waiting.case.household,
        300_00,
        "没有登记收款账户，请由乡镇（街道）经办人登记后列入下一批",
    )


def test_a_held_household_is_paid_for_the_month_in_the_next_run():
    payments.allocate()
    payments.paid_household()
    waiting = payments.paid_household(with_account=False, amount_fen=300_00)
    payments.approved()
    payments.account(waiting.case.household, waiting.payee, at=AT)

    later = payments.draft()

    assert [(line.household, line.month, line.amount_fen) for line in later.lines.all()] == [
        (waiting.case.household, "2026-11", 300_00)
    ]


def test_only_held_households_make_no_run_and_the_reasons_are_told():
    payments.allocate()
    waiting = payments.paid_household(with_account=False)

    with pytest.raises(pay_run.NothingToPay) as refusal:
        payments.draft()

    assert str(refusal.value) == (
        "截至 2026-11 的应发待遇全部暂缓（1 笔），不生成清单：\n"
        f"{waiting.case.number}：没有登记收款账户，请由乡镇（街道）经办人登记后列入下一批"
    )
    assert PayRun.objects.count() == 0


def test_the_dead_are_not_due():
    payments.allocate()
    payments.paid_household()
    alone = payments.paid_household()
    record_death(person=alone.payee, died_on=dt.date(2026, 10, 31), by=county_officer(), at=AT, source="死亡证明")

    run = payments.draft()

    assert [line.household for line in run.lines.all()] != [alone.case.household]
    assert run.line_count == 1


def test_the_month_of_death_is_due_but_waits_for_another_account():
    payments.allocate()
    payments.paid_household()
    alone = payments.paid_household()
    record_death(person=alone.payee, died_on=dt.date(2026, 11, 1), by=county_officer(), at=AT, source="死亡证明")

    run = payments.draft()

    assert run.line_count == 1
    assert HeldLine.objects.get().household == alone.case.household


def test_one_draft_at_a_time():
    payments.allocate()
    payments.paid_household()
    first = payments.draft()

    with pytest.raises(pay_run.DraftStands, match=f"^批次 {first.number} 尚待签批"):
        payments.draft()


def test_a_second_run_of_the_month_has_nothing_to_pay():
    payments.allocate()
    payments.paid_household()
    payments.approved()

    with pytest.raises(pay_run.NothingToPay):
        payments.draft()

    assert Due.objects.count() == 1


def test_the_database_refuses_a_second_live_line_of_a_due():
    payments.allocate()
    payments.paid_household()
    run = payments.draft()
    copy = lines()[0]
    copy.pk, copy.seq, copy.serial, copy.attempt = None, 2, f"{run.number}-00002", 2

    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_approval_reserves_exactly_the_sum_of_the_lines():
    payments.allocate(2_000_00)
    payments.paid_household(amount_fen=500_01)
    payments.paid_household(amount_fen=700_02)

    run = payments.approved()

    reserve = Transfer.objects.get(why=Why.RESERVE)
    assert run.state == RunState.APPROVED
    assert reserve.amount_fen == run.total_fen == sum(line.amount_fen for line in lines()) == 1200_03
    position = payments.position(run)
    assert (position.available_fen, position.reserved_fen, position.paid_fen) == (799_97, 1200_03, 0)


def test_the_preparer_cannot_approve():
    payments.allocate()
    payments.paid_household()
    carol = county_officer()
    run = payments.checked(by=carol)

    with pytest.raises(TwoPeopleNeeded):
        pay_run.approve(run=run, by=carol, at=AT)

    run.refresh_from_db()
    assert run.state == RunState.CHECKED
    assert Transfer.objects.filter(why=Why.RESERVE).count() == 0


def test_the_database_refuses_the_preparer_as_approver():
    payments.allocate()
    payments.paid_household()
    run = payments.checked()

    with pytest.raises(IntegrityError, match="payrun_needs_two_people"), transaction.atomic():
        PayRun.objects.filter(pk=run.pk).update(state="approved", approved_by=run.prepared_by, approved_at=AT)


def test_who_recorded_an_account_cannot_approve_paying_into_it():
    payments.allocate()
    decision = payments.paid_household(with_account=False)
    eve = county_officer()
    payments.account(decision.case.household, decision.payee, by=eve)
    run = payments.draft(by=finance_officer())

    with pytest.raises(TwoPeopleNeeded, match="收款账户是您本人"):
        checking.check(run=run, by=eve, at=AT)
    payments.checked(run)
    with pytest.raises(TwoPeopleNeeded, match="收款账户是您本人"):
        pay_run.approve(run=run, by=eve, at=AT)


@pytest.mark.parametrize("make", [township_officer, leader])
def test_only_county_and_finance_prepare_and_approve(make):
    payments.allocate()
    payments.paid_household()

    with pytest.raises(NotAllowed):
        payments.draft(by=make())
    run = payments.draft()
    with pytest.raises(NotAllowed):
        checking.check(run=run, by=make(), at=AT)
    payments.checked(run)
    with pytest.raises(NotAllowed):
        pay_run.approve(run=run, by=make(), at=AT)


def test_an_officer_of_one_township_cannot_prepare_for_the_county():
    payments.allocate()
    payments.paid_household()

    with pytest.raises(NotAllowed):
        payments.draft(by=county_officer(areas=(TOWNSHIP,)))


def test_an_overdraft_by_one_fen_reserves_nothing():
    payments.allocate(500_00)
    payments.paid_household(amount_fen=500_01)
    run = payments.checked()

    with pytest.raises(Overdrawn) as refusal:
        pay_run.approve(run=run, by=finance_officer(), at=AT)

    run.refresh_from_db()
    head, *short = str(refusal.value).splitlines()
    assert head == (
        f"批次 {run.number} 共 1 笔 500.01 元，下列资金不够，没有预留，一户也没有发放。"
        "按清单次序，现有资金够发 0 笔 0.00 元；"
        "请先由财务人员登记拨款，或在本项目各级资金之间调剂，再审批："
    )
    assert short == [
        "2026年低保专项资金（县级）：可用 500.00 元，需要 500.01 元，还差 0.01 元",
    ]
    assert (run.state, run.approved_by) == (RunState.CHECKED, None)
    assert payments.position(run).reserved_fen == 0


def test_a_list_changed_in_the_database_is_found_at_approval():
    payments.allocate()
    payments.paid_household(amount_fen=500_00)
    run = payments.checked()
    drop_guard("payments_payline", "guard_payments_payline_update")
    PayLine.objects.update(amount_fen=499_99)

    with pytest.raises(pay_run.ListChanged, match=r"编制时 1 笔 500.00 元，现在 1 笔 499.99 元"):
        pay_run.approve(run=run, by=finance_officer(), at=AT)


def test_another_account_smuggled_in_is_found_at_approval():
    payments.allocate()
    payments.paid_household()
    payments.paid_household()
    run = payments.checked()
    drop_guard("payments_payline", "guard_payments_payline_update")
    one, other = lines()
    PayLine.objects.filter(pk=one.pk).update(account_sealed=other.account_sealed)

    with pytest.raises(pay_run.ListChanged):
        pay_run.approve(run=run, by=finance_officer(), at=AT)


def drop_guard(table, name):
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on_table}")


def test_a_cancelled_draft_frees_its_dues():
    payments.allocate()
    payments.paid_household()
    run = payments.draft()

    cancelled = pay_run.cancel(run=run, by=county_officer(), at=AT, reason="金额待核")
    again = payments.draft()

    assert (cancelled.state, cancelled.cancel_reason) == (RunState.CANCELLED, "金额待核")
    assert [(line.run_id, line.status, line.attempt) for line in lines()] == [
        (run.pk, LineStatus.CANCELLED, 1),
        (again.pk, LineStatus.PENDING, 2),
    ]


def test_a_cancellation_needs_a_reason_and_a_draft():
    payments.allocate()
    payments.paid_household()
    run = payments.approved()

    with pytest.raises(pay_run.ReasonMissing):
        pay_run.cancel(run=run, by=county_officer(), at=AT, reason=" ")
    with pytest.raises(pay_run.NotInState, match=r"现为“已审批”，此操作须在“待复核、待审批、局领导已签批”时办理"):
        pay_run.cancel(run=run, by=county_officer(), at=AT, reason="不发了")


def test_approving_twice_reserves_once():
    payments.allocate()
    payments.paid_household(amount_fen=500_00)
    run = payments.approved()

    with pytest.raises(pay_run.NotInState):
        pay_run.approve(run=run, by=finance_officer(), at=AT)

    assert payments.position(run).reserved_fen == 500_00


def test_earlier_months_that_were_not_paid_are_in_the_list():
    payments.allocate()
    early = payments.paid_household(from_month=Month(2026, 10))
    payments.draft(month=Month(2026, 10), at=BEFORE)
    pay_run.cancel(run=PayRun.objects.get(), by=county_officer(), at=BEFORE, reason="改在下月发放")

    run = payments.draft()

    assert [(line.household, line.month) for line in run.lines.order_by("seq")] == [
        (early.case.household, "2026-10"),
        (early.case.household, "2026-11"),
    ]


def test_a_month_in_which_nobody_made_a_list_is_owed_in_the_next():
    payments.allocate()
    home = payments.paid_household(from_month=Month(2026, 10))
    first = payments.draft(month=Month(2026, 10), at=BEFORE)
    pay_run.approve(run=payments.checked(first, at=BEFORE), by=finance_officer(), at=BEFORE)

    run = payments.draft(month=Month(2026, 12), at=dt.datetime(2026, 12, 10, 9, tzinfo=AT.tzinfo))

    assert [line.month for line in first.lines.order_by("seq")] == ["2026-10"]
    assert [(line.household, line.month) for line in run.lines.order_by("month")] == [
        (home.case.household, "2026-11"),
        (home.case.household, "2026-12"),
    ]


def test_every_step_is_audited():
    payments.allocate()
    payments.paid_household()
    run = payments.approved()

    actions = AuditEvent.objects.filter(object_id=run.number).order_by("seq").values_list("action", flat=True)

    assert [action for action in actions if action.startswith("run.")] == [
        "run.prepared",
        "run.checked",
        "run.approved",
    ]


def test_members_are_counted_by_person():
    payments.allocate()
    payments.paid_household(*registry.couple_with_child())

    run = payments.draft()

    assert run.person_count == 3
    assert run.program == PROGRAM
    assert str(MONTH) == run.month


def test_a_household_is_not_on_two_lists_of_one_month():
    payments.allocate()
    home = payments.paid_household()
    first = payments.approved()
    payments.paid_household(amount_fen=70_00)
    regular = Due.objects.get()
    write_all(
        dues=[
            NewDue(
                household_id=regular.household_id, payee_id=regular.payee_id, person_ids=(home.payee_id,),
                program=PROGRAM, month="2026-11", amount_fen=30_00, source_room="casework",
                decision_id=regular.decision_id, case_number=regular.case_number,
                document_number=regular.document_number, division_code=regular.division_code,
                kind=DueKind.CORRECTION,
            )
        ],
        by=county_officer(),
        at=AT,
    )  # fmt: skip

    second = payments.draft()

    assert [line.amount_fen for line in second.lines.all()] == [70_00]
    assert HeldLine.objects.get(run=second).reason == (
        f"批次 {first.number} 本月已列入该户 2026-11 的待遇，一户一月不列入两份清单，这一笔列入下个月的清单"
    )
    payments.run.cancel(run=second, by=county_officer(), at=AT, reason="改在下月")
    december = payments.draft(month=Month(2026, 12), at=dt.datetime(2026, 12, 10, 9, tzinfo=AT.tzinfo))
    assert 30_00 in [line.amount_fen for line in december.lines.all()]

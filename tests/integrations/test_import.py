"""Two people bring a roster in: what the first hands in is only kept; what the second approves is registered."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.domain import takeover
from minzheng.casework.enums import DecisionKind
from minzheng.casework.models import Application, Case, Decision
from minzheng.casework.queries import decisions_in_force
from minzheng.integrations.roster import queries
from minzheng.integrations.roster.domain.approve import NothingLeft, NotWaiting, approve, outcome_in_words, reject
from minzheng.integrations.roster.domain.intake import SEALED_CONTEXT
from minzheng.integrations.roster.domain.problem_sheet import as_workbook
from minzheng.integrations.roster.domain.reading import workbook
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.domain.submit import AlreadySubmitted, NothingToImport, common_division, submit
from minzheng.integrations.roster.enums import BatchState
from minzheng.integrations.roster.models import ImportBatch, ImportProblem, ImportRow
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.models import BankAccount, Household, IncomeItem, Membership, Person
from minzheng.services import vault
from minzheng.services.audit.models import AuditEvent
from tests.factories.accounts import AT, TOWNSHIP, county_officer, neighbour_officer, township_officer, village_worker
from tests.factories.registry import household, id_number, new_member
from tests.factories.roster import member_row, payment_row, roster

pytestmark = pytest.mark.usefixtures("county")


def couple():
    """Two households: a couple with a wage, and a man alone."""
    one, two = payment_row(1, 保障人数=2), payment_row(2)
    wife = {"家庭成员姓名": "李秀", "性别": "女", "身份证号码": id_number(sex="2"), "年工资性收入（元）": "1,200"}
    return roster(one, two, members=[member_row(one), member_row(one, "妻", **wife), member_row(two)])


def submitted(file=None) -> ImportBatch:
    by = township_officer()
    with within(by.area):
        return submit(source=file or couple(), by=by, at=AT)


def test_submitting_keeps_the_good_households_and_nothing_else():
    batch = submitted(roster(payment_row(1), payment_row(2, 身份证号码="")))

    assert (batch.number, batch.state, batch.division_code) == ("DR-20261124-01", "submitted", "420581101201")
    assert (batch.households_total, batch.households_good) == (2, 1)
    assert [(row.head_name, row.amount_fen, row.account_last4) for row in queries.rows(batch)] == [
        ("王大一", 64000, "0001")
    ]
    assert [(problem.row, problem.code) for problem in queries.problems(batch)] == [(3, "id_empty")]
    assert [Person.objects.count(), Household.objects.count(), Case.objects.count(), Decision.objects.count()] == [
        0
    ] * 4
    assert AuditEvent.objects.filter(chain="roster", action="import.submitted", object_id=str(batch.pk)).count() == 1


def test_what_is_kept_is_sealed():
    row = payment_row()
    batch = submitted(roster(row))
    stored = ImportRow.objects.get(batch=batch)

    assert row["身份证号码"].encode() not in bytes(stored.sealed)
    assert row["身份证号码"] in vault.open_sealed(bytes(stored.sealed), context=SEALED_CONTEXT)


def test_approving_registers_people_facts_accounts_and_decisions():
    batch = submitted()
    by = county_officer()
    approved = approve(batch=batch, by=by, at=AT)

    assert (approved.state, approved.households_imported, approved.decided_by) == ("approved", 2, by)
    assert outcome_in_words(approved) == "共 2 户，导入 2 户，未导入 0 户。"
    first, second = queries.rows(batch)
    decision = first.decision
    assert (decision.kind, decision.amount_fen, decision.from_month) == (DecisionKind.TAKEN_OVER, 64000, "2024-03")
    assert decision.document_number == first.document_number
    members = Membership.objects.filter(household=first.household).order_by("relation")
    assert [(member.person.name, member.relation) for member in members] == [("王大一", "02"), ("李秀", "12")]
    assert decision.covered_person_ids == [member.person_id for member in members]
    assert decision.payee == members[0].person
    assert BankAccount.objects.get(household=first.household).account_last4 == "0001"
    income = IncomeItem.objects.get(household=first.household, amount_fen__gt=0)
    assert (income.kind, income.amount_fen, income.period) == ("wage", 120000, "year")
    assert income.source == "名册导入 DR-20261124-01 “发放名册”第 2 行"
    assert second.decision.case.is_taken_over


def test_no_application_is_invented_and_payments_find_the_decision():
    batch = approve(batch=submitted(), by=county_officer(), at=AT)

    assert Application.objects.count() == 0
    in_force = decisions_in_force(Month.of(local_day(AT)))
    assert sorted(item.amount_fen for item in in_force) == [64000, 64000]
    assert {item.decision_id for item in in_force} == {row.decision_id for row in queries.rows(batch)}


def test_approving_twice_changes_nothing():
    batch = submitted()
    by = county_officer()
    approve(batch=batch, by=by, at=AT)
    before = (Person.objects.count(), Decision.objects.count(), AuditEvent.objects.count())

    again = approve(batch=batch, by=by, at=AT)

    assert again.households_imported == 2
    assert (Person.objects.count(), Decision.objects.count(), AuditEvent.objects.count()) == before


def test_who_submitted_cannot_approve():
    by = county_officer()
    batch = submit(source=couple(), by=by, at=AT)

    with pytest.raises(NotAllowed):
        approve(batch=batch, by=by, at=AT)
    assert Person.objects.count() == 0


@pytest.mark.parametrize("make", [township_officer, village_worker])
def test_only_the_county_approves(make):
    batch = submitted()
    with pytest.raises(NotAllowed):
        approve(batch=batch, by=make(), at=AT)


def test_a_village_worker_does_not_submit():
    with pytest.raises(NotAllowed):
        submit(source=couple(), by=village_worker(), at=AT)


def test_the_same_file_twice_names_the_batch():
    content = couple().stream.read()
    batch = submitted(Source.of_bytes("名册.xlsx", content))
    by = neighbour_officer()

    with pytest.raises(AlreadySubmitted) as caught:
        submit(source=Source.of_bytes("改名.xlsx", content), by=township_officer(), at=AT)
    assert str(caught.value) == (
        f"这份文件已于 2026-11-24 由{batch.submitted_by.name}提交，批次号 DR-20261124-01（待批准），不能重复提交。"
    )
    with pytest.raises(AlreadySubmitted), within(by.area):
        submit(source=Source.of_bytes("名册.xlsx", content), by=by, at=AT)


def test_a_rejected_file_may_be_submitted_again():
    content = couple().stream.read()
    first = submitted(Source.of_bytes("名册.xlsx", content))
    rejected = reject(batch=first, by=county_officer(), at=AT, reason="月份不对")
    second = submitted(Source.of_bytes("名册.xlsx", content))

    assert (rejected.state, rejected.reason) == ("rejected", "月份不对")
    assert second.number == "DR-20261124-02"
    with pytest.raises(NotWaiting):
        approve(batch=first, by=county_officer(), at=AT)


def test_rejecting_needs_a_reason_and_imports_nothing():
    batch = submitted()
    with pytest.raises(NotWaiting):
        reject(batch=batch, by=county_officer(), at=AT, reason=" ")
    assert Person.objects.count() == 0


def test_a_file_without_a_good_household_is_no_batch():
    with pytest.raises(NothingToImport) as caught:
        submitted(roster(payment_row(身份证号码="")))
    assert str(caught.value) == (
        "没有可导入的户，没有提交。共 1 户，可导入 0 户，不能导入 1 户，原因：身份证号为空 1 户。"
        "请先用预检逐条更正后再提交。"
    )
    assert ImportBatch.objects.count() == 0


def test_a_household_registered_since_is_left_out_with_its_reason():
    taken = new_member()
    batch = submitted(roster(payment_row(1, 身份证号码=taken.id_number, 户主姓名="王大一"), payment_row(2)))
    other = household(taken)

    approved = approve(batch=batch, by=county_officer(), at=AT)

    assert approved.households_imported == 1
    assert outcome_in_words(approved) == (
        f"共 2 户，导入 1 户，未导入 1 户，原因：此人已登记在户 {other.number}；同一人不能在两户 1 户。"
    )
    assert [bool(row.decision_id) for row in queries.rows(batch)] == [False, True]


def test_a_batch_whose_households_are_all_gone_is_no_success():
    row = payment_row()
    first, second = submitted(roster(row)), submitted(roster(row, name="复本.xlsx", members=[member_row(row)]))
    approve(batch=first, by=county_officer(), at=AT)

    with pytest.raises(NothingLeft) as caught:
        approve(batch=second, by=county_officer(), at=AT)
    assert str(caught.value).startswith("没有可导入的户：批次 DR-20261124-02 的 1 户")
    second.refresh_from_db()
    assert second.state == BatchState.SUBMITTED


def test_a_taken_over_household_is_told_at_the_next_check():
    row = payment_row()
    approve(batch=submitted(roster(row)), by=county_officer(), at=AT)

    with pytest.raises(NothingToImport) as caught:
        submitted(roster(row, name="下月.xlsx", members=[member_row(row)]))
    assert "已经接管或已有在办案件 1 户" in str(caught.value)


def test_nothing_is_half_written_when_the_last_household_fails(monkeypatch):
    batch = submitted()
    real, calls = takeover.take_over, []

    def fails_the_second_time(**fields):
        calls.append(1)
        if len(calls) == 2:
            raise takeover.TakeoverRefused("停")
        return real(**fields)

    monkeypatch.setattr(takeover, "take_over", fails_the_second_time)
    with pytest.raises(takeover.TakeoverRefused):
        approve(batch=batch, by=county_officer(), at=AT)

    assert [Person.objects.count(), Household.objects.count(), Decision.objects.count()] == [0, 0, 0]
    batch.refresh_from_db()
    assert batch.state == BatchState.SUBMITTED


def test_a_township_sees_only_its_batches():
    batch = submitted()
    with within(neighbour_officer().area):
        assert queries.batch(batch.number) is None
        assert ImportRow.objects.count() == 0
        assert ImportProblem.objects.count() == 0
    with within(township_officer().area):
        assert queries.batch(batch.number) == batch


def test_a_file_of_two_townships_is_the_countys():
    by = township_officer(areas=(TOWNSHIP, "420581102000"))
    file = roster(payment_row(1), payment_row(2, 地区="聂家河镇柑子园村"))
    with pytest.raises(NothingToImport) as caught, within(by.area):
        submit(source=file, by=by, at=AT)
    assert str(caught.value).startswith("名册里的户跨了几个乡镇")


def test_common_division():
    assert common_division(["420581101201", "420581101201"]) == "420581101201"
    assert common_division(["420581101201", "420581101202"]) == "420581101000"
    assert common_division(["420581101201", "420581102201"]) == "420581000000"


@pytest.mark.parametrize(
    "change",
    [
        lambda: ImportRow.objects.update(amount_fen=1),
        lambda: ImportRow.objects.all().delete(),
        lambda: ImportProblem.objects.update(reason=""),
        lambda: ImportProblem.objects.all().delete(),
        lambda: ImportBatch.objects.update(sha256="0" * 64),
    ],
)
def test_the_database_keeps_what_was_handed_in(change):
    submitted(roster(payment_row(1), payment_row(2, 身份证号码="")))
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_the_list_of_problems_as_a_workbook():
    batch = submitted(roster(payment_row(1), payment_row(2, 身份证号码="")))
    content = as_workbook(queries.problems(batch), heading="名册.xlsx")
    rows = workbook.read(Source.of_bytes("问题.xlsx", content), limit_bytes=10**6).sheets[0].rows

    assert rows[1] == ["工作表", "行", "列", "轻重", "问题", "原因和更正办法"]
    assert rows[2] == ["发放名册", 3, "D 身份证号码", "错误", "身份证号为空", "身份证号码为空"]

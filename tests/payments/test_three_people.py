"""Prepared, checked and approved by three people; large lists by a leader too; whoever signed once does not again."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.domain import identity
from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.kernel.moment import local_day
from minzheng.payments import thresholds
from minzheng.payments.domain import check, run
from minzheng.payments.enums import MOVES, RunState
from minzheng.payments.models import PayRun
from minzheng.payments.queries import runs_waiting_for
from minzheng.payments.thresholds import BadRules, on_day, read
from tests.factories import payments
from tests.factories.accounts import county_officer, finance_officer, leader
from tests.factories.payments import AT

pytestmark = pytest.mark.django_db
NUMBER = "429999199001010015"
LIMIT = on_day("leader_signs_over_fen", local_day(AT)).value


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


def listed(amount_fen=500_00, **fields):
    payments.allocate(3 * LIMIT)
    payments.paid_household(amount_fen=amount_fen)
    return payments.draft(**fields)


def test_three_people_sign_in_order():
    carol, dave, erin = county_officer(), finance_officer(), county_officer()
    draft = listed(by=carol)

    with pytest.raises(run.NotInState, match="现为“待复核”"):
        run.approve(run=draft, by=dave, at=AT)
    with pytest.raises(TwoPeopleNeeded, match="清单编制是您本人"):
        check.check(run=draft, by=carol, at=AT)
    checked = check.check(run=draft, by=erin, at=AT)
    with pytest.raises(TwoPeopleNeeded, match="清单复核是您本人"):
        run.approve(run=checked, by=erin, at=AT)
    approved = run.approve(run=checked, by=dave, at=AT)

    assert (approved.prepared_by, approved.checked_by, approved.approved_by) == (carol, erin, dave)
    assert (approved.state, approved.signatures) == (RunState.APPROVED, 3)


def test_a_second_account_of_the_same_person_is_the_same_person():
    carol, other_self, dave = county_officer(), finance_officer(), finance_officer()
    for staff in (carol, other_self):
        identity.record_number(staff=staff, id_number=NUMBER, by=None, at=AT)
    draft = listed(by=carol)

    with pytest.raises(TwoPeopleNeeded, match="是同一个人，本环节须由另一人办理"):
        check.check(run=draft, by=other_self, at=AT)
    checked = check.check(run=draft, by=dave, at=AT)
    with pytest.raises(TwoPeopleNeeded, match="同一公民身份号码"):
        run.approve(run=checked, by=other_self, at=AT)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"checked_by": "prepared_by"}, "payrun_checker_did_not_prepare"),
        ({"approved_by": "checked_by"}, "payrun_approver_did_not_check"),
        ({"approved_by": "prepared_by"}, "payrun_needs_two_people"),
        ({"endorsed_by": "checked_by"}, "payrun_leader_is_a_fourth"),
    ],
)
def test_the_database_wants_different_people(fields, name):
    paid = payments.checked(listed())
    [(role, earlier)] = fields.items()
    changed = {role: getattr(paid, earlier), f"{role[:-3]}_at": AT}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PayRun.objects.filter(pk=paid.pk).update(**changed)


WAYS = {(before, after) for moves in MOVES.values() for before, after in moves.items()}


@pytest.mark.parametrize("state", [RunState.APPROVED, RunState.SENT, RunState.CLOSED, RunState.ENDORSED])
def test_the_database_knows_the_table_of_moves(state):
    paid = listed()
    assert (RunState.DRAFT, state) not in WAYS

    with pytest.raises(IntegrityError, match="发放批次不能这样流转"), transaction.atomic():
        PayRun.objects.filter(pk=paid.pk).update(state=state)


def test_the_database_takes_no_new_list_for_two_signatures():
    paid = listed()
    run.cancel(run=paid, by=finance_officer(), at=AT, reason="测试")
    paid = PayRun.objects.get()
    paid.pk, paid.number, paid.signatures = None, "x", 2

    with pytest.raises(IntegrityError, match="至少须三人签字"), transaction.atomic():
        paid.save(force_insert=True)


def test_a_list_above_the_sum_needs_a_leader_before_approval():
    paid = payments.checked(listed(LIMIT + 1))
    boss, dave = leader(), finance_officer()

    with pytest.raises(run.LeaderMissing, match=r"合计 5,000,000.01 元，超过 5,000,000.00 元，须先由局领导签批"):
        run.approve(run=paid, by=dave, at=AT)
    with pytest.raises(NotAllowed):
        check.endorse(run=paid, by=dave, at=AT)
    check.endorse(run=paid, by=boss, at=AT)
    approved = run.approve(run=paid, by=dave, at=AT)

    assert (approved.signatures, approved.endorsed_by, approved.state) == (4, boss, RunState.APPROVED)


def test_a_list_of_just_the_sum_needs_none():
    paid = payments.checked(listed(LIMIT))

    with pytest.raises(check.NoLeaderNeeded):
        check.endorse(run=paid, by=leader(), at=AT)
    assert run.approve(run=paid, by=finance_officer(), at=AT).signatures == 3


def test_the_database_wants_the_leader_too():
    paid = payments.checked(listed(LIMIT + 1))

    with pytest.raises(IntegrityError, match="payrun_large_is_endorsed"), transaction.atomic():
        PayRun.objects.filter(pk=paid.pk).update(state="approved", approved_by=finance_officer(), approved_at=AT)


def test_the_to_do_of_each_shows_what_waits_for_them():
    carol, dave, erin, boss = county_officer(), finance_officer(), county_officer(), leader()
    paid = listed(LIMIT + 1, by=carol)

    def waiting():
        return [bool(runs_waiting_for(staff)) for staff in (carol, erin, boss, dave)]

    seen = [waiting()]
    check.check(run=paid, by=erin, at=AT)
    seen.append(waiting())
    check.endorse(run=paid, by=boss, at=AT)
    seen.append(waiting())

    assert seen == [[False, True, False, True], [False, False, True, False], [False, False, False, True]]


def test_a_checked_list_can_be_withdrawn_and_is_no_second_list_meanwhile():
    paid = payments.checked(listed())

    with pytest.raises(run.DraftStands):
        payments.draft()
    cancelled = run.cancel(run=paid, by=county_officer(), at=AT, reason="一户账户有误")

    assert (cancelled.state, payments.draft().line_count) == (RunState.CANCELLED, 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("status: illustrative", "status: 暂定"), "有误"),
        (("value: 500000000", "value: 5.5"), "有误"),
        (("      reference", "      because"), "四项"),
        (("2000-01-01", "二〇〇〇年"), "有误"),
    ],
)
def test_a_spoiled_rules_file_is_refused_by_name(change, why):
    text = (thresholds.files("minzheng.payments") / "rules.yaml").read_text(encoding="utf-8")

    with pytest.raises(BadRules, match=why):
        read(text.replace(*change, 1))


def test_no_value_before_the_first_day():
    with pytest.raises(BadRules, match="1999-12-31 没有值"):
        on_day("leader_signs_over_fen", dt.date(1999, 12, 31))

"""Help on false facts comes back: proposed by one, the person heard, decided by another, booked where it came from."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.kernel.moment import local_day
from minzheng.ledger.enums import AccountKind
from minzheng.ledger.queries import balance_fen, trial_balance
from minzheng.payments.queries.doctor import problems
from minzheng.relief.domain import following, recovering, reserve
from minzheng.relief.domain.road import ReliefRefused
from minzheng.relief.enums import RequestState
from minzheng.relief.models import Grant, Instalment, Recovery, Request
from minzheng.relief.queries import funds, recoveries
from minzheng.relief.queries.event_ledger import ledger_of
from minzheng.relief.queries.waiting import waiting_rows
from tests.factories import accounts, relief
from tests.relief.test_afterwards import helped, phased

DAY = relief.days(5)


def proposed(offices, request, *, by=None, at=DAY, **fields):
    row = Request.objects.get(pk=request.pk)
    return recovering.propose(
        request=row, wrong="现场没有起火，照片是别处的。", by=by or offices.township, at=at, **fields
    )


def heard(offices, row, *, at=DAY):
    return recovering.hear(
        recovery=row, opinion="承认不实，愿意退回", heard_on=local_day(at), by=offices.township, at=at
    )


def confirmed(offices, request, **fields):
    row = heard(offices, proposed(offices, request, **fields))
    return recovering.confirm(recovery=row, by=offices.county, at=DAY)


def back(offices, row, amount_fen=None, *, receipt="票1", at=DAY, **fields):
    return recovering.take_back(
        recovery=row, received_on=local_day(at), receipt_number=receipt, amount_fen=amount_fen, by=offices.township,
        at=at, **fields,
    )  # fmt: skip


def test_help_on_false_facts_is_heard_decided_by_another_and_comes_back_to_its_fund(offices, fund):
    held = funds.balance(fund)
    request = helped(offices)
    relief.completed(request, by=offices.township, facts_true=False)
    paid = Grant.objects.get(request=request).amount_fen
    assert [one.pk for one in recoveries.unproposed()] == [request.pk]

    row = proposed(offices, request)
    assert row.amount_fen == paid
    assert "社会救助法" in row.law
    assert not recoveries.unproposed().exists()
    with pytest.raises(ReliefRefused, match="听取本人意见"):
        recovering.confirm(recovery=row, by=offices.county, at=DAY)
    heard(offices, row)
    with pytest.raises(NotAllowed):
        recovering.confirm(recovery=row, by=offices.second_township, at=DAY)
    with pytest.raises(ReliefRefused, match="还没有决定"):
        back(offices, row, 1)
    recovering.confirm(recovery=row, by=offices.county, at=DAY)

    assert funds.balance(fund) == held - paid
    back(offices, row, paid - 1)
    assert (funds.balance(fund), recoveries.open_of(row)) == (held - 1, 1)
    with pytest.raises(ReliefRefused, match=r"还应退回0\.01元"):
        back(offices, row, 2, receipt="票2")
    with pytest.raises(ReliefRefused, match="已经登记过"):
        back(offices, row, 1, receipt="票1")
    back(offices, row, 1, receipt="票2")

    row.refresh_from_db()
    assert row.settled_at == DAY
    assert funds.balance(fund) == held
    assert trial_balance().is_sound
    assert [one for one in problems() if "备用金" in one] == []
    assert ledger_of(request.event).sum_fen == 0


def test_who_proposed_does_not_decide_and_the_database_says_so(offices, fund):
    row = heard(offices, proposed(offices, helped(offices), by=offices.county))

    with pytest.raises(TwoPeopleNeeded):
        recovering.confirm(recovery=row, by=offices.county, at=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.filter(pk=row.pk).update(confirmed_by=offices.county, confirmed_at=DAY)
    with pytest.raises(TwoPeopleNeeded):
        recovering.drop(recovery=row, reason="属实", by=offices.county, at=DAY)


def test_nobody_is_asked_for_more_than_was_handed_over(offices, fund):
    request = helped(offices)
    paid = Grant.objects.get(request=request).amount_fen

    with pytest.raises(ReliefRefused, match="不能追回更多"):
        proposed(offices, request, amount_fen=paid + 1)
    assert proposed(offices, request, amount_fen=paid).amount_fen == paid
    with pytest.raises(ReliefRefused, match="已经提出过"):
        proposed(offices, request)


def test_neighbour_township_proposes_nothing(offices, fund):
    request = helped(offices)

    with pytest.raises(NotAllowed):
        proposed(offices, request, by=accounts.neighbour_officer())
    with pytest.raises(NotAllowed):
        proposed(offices, request, by=offices.village)


def test_dropped_for_a_reason_it_stands_no_more_in_the_way(offices, fund):
    request = phased(offices)
    row = proposed(offices, request)
    with pytest.raises(ReliefRefused, match="提出追回"):
        relief.paid(request, by=offices.second_township, at=relief.days(40))
    recovering.drop(recovery=row, reason="再查属实", by=offices.county, at=DAY)

    relief.visited(request, by=offices.township, at=relief.days(39))
    relief.paid(request, by=offices.second_township, at=relief.days(40))
    assert Instalment.objects.filter(grant__request=request, state="paid").count() == 2


def test_decided_recovery_ends_the_instalments_and_the_file_closes_only_when_settled(offices, fund):
    request = phased(offices)
    row = confirmed(offices, request)

    request.refresh_from_db()
    assert request.state == RequestState.PAID
    assert set(Instalment.objects.filter(grant__request=request, place__gt=1).values_list("state", flat=True)) == {
        "cancelled"
    }
    assert row.amount_fen == Instalment.objects.get(grant__request=request, place=1).amount_fen
    relief.visited(request, by=offices.township, at=DAY, finding="over")
    for _n in range(request.completions.filter(done_at__isnull=True).count()):
        relief.completed(request, by=offices.township)
    with pytest.raises(ReliefRefused, match="没有退清"):
        following.close(request=request, reason="办结", by=offices.township, at=DAY)
    back(offices, row, row.amount_fen)
    following.close(request=request, reason="已退清", by=offices.township, at=DAY)


def test_quilts_come_back_into_the_store_and_no_money_moves(offices, fund):
    kind = relief.quilts(30, by=offices.county)
    held = funds.balance(fund)
    request = relief.asked(by=offices.village, facts={"help_form": 3, "goods_items": 10})
    relief.paid(request, by=offices.township, good=kind)
    row = confirmed(offices, request)
    assert (row.amount_fen, row.quantity) == (0, 10)

    back(offices, row, quantity=9)
    store = f"goods-{fund.division_code}-quilt"
    assert (balance_fen(store, AccountKind.AVAILABLE), balance_fen(store, AccountKind.PAID)) == (29, 1)
    back(offices, row, quantity=1, receipt="票2")

    assert balance_fen(store, AccountKind.AVAILABLE) == 30
    assert funds.balance(fund) == held


def test_what_came_back_makes_the_next_refill_smaller_to_the_fen(offices, fund):
    first, second = helped(offices), helped(offices, name="另一户")
    for one in (first, second):
        relief.completed(one, by=offices.township)
    row = confirmed(offices, first, amount_fen=10_001)
    back(offices, row, 10_001)
    vouchers = sum(one.amount_fen for one in funds.open_vouchers(fund))

    refill = reserve.propose_refill(fund=fund, by=offices.township, at=DAY)

    assert refill.amount_fen == vouchers - 10_001
    reserve.refuse(refill=refill, reason="再核", by=offices.county, at=DAY)
    again = reserve.propose_refill(fund=fund, by=offices.township, at=DAY)
    assert again.amount_fen == refill.amount_fen


def test_each_step_waits_for_whom_it_is(offices, fund):
    request = helped(offices)
    relief.completed(request, by=offices.township, facts_true=False)

    def waits(staff, code):
        with within(staff.area):
            return waiting_rows(staff, local_day(DAY))[code].count()

    assert waits(offices.township, "relief_false") == 1
    row = proposed(offices, request)
    assert (waits(offices.township, "relief_false"), waits(offices.township, "relief_unheard")) == (0, 1)
    assert waits(offices.county, "relief_recoveries") == 0
    heard(offices, row)
    assert (waits(offices.township, "relief_unheard"), waits(offices.county, "relief_recoveries")) == (0, 1)

"""A fire on Saturday night: reported on the spot, reckoned at once, paid by two people, papered afterwards."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.kernel.moment import local_day
from minzheng.ledger.domain.good import NotEnough
from minzheng.ledger.enums import AccountKind
from minzheng.ledger.queries import balance_fen, trial_balance
from minzheng.relief.domain import deciding, following, needing
from minzheng.relief.domain import owed as owed_acts
from minzheng.relief.domain.deciding import NotThisLevel
from minzheng.relief.domain.road import ReliefRefused, WrongState
from minzheng.relief.enums import RequestState
from minzheng.relief.models import Completion, Grant, Voucher
from minzheng.relief.queries import funds, money
from minzheng.relief.queries.event_ledger import ledger_of
from tests.factories import relief


def test_fire_is_paid_within_the_hour_by_two_people_from_the_reserve_fund(offices, fund):
    held = funds.balance(fund)

    request = relief.asked(by=offices.village)
    voucher = relief.paid(request, by=offices.township)

    request.refresh_from_db()
    grant = Grant.objects.get(request=request)
    assert request.state == RequestState.PAID
    assert (grant.level, grant.source, grant.reason_code) == ("township", "reserve", "formula")
    assert grant.amount_fen == grant.reckoning.amount_fen > 0
    assert voucher.paid_at - request.event.reported_at < dt.timedelta(hours=1)
    assert (voucher.first_staff, voucher.paid_by) == (offices.village, offices.township)
    assert funds.balance(fund) == held - grant.amount_fen
    assert trial_balance(fund.code).is_sound


def test_papers_are_owed_from_the_payment_in_working_days_and_completed_once(offices, fund):
    request = relief.asked(by=offices.village)
    relief.paid(request, by=offices.township)

    owed = Completion.objects.get(request=request)
    assert (owed.station, owed.since_on, owed.due_on) == (
        "household_visit",
        dt.date(2026, 11, 21),
        dt.date(2026, 12, 4),
    )

    relief.completed(request, by=offices.township)

    owed.refresh_from_db()
    assert owed.done_on == local_day(relief.MONDAY)
    with pytest.raises(ReliefRefused, match="已经补齐"):
        owed_acts.complete(
            completion=owed, done_on=owed.done_on, surveyors=["甲", "乙"], text="再来", signed=True, facts_true=True,
            by=offices.township, at=relief.days(3),
        )  # fmt: skip


def test_stranger_without_papers_is_helped_where_it_happened(offices, fund):
    request = relief.asked(by=offices.township, name="自称老李，说外地话", people_affected=1, facts={"local_tie": 1})

    relief.paid(request, by=offices.second_township)

    request.refresh_from_db()
    assert (request.person, request.household, request.id_number) == (None, None, None)
    assert request.state == RequestState.PAID


@pytest.mark.parametrize("lacking", ["receipt", "photo"])
def test_no_money_without_receipt_and_picture(offices, fund, lacking):
    held = funds.balance(fund)
    request = relief.asked(by=offices.village)

    with pytest.raises(ReliefRefused, match="没有收据和现场照片"):
        relief.paid(request, by=offices.township, **{lacking: None})

    assert funds.balance(fund) == held
    assert not Voucher.objects.exists()


def test_who_reported_does_not_pay(offices, fund):
    request = relief.asked(by=offices.township)

    with pytest.raises(TwoPeopleNeeded):
        relief.paid(request, by=offices.township)

    assert not Grant.objects.exists()


def test_village_worker_reports_and_never_pays(offices, fund):
    request = relief.asked(by=offices.township)

    with pytest.raises(NotAllowed):
        relief.paid(request, by=offices.village)


def test_above_the_township_ceiling_the_county_decides_the_same_day_and_nothing_is_split(offices, fund):
    facts = {"duration_months": 3}
    request = relief.asked(by=offices.village, facts=facts)

    assert request.state == RequestState.AT_COUNTY
    with pytest.raises(NotThisLevel):
        deciding.decide(request=request, by=offices.township, at=relief.minutes(10))

    grant = deciding.decide(request=request, by=offices.county, at=relief.minutes(30))
    relief.paid(request, by=offices.township, at=relief.minutes(50))

    assert (grant.level, grant.source) == ("county", "county")
    assert local_day(grant.decided_at) == local_day(request.recorded_at)
    assert (
        balance_fen(money.county_code(request.program, local_day(relief.NIGHT)), AccountKind.PAID) == grant.amount_fen
    )


def test_second_small_request_for_the_same_event_counts_with_the_first(offices, fund):
    """Two requests that would each be the township's are one of the county's together."""
    first = relief.asked(by=offices.village, facts={"duration_months": 1})
    relief.paid(first, by=offices.township)
    first.refresh_from_db()

    second = relief.asked(by=offices.village, event=first.event, at=relief.minutes(60), facts={"duration_months": 2})

    assert second.facts["duration_months"] == 2
    assert second.state == RequestState.AT_COUNTY
    with pytest.raises(NotThisLevel):
        deciding.decide(request=second, by=offices.township, at=relief.minutes(70))


def test_fund_that_holds_less_refuses_and_the_county_pays(offices, fund):
    relief.drained(fund, left_fen=1_000, by=offices.county)
    request = relief.asked(by=offices.village)

    assert request.state == RequestState.AT_COUNTY
    with pytest.raises(NotThisLevel, match="备用金余额"):
        deciding.decide(request=request, by=offices.township, at=relief.minutes(10))
    grant = deciding.decide(request=request, by=offices.county, at=relief.minutes(20))
    relief.paid(request, by=offices.township, at=relief.minutes(40))

    assert grant.source == "county"
    assert funds.balance(fund) == 1_000


def test_ten_quilts_leave_the_store_and_no_cash_moves(offices, fund):
    kind = relief.quilts(30, by=offices.county)
    held = funds.balance(fund)
    request = relief.asked(by=offices.village, facts={"help_form": 3, "goods_items": 10})

    relief.paid(request, by=offices.township, good=kind)

    store = f"goods-{fund.division_code}-quilt"
    assert balance_fen(store, AccountKind.AVAILABLE) == 20
    assert balance_fen(store, AccountKind.PAID) == 10
    assert funds.balance(fund) == held
    assert Grant.objects.get(request=request).amount_fen == 0


def test_no_more_quilts_than_there_are(offices, fund):
    kind = relief.quilts(5, by=offices.county)
    request = relief.asked(by=offices.village, facts={"help_form": 3, "goods_items": 10})

    with pytest.raises(NotEnough):
        relief.paid(request, by=offices.township, good=kind)

    assert not Grant.objects.exists()


def test_combined_ledger_shows_every_source_and_the_sum(offices, fund):
    request = relief.asked(by=offices.village)
    voucher = relief.paid(request, by=offices.township)
    needing.record_other_help(
        event=request.event, source="charity", giver="县慈善会", amount_fen=200_000, given_on=dt.date(2026, 11, 22),
        document="慈善收据0091", by=offices.township, at=relief.MONDAY,
    )  # fmt: skip

    found = ledger_of(request.event)

    assert [row.amount_fen for row in found.rows] == [voucher.amount_fen, 200_000]
    assert found.sum_fen == voucher.amount_fen + 200_000
    with pytest.raises(ReliefRefused, match="已经登记过"):
        needing.record_other_help(
            event=request.event, source="charity", giver="县慈善会", amount_fen=1, given_on=dt.date(2026, 11, 22),
            document="慈善收据0091", by=offices.township, at=relief.MONDAY,
        )  # fmt: skip


def test_nobody_asks_without_saying_what_others_gave(offices, fund):
    with pytest.raises(ReliefRefused, match="其他帮助"):
        relief.asked(by=offices.village, is_other_help_asked=False)


def test_paid_once_whoever_asks_again(offices, fund):
    request = relief.asked(by=offices.village)
    relief.paid(request, by=offices.township)

    with pytest.raises(WrongState):
        relief.paid(request, by=offices.second_township, at=relief.minutes(30))

    assert Voucher.objects.count() == 1


def test_an_urgent_referral_is_decided_once_it_was_sent_on_and_hands_nothing_over(offices, fund):
    request = relief.asked(by=offices.village, facts={"help_form": 2})
    with pytest.raises(ReliefRefused, match="先办理“转介”"):
        deciding.decide(request=request, by=offices.township, at=relief.minutes(30))
    following.send_slip(
        request=request, target="relief_station", office="县救助管理站", reason="今晚没有住处", by=offices.township,
        at=relief.minutes(20),
    )  # fmt: skip

    grant = deciding.decide(request=request, by=offices.township, at=relief.minutes(30))

    request.refresh_from_db()
    assert (grant.form, grant.amount_fen, request.state) == ("referral", 0, RequestState.PAID)
    relief.visited(request, by=offices.township, at=relief.MONDAY, finding="over")
    assert request.visits.get().kind == "follow_up"

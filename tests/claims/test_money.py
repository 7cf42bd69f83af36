"""Money to hospitals and the insurance: reserved and posted in the fund, never below zero, never to anybody else."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.claims.domain import correction, reconciliation, statement
from minzheng.claims.domain.road import ClaimsRefused
from minzheng.claims.enums import PaymentKind
from minzheng.claims.models import Claim, Reckoning
from minzheng.claims.queries.fund import advance_fen, fund_view, owed_fen
from minzheng.kernel.month import Month
from minzheng.ledger.queries import trial_balance
from minzheng.payments.queries.doctor import problems
from tests.factories import accounts, claims

pytestmark = pytest.mark.django_db
AID = 900000


@pytest.fixture(autouse=True)
def county():
    with everywhere("test"):
        yield


@pytest.fixture
def hospital():
    return claims.a_hospital()


def ties(year=2026):
    return [(tie.label, tie.left_fen, tie.right_fen) for tie in fund_view(year).ties if not tie.holds]


def test_a_month_is_reserved_then_paid_and_everything_adds_up(hospital):
    claims.money(20_000_00)
    claims.confirmed([claims.line(claims.recipient())], of=hospital)
    row = claims.prepared(hospital)
    approved = statement.approve(statement=row, by=accounts.finance_officer(), at=claims.AT)

    position = fund_view(2026).positions[0]
    assert (position.available_fen, position.reserved_fen, position.paid_fen) == (20_000_00 - AID, AID, 0)
    assert problems() == []

    statement.pay(statement=approved, bank_reference="HD1", by=accounts.finance_officer(), at=claims.AT)

    position = fund_view(2026).positions[0]
    assert (position.available_fen, position.reserved_fen, position.paid_fen) == (20_000_00 - AID, 0, AID)
    assert (ties(), problems(), trial_balance().is_sound) == ([], [], True)
    assert owed_fen(hospital) == 0


def test_nothing_is_paid_before_a_second_person_confirmed_the_file(hospital):
    claims.settled([claims.line(claims.recipient())], of=hospital)

    with pytest.raises(ClaimsRefused, match="没有可以付的"):
        claims.prepared(hospital)


def test_the_fund_never_goes_below_zero(hospital):
    claims.money(5_000_00)
    claims.confirmed([claims.line(claims.recipient())], of=hospital)
    row = claims.prepared(hospital)

    with pytest.raises(statement.FundShort, match=r"还差4,000\.00元"):
        statement.approve(statement=row, by=accounts.finance_officer(), at=claims.AT)
    assert fund_view(2026).positions[0].available_fen == 5_000_00


def test_two_people_and_finance(hospital):
    claims.money()
    by = accounts.county_officer()
    claims.confirmed([claims.line(claims.recipient())], of=hospital)
    row = claims.prepared(hospital, by=by)

    with pytest.raises(NotAllowed):
        statement.approve(statement=row, by=by, at=claims.AT)
    row.approved_by, row.approved_at = by, claims.AT
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(update_fields=["approved_by", "approved_at"])


def test_an_advance_stands_with_the_hospital_and_is_set_off(hospital):
    claims.money()
    claims.advanced(hospital, 5_000_00)
    assert advance_fen(hospital) == 5_000_00
    claims.confirmed([claims.line(claims.recipient())], of=hospital)

    row = claims.paid(claims.prepared(hospital))

    assert (row.total_fen, row.offset_fen, row.cash_fen) == (AID, 5_000_00, AID - 5_000_00)
    assert advance_fen(hospital) == 0
    assert (ties(), problems(), trial_balance().is_sound) == ([], [], True)


def test_a_cancelled_payment_frees_money_and_lines(hospital):
    claims.money()
    claims.advanced(hospital, 5_000_00)
    claims.confirmed([claims.line(claims.recipient())], of=hospital)
    row = statement.approve(statement=claims.prepared(hospital), by=accounts.finance_officer(), at=claims.AT)

    statement.cancel(statement=row, reason="银行退回：户名不符", by=accounts.finance_officer(), at=claims.AT)

    assert (owed_fen(hospital), advance_fen(hospital)) == (AID, 5_000_00)
    assert (ties(), problems()) == ([], [])
    assert claims.paid(claims.prepared(hospital)).total_fen == AID


def test_a_line_is_paid_once(hospital):
    claims.money()
    claims.confirmed([claims.line(claims.recipient())], of=hospital)
    first = claims.paid(claims.prepared(hospital))

    with pytest.raises(ClaimsRefused):
        claims.prepared(hospital, month=Month(2026, 11))
    other = statement.prepare_advance(
        hospital=hospital, month=claims.MONTH, amount_fen=100, by=accounts.county_officer(), at=claims.AT
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Reckoning.objects.filter(statement=first).update(statement=other)


def test_a_correction_after_payment_is_the_next_months_difference(hospital):
    claims.money()
    person = claims.recipient()
    claims.confirmed(
        [claims.line(person), claims.line(person, 结算日期="2026-10-22", 出院日期="2026-10-22")], of=hospital
    )
    claims.paid(claims.prepared(hospital))
    bill = Claim.objects.order_by("pk").first()
    by = accounts.county_officer()

    change = correction.propose(
        claim=bill,
        kind="correct",
        values={"basic_insurance_fen": 2620000},
        reason="医保补付1000元",
        by=by,
        at=claims.AT,
    )
    with pytest.raises(TwoPeopleNeeded):
        correction.confirm(change=change, by=by, at=claims.AT)
    made = correction.confirm(change=change, by=accounts.county_officer(), at=claims.LATER)

    assert made.basic_insurance_fen == 2620000
    # 9,000.00 was paid; 1,000 less burden is reckoned anew, and the year behind it with it.
    assert owed_fen(hospital) < 0
    with pytest.raises(ClaimsRefused, match="没有可以付的"):
        claims.prepared(hospital, month=Month(2026, 11))
    claims.confirmed([claims.line(claims.recipient())], of=hospital, month=Month(2026, 11))
    second = claims.paid(claims.prepared(hospital, month=Month(2026, 11)))
    assert 0 < second.total_fen < AID
    assert (ties(), problems()) == ([], [])


def test_a_reversed_bill_takes_back_what_it_brought(hospital):
    claims.money()
    claims.confirmed([claims.line(claims.recipient())], of=hospital)
    bill = Claim.objects.get()
    change = correction.propose(
        claim=bill, kind="reverse", reason="患者退费重结", by=accounts.county_officer(), at=claims.AT
    )
    correction.confirm(change=change, by=accounts.county_officer(), at=claims.AT)

    assert owed_fen(hospital) == 0


def test_the_fund_pays_institutions_in_their_own_name_and_nothing_else():
    # Never for building, office costs or a fee: there is no other kind of payment.
    assert PaymentKind.values == ["monthly", "advance", "premium"]
    with pytest.raises(ClaimsRefused, match="本单位的账户"):
        claims.a_hospital(account_name="院长个人")
    with pytest.raises(ClaimsRefused, match="预付金只给定点医疗机构"):
        statement.prepare_advance(
            hospital=claims.an_insurer(), month=claims.MONTH, amount_fen=100, by=accounts.county_officer(), at=claims.AT
        )


def test_books_are_reconciled_by_two_people(hospital):
    by = accounts.county_officer()
    claims.confirmed([claims.line(claims.recipient())], of=hospital)
    given = {
        "hospital": hospital,
        "from_month": Month(2026, 7),
        "until_month": Month(2026, 12),
        "at": claims.AT,
        "by": by,
    }

    with pytest.raises(ClaimsRefused, match="不一致"):
        reconciliation.prepare(**given, their_count=1, their_fen=AID + 100, explanation="")
    row = reconciliation.prepare(**given, their_count=1, their_fen=AID, explanation="")
    with pytest.raises(TwoPeopleNeeded):
        reconciliation.confirm(reconciliation=row, by=by, at=claims.AT)
    claims.confirmed([claims.line(claims.recipient())], of=hospital)
    with pytest.raises(ClaimsRefused, match="重新对账"):
        reconciliation.confirm(reconciliation=row, by=accounts.county_officer(), at=claims.AT)
    again = reconciliation.prepare(**given, their_count=2, their_fen=2 * AID, explanation="")
    assert reconciliation.confirm(reconciliation=again, by=accounts.county_officer(), at=claims.AT).confirmed_at

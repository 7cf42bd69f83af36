"""A sum set for the year is paid to the fen: December, or the quarter it is part of, carries the rest, and no other."""

import datetime as dt

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.casework.domain import decision as decisions
from minzheng.casework.enums import Cadence, DecisionKind
from minzheng.casework.models import Decision
from minzheng.casework.queries import decisions_in_force
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.ledger.models import Due
from minzheng.payments.domain.entitlement import dues_for
from tests.factories import payments
from tests.factories.accounts import county_officer

pytestmark = pytest.mark.django_db
# 10,300 yuan a year and person (handbook 1-2, example 1): eleven payments of 858.33, one of 858.37.
YEAR_FEN, A_MONTH, REST = 1_030_000, 85_833, 4
JANUARY = Month(2027, 1)


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


def granted(from_month=JANUARY, *, amount_fen=A_MONTH, rest=REST, cadence=Cadence.MONTH, **fields):
    first = payments.paid_household()
    return Decision.objects.create(
        case=first.case, kind=DecisionKind.RESTORE, document_number=f"年{first.pk}", amount_fen=amount_fen,
        year_rest_fen=rest, cadence=cadence, from_month=str(from_month), covered_person_ids=first.covered_person_ids,
        payee=first.payee, decided_by=first.decided_by, decided_at=first.decided_at, decided_on=first.decided_on,
        replaces=first, **fields,
    )  # fmt: skip


def ended(row, from_month):
    return decisions.write(
        case=row.case, kind=DecisionKind.TERMINATE, amount_fen=0, by=row.decided_by, at=row.decided_at,
        from_month=from_month, person_ids=row.covered_person_ids, payee_id=None, replaces=row, reason="测试",
    )  # fmt: skip


def due(row, year=2027):
    months = [Month(year, number) for number in range(1, 13)]
    return [
        next((one.due_fen for one in decisions_in_force(month) if one.case_id == row.case_id), 0) for month in months
    ]


def test_twelve_months_are_the_year_to_the_fen():
    paid = due(granted())

    assert paid == [A_MONTH] * 11 + [85_837]
    assert sum(paid) == YEAR_FEN


@pytest.mark.parametrize("begins", [2, 11, 12])
def test_december_takes_the_rest_whenever_support_began(begins):
    assert due(granted(Month(2027, begins)))[begins - 1 :] == [A_MONTH] * (12 - begins) + [85_837]


def test_a_rest_below_the_other_payments_is_taken_off():
    assert due(granted(amount_fen=85_834, rest=-8))[-2:] == [85_834, 85_826]


def test_who_leaves_before_december_has_no_rest():
    row = granted()
    ended(row, Month(2027, 12))

    assert due(row)[-2:] == [A_MONTH, 0]


def test_four_quarters_are_the_year_to_the_fen():
    paid = due(granted(amount_fen=257_499, rest=4, cadence=Cadence.QUARTER))

    assert [fen for fen in paid if fen] == [257_499, 257_499, 257_499, 257_503]
    assert paid[9] == 257_503


@pytest.mark.parametrize(("end", "fen"), [(Month(2027, 12), 171_666), (Month(2028, 1), 257_503)])
def test_the_last_quarter_carries_the_rest_if_it_reaches_to_december(end, fen):
    row = granted(amount_fen=257_499, rest=4, cadence=Cadence.QUARTER)
    ended(row, end)

    assert due(row)[9] == fen


def test_begun_in_december_of_a_quarter_it_is_one_month_and_the_rest():
    assert due(granted(Month(2027, 12), amount_fen=257_499, rest=4, cadence=Cadence.QUARTER))[-1] == A_MONTH + 4


def test_arrears_of_december_carry_it_and_others_do_not():
    row = granted(Month(2028, 2), arrears_from="2027-11")
    at = dt.datetime(2028, 2, 5, 10, tzinfo=SHANGHAI)

    dues_for(month=Month(2028, 2), by=county_officer(), at=at)

    rows = Due.objects.filter(case_number=row.case.number).order_by("month").values_list("month", "amount_fen")
    assert list(rows) == [("2027-11", A_MONTH), ("2027-12", 85_837), ("2028-01", A_MONTH), ("2028-02", A_MONTH)]


def test_december_is_made_due_once_and_stays():
    row = granted()
    december = {"month": Month(2027, 12), "by": county_officer(), "at": dt.datetime(2027, 12, 5, 10, tzinfo=SHANGHAI)}

    first, second = dues_for(**december), dues_for(**december)

    assert [one.amount_fen for one in first.made if one.case_number == row.case.number] == [85_837]
    assert (len(second.made), second.held) == (0, ())


def test_a_change_without_a_determination_carries_the_rest_on():
    row = granted()
    halt = decisions.write(
        case=row.case, kind=DecisionKind.SUSPEND, amount_fen=0, by=row.decided_by, at=row.decided_at,
        from_month=Month(2027, 3), person_ids=row.covered_person_ids, payee_id=None, replaces=row, reason="测试",
    )  # fmt: skip
    decisions.write(
        case=row.case, kind=DecisionKind.RESTORE, amount_fen=A_MONTH, by=row.decided_by, at=row.decided_at,
        from_month=Month(2027, 5), person_ids=row.covered_person_ids, payee_id=row.payee_id, replaces=halt,
        reason="测试",
    )  # fmt: skip

    assert due(row) == [A_MONTH] * 2 + [0, 0] + [A_MONTH] * 7 + [85_837]

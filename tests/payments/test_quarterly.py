"""A quarterly benefit: whole in the quarter's first month, once; from the middle for what is left; ended, no more."""

import datetime as dt

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.casework.domain import application, publication
from minzheng.casework.domain import decision as decisions
from minzheng.casework.enums import Cadence, DecisionKind
from minzheng.casework.models import Decision
from minzheng.casework.queries import decisions_in_force
from minzheng.kernel.arithmetic import share
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.ledger.models import Due
from minzheng.payments.domain.entitlement import dues_for
from tests.factories import payments
from tests.factories.accounts import NEIGHBOUR_VILLAGE, county_officer

pytestmark = pytest.mark.django_db
QUARTER_FEN = 40_000


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


def at(year, month, day=5):
    return dt.datetime(year, month, day, 10, 0, tzinfo=SHANGHAI)


def granted(from_month, **fields):
    """A household taken over in 2010, with a decision by the quarter that governs from a month on."""
    first = payments.paid_household(**fields)
    return Decision.objects.create(
        case=first.case, kind=DecisionKind.RESTORE, document_number=f"季{first.pk}", amount_fen=QUARTER_FEN,
        cadence=Cadence.QUARTER, from_month=str(from_month), covered_person_ids=first.covered_person_ids,
        payee=first.payee, decided_by=first.decided_by, decided_at=first.decided_at, decided_on=first.decided_on,
        replaces=first,
    )  # fmt: skip


def changed(row, kind, from_month, amount_fen=0, payee=None):
    return Decision.objects.create(
        case=row.case, kind=kind, document_number=f"变{row.pk}", amount_fen=amount_fen, cadence=Cadence.QUARTER,
        from_month=str(from_month), covered_person_ids=row.covered_person_ids, payee=payee, decided_by=row.decided_by,
        decided_at=row.decided_at, decided_on=row.decided_on, replaces=row,
    )  # fmt: skip


def due(row):
    return {
        str(month): one.due_fen
        for month in (Month(2027, 1).plus(n) for n in range(9))
        for one in decisions_in_force(month)
        if one.case_id == row.case_id and one.due_fen
    }


def test_whole_in_the_first_month_of_each_quarter():
    assert due(granted(Month(2027, 1))) == {"2027-01": 40_000, "2027-04": 40_000, "2027-07": 40_000}


@pytest.mark.parametrize(("start", "months"), [(Month(2027, 2), 2), (Month(2027, 3), 1)])
def test_begun_in_the_middle_it_is_due_for_what_is_left(start, months):
    row = granted(start)

    found = due(row)

    assert {month: fen for month, fen in found.items() if month >= str(start)} == {
        str(start): share(QUARTER_FEN, months, 3), "2027-04": 40_000, "2027-07": 40_000,
    }  # fmt: skip


@pytest.mark.parametrize(("end", "months"), [(Month(2027, 2), 1), (Month(2027, 3), 2), (Month(2027, 4), 3)])
def test_an_end_decided_in_time_leaves_the_months_until_then(end, months):
    row = granted(Month(2027, 1))
    changed(row, DecisionKind.TERMINATE, end)

    assert due(row) == {"2027-01": share(QUARTER_FEN, months, 3)}


def test_a_change_begins_with_the_next_quarter():
    row = granted(Month(2027, 1))

    assert decisions.change_month(row, dt.date(2027, 3, 31)) == Month(2027, 4)
    assert decisions.change_month(row, dt.date(2027, 4, 1)) == Month(2027, 7)


def test_suspended_for_a_quarter_and_given_back_in_the_middle_of_the_next():
    row = granted(Month(2027, 1))
    halt = changed(row, DecisionKind.SUSPEND, Month(2027, 4))
    changed(halt, DecisionKind.RESTORE, Month(2027, 6), QUARTER_FEN, payee=row.payee)

    assert due(row) == {"2027-01": 40_000, "2027-06": share(QUARTER_FEN, 1, 3), "2027-07": 40_000}


def test_it_is_made_due_once_however_often_and_whenever_asked():
    row = granted(Month(2027, 1))

    for month in (1, 1, 2, 3, 2, 1, 3):
        dues_for(month=Month(2027, month), by=county_officer(), at=at(2027, 3))

    assert list(Due.objects.filter(case_number=row.case.number).values_list("month", "amount_fen")) == [
        ("2027-01", 40_000)
    ]


def test_who_is_paid_for_the_quarter_is_not_paid_for_its_months_elsewhere(monkeypatch):
    monkeypatch.setattr(application, "require_covered_once", lambda **_given: None)
    row = granted(Month(2027, 1))
    other = payments.paid_household(covered=[row.payee], division_code=NEIGHBOUR_VILLAGE)
    dues_for(month=Month(2027, 1), by=county_officer(), at=at(2027, 1))

    result = dues_for(month=Month(2027, 2), by=county_officer(), at=at(2027, 2))

    assert [held.case_number for held in result.held] == [other.case.number]
    assert not Due.objects.filter(case_number=other.case.number).exists()


def test_a_board_says_that_the_amount_is_for_a_quarter():
    row = granted(Month(2027, 1))

    assert publication.content_of(row.case, row)["per"] == "每季度"
    assert "per" not in publication.content_of(row.case, row.replaces)

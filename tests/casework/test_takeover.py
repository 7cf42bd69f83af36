"""Taken over: paid as the office decided, marked, entered and approved by two people, once."""

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.casework.domain import application, takeover
from minzheng.casework.enums import DecisionKind, State
from minzheng.casework.models import Application, Case, Decision
from minzheng.casework.queries import decisions_in_force
from minzheng.kernel.month import Month
from minzheng.services.audit.queries import of_object
from tests.factories import casework


def test_it_is_paid_as_decided_and_no_application_is_invented(offices, county):
    row = casework.taken_over(casework.household(), offices, document_number="宜民低保〔2024〕88号", amount_fen=90_100)

    case = Case.objects.get(pk=row.case_id)
    (found,) = decisions_in_force(Month(2026, 8))
    assert (row.kind, row.document_number, row.amount_fen) == (DecisionKind.TAKEN_OVER, "宜民低保〔2024〕88号", 90_100)
    assert (case.state, case.is_taken_over, Application.objects.count()) == (State.ACTIVE, True, 0)
    assert (found.decision_id, found.amount_fen, len(found.person_ids)) == (row.pk, 90_100, 3)
    assert [event.action for event in of_object("case", case.pk)] == ["case.take_over"]


def test_who_entered_it_cannot_approve_it(offices, county):
    home = casework.household()

    with pytest.raises(TwoPeopleNeeded, match="存量名单的录入"):
        casework.taken_over(home, offices, by=offices.county)

    assert Case.objects.count() == 0


def test_the_township_does_not_approve(offices, county):
    with pytest.raises(NotAllowed):
        casework.taken_over(casework.household(), offices, by=offices.township)


def test_a_household_is_taken_over_once(offices, county):
    home = casework.household()
    casework.taken_over(home, offices)

    with pytest.raises(application.AlreadyOpen):
        casework.taken_over(home, offices, document_number="另一文号")

    assert Decision.objects.count() == 1


def test_a_household_with_an_open_application_is_not_taken_over(offices, county):
    home = casework.household()
    casework.submit(home, offices)

    with pytest.raises(application.AlreadyOpen):
        casework.taken_over(home, offices)


def test_a_document_number_serves_once(offices, county):
    casework.taken_over(casework.household(), offices, document_number="甲1号")

    with pytest.raises(takeover.TakeoverRefused, match="文号甲1号已登记过决定"):
        casework.taken_over(casework.household(), offices, document_number=" 甲1号 ")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"document_number": " "}, "文号"),
        ({"amount_fen": 0}, "须大于0"),
        ({"amount_fen": -1}, "须大于0"),
        ({"covered_persons": []}, "没有保障成员"),
        ({"source": ""}, "来源"),
        ({"from_month": Month(2026, 10)}, "晚于下月"),
    ],
)
def test_what_is_missing_is_named_and_nothing_written(offices, county, wrong, told):
    with pytest.raises(takeover.TakeoverRefused, match=told):
        casework.taken_over(casework.household(), offices, **wrong)

    assert (Case.objects.count(), Decision.objects.count()) == (0, 0)

"""The plan's numbers of medical assistance move with the records: 96 per cent, a work list, a hundred."""

import datetime as dt

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.claims.queries import enrolment
from minzheng.kernel.month import Month
from minzheng.plan import claims as indicators
from minzheng.plan.measure import Scope
from tests.factories import claims

pytestmark = pytest.mark.django_db


def november():
    """What is counted once is kept on the scope, so each look has its own."""
    return Scope(claims.PROGRAM, Month(2026, 11), dt.date(2026, 11, 27))


def october():
    return Scope(claims.PROGRAM, Month(2026, 10), dt.date(2026, 11, 27))


@pytest.fixture(autouse=True)
def county():
    with everywhere("test"):
        yield


def test_the_rate_moves_from_96_to_100_as_the_work_list_is_worked():
    people = [claims.somebody() for _ in range(25)]
    claims.listed(*people)
    work = claims.a_campaign()
    freeze = claims.frozen(work)
    assert indicators.enrolment_rate(november()).value == "—"

    first = claims.matched(freeze, claims.insured(work, people[:24]))
    before = indicators.enrolment_rate(november())
    missing = [row.entry.person for row in enrolment.gaps(first)]
    claims.matched(freeze, claims.insured(work, [*people[:24], *missing]), at=claims.LATER)
    after = indicators.enrolment_rate(november())

    assert (before.value, before.numerator, before.denominator, before.is_short) == ("96.0%", 24, 25, True)
    assert (after.value, after.is_short) == ("100.0%", False)


def test_bills_lines_and_payments_are_counted():
    claims.money()
    hospital = claims.a_hospital()
    person = claims.recipient()
    claims.confirmed([claims.line(person), claims.line(person, 姓名="错名字")], of=hospital)
    claims.paid(claims.prepared(hospital))

    assert indicators.one_stop_lines(november()).value == "50.0%"
    assert indicators.bills_aided(october()).numerator == 1
    assert indicators.statements_paid(october()).value == "100.0%"
    # 9,000.00 of 12,400.00 within the policy.
    assert indicators.aid_share(october()).value == "72.5%"
    assert indicators.bills_reached(october()).value == "100.0%"

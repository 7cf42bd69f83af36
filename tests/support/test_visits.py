"""Visits by level of self-care, money confirmed in hand once and only after the bank paid, problems with a clock."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.kernel.moment import local_day
from minzheng.payments.enums import LineStatus
from minzheng.support.domain import finding
from minzheng.support.domain.road import SupportRefused
from minzheng.support.models import Problem, Receipt, SupportVisit
from minzheng.support.queries import visits
from tests.factories import accounts, casework, payments, support
from tests.factories.support import NOW

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)
AFTER = payments.LATER + dt.timedelta(days=1)


@pytest.fixture
def offices():
    return casework.Offices()


@pytest.fixture
def county(offices):
    with within(offices.county.area):
        yield offices.county


@pytest.mark.parametrize(
    ("lost", "tier", "days"),
    [((), "self", 90), (("can_eat",), "part", 15), (("can_eat", "can_dress", "can_bathe", "can_leave_bed"), "full", 7)],
)
def test_how_often_follows_from_what_the_decision_found(offices, county, lost, tier, days):
    able = {code: code not in lost for code in support.ABILITIES}
    person = support.granted(offices, **able)
    support.visited(person, by=offices.village)

    (turn,) = visits.turns(TODAY)

    assert (turn.who.tier, turn.every.value, turn.due_on) == (tier, days, TODAY + dt.timedelta(days=days))
    assert turn.every.status == "illustrative"
    assert not turn.is_late(turn.due_on)
    assert turn.is_late(turn.due_on + dt.timedelta(days=1))


def test_who_was_never_visited_is_due_since_the_support_began(offices, county):
    support.granted(offices)

    (turn,) = visits.turns(TODAY)

    # Confirmed in August, supported from September; partly lost: fifteen days.
    assert (turn.last, turn.due_on) == (None, dt.date(2026, 9, 16))


def test_who_chose_a_home_is_not_visited_here(offices, county):
    person = support.granted(offices, form=2)

    assert visits.turns(TODAY) == []
    with pytest.raises(SupportRefused, match="没有在家供养的决定"):
        support.visited(person, by=offices.village)


def test_money_is_confirmed_once_by_person_after_the_bank_paid(offices, county):
    person = support.granted(offices)
    line = support.paid()
    assert visits.unconfirmed(visits.supported_at_home(payments.MONTH).values())[person.pk][-1] == line
    with pytest.raises(SupportRefused, match="请写明怎样问的"):
        support.visited(person, by=offices.village, at=AFTER, in_hand=[line])
    with pytest.raises(SupportRefused, match="探访以后才到账"):
        support.visited(person, by=offices.village, at=AFTER, visited_on=TODAY, in_hand=[line], asked="seen")

    made = support.visited(person, by=offices.village, at=AFTER, in_hand=[line], asked="seen")

    receipt = made.receipts.get()
    assert (receipt.is_in_hand, receipt.asked, receipt.visit.visited_by) == (True, "seen", offices.village)
    assert line not in visits.turns(local_day(AFTER))[0].unconfirmed
    assert visits.in_hand(visits.supported_at_home(payments.MONTH), dt.date(2026, 11, 1), dt.date(2026, 11, 30))[0] == 1
    with pytest.raises(SupportRefused, match="已经确认过"):
        support.visited(person, by=offices.village, at=AFTER, in_hand=[line], asked="seen")
    other = support.visited(person, by=offices.village, at=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt(visit=other, person=person, line=line, is_in_hand=True, asked="seen").save(force_insert=True)


def test_what_the_bank_has_not_paid_cannot_be_in_hand(offices, county):
    person = support.granted(offices)
    payments.allocate(program=support.PROGRAM)
    one = support.run.prepare(
        program=support.PROGRAM, month=payments.MONTH, by=accounts.county_officer(), at=payments.AT
    )
    line = one.lines.first()
    assert line.status == LineStatus.PENDING

    with pytest.raises(SupportRefused, match="银行还没有报告已付"):
        support.visited(person, by=offices.village, at=AFTER, in_hand=[line], asked="said")
    assert not SupportVisit.objects.exists()


def test_money_not_in_hand_becomes_a_problem_that_another_person_settles(offices, county):
    person = support.granted(offices)
    line = support.paid()
    made = support.visited(person, by=offices.township, at=AFTER, not_in_hand=[line], asked="said")
    problem = made.problems.get()

    assert (problem.kind, problem.text) == ("money", "本人没有拿到：2026年11月")
    # Five working days after Friday the 27th.
    assert problem.due_on == dt.date(2026, 12, 4)
    with pytest.raises(TwoPeopleNeeded):
        finding.settle(problem=problem, result="已取回", by=offices.township, at=AFTER)
    with pytest.raises(NotAllowed):
        finding.settle(problem=problem, result="已取回", by=offices.village, at=AFTER)
    finding.settle(problem=problem, result="存折由侄子交还本人", by=offices.second_township, at=AFTER)

    with pytest.raises(SupportRefused, match="已经处理"):
        finding.settle(problem=problem, result="再改", by=offices.county, at=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.filter(pk=problem.pk).update(text="没有问题")
    # Settled is not in hand: she is asked again.
    assert line in visits.turns(local_day(AFTER))[0].unconfirmed


def test_a_problem_needs_its_kind_and_its_words(offices, county):
    person = support.granted(offices)
    for half in ({"problem_kind": "care"}, {"problem": "没有人做饭"}):
        with pytest.raises(SupportRefused, match="两项都不填"):
            support.visited(person, by=offices.village, **half)
    with pytest.raises(SupportRefused, match="还没有到"):
        support.visited(person, by=offices.village, visited_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(NotAllowed):
        support.visited(person, by=offices.county)


@pytest.mark.parametrize(("days", "is_taken"), [(-1, True), (0, True), (1, False)])
def test_nobody_visits_the_dead(offices, county, days, is_taken):
    person = support.granted(offices)
    died_on = TODAY - dt.timedelta(days=3)
    support.dead(person, by=offices.township, on=died_on, at=NOW)
    visited_on = died_on + dt.timedelta(days=days)

    assert visits.turns(TODAY) == []
    if is_taken:
        assert support.visited(person, by=offices.village, visited_on=visited_on)
        return
    with pytest.raises(SupportRefused, match="已于2026-11-21去世"):
        support.visited(person, by=offices.village, visited_on=visited_on)


def test_visits_stay(offices, county):
    made = support.visited(support.granted(offices), by=offices.village)

    with pytest.raises(IntegrityError), transaction.atomic():
        SupportVisit.objects.filter(pk=made.pk).update(condition="改")

"""Each need with what it asks, what others gave and what it is granted: no cost is helped twice, to the fen."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.scope import within
from minzheng.ledger import given as given_register
from minzheng.ledger.given import Cost, Given
from minzheng.relief.domain import needing
from minzheng.relief.domain.deciding import NotEligible
from minzheng.relief.domain.road import ReliefRefused, WrongState
from minzheng.relief.models import Grant, Need, NeedShare, OtherHelp, Request
from minzheng.relief.queries import helped, needs
from minzheng.relief.queries.event_ledger import ledger_of
from minzheng.relief.queries.needs import NeedLine, shares
from tests.factories import casework, claims, relief

MEDICAL_LIVING = [("medical", None, ""), ("living", None, "")]


def stated(offices, request, *, by=None, at=relief.MONDAY, **costs):
    row = Request.objects.get(pk=request.pk)
    given = {kind: (fen, "估价单") for kind, fen in costs.items()}
    return needing.state(request=row, costs=given, by=by or offices.township, at=at)


def reckoned(request):
    return request.reckonings.order_by("-pk")[0]


def lines(*asked_and_given):
    return [
        NeedLine(Need(pk=place, kind="living"), asked, others)
        for place, (asked, others) in enumerate(asked_and_given, start=1)
    ]


@pytest.mark.parametrize(
    ("found", "amount_fen", "expected"),
    [
        # Enough: each gets what is left of it, and the one nobody has costed gets the rest.
        ([(1_000, 0), (None, 0)], 1_500, {1: 1_000, 2: 500}),
        # A fen short: in proportion, the odd fen to the larger remainder.
        ([(1_000, 0), (500, 0)], 1_499, {1: 999, 2: 500}),
        ([(1_000, 0), (500, 0)], 1_500, {1: 1_000, 2: 500}),
        # Two of equal weight and one fen over: the first written down.
        ([(100, 0), (100, 0)], 101, {1: 51, 2: 50}),
        # What others gave for a cost is not given again.
        ([(1_000, 1_000), (500, 0)], 500, {1: 0, 2: 500}),
        ([(1_000, 1_200), (500, 100)], 400, {1: 0, 2: 400}),
        # Nothing is known: alike.
        ([(None, 0), (None, 0)], 7, {1: 4, 2: 3}),
        # A conference gave more than was asked: the rest stays with none.
        ([(1_000, 0)], 1_600, {1: 1_000}),
        ([(1_000, 1_000)], 0, {1: 0}),
    ],
)
def test_a_sum_is_split_over_the_needs_to_the_fen(found, amount_fen, expected):
    assert shares(lines(*found), amount_fen) == expected


def test_a_grant_says_what_each_need_asks_and_gets(offices, fund):
    request = relief.asked(by=offices.village, needs=MEDICAL_LIVING)
    aid = reckoned(request).aid_fen
    # One fen less is asked than the formula comes to: that is what is granted.
    stated(offices, request, medical=aid - 20_001, living=20_000)

    assert reckoned(request).amount_fen == aid - 1
    relief.paid(request, by=offices.township, at=relief.MONDAY)

    grant = Grant.objects.get(request=request)
    assert grant.amount_fen == aid - 1
    assert dict(grant.shares.values_list("need__kind", "amount_fen")) == {"medical": aid - 20_001, "living": 20_000}
    with pytest.raises(WrongState):
        stated(offices, request, medical=1)


def test_one_fen_more_is_asked_than_the_formula_gives_and_the_formula_holds(offices, fund):
    request = relief.asked(by=offices.village, needs=MEDICAL_LIVING)
    aid = reckoned(request).aid_fen
    stated(offices, request, medical=aid - 20_000, living=20_001)

    assert reckoned(request).amount_fen == aid
    relief.paid(request, by=offices.township, at=relief.MONDAY)

    found = list(NeedShare.objects.filter(grant__request=request).values_list("left_fen", "amount_fen"))
    assert sum(fen for _left, fen in found) == aid
    assert all(fen <= left for left, fen in found)


def test_a_cost_that_nobody_knows_leaves_the_formula_as_it_is(offices, fund):
    request = relief.asked(by=offices.village, needs=MEDICAL_LIVING)
    aid = reckoned(request).aid_fen
    stated(offices, request, medical=100)

    assert reckoned(request).amount_fen == aid
    with pytest.raises(ReliefRefused, match="凭据"):
        needing.state(request=request, costs={"living": (5, " ")}, by=offices.township, at=relief.MONDAY)
    with pytest.raises(ReliefRefused, match="大于零"):
        stated(offices, request, living=0)


def test_what_charity_gave_for_a_cost_is_not_granted_again_and_nothing_left_is_refused(offices, fund):
    request = relief.asked(by=offices.village, needs=[("medical", None, "")])
    stated(offices, request, medical=50_000)
    given = {
        "event": request.event, "source": "charity", "giver": "县慈善会", "given_on": dt.date(2026, 11, 22),
        "by": offices.township, "at": relief.MONDAY,
    }  # fmt: skip
    with pytest.raises(ReliefRefused, match="哪一户"):
        needing.record_other_help(**given, amount_fen=1, document="收0", need_kind="medical")
    with pytest.raises(ReliefRefused, match="登记过这一项"):
        needing.record_other_help(
            **given, amount_fen=1, document="收0", need_kind="burial", request=Request.objects.get(pk=request.pk)
        )
    for n, (fen, left) in enumerate([(49_999, 1), (1, 0)]):
        row = Request.objects.get(pk=request.pk)
        needing.record_other_help(**given, amount_fen=fen, document=f"收{n}", need_kind="medical", request=row)
        assert needs.left_of(needs.lines_of(row)) == left

    assert reckoned(request).outcome == "refused"
    with pytest.raises(NotEligible, match="没有解决的需要"):
        relief.paid(request, by=offices.township, at=relief.MONDAY)


def bill(person, **cells):
    return claims.confirmed([claims.line(person, **cells)], at=relief.days(-1))


@pytest.fixture
def patient(offices, fund):
    return claims.recipient()


def of_patient(offices, patient, *, at=relief.NIGHT, event_at=None):
    event = relief.happened(by=offices.village, at=at, happened_at=event_at or claims.AT - dt.timedelta(days=300))
    return relief.asked(
        by=offices.village, at=at, event=event, name=patient.name, person=patient,
        needs=[("medical", None, ""), ("living", None, "")],
    )  # fmt: skip


def test_medical_aid_of_another_room_is_counted_once_in_the_county(offices, patient):
    claims.confirmed([claims.line(patient)])
    request = of_patient(offices, patient, at=claims.AT + dt.timedelta(days=1))
    at = claims.AT + dt.timedelta(days=2)
    [found] = helped.countable(request, at)
    assert (found.room, found.cost) == ("claims", Cost.TREATMENT)
    assert found.amount_fen > 0

    with pytest.raises(ReliefRefused, match="只能记在这一项"):
        needing.count(request=request, given=found, need_kind="living", by=offices.township, at=at)
    needing.count(request=request, given=found, need_kind="medical", by=offices.township, at=at)

    row = OtherHelp.objects.get(request=request)
    assert (row.amount_fen, row.reference) == (found.amount_fen, found.reference)
    assert [one.amount_fen for one in ledger_of(request.event).rows] == [found.amount_fen]
    assert helped.countable(request, at) == []
    other = of_patient(offices, patient, at=at)
    with pytest.raises(ReliefRefused, match="已经记入"):
        needing.count(request=other, given=found, need_kind="medical", by=offices.township, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        OtherHelp.objects.create(
            event=other.event, request=other, source="program", giver="医疗救助", room=row.room,
            reference=row.reference, amount_fen=1, given_on=row.given_on, document="又", recorded_by=offices.township,
            recorded_at=at,
        )  # fmt: skip


def test_what_was_given_the_day_before_the_event_is_not_for_it(offices, patient):
    claims.confirmed([claims.line(patient)])
    day = claims.AT + dt.timedelta(days=2)
    settled = helped.countable(of_patient(offices, patient, at=day), day)[0].given_on
    noon = dt.datetime.combine(settled, dt.time(12), relief.SHANGHAI)

    assert helped.countable(of_patient(offices, patient, at=day, event_at=noon), day)
    assert not helped.countable(of_patient(offices, patient, at=day, event_at=noon + dt.timedelta(days=1)), day)


def test_a_standing_benefit_is_shown_in_the_year_and_is_no_help_for_an_event(offices, fund, monkeypatch):
    home = casework.household()
    benefit = Given("dull", "行1", "低保 2026年10月", 66_000, dt.date(2026, 10, 10), is_standing=True)
    monkeypatch.setitem(given_register._rooms, "dull", lambda whom: [benefit, benefit])
    request = relief.asked(by=offices.village, household=home)
    relief.paid(request, by=offices.township)

    found = helped.year_of(home, relief.MONDAY)

    assert [one.room for one in found.rows] == ["relief", "dull"]
    assert found.sum_fen == 66_000 + Grant.objects.get(request=request).amount_fen
    assert helped.countable(request, relief.MONDAY) == []


def test_the_year_ends_with_its_day(offices, fund):
    home = casework.household()
    request = relief.asked(by=offices.village, household=home)
    relief.paid(request, by=offices.township, at=relief.NIGHT)

    with within(offices.county.area):
        assert helped.year_of(home, relief.NIGHT + dt.timedelta(days=365)).rows
        assert not helped.year_of(home, relief.NIGHT + dt.timedelta(days=366)).rows

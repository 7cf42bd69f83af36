"""Land and house stay the person's own: what is written down of them never becomes a condition of being supported."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.support.domain import owning
from minzheng.support.domain.road import SupportRefused
from minzheng.support.enums import Use
from minzheng.support.models import Property, PropertyIncome
from minzheng.support.queries import standing, visits
from tests.factories import accounts, casework, support
from tests.factories.support import NOW

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)
DAY = dt.timedelta(days=1)


@pytest.fixture
def offices():
    return casework.Offices()


@pytest.fixture
def person(offices):
    return support.granted(offices)


@pytest.fixture
def county(offices):
    with within(offices.county.area):
        yield offices.county


def test_support_never_depends_on_giving_anything_up(offices, person, county):
    """There is no word for "given up"; it is said to the person; and the support is the same with and without."""
    before = visits.supported_at_home(Month.of(TODAY))
    assert set(Use.values) == {"own", "idle", "let", "lent"}
    with pytest.raises(SupportRefused, match="不以交出土地"):
        support.owned(person, by=offices.village, is_free_will_told=False)

    row = support.owned(person, by=offices.village)

    with pytest.raises(IntegrityError), transaction.atomic():
        Property(
            person=person, household_id=row.household_id, division_code=row.division_code, case_number=row.case_number,
            kind="house", what="三间", use="own", from_on=TODAY, is_free_will_told=False, recorded_by=offices.village,
            recorded_at=NOW,
        ).save(force_insert=True)  # fmt: skip
    owning.end_property(owned=row, ended_on=TODAY, reason="租期届满", by=offices.village, at=NOW)
    assert visits.supported_at_home(Month.of(TODAY)) == before


def test_who_cares_for_her_has_nothing_of_hers_for_nothing(offices, person, county):
    lent = {"use": "lent", "user_name": "邓秀英", "yearly_fen": 0, "agreed": "代种"}
    row = support.owned(person, by=offices.village, **lent)
    with pytest.raises(SupportRefused, match="不能以交出土地、房屋为条件"):
        support.proposed(person, by=offices.village)
    owning.end_property(owned=row, ended_on=TODAY, reason="收回", by=offices.village, at=NOW)

    support.agreed(person, by=offices.village, confirmed_by=offices.township)

    with pytest.raises(SupportRefused, match="须约定租金"):
        support.owned(person, by=offices.village, **lent)
    assert support.owned(person, by=offices.village, user_name="邓秀英", yearly_fen=1).yearly_fen == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"signed_by": "李支书"}, "应由周桂英签字"),
        ({"signed_by": "李大山"}, "同一人不能代表双方"),
        ({"yearly_fen": 0}, "有偿的请填写每年收益"),
        ({"use": "lent"}, "无偿的不填收益"),
        ({"use": "own"}, "不填使用人和收益"),
        ({"agreed": ""}, "约定的内容"),
        ({"agreed_on": TODAY + DAY}, "不能晚于今天"),
        ({"from_on": TODAY + DAY}, "不能晚于今天"),
        ({"until_on": TODAY - DAY}, "不能早于起始日"),
    ],
)
def test_what_others_use_is_agreed_and_signed_by_the_person(offices, person, county, given, why):
    with pytest.raises(SupportRefused, match=why):
        support.owned(person, by=offices.village, **given)


def test_income_goes_into_the_persons_own_hand(offices, person, county):
    row = support.owned(person, by=offices.village)
    given = {"owned": row, "received_on": TODAY, "amount_fen": 90_000, "receipt": "收条1", "by": offices.village}
    with pytest.raises(SupportRefused, match="应由周桂英签字"):
        owning.record_income(**given, received_by="李支书", at=NOW)
    with pytest.raises(SupportRefused, match="大于零"):
        owning.record_income(**given | {"amount_fen": 0}, received_by=person.name, at=NOW)
    with pytest.raises(SupportRefused, match="起始日和今天之间"):
        owning.record_income(**given | {"received_on": TODAY - DAY}, received_by=person.name, at=NOW)

    owning.record_income(**given, received_by=person.name, at=NOW)

    with pytest.raises(SupportRefused, match="已经登记过"):
        owning.record_income(**given, received_by=person.name, at=NOW)
    (found,) = standing.property_of(person)
    assert [one.amount_fen for one in found.incomes.all()] == [90_000]
    with pytest.raises(IntegrityError), transaction.atomic():
        PropertyIncome.objects.filter(property=row).update(amount_fen=1)


def test_a_guardian_receives_for_whom_they_speak(offices, person, county):
    support.spoken_for(person, by=offices.township)
    row = support.owned(person, by=offices.village, signed_by="周明")

    made = owning.record_income(
        owned=row, received_on=TODAY, amount_fen=1, receipt="收条1", received_by="周明", by=offices.village, at=NOW
    )

    assert made.received_by == "周明"


def test_others_write_nothing_down(offices, person, county):
    for other in (accounts.neighbour_officer(), offices.county):
        with pytest.raises((NotAllowed, SupportRefused)):
            support.owned(person, by=other)
    row = support.owned(person, by=offices.village)
    with pytest.raises(NotAllowed):
        owning.end_property(owned=row, ended_on=TODAY, reason="x", by=accounts.neighbour_officer(), at=NOW)

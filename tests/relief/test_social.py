"""Social help: offered, matched with consent, confirmed by a second person, signed for, and its result."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.kernel.moment import local_day
from minzheng.relief.domain import social
from minzheng.relief.domain.road import ReliefRefused
from minzheng.relief.models import SocialMatch
from minzheng.relief.queries.social import left_of, listed, of_household, offers
from minzheng.relief.queries.waiting import waiting_rows
from tests.factories import accounts, casework, relief

pytestmark = pytest.mark.django_db
AT = relief.MONDAY
TODAY = local_day(AT)


@pytest.fixture
def offices():
    made = casework.Offices()
    with within(made.county.area):
        yield made


def money(offices, **fields):
    usual = {
        "division_code": accounts.TOWNSHIP, "giver_kind": "charity", "giver": "示例慈善会", "gift": "money",
        "what": "助困款", "amount_fen": 5_000_00, "until_on": TODAY, "by": offices.township, "at": AT,
    }  # fmt: skip
    return social.offer(**usual | fields)


def hours(offices):
    return money(offices, gift="hours", amount_fen=0, hours=20, giver_kind="volunteer", giver="示例志愿队", what="陪护")


def matched(offices, offer, home=None, **fields):
    usual = {
        "offer": offer, "household": home or casework.household(), "need": "住院费", "consented_on": TODAY,
        "amount_fen": 2_000_00, "by": offices.township, "at": AT,
    }  # fmt: skip
    return social.match(**usual | fields)


def handed(offices, row, **fields):
    usual = {"received_by": "王小明", "receipt": "收001", "handed_on": TODAY, "by": offices.township, "at": AT}
    return social.hand_over(match=row, **usual | fields)


def test_money_reaches_a_family_under_two_peoples_eyes_with_a_receipt_and_a_result(offices):
    offer, home = money(offices), casework.household()
    row = matched(offices, offer, home)

    with pytest.raises(ReliefRefused, match="先由另一人核对"):
        handed(offices, row)
    with pytest.raises(TwoPeopleNeeded):
        social.confirm(match=row, by=offices.township, at=AT)
    social.confirm(match=row, by=offices.second_township, at=AT)
    with pytest.raises(ReliefRefused, match="没有签收"):
        handed(offices, row, receipt=" ")
    handed(offices, row)
    social.note_result(match=row, result="eased", result_words="医药费已经付清", by=offices.township, at=AT)

    [found] = of_household(home.pk)
    assert (found.stage, found.size, found.receipt) == ("已办结", "2,000.00元", "收001")
    [listed] = offers()
    assert (listed.taken_fen, left_of(offer).amount_fen) == (2_000_00, 3_000_00)
    with pytest.raises(ReliefRefused, match="不能再改"):
        social.note_result(match=row, result="solved", result_words="好了", by=offices.township, at=AT)


def test_an_offer_is_never_given_twice_to_the_fen(offices):
    offer = money(offices)
    matched(offices, offer, amount_fen=4_999_99)

    with pytest.raises(ReliefRefused, match=r"只剩0\.01元，不够0\.02元"):
        matched(offices, offer, amount_fen=2)
    last = matched(offices, offer, amount_fen=1)
    social.drop(match=last, reason="家庭不再需要", by=offices.township, at=AT)

    assert left_of(offer).amount_fen == 1
    with pytest.raises(ReliefRefused, match="已取消"):
        social.confirm(match=last, by=offices.second_township, at=AT)


def test_hours_need_no_second_person_and_no_sum(offices):
    offer = hours(offices)
    with pytest.raises(ReliefRefused, match="填小时数"):
        matched(offices, offer, amount_fen=1)

    row = matched(offices, offer, amount_fen=0, hours=20)
    handed(offices, row)

    assert row.size == "20小时"
    with pytest.raises(ReliefRefused, match="只剩0"):
        matched(offices, offer, amount_fen=0, hours=1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"consented_on": TODAY + dt.timedelta(days=1)}, "没有征得家庭同意"),
        ({"need": " "}, "需要什么"),
        ({"at": AT + dt.timedelta(days=1)}, "有效期已过"),
    ],
)
def test_no_match_without_consent_need_and_a_living_offer(offices, fields, words):
    with pytest.raises(ReliefRefused, match=words):
        matched(offices, money(offices), **fields)


def test_only_officers_of_the_place_match_and_the_database_keeps_what_was_signed(offices):
    offer = money(offices)
    with pytest.raises(NotAllowed):
        matched(offices, offer, by=offices.village)
    row = matched(offices, offer)

    with pytest.raises(DatabaseError), transaction.atomic():
        SocialMatch.objects.filter(pk=row.pk).update(amount_fen=1)


def later(days, at=AT):
    return local_day(at) + dt.timedelta(days=days)


def waits(staff, code, day):
    with within(staff.area):
        return waiting_rows(staff, day)[code].count()


@pytest.mark.parametrize(("days", "n"), [(7, 0), (8, 1)])
def test_an_offer_nobody_matched_waits_from_the_day_after_its_last(offices, days, n):
    money(offices, until_on=later(60))

    assert waits(offices.township, "social_unmatched", later(days)) == n
    assert waits(accounts.neighbour_officer(), "social_unmatched", later(days)) == 0


def test_an_offer_that_has_run_out_or_was_matched_waits_for_nobody(offices):
    money(offices, until_on=later(10))
    offer = money(offices, until_on=later(60))
    row = matched(offices, offer)

    assert waits(offices.township, "social_unmatched", later(10)) == 1
    assert waits(offices.township, "social_unmatched", later(11)) == 0
    social.drop(match=row, reason="不需要了", by=offices.township, at=AT)
    assert waits(offices.township, "social_unmatched", later(11)) == 1


def test_each_step_of_a_match_waits_past_its_day_and_confirming_for_another(offices):
    offer = money(offices, until_on=later(90))
    row = matched(offices, offer)
    assert waits(offices.township, "social_unconfirmed", TODAY) == 0
    assert waits(offices.second_township, "social_unconfirmed", TODAY) == 1

    social.confirm(match=row, by=offices.second_township, at=AT)
    assert [waits(offices.township, "social_unhanded", later(n)) for n in (10, 11)] == [0, 1]
    handed(offices, row)
    assert [waits(offices.township, "social_unanswered", later(n)) for n in (30, 31)] == [0, 1]
    assert [one.pk for one in listed("unanswered", later(31))] == [offer.pk]
    social.note_result(match=row, result="eased", result_words="好些了", by=offices.second_township, at=AT)
    assert waits(offices.township, "social_unanswered", later(31)) == 0
    assert waits(offices.township, "social_unhanded", later(31)) == 0


def test_hours_wait_to_be_given_without_a_second_person(offices):
    matched(offices, hours(offices), amount_fen=0, hours=4)

    assert waits(offices.second_township, "social_unconfirmed", TODAY) == 0
    assert [waits(offices.township, "social_unhanded", later(n)) for n in (10, 11)] == [0, 1]

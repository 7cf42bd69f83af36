"""Late papers, refills, instalments, conferences, repeats, follow-up: what must never happen does not."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import TwoPeopleNeeded
from minzheng.casework.enums import State
from minzheng.casework.models import Case
from minzheng.casework.queries.members import adults, members_on
from minzheng.kernel.idnumber import impossible
from minzheng.kernel.moment import local_day
from minzheng.ledger.domain.transfer import Overdrawn, Posting, post
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Account
from minzheng.relief.domain import conference, deciding, following, reporting, reserve
from minzheng.relief.domain.conference import Member, Option
from minzheng.relief.domain.paying import VisitFirst
from minzheng.relief.domain.reporting import RepeatBlocked
from minzheng.relief.domain.reserve import PapersMissing
from minzheng.relief.domain.road import ReliefRefused
from minzheng.relief.enums import RequestState
from minzheng.relief.models import Grant, Instalment, Refill, Request, Slip, Voucher
from minzheng.relief.queries import funds, money
from minzheng.relief.queries import requests as reads
from minzheng.relief.queries.measures import measures
from tests.factories import casework, relief

DECEMBER = relief.days(20)
MEMBERS = [
    Member("周局长", "县民政局", "agree"),
    Member("吴科长", "县医保局", "agree"),
    Member("郑主任", "县残联", "against"),
]
OPTIONS = [Option("一次救助", 800_000), Option("分三次救助", 900_000)]
HARD = {"duration_months": 6, "severity": 3}


def helped(offices, at=relief.NIGHT, **fields):
    request = relief.asked(by=offices.village, at=at, **fields)
    relief.paid(request, by=offices.township, at=relief.minutes(20, at))
    request.refresh_from_db()
    return request


def minuted(offices, request, *, amount_fen=900_000, instalments=3, members=MEMBERS, at=relief.MONDAY):
    return conference.write(
        request=request, held_on=local_day(at), found="房屋全毁，医疗费另由医保支付",
        options=OPTIONS, members=members,
        conclusion="按方案二，分三个月发放", amount_fen=amount_fen, instalments=instalments,
        by=offices.county, at=at,
    )  # fmt: skip


def conferred(offices, request, **fields):
    return conference.confirm(
        conference=minuted(offices, request, **fields), by=offices.second_county, at=relief.MONDAY
    )


def phased(offices):
    """Nine thousand in three parts, the first of them paid."""
    request = relief.asked(by=offices.village, facts=HARD)
    conferred(offices, request)
    deciding.decide(request=request, by=offices.second_county, at=relief.days(2))
    relief.paid(request, by=offices.township, at=relief.days(2))
    request.refresh_from_db()
    return request


# ---- the conference


@pytest.mark.parametrize("amount_fen", [799_999, 800_001, 899_999, 900_001])
def test_a_conference_grants_what_lay_before_it_to_the_fen(offices, fund, amount_fen):
    request = relief.asked(by=offices.village, facts=HARD)

    with pytest.raises(ReliefRefused, match="不是提交会商的任何一个方案") as refused:
        minuted(offices, request, amount_fen=amount_fen)

    assert "8,000.00元、9,000.00元" in str(refused.value)
    assert minuted(offices, request, amount_fen=800_000).options[0] == {"words": "一次救助", "amount_fen": 800_000}


# ---- papers and refills


def test_late_papers_are_seen_and_block_the_next_refill_until_complete(offices, fund):
    request = helped(offices)

    assert list(reads.late_completions(dt.date(2026, 12, 4))) == []
    assert [one.request for one in reads.late_completions(dt.date(2026, 12, 5))] == [request]
    with pytest.raises(PapersMissing, match=request.number):
        reserve.propose_refill(fund=fund, by=offices.township, at=DECEMBER)

    relief.completed(request, by=offices.township, at=DECEMBER)
    refill = reserve.propose_refill(fund=fund, by=offices.township, at=DECEMBER)

    assert refill.amount_fen == Voucher.objects.get().amount_fen


def test_refill_is_what_the_vouchers_say_comes_from_the_county_and_needs_two_people(offices, fund):
    target = funds.balance(fund)
    request = helped(offices)
    relief.completed(request, by=offices.township)
    county = money.county_fen(request.program, local_day(relief.NIGHT))

    refill = reserve.propose_refill(fund=fund, by=offices.township, at=relief.MONDAY)
    reserve.approve(refill=refill, by=offices.county, at=relief.MONDAY)

    assert funds.balance(fund) == target
    assert money.county_fen(request.program, local_day(relief.NIGHT)) == county - refill.amount_fen
    [line] = funds.statement(fund)
    assert (line.opening_fen, line.in_fen - line.out_fen, line.closing_fen) == (0, target, target)
    with pytest.raises(ReliefRefused, match="没有需要补足"):
        reserve.propose_refill(fund=fund, by=offices.township, at=relief.MONDAY)


def test_first_money_of_a_fund_is_approved_by_somebody_else(offices, county):
    relief.county_money()
    first = reserve.open_fund(division_code=relief.accounts.TOWNSHIP, by=offices.county, at=relief.NIGHT)

    with pytest.raises(TwoPeopleNeeded):
        reserve.approve(refill=first, by=offices.county, at=relief.NIGHT)

    assert first.amount_fen == 5_000_000
    assert Refill.objects.get().approved_at is None


@pytest.mark.parametrize(
    ("last_year_fen", "months", "expected"),
    [(120_000_00, 2, 20_000_00), (100_001, 2, 167_00), (100, 3, 100), (0, 2, 0), (5_999_99, 2, 1_000_00)],
)
def test_fund_is_last_year_by_twelve_times_months_rounded_up_to_whole_yuan(last_year_fen, months, expected):
    assert funds.target_fen(last_year_fen, months) == expected


def test_database_refuses_a_fund_below_zero(offices, fund):
    rows = money.accounts(fund.code)
    with pytest.raises(Overdrawn):
        post(
            posting=Posting(
                debit=rows[AccountKind.AVAILABLE], credit=rows[AccountKind.PAID], amount_fen=funds.balance(fund) + 1,
                why=Why.HANDED_OUT, reference_kind="relief.Instalment", reference_id="x", key="x",
                division_code=fund.division_code, month="2026-11",
            ),
            by=offices.township, at=relief.NIGHT,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=rows[AccountKind.AVAILABLE].pk).update(balance_fen=-1)


# ---- conference


def test_conference_fixes_the_amount_and_its_decision_carries_a_calculation(offices, fund):
    request = relief.asked(by=offices.village, facts=HARD)
    assert request.state == RequestState.AT_CONFERENCE
    with pytest.raises(ReliefRefused, match="会商确定的金额"):
        deciding.decide(request=request, by=offices.county, at=relief.minutes(20))

    minutes = conferred(offices, request)
    grant = deciding.decide(request=request, by=offices.second_county, at=relief.days(2))

    assert (grant.level, grant.reason_code, grant.conference) == ("case_conference", "conference", minutes)
    assert grant.amount_fen == 900_000
    assert grant.reckoning.aid_fen > 800_000
    assert [one.amount_fen for one in grant.instalments.order_by("place")] == [300_000, 300_000, 300_000]


def test_conference_needs_a_majority_and_nobody_votes_in_their_own_matter(offices, fund):
    request = relief.asked(by=offices.village, facts=HARD)
    divided = [MEMBERS[0], MEMBERS[2], Member("钱主任", "镇政府", "against")]
    with pytest.raises(ReliefRefused, match="没有超过"):
        minuted(offices, request, members=divided)
    with pytest.raises(ReliefRefused, match="回避"):
        minuted(offices, request, members=[*MEMBERS, Member("周二", "镇政府", "agree", "求助人的堂弟")])
    with pytest.raises(ReliefRefused, match="不少于3人"):
        minuted(offices, request, members=MEMBERS[:2])

    minutes = minuted(offices, request, members=[*MEMBERS, Member("周二", "镇政府", "withdrew", "求助人的堂弟")])
    with pytest.raises(TwoPeopleNeeded):
        conference.confirm(conference=minutes, by=offices.county, at=relief.MONDAY)


def test_conference_that_gives_nothing_refuses(offices, fund):
    request = relief.asked(by=offices.village, facts=HARD)
    conferred(offices, request, amount_fen=0, instalments=1)

    request.refresh_from_db()
    row = deciding.refuse(request=request, by=offices.second_county, at=relief.days(2))

    assert row.state == RequestState.REFUSED
    assert "会商决定给予救助" in row.end_reason


# ---- instalments


def test_second_instalment_waits_for_its_month_and_a_visit(offices, fund):
    request = phased(offices)
    assert request.state == RequestState.PAYING

    with pytest.raises(ReliefRefused, match="起发放"):
        relief.paid(request, by=offices.township, at=relief.days(5))
    with pytest.raises(VisitFirst):
        relief.paid(request, by=offices.township, at=relief.days(35))
    relief.visited(request, by=offices.second_township, at=relief.days(34))
    with pytest.raises(TwoPeopleNeeded):
        relief.paid(request, by=offices.second_township, at=relief.days(35))
    second = relief.paid(request, by=offices.township, at=relief.days(35))

    assert second.first_staff == offices.second_township
    assert [one.state for one in Instalment.objects.order_by("place")] == ["paid", "paid", "planned"]


def test_exit_found_at_the_visit_cancels_the_rest_after_hearing(offices, fund):
    request = phased(offices)
    relief.visited(request, by=offices.second_township, at=relief.days(34))
    relief.paid(request, by=offices.township, at=relief.days(35))
    relief.visited(request, by=offices.second_township, at=relief.days(64), finding="over")
    with pytest.raises(VisitFirst, match="已经解除"):
        relief.paid(request, by=offices.township, at=relief.days(66))

    given = {"heard_on": local_day(relief.days(65)), "reason": "已就业，收入稳定", "at": relief.days(65)}
    with pytest.raises(ReliefRefused, match="听取本人意见"):
        following.cancel_rest(request=request, opinion=" ", by=offices.township, **given)
    made = following.cancel_rest(request=request, opinion="同意，已经上班", by=offices.township, **given)

    assert made.amount_fen == 300_000
    assert [one.state for one in Instalment.objects.order_by("place")] == ["paid", "paid", "cancelled"]


# ---- repeats


def test_same_event_again_is_blocked_without_a_reason_and_goes_to_the_conference_with_one(offices, fund):
    first = helped(offices)
    again = {"is_urgent": False}

    with pytest.raises(RepeatBlocked):
        relief.asked(by=offices.village, event=first.event, at=relief.days(30), facts=again)
    request = relief.asked(
        by=offices.village, event=first.event, at=relief.days(30), facts=again, repeat_reason="过渡住房又被雨淋塌"
    )

    assert request.reckonings.get().decider == "case_conference"


def test_same_cause_in_a_new_event_is_an_ordinary_request(offices, fund):
    helped(offices)

    request = relief.asked(by=offices.village, at=relief.days(30), facts={"is_urgent": False})

    assert request.reckonings.get().decider == "township"
    assert request.reckonings.get().outcome == "eligible"


def test_who_comes_month_after_month_is_sent_on_to_the_standing_benefit_and_still_helped(offices, fund):
    for month in range(2):
        helped(offices, at=relief.days(30 * month))

    # Another name in another event: nobody would find the two together without the number of a document.
    third = relief.asked(by=offices.village, at=relief.days(70))
    assert not third.slips.exists()

    number = impossible(dt.date(1970, 3, 3), 845)
    for month in range(3, 6):
        helped(offices, at=relief.days(30 * month), id_number=number, name=f"老周{month}")
    again = relief.asked(by=offices.village, at=relief.days(190), id_number=number)

    assert [one.target for one in again.slips.all()] == ["minimum_living"]
    assert again.state == RequestState.REPORTED


def test_natural_disaster_is_first_the_disaster_relief_s(offices, fund):
    flood = relief.happened(by=offices.village, cause_code=6, what="山洪冲毁房屋")

    request = relief.asked(by=offices.village, event=flood, facts={"disaster_relief_pending": True})

    assert request.reckonings.get().outcome == "refused"
    row = deciding.refuse(request=request, by=offices.township, at=relief.minutes(10))
    assert "自然灾害先按灾害救助办理" in row.end_reason


# ---- follow-up


def test_difficulty_that_continues_opens_an_application_that_nobody_has_approved(offices, fund):
    home = casework.household(at=relief.days(-30))
    casework.ruled(offices)
    people = members_on(home, local_day(relief.NIGHT), relief.NIGHT)
    request = helped(offices, household=home, person=people[0], name=people[0].name)

    relief.visited(request, by=offices.township, at=relief.days(40), consented=adults(people, local_day(relief.NIGHT)))

    slip = Slip.objects.get(request=request)
    assert slip.target == "minimum_living"
    assert slip.case.state == State.SUBMITTED
    assert Case.objects.filter(household=home).count() == 1


def test_file_closes_only_with_papers_and_follow_up(offices, fund):
    request = helped(offices)
    with pytest.raises(ReliefRefused, match="手续还没有补齐"):
        following.close(request=request, reason="已安置", by=offices.township, at=relief.days(3))
    relief.completed(request, by=offices.township)
    with pytest.raises(ReliefRefused, match="还没有回访"):
        following.close(request=request, reason="已安置", by=offices.township, at=relief.days(3))
    relief.visited(request, by=offices.township, at=relief.days(40), finding="over")

    row = following.close(request=request, reason="已安置", by=offices.township, at=relief.days(41))

    assert row.state == RequestState.CLOSED


def test_slip_is_sent_accepted_and_answered(offices, fund):
    request = helped(offices)
    slip = following.send_slip(
        request=request, target="housing", office="县住建局", reason="房屋烧毁", by=offices.township, at=relief.MONDAY
    )
    following.answer_slip(
        slip=slip, answer="accepted", result="列入危房改造", answered_on=dt.date(2026, 12, 1), by=offices.township,
        at=relief.days(20),
    )  # fmt: skip

    found = measures(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert (found.referrals.numerator, found.referrals.denominator) == (1, 1)
    assert (found.quick.numerator, found.quick.denominator) == (1, 1)
    assert (found.near.numerator, found.near.denominator) == (1, 1)
    assert found.granted_fen == Grant.objects.get().amount_fen
    assert found.grows


def test_facts_put_right_are_reckoned_anew(offices, fund):
    request = relief.asked(by=offices.village, facts={"severity": 2})
    before = request.reckonings.get().aid_fen

    made = reporting.answer(request=request, facts={"severity": 1}, by=offices.township, at=relief.minutes(5))

    assert made.aid_fen < before
    assert Request.objects.get().reckonings.count() == 2

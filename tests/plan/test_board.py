"""The plan's numbers, counted from cases walked by the domain functions, seen by the right people only."""

import datetime as dt

import pytest
from django.db.models import F

from minzheng.accounts.scope import ScopeError, within
from minzheng.casework.domain import decision, letter, publicity
from minzheng.casework.models import Publicity
from minzheng.institutions.domain import daily
from minzheng.institutions.models import CareItem
from minzheng.kernel.month import Month
from minzheng.payments.domain import run as pay_run
from minzheng.payments.enums import LineStatus
from minzheng.payments.models import PayLine
from minzheng.plan.queries import board
from tests.factories import accounts, casework, institutions, payments, prices

pytestmark = pytest.mark.django_db
AUGUST = Month(2026, 8)
NOVEMBER = Month(2026, 11)
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def offices():
    return casework.Offices()


def measures(month, viewer, today=TODAY):
    with within(viewer.area):
        return {shown.code: shown.measure for task in board(month, today).tasks for shown in task.shown}


def shares(month, viewer, *codes, today=TODAY):
    found = measures(month, viewer, today)
    return [(found[code].numerator, found[code].denominator) for code in codes]


NOTHING = ("—", "本月没有可统计的记录")


def test_one_case_decided_in_order_counts_everywhere(offices):
    casework.case("active", offices=offices)

    found = measures(AUGUST, offices.county)

    expected = {
        "visits_by_two": ("100.0%", "1次中1次"),
        "publicity_full": ("100.0%", "1次中1次"),
        "applications": ("1 件", "本月办结1件"),
        "decided_on_time": ("100.0%", "1件中1件"),
        "average_days": ("10.0 个工作日", "最长10个工作日"),
        "objections_settled": ("—", "本月没有可统计的记录"),
        "means_checked": ("100.0%", "1件中1件"),
        "facts_complete": ("100.0%", "1份中1份"),
        "commitments": ("100.0%", "1件中1件"),
        "covered_households": ("0 户", "本月应发0.00元"),
        "covered_persons": ("0 人", "以上0户中受保障的成员"),
        "refused_with_reasons": ("—", "本月没有可统计的记录"),
        "reviews": ("—", "本月没有可统计的记录"),
        "stopped": ("0 户", ""),
        "paid_in_full": ("—", "本月没有可统计的记录"),
        "sent_on_time": ("—", "本月没有可统计的记录"),
        "with_supplement": ("1 户", "本月确认1户"),
        "weeks_priced": ("0 周", "登记价格0条"),
        "subsidy_in_time": ("—", "本月没有确认发放价格补贴"),
        "relief_requests": ("0 户", "困难事件0起"),
        "relief_granted": ("0 笔", "共0.00元，上年同期0.00元"),
        **dict.fromkeys(
            ("relief_near", "relief_repeats", "relief_referrals", "relief_quick", "relief_in_time"),
            ("—", "本月没有可统计的记录"),
        ),
        "beds_used": NOTHING,
        "care_given": NOTHING,
        "complaints_answered": NOTHING,
        "defects_settled": NOTHING,
        "works_accepted": NOTHING,
    }
    assert {code: (found[code].value, found[code].detail) for code in expected} == expected
    # What other programs count has nothing to do with this case.
    assert {measure.numerator for code, measure in found.items() if code not in expected} == {0}


def test_household_is_covered_from_the_month_after_the_decision(offices):
    one = casework.case("active", offices=offices)
    with within(offices.county.area):
        amount_fen = casework.grant_of(one).amount_fen

    september = measures(AUGUST.next(), offices.county)

    assert september["covered_households"].numerator == 1
    assert september["covered_households"].detail == f"本月应发{amount_fen // 100:,}.{amount_fen % 100:02d}元"
    assert september["covered_persons"].numerator == 3


@pytest.mark.parametrize(("later", "on_time"), [(0, 1), (60, 0)])
def test_decision_after_the_whole_limit_is_late(offices, later, on_time):
    one = casework.case("submitted_to_county", offices=offices)
    moment = casework.days(15 + later)
    with within(offices.county.area):
        decision.confirm(case=one, by=offices.county, at=moment)

    found = measures(Month.of(moment.date()), offices.county)

    assert (found["decided_on_time"].numerator, found["decided_on_time"].denominator) == (on_time, 1)
    assert found["decided_on_time"].is_short is not bool(on_time)


def test_decision_on_the_last_day_is_on_time_and_the_day_after_is_not(offices):
    cases = [casework.case("submitted_to_county", offices=offices) for _ in range(2)]
    # Accepted on 4 August: thirty working days end on 15 September, a Tuesday.
    moments = [dt.datetime(2026, 9, day, 16, 0, tzinfo=casework.SHANGHAI) for day in (15, 16)]
    with within(offices.county.area):
        for one, moment in zip(cases, moments, strict=True):
            decision.confirm(case=one, by=offices.county, at=moment)

    assert shares(Month(2026, 9), offices.county, "decided_on_time") == [(1, 2)]


def test_refusal_counts_only_with_its_letter_within_three_working_days(offices):
    rich = [casework.household(at=casework.START, **casework.means(cars=2)) for _ in range(3)]
    cases = [casework.case("proposed", home=home, offices=offices) for home in rich]
    moment = casework.days(15)
    with within(offices.county.area):
        refusals = [decision.refuse(case=one, by=offices.county, at=moment) for one in cases]
        letter.issue(decision=refusals[0], by=offices.county, at=casework.days(18))
        letter.issue(decision=refusals[1], by=offices.county, at=casework.days(22))

    assert shares(AUGUST, offices.county, "refused_with_reasons", "decided_on_time") == [(1, 3), (3, 3)]


def test_objection_counts_when_it_is_settled(offices):
    cases = [casework.case("publicised", offices=offices) for _ in range(2)]
    with within(offices.county.area):
        for one in cases:
            publicity.object(
                case=one, by=offices.township, at=casework.days(6), objector_name="李某", text="家中有两套房"
            )

    assert shares(AUGUST, offices.county, "objections_settled", "publicity_full") == [(0, 2), (0, 0)]


def test_publicity_still_hanging_is_not_counted(offices):
    casework.case("publicised", offices=offices)

    assert shares(AUGUST, offices.county, "publicity_full", "applications") == [(0, 0), (1, None)]
    with within(offices.county.area):
        assert Publicity.objects.count() == 1


def test_only_households_paid_the_whole_amount_by_the_bank_are_paid(offices):
    payments.allocate()
    payments.paid_household()
    paid = payments.sent()
    before = shares(NOVEMBER, offices.county, "paid_in_full")
    payments.read(paid, payments.success(paid))
    payments.paid_household()

    after = shares(NOVEMBER, offices.county, "paid_in_full", "covered_households", today=dt.date(2026, 11, 30))

    assert (before, after) == ([(0, 1)], [(1, 2), (2, None)])


def test_money_that_came_after_the_month_is_not_on_time(offices):
    payments.allocate()
    payments.paid_household()
    paid = payments.sent()
    payments.read(paid, payments.success(paid), at=dt.datetime(2026, 12, 1, 0, 1, tzinfo=casework.SHANGHAI))

    assert shares(NOVEMBER, offices.county, "paid_in_full", today=dt.date(2026, 12, 5)) == [(0, 1)]


def test_the_neighbouring_township_counts_nothing_of_it(offices):
    casework.case("active", offices=offices)
    neighbour = accounts.neighbour_officer()

    seen = measures(AUGUST, neighbour)

    assert [code for code, measure in seen.items() if measure.numerator] == []
    assert measures(AUGUST, offices.township)["applications"].numerator == 1


def test_another_month_counts_nothing_of_it(offices):
    casework.case("active", offices=offices)

    july = measures(Month(2026, 7), offices.county)

    assert [code for code, measure in july.items() if measure.numerator] == []


def test_days_to_come_are_not_counted(offices):
    casework.case("active", offices=offices)

    assert shares(AUGUST, offices.county, "applications", today=dt.date(2026, 8, 2)) == [(0, None)]


def test_board_without_a_declared_area_raises():
    with pytest.raises(ScopeError):
        board(AUGUST, TODAY)


def test_queries_do_not_grow_with_cases(offices, django_assert_num_queries):
    casework.case("active", offices=offices)
    measures(AUGUST, offices.county)
    with within(offices.county.area), django_assert_num_queries(20):
        board(AUGUST, TODAY)
    for _ in range(2):
        casework.case("active", offices=offices)

    with within(offices.county.area), django_assert_num_queries(20):
        board(AUGUST, TODAY)


def test_the_subsidy_of_a_month_is_in_time_once_the_bank_has_paid_it_by_its_last_day():
    officer = accounts.county_officer()
    with within(officer.area):
        prices.paid_household()
        prices.paid_household(with_account=False)
        prices.known()
        prices.confirmed()
        prices.week()
        payments.allocate(program=prices.PROGRAM, document="示例财社〔2026〕9号")
        run = pay_run.prepare(program=prices.PROGRAM, month=prices.OCTOBER, by=officer, at=prices.AT)

    before = measures(prices.OCTOBER, officer)["subsidy_in_time"]
    with within(officer.area):
        PayLine.objects.filter(run=run).update(status=LineStatus.PAID, paid_fen=F("amount_fen"), settled_at=prices.AT)
    after = measures(prices.OCTOBER, officer)["subsidy_in_time"]

    assert (before.numerator, before.denominator) == (0, 2)
    assert (after.numerator, after.denominator) == (1, 2)
    assert measures(prices.OCTOBER.next(), officer)["weeks_priced"].numerator == 1


def test_homes_count_beds_and_the_care_that_was_given(db):
    home = institutions.Home(at=institutions.on(2))
    institutions.admitted(home)
    with within(home.director.area):
        daily.mark(
            item=CareItem.objects.get(), day=dt.date(2026, 11, 2), slot="morning", outcome="refused", reason="不要",
            by=home.carer, at=institutions.on(2),
        )  # fmt: skip

    found = measures(NOVEMBER, home.county)

    assert (found["beds_used"].value, found["beds_used"].detail) == ("20.0%", "5床中1床")
    assert (found["care_given"].value, found["care_given"].detail) == ("0.0%", "1项中0项")

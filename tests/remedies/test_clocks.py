"""Every clock to the day, and any day of five years against a count of its own."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minzheng.remedies.domain import progress
from minzheng.remedies.domain.register import CannotRegister
from minzheng.remedies.domain.road import RemedyRefused
from minzheng.remedies.models import RemedyStep
from minzheng.remedies.queries.clocks import clocks, last_day_to_apply
from minzheng.services.calendar.queries import count_period, is_workday
from minzheng.statute.period import period
from tests.factories import remedies
from tests.factories.remedies import accepted, decided, on, registered

DAY = dt.date
TOLD = {"was_told": True, "remedy_known_on": None, "review_received_on": None}


def running(file):
    found = clocks(file, list(RemedyStep.objects.filter(file=file).order_by("pk")))
    return {one.code: one.day.isoformat() for one in found}


def last(kind, known_on, **fields):
    return last_day_to_apply(kind, known_on=known_on, **(TOLD | fields))[0].day


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "known_on", "fields", "day"),
    [
        ("review", DAY(2026, 8, 3), {}, DAY(2026, 10, 8)),
        # Not told: sixty days from knowing of the remedy, at most a year from knowing the decision.
        ("review", DAY(2026, 1, 5), {"was_told": False, "remedy_known_on": DAY(2026, 6, 1)}, DAY(2026, 7, 31)),
        ("review", DAY(2025, 6, 2), {"was_told": False, "remedy_known_on": DAY(2026, 5, 29)}, DAY(2026, 6, 2)),
        ("review", DAY(2025, 6, 2), {"was_told": False}, DAY(2026, 6, 2)),
        ("litigation", DAY(2026, 3, 31), {}, DAY(2026, 9, 30)),
        ("litigation", DAY(2026, 3, 31), {"review_received_on": DAY(2026, 8, 3)}, DAY(2026, 8, 18)),
    ],
)
def test_the_last_day_to_apply(kind, known_on, fields, day):
    assert last(kind, known_on, **fields) == day


def by_hand(start, count, unit):
    """Count days one by one, without the product's own counting."""
    day, left = start, count
    while left:
        day += dt.timedelta(days=1)
        left -= is_workday(day) if unit == "working" else 1
    while not is_workday(day):
        day += dt.timedelta(days=1)
    return day


@pytest.mark.django_db
@given(known_on=st.dates(DAY(2021, 1, 1), DAY(2026, 6, 30)), later=st.integers(0, 500))
@settings(max_examples=150, deadline=None)
def test_any_review_is_in_time_for_sixty_days_and_never_after_a_year(known_on, later):
    told = last("review", known_on)
    remedy_known_on = known_on + dt.timedelta(days=later)

    untold = last("review", known_on, was_told=False, remedy_known_on=remedy_known_on)

    assert told == by_hand(known_on, 60, "calendar")
    if known_on < DAY(2024, 1, 1):
        assert untold == told
        return
    anniversary = dt.date(known_on.year + 1, known_on.month, min(known_on.day, 28 if known_on.month == 2 else 31))
    year = by_hand(anniversary - dt.timedelta(days=1), 1, "calendar")
    assert untold == min(by_hand(remedy_known_on, 60, "calendar"), year)


@pytest.mark.django_db
@given(start=st.dates(DAY(2024, 1, 1), DAY(2026, 9, 1)))
@settings(max_examples=100, deadline=None)
def test_working_and_calendar_days_of_every_clock_equal_a_count_by_hand(start):
    expected = {
        "review_examine": (5, "working"), "review_answer": (10, "working"), "review_answer_simple": (5, "working"),
        "review_decide": (60, "calendar"), "review_decide_simple": (30, "calendar"),
        "litigation_after_review": (15, "calendar"), "litigation_answer": (15, "calendar"),
        "petition_accept": (15, "calendar"), "petition_finish": (60, "calendar"), "petition_recheck": (30, "calendar"),
        "petition_final": (30, "calendar"), "petition_recheck_request": (30, "calendar"),
        "information_answer": (20, "working"), "information_extend": (20, "working"),
        "hearing_request": (5, "working"), "hearing_notice": (7, "working"), "penalty_decision": (90, "calendar"),
    }  # fmt: skip
    for code, (count, unit) in expected.items():
        rule = period(code, start)
        assert count_period(start, rule.count, rule.unit).day == by_hand(start, count, unit), code


def test_a_review_is_examined_answered_and_decided(county):
    file = registered("review", by=county)
    assert running(file) == {"review_examine": "2026-11-09"}

    accepted(file, by=county, at=on(6))
    progress.receive_copy(file=file, by=county, at=on(9), on=DAY(2026, 11, 9))
    assert running(file) == {"review_answer": "2026-11-23", "review_decide": "2027-01-05"}
    assert file.due_on == DAY(2026, 11, 23)
    assert "第10个工作日为2026年11月23日" in file.due_counted

    progress.answer(file=file, by=county, at=on(20), on=DAY(2026, 11, 20), text="附证据清单")
    progress.extend(file=file, by=county, at=on(25), on=DAY(2026, 11, 25), days=30, text="情况复杂")
    assert running(file) == {"review_decide": "2027-02-04"}
    assert file.is_due_provisional

    decided(file, "upheld", by=county, at=on(30))
    assert running(file) == {"litigation_after_review": "2026-12-15"}
    assert file.due_on is None


def test_a_simplified_review_takes_thirty_days_and_is_not_extended(county):
    file = accepted(registered("review", by=county), by=county, at=on(3), is_simplified=True)
    progress.receive_copy(file=file, by=county, at=on(5), on=DAY(2026, 11, 5))

    assert running(file) == {"review_answer_simple": "2026-11-12", "review_decide_simple": "2026-12-03"}
    with pytest.raises(RemedyRefused, match="适用简易程序的复议不能延长"):
        progress.extend(file=file, by=county, at=on(6), on=DAY(2026, 11, 6), days=30, text="情况复杂")


def test_an_extension_is_within_the_law_once_and_before_the_end(county):
    file = accepted(registered("petition", by=county), by=county, at=on(2))

    with pytest.raises(RemedyRefused, match=r"延长不超过30日.*现填31日"):
        progress.extend(file=file, by=county, at=on(3), on=DAY(2026, 11, 3), days=31, text="情况复杂")
    progress.extend(file=file, by=county, at=on(3), on=DAY(2026, 11, 3), days=30, text="情况复杂")
    with pytest.raises(RemedyRefused, match="只能登记一次"):
        progress.extend(file=file, by=county, at=on(4), on=DAY(2026, 11, 4), days=1, text="情况复杂")


def test_a_late_extension_is_refused(county):
    file = registered("information", by=county, at=on(2))

    with pytest.raises(RemedyRefused, match="期限已于2026-11-30届满"):
        progress.extend(file=file, by=county, at=on(1, 12), on=DAY(2026, 12, 1), days=20, text="征求第三方意见")


def test_information_is_answered_in_twenty_working_days_and_twenty_more(county):
    file = registered("information", by=county, at=on(2))
    assert running(file) == {"information_answer": "2026-11-30"}

    progress.extend(file=file, by=county, at=on(20), on=DAY(2026, 11, 20), days=20, text="征求第三方意见")

    assert running(file) == {"information_answer": "2026-12-28"}


def test_a_petition_walks_from_acceptance_to_the_final_check(offices, county):
    file = registered("petition", by=offices.township, at=on(2))
    assert running(file) == {"petition_accept": "2026-11-17"}
    accepted(file, by=county, at=on(10))
    assert running(file) == {"petition_finish": "2027-01-11"}
    decided(file, "not_supported", by=county, at=on(16))
    assert running(file) == {"petition_recheck_request": "2026-12-16"}

    with pytest.raises(RemedyRefused, match=r"到2026-12-16为止.*已逾期"):
        progress.ask_again(file=file, by=county, at=on(17, 12), on=DAY(2026, 12, 17), text="不服")
    progress.ask_again(file=file, by=county, at=on(16, 12), on=DAY(2026, 12, 16), text="不服")
    assert running(file) == {"petition_recheck": "2027-01-15"}
    again = {"by": county, "text": "维持", "result": "not_supported", "document_number": "复查1号"}
    progress.answer_again(file=file, at=on(21, 12), on=DAY(2026, 12, 21), **again)
    progress.ask_again(file=file, by=county, at=on(22, 12), on=DAY(2026, 12, 22), text="不服")
    assert running(file) == {"petition_final": "2027-01-21"}
    progress.answer_again(file=file, at=on(28, 12), on=DAY(2026, 12, 28), **again)

    assert (file.state, running(file), file.due_on) == ("closed", {}, None)


def test_a_named_complaint_is_answered_an_anonymous_one_recorded(offices, county):
    named = registered("complaint", by=offices.township, channel="hotline", request="邻居有车")
    anonymous = registered("complaint", by=offices.township, person_name="", contact="", channel="hotline")
    assert running(named) == {"complaint_answer": "2026-11-23"}
    assert running(anonymous) == {}

    for file in (named, anonymous):
        decided(file, "untrue", by=county, at=on(10))
    with pytest.raises(RemedyRefused, match="实名投诉举报须先答复本人"):
        progress.close(file=named, by=county, at=on(11), on=DAY(2026, 11, 11))
    with pytest.raises(RemedyRefused, match="没有可以答复的人"):
        progress.feed_back(file=anonymous, by=county, at=on(11), on=DAY(2026, 11, 11), text="已核实")
    progress.feed_back(file=named, by=offices.township, at=on(11), on=DAY(2026, 11, 11), text="电话告知核实结果")
    for file in (named, anonymous):
        progress.close(file=file, by=county, at=on(12), on=DAY(2026, 11, 12))

    assert {named.state, anonymous.state} == {"closed"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"person_name": ""}, "只有投诉举报可以匿名"),
        ({"document_number": ""}, "须填写针对的决定"),
        ({"known_on": DAY(2026, 11, 3)}, "晚于提出日期"),
        ({"received_on": DAY(2026, 11, 1)}, "先后不对"),
        ({"request": " "}, "请写明请求和理由"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(county, fields, message):
    with pytest.raises(CannotRegister, match=message):
        remedies.registered("review", by=county, **fields)

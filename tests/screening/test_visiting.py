"""A family that qualifies and gets nothing is visited by its village, once at a time; the result is written once."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.screening.domain import visiting
from minzheng.screening.domain.road import ScreeningRefused
from minzheng.screening.models import Finding, GapVisit
from minzheng.services.audit.queries import of_object
from tests.factories import accounts
from tests.factories.screening import NOW, PROGRAM, TODAY, poor, screened

LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def finding(offices, county):
    poor(0)
    return Finding.objects.get(screen=screened("take_up", county, program=PROGRAM))


def sent(finding, by):
    return visiting.send(findings=[finding], by=by, at=NOW)[0]


def visited(task, by, **more):
    given = {"visited_on": LATER.date(), "result": "applied", "words": "问了本人，愿意申请", "at": LATER} | more
    return visiting.visit(task=task, by=by, **given)


def test_it_is_due_in_working_days_and_sent_once(offices, county, finding):
    task = sent(finding, county)

    # Ten working days after Monday the 12th of October.
    assert task.due_on == dt.date(2026, 10, 26)
    with pytest.raises(ScreeningRefused, match="都已经派发"):
        sent(finding, county)
    again = Finding.objects.get(screen=screened("take_up", county, program=PROGRAM))
    with pytest.raises(ScreeningRefused, match="都已经派发"):
        sent(again, county)


def test_the_village_records_the_result_once(offices, county, finding):
    task = sent(finding, county)

    done = visited(task, offices.village)

    assert (done.result, done.visited_by) == ("applied", offices.village)
    assert [one.action for one in of_object("gap_visit", task.pk)] == ["screening.visit_sent", "screening.visited"]
    with pytest.raises(ScreeningRefused, match="不能再改"):
        visited(task, offices.village, result="not_wanted")


def test_after_a_visit_the_family_may_be_sent_again(offices, county, finding):
    visited(sent(finding, county), offices.village, result="not_wanted")
    again = Finding.objects.get(screen=screened("take_up", county, program=PROGRAM))

    assert sent(again, county).pk
    assert GapVisit.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"visited_on": TODAY - dt.timedelta(days=1)}, "走访日期"),
        ({"visited_on": LATER.date() + dt.timedelta(days=1)}, "走访日期"),
        ({"result": "perhaps"}, "请选择"), ({"words": "  "}, "请写明"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_words(offices, county, finding, more, words):
    task = sent(finding, county)
    with pytest.raises(ScreeningRefused, match=words):
        visited(task, offices.village, **more)
    assert visited(task, offices.village, visited_on=TODAY).visited_on == TODAY


def test_a_neighbour_a_leader_and_the_county_do_not_visit(offices, county, finding):
    task = sent(finding, county)
    for who in (accounts.village_worker(areas=(accounts.NEIGHBOUR_VILLAGE,)), accounts.staff("leader"), county):
        with pytest.raises(NotAllowed):
            visited(task, who)
    for who in (accounts.neighbour_officer(), offices.village):
        with pytest.raises(NotAllowed):
            visiting.send(findings=[finding], by=who, at=NOW)
    with within(accounts.neighbour_officer().area):
        assert not GapVisit.objects.exists()

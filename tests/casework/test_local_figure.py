"""A new standard is entered by one person and approved by another; from then on it is known, back to its own day."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.casework.domain import determination, local_figure, recertification
from minzheng.casework.domain.local_figure import FigureRefused
from minzheng.casework.models import LocalFigure
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.programs import catalogue
from tests.factories import accounts, casework

DAY = casework.days
JULY = dt.date(2026, 7, 1)
LINE = "dibao_line_rural_fen"
PLACE = "420581"
PROGRAM = casework.PROGRAM


def enter(by, at=casework.START, **fields):
    given = {
        "code": LINE, "where": PLACE, "level": "city", "from_on": JULY, "value": 75_000,
        "reference": "宜民政发〔2026〕9号", "by": by, "at": at,
    }  # fmt: skip
    return local_figure.enter(**given | fields)


def known(on=JULY, known_at=None, code=LINE):
    return law_known(PROGRAM, known_at).figure(code, on=on, at=PLACE).value


def test_it_counts_only_once_somebody_else_approved_it(offices, county):
    row = enter(county)
    with pytest.raises(TwoPeopleNeeded):
        local_figure.approve(figure=row, by=county, at=DAY(1))
    assert known() == 70_000

    local_figure.approve(figure=row, by=offices.second_county, at=DAY(1))

    assert known() == 75_000
    assert known(dt.date(2026, 6, 30)) == 70_000
    assert (known(known_at=casework.START), known(known_at=DAY(1))) == (70_000, 75_000)


def test_the_packaged_value_of_the_same_day_gives_way_and_is_not_lost(offices, county):
    row = enter(county, from_on=dt.date(2026, 1, 1), value=71_000)
    local_figure.approve(figure=row, by=offices.second_county, at=DAY(1))

    assert known(dt.date(2026, 3, 1)) == 71_000
    assert known(dt.date(2026, 3, 1), known_at=casework.START) == 70_000
    assert catalogue.get(PROGRAM).figure(LINE, on=JULY, at=PLACE).value == 70_000


def test_a_mistake_is_put_right_by_a_later_row(offices, county):
    for value, day in ((75_000, 1), (76_000, 3)):
        row = enter(county, value=value, at=DAY(day))
        local_figure.approve(figure=row, by=offices.second_county, at=DAY(day + 1))

    assert known() == 76_000
    assert known(known_at=DAY(2)) == 75_000


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"level": "county"}, "应由省级、设区的市级确定"),
        ({"value": 0}, "超出"),
        ({"reference": " "}, "文件名称和文号"),
        ({"where": "420582"}, "不在本县"),
        ({"code": "no_such_figure"}, "没有代码为"),
    ],
)
def test_what_cannot_be_entered_says_why(county, fields, words):
    with pytest.raises(FigureRefused, match=words):
        enter(county, **fields)
    assert not LocalFigure.objects.exists()


def test_one_waits_at_a_time_and_may_be_withdrawn(offices, county):
    row = enter(county)
    with pytest.raises(FigureRefused, match="待批准"):
        enter(county, value=76_000)
    with pytest.raises(NotAllowed):
        local_figure.drop(figure=row, by=accounts.township_officer(), at=DAY(1), reason="录错")

    local_figure.drop(figure=row, by=county, at=DAY(1), reason="录错")
    with pytest.raises(FigureRefused, match="已批准或已撤回"):
        local_figure.approve(figure=row, by=offices.second_county, at=DAY(1))
    enter(county, value=76_000)


def test_a_review_reckons_with_it_and_the_raise_can_be_decided(offices, county):
    case = casework.case("active", offices=offices)
    before = casework.grant_of(case).amount_fen
    assert recertification.review_month(month=Month(2026, 9), by=county, at=DAY(45)) == []
    row = enter(county, at=DAY(46))
    local_figure.approve(figure=row, by=offices.second_county, at=DAY(46))

    (proposal,) = recertification.review_month(month=Month(2026, 10), by=county, at=DAY(70))
    decided = recertification.accept(proposal=proposal, by=offices.second_county, at=DAY(70))

    assert decided.amount_fen == proposal.proposed_amount_fen > before
    then = determination.preview(case=case, on=local_day(DAY(45)), known_at=DAY(45))
    assert then.evaluation.amount_fen == before

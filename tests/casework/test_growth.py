"""The growth of standards: reckoned for every family, proposed by one, approved by another, then read by the law."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.casework.domain import growth, local_figure
from minzheng.casework.domain.local_figure import FigureRefused
from minzheng.casework.queries.growth import growing, growing_programs
from minzheng.casework.queries.local_figures import law_known
from minzheng.kernel.moment import local_day
from tests.factories import accounts, casework, support

JANUARY = dt.date(2027, 1, 1)
DAY = casework.days
PROGRAM, STANDARD = support.PROGRAM, "destitute_basic_home_rural_fen"


def new_line(offices, value=75_000):
    row = local_figure.enter(
        code="dibao_line_rural_fen", where="420581", level="city", from_on=JANUARY, value=value,
        reference="宜民政发〔2026〕19号", by=offices.county, at=DAY(20),
    )  # fmt: skip
    local_figure.approve(figure=row, by=offices.second_county, at=DAY(20))


def of_home(on=JANUARY):
    (found,) = [one for one in growing(PROGRAM, on, local_day(DAY(60))) if one.proposal.standard == STANDARD]
    return found


def test_every_family_is_reckoned_and_the_year_adds_up_to_the_fen(offices, county):
    support.granted(offices)
    new_line(offices)

    found = of_home()

    # 1.3 × 750 × 12 = 11,700; 10,920 before. A month: 910.00 → 975.00; care does not change.
    assert (found.proposal.before_fen, found.proposal.proposed_fen, found.people) == (1_092_000, 1_170_000, 1)
    (gain,) = found.gains
    assert (gain.a_payment_fen, gain.a_year_fen) == (6_500, 78_000)
    assert found.a_year_fen == found.proposal.rise_fen * found.people
    assert set(growing_programs()) == {PROGRAM}


def test_a_year_that_does_not_divide_evenly_still_adds_up(offices, county):
    support.granted(offices)
    new_line(offices, 71_100)

    # 1.3 × 711 × 12 = 11,091.60 → 11,100; a twelfth is 925.00 exactly; 72,345 would not divide.
    assert of_home().a_year_fen == 18_000
    new_line_again = local_figure.enter(
        code="destitute_growth_step_fen", where="420500", level="city", from_on=JANUARY, value=1,
        reference="宜民政发〔2026〕20号", by=offices.county, at=DAY(21),
    )  # fmt: skip
    local_figure.approve(figure=new_line_again, by=offices.second_county, at=DAY(21))

    # To the fen now: 11,091.60; the twelfth payment takes the rest.
    assert (of_home().proposal.proposed_fen, of_home().a_year_fen) == (1_109_160, 17_160)


def test_proposed_by_one_approved_by_another_then_the_law_reads_it(offices, county):
    support.granted(offices)
    assert of_home().proposal.rise_fen == 0
    new_line(offices)
    with pytest.raises(NotAllowed):
        growth.propose(program=PROGRAM, from_on=JANUARY, reference="文", by=offices.township, at=DAY(60))

    rows = growth.propose(program=PROGRAM, from_on=JANUARY, reference="宜民政发〔2026〕21号", by=county, at=DAY(60))

    row = next(one for one in rows if one.code == STANDARD)
    assert law_known(PROGRAM).figure(STANDARD, on=JANUARY, at="420581").value == 1_092_000
    with pytest.raises(TwoPeopleNeeded):
        local_figure.approve(figure=row, by=county, at=DAY(61))
    for each in rows:
        local_figure.approve(figure=each, by=accounts.leader(), at=DAY(61))
    assert law_known(PROGRAM).figure(STANDARD, on=JANUARY, at="420581").value == 1_170_000
    assert law_known(PROGRAM).figure(STANDARD, on=JANUARY - dt.timedelta(days=1), at="420581").value == 1_092_000
    with pytest.raises(FigureRefused, match="都不需要提高"):
        growth.propose(program=PROGRAM, from_on=dt.date(2027, 2, 1), reference="文", by=county, at=DAY(61))
    with pytest.raises(FigureRefused, match="没有自然增长"):
        growth.propose(program="dibao", from_on=JANUARY, reference="文", by=county, at=DAY(61))

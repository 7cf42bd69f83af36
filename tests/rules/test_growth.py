"""What a standard should grow to, to the fen, and what that costs; the card may name only figures there are."""

from datetime import date
from fractions import Fraction
from math import ceil

import pytest

from minzheng.rules.errors import FactsRefused, NoFigure, RuleError
from minzheng.rules.growth import BY_LINE, BY_SPENDING, UNCHANGED, Proposal, cost, grown, proposals
from tests.rules.conftest import FILES

ON, AT = date(2026, 1, 1), "420581"
GROWS = """Program(
    growth=(Growth("limit_fen", "line_fen", "ratio", "spending_fen", "spending_ratio", "step_fen"),),"""
CARD = FILES["program.py"].replace("import Program,", "import Growth, Program,").replace("Program(", GROWS)


def figure(code, unit, *values):
    rows = "".join(
        f"    - {{from: {day}, where: 全国, value: {value}, reference: 法 第一条, status: official}}\n"
        for day, value in values
    )
    return (
        f"{code}:\n  name: 指标\n  unit: {unit}\n  bounds: [0, 1000000000]\n"
        f"  set_by: [{{levels: [nation], reference: 法 第一条}}]\n  values:\n{rows}"
    )


def figures(line=70000, spending=0, spending_ratio=4000):
    return (
        figure("limit_fen", "fen/person/year", ("2025-01-01", 1030000), ("2026-06-01", 9000000))
        + figure("line_fen", "fen/person/month", ("2025-01-01", 66000), ("2026-01-01", line))
        + figure("ratio", "basis_points", ("2020-01-01", 13000))
        + figure("spending_fen", "fen/person/year", ("2026-01-01", spending))
        + figure("spending_ratio", "basis_points", ("2020-01-01", spending_ratio))
        + figure("step_fen", "fen", ("2020-01-01", 1000))
    )


@pytest.fixture
def law(write):
    def make(**differs):
        return write({"program.py": CARD, "parameters.yaml": figures(**differs)})

    return make


def test_the_line_of_the_new_year_carries_the_standard(law):
    (found,) = proposals(law(), on=ON, at=AT)

    # 1.3 × 700 × 12 = 10,920, already a whole ten.
    assert (found.before_fen, found.proposed_fen, found.ground) == (1030000, 1092000, BY_LINE)
    assert (found.rise_fen, found.rise_bp) == (62000, 602)
    assert found.figures["line_fen"].from_date == "2026-01-01"
    assert found.figures["limit_fen"].from_date == "2025-01-01"


@pytest.mark.parametrize(
    ("line", "spending", "proposed", "ground"),
    [
        (66000, 0, 1030000, UNCHANGED),  # 10,296 rounded up is the old standard
        (60000, 0, 1030000, UNCHANGED),  # a falling line takes nothing back
        (66026, 0, 1031000, BY_LINE),  # 10,300.056: a twentieth of a fen over the old one is ten yuan more
        (66000, 2575000, 1030000, UNCHANGED),  # 40 % is 10,300 to the fen
        (66000, 2575003, 1031000, BY_SPENDING),  # 10,300.012
        (70000, 2730000, 1092000, BY_LINE),  # both ask for the same
        (70000, 2730003, 1093000, BY_SPENDING),
    ],
)
def test_the_highest_of_three_decides(law, line, spending, proposed, ground):
    (found,) = proposals(law(line=line, spending=spending), on=ON, at=AT)

    assert (found.proposed_fen, found.ground) == (proposed, ground)


@pytest.mark.parametrize("seed", range(200))
def test_it_is_the_fraction_rounded_up_once(seed):
    line, spending, before = 100 + seed * 7919 % 200000, seed * 104729 % 5000000, seed * 15485863 % 2000000
    ratio, part, step = 13000 + seed % 7 * 333, seed % 11 * 555, (1, 100, 1000)[seed % 3]

    found, by_line, by_spending = grown(
        before_fen=before, line_fen=line, ratio=ratio, spending_fen=spending, spending_ratio=part, step_fen=step
    )

    asked = [ceil(Fraction(whole * bp, 10_000 * step)) * step for whole, bp in ((line * 12, ratio), (spending, part))]
    assert [by_line, by_spending] == asked
    assert found == max(before, *asked)


def proposal(before, proposed):
    return Proposal("limit_fen", before, proposed, 0, proposed, BY_LINE, {})


@pytest.mark.parametrize(
    ("people", "months", "whole", "first"),
    [(1, 12, 62000, 62000), (1200, 12, 74400000, 74400000), (3, 5, 186000, 77500), (0, 12, 0, 0), (7, 0, 434000, 0)],
)
def test_the_cost_is_the_rise_of_all_for_a_year_and_for_the_months_left(people, months, whole, first):
    found = cost(proposal(1030000, 1092000), people=people, months=months)

    assert (found.whole_year_fen, found.first_year_fen) == (whole, first)


def test_the_first_year_is_rounded_once():
    assert cost(proposal(1000, 1001), people=1, months=6).first_year_fen == 1
    assert cost(proposal(1000, 1001), people=1, months=5).first_year_fen == 0


@pytest.mark.parametrize(("people", "months"), [(-1, 12), (1, -1), (1, 13)])
def test_numbers_that_cannot_be_are_refused(people, months):
    with pytest.raises(FactsRefused, match="人数应不小于0、月数应为0至12"):
        cost(proposal(1, 2), people=people, months=months)


def test_without_an_old_standard_there_is_no_proposal(law):
    with pytest.raises(NoFigure, match="limit_fen"):
        proposals(law(), on=date(2025, 1, 1), at=AT)


def test_a_card_that_names_no_figure_is_refused(write):
    with pytest.raises(RuleError, match="growth 写的“line_fen”不是数值指标"):
        write({"program.py": CARD})

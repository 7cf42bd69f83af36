"""The scoring engine: exact, within bounds, monotone, every sum what its parts are; unknown is open, never zero."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minzheng.assessment.engine import rule
from minzheng.assessment.engine.reading import Line, Reading, count, digest, share
from minzheng.assessment.engine.scoring import NOT_ARISING, OPEN, SCORED, Facts, Given, score
from minzheng.assessment.engine.sheet import float_free, read
from minzheng.assessment.queries.sheets import sheets
from minzheng.rules.strict_yaml import load_text
from tests.assessment.sheet_text import HOME

DIBAO = next(sheet for sheet in sheets() if sheet.code == "dibao_township")
HOUSE = read(load_text(HOME, "home"), "home")
MEASURED = [item for item in DIBAO.items if item.kind == "measured"]
shares = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def facts(sheet, numbers, points=Fraction(1), **given_by_item):
    """Every figure has a share or a count; every typed item is answered."""
    figures, given_items = {}, {}
    for item in sheet.items:
        if item.figure:
            pair = numbers[len(figures) % len(numbers)]
            figures[item.figure] = Reading(*pair) if item.kind == "measured" else Reading(pair[0])
        else:
            given_items[item.code] = Given(
                min(points, item.full) if item.kind == "judged" else None,
                False if item.kind == "yes_no" else None,
                numbers[0][0] if item.kind in {"measured", "counted"} else None,
                numbers[0][1] if item.kind == "measured" else None,
            )
    return Facts(figures, given_items | given_by_item)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([DIBAO, HOUSE]), st.lists(shares, min_size=1, max_size=12), st.fractions(0, 20))
def test_points_lie_between_nothing_and_all_and_the_sum_is_the_sum_of_what_is_printed(sheet, numbers, points):
    found = score(sheet, facts(sheet, numbers, points))

    for one in found.items.values():
        assert 0 <= one.points <= one.item.full
        assert Fraction(float_free(one.points)) == one.points
    assert found.points == sum(Fraction(float_free(one.points)) for one in found.items.values())
    arising = [one.item.full for one in found.items.values() if one.status != NOT_ARISING]
    assert found.out_of == sum(arising)
    assert sum(one.lost for one in found.gaps) == found.out_of - found.points


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(MEASURED), st.integers(1, 300), st.data())
def test_one_more_good_case_never_costs_a_point(item, denominator, data):
    numerator = data.draw(st.integers(0, denominator - 1))

    fewer, more = (item.rule.points(Fraction(n, denominator), item.full) for n in (numerator, numerator + 1))

    assert fewer <= more


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 50))
def test_one_more_error_never_earns_a_point(errors):
    items = [item for sheet in (DIBAO, HOUSE) for item in sheet.items if isinstance(item.rule, rule.Deduct)]

    assert len(items) == 2
    for item in items:
        assert item.rule.points(Fraction(errors), item.full) >= item.rule.points(Fraction(errors + 1), item.full)


@pytest.mark.parametrize(
    ("numerator", "denominator", "points"),
    [
        (100, 100, 12), (999, 1000, 10), (98, 100, 10), (979, 1000, 8), (95, 100, 8), (949, 1000, 4), (90, 100, 4),
        (899, 1000, 0), (0, 7, 0),
    ],
)  # fmt: skip
def test_one_case_under_a_band_falls_to_the_next(numerator, denominator, points):
    found = score(DIBAO, Facts({"decided_on_time": Reading(numerator, denominator)}))

    one = found.items["decided_on_time"]
    assert (one.status, one.points) == (SCORED, points)
    assert (one.band[1] if one.band else 0) == points


def test_a_straight_line_is_exact_and_drops_what_is_beyond_two_decimals():
    item = score(DIBAO, Facts({"visits_by_two": Reading(6, 7)})).items["visits_by_two"]

    # 12 × (6/7 − 7/10) / (3/10) = 44/7 = 6.2857…
    assert DIBAO.by_code["visits_by_two"].rule.points(Fraction(6, 7), Fraction(12)) == Fraction(44, 7)
    assert item.points == Fraction("6.28")


def test_what_nobody_answered_is_open_and_has_no_grade():
    found = score(DIBAO, Facts())

    assert {one.status for one in found.items.values()} == {OPEN}
    assert (found.grade, found.points, found.out_of, found.open_count) == ("", 0, 100, 16)
    assert found.gaps == []


def test_what_did_not_arise_is_left_out_of_both_sums():
    full = facts(DIBAO, [(1, 1)])
    none = Facts(full.figures | {"refusals_told": Reading(0, 0)}, full.given)

    assert score(DIBAO, full).out_of - score(DIBAO, none).out_of == 5
    assert score(DIBAO, none).items["refusals_told"].status == NOT_ARISING
    assert score(DIBAO, none).points == score(DIBAO, full).points - 5


def test_grades_begin_at_their_bound():
    best = {"staff": Given(numerator=1, denominator=1), "falls": Given(numerator=0), "meals": Given(is_yes=True),
            "abuse": Given(is_yes=False)}  # fmt: skip
    at, under = (score(HOUSE, Facts({}, best | {"rooms": Given(Fraction(n))})) for n in ("9", "8.99"))

    assert (at.points, at.rate, at.grade) == (34, Fraction(85, 100), "模范")
    assert (under.points, under.grade) == (Fraction("33.99"), "合格")


def test_a_veto_takes_the_grade_and_leaves_the_points():
    answers = {"staff": Given(numerator=1, denominator=1), "falls": Given(numerator=0), "meals": Given(is_yes=True),
               "rooms": Given(Fraction(15)), "abuse": Given(is_yes=True)}  # fmt: skip
    found = score(HOUSE, Facts({}, answers))

    assert (found.points, found.grade, found.vetoed) == (40, "不合格", ("abuse",))
    assert found.gaps[0].item.code == "abuse"


def test_a_true_complaint_is_a_veto_by_its_count():
    clean, true = (score(DIBAO, Facts({"true_complaints": Reading(n)})).items["true_complaints"].stands for n in (0, 1))

    assert (clean, true) == (False, True)


def test_what_the_reviewer_changed_replaces_the_points_and_keeps_the_own_ones():
    found = score(HOUSE, Facts({}, {"rooms": Given(Fraction(12))}, {"rooms": Fraction(9)}))

    assert (found.items["rooms"].points, found.items["rooms"].own) == (9, 12)


def test_a_share_and_a_count_are_read_from_their_lines_and_the_digest_holds_every_line():
    lines = [Line("a", is_good=True), Line("b", is_good=False, note="缺")]

    assert (share(lines).numerator, share(lines).denominator, count(lines).numerator) == (1, 2, 2)
    assert share([]).value is None
    changed = [lines[0], Line("b", is_good=False, note="缺照片")]
    assert digest("x", share(lines)) == digest("x", share(list(lines)))
    assert digest("x", share(lines)) != digest("x", share(changed))
    assert digest("x", share(lines)) != digest("y", share(lines))

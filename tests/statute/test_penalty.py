"""What a fine may be: the worked example, every edge of the table, any dates and sums against a second reckoning."""

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minzheng.programs import catalogue
from minzheng.statute import penalty
from minzheng.statute.penalty import MATTERS, lawful, liabilities, surcharge_fen
from tests.statute import independent

OLD, NEW = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
DAYS = st.dates(dt.date(1998, 1, 1), dt.date(2030, 12, 31))


def of(act_on, decided_on, obtained_fen=600_000, **given):
    usual = {"matter": "minimum_living", "area": "rural", "wrong": "falsehood", "is_grave": False}
    return lawful(**(usual | given), act_on=act_on, decided_on=decided_on, obtained_fen=obtained_fen)


def test_constructed_example_a_to_the_fen():
    """Obtained ¥6,000 in 2025, decided 2026-09: the old law 6,000–18,000, the new at most 12,000 and lighter."""
    found = of(dt.date(2025, 12, 31), dt.date(2026, 9, 1))

    assert (found.act.low_fen, found.act.high_fen) == (600_000, 1_800_000)
    assert (found.decision.low_fen, found.decision.high_fen) == (0, 1_200_000)
    assert (found.holds, found.why) == (found.decision, "new_is_lighter")
    assert [found.holds.admits(fen) for fen in (0, 1, 1_200_000, 1_200_001)] == [True, True, True, False]


def test_decided_a_day_before_the_new_law_the_old_one_holds():
    found = of(dt.date(2025, 12, 31), OLD)

    assert [found.holds.admits(fen) for fen in (0, 599_999, 600_000, 1_800_000, 1_800_001)] == [
        True, False, True, True, False,
    ]  # fmt: skip
    assert found.why == "same_law"


@pytest.mark.parametrize(
    ("act_on", "given", "reference", "multiples"),
    [
        (dt.date(2014, 4, 30), {"area": "urban", "is_grave": True}, "271", (1, 3)),
        (dt.date(2014, 4, 30), {"area": "urban"}, "271", (0, 0)),
        (dt.date(2014, 4, 30), {"area": "urban", "is_grave": True, "wrong": "unreported"}, "271", (1, 3)),
        (dt.date(2014, 4, 30), {}, "", (0, 0)),
        (dt.date(2014, 5, 1), {}, "649", (1, 3)),
        (dt.date(2014, 5, 1), {"wrong": "unreported"}, "649", (0, 0)),
        (OLD, {}, "649", (1, 3)),
        (NEW, {}, "社会救助法", (0, 2)),
        (NEW, {"wrong": "unreported"}, "社会救助法", (0, 0)),
        (OLD, {"matter": "disaster_goods"}, "577", (0, 0)),
        (NEW, {"matter": "disaster_goods"}, "社会救助法", (0, 2)),
        (dt.date(2021, 4, 30), {"matter": "medical_fund"}, "649", (1, 3)),
        (dt.date(2021, 5, 1), {"matter": "medical_fund"}, "735", (2, 5)),
        (NEW, {"matter": "medical_fund"}, "735", (2, 5)),
        (dt.date(2024, 9, 30), {"matter": "pension"}, "413", (0, 0)),
        (dt.date(2024, 10, 1), {"matter": "pension"}, "788", (0, 0)),
    ],
)
def test_each_clause_on_its_first_and_last_day(act_on, given, reference, multiples):
    found = of(act_on, act_on, **given).act

    assert reference in found.reference
    assert bool(found.reference) == bool(reference)
    assert (found.low_times, found.high_times) == multiples


def test_what_no_law_fined_then_is_never_fined_later():
    found = of(dt.date(2013, 6, 1), dt.date(2026, 9, 1))

    assert found.decision.has_fine
    assert (found.why, found.holds.admits(0), found.holds.admits(1)) == ("no_fine_then", True, False)


def test_a_fine_that_must_be_may_not_be_left_out():
    found = of(NEW, NEW, matter="medical_fund").holds

    assert [found.admits(fen) for fen in (0, 1_199_999, 1_200_000, 3_000_000, 3_000_001)] == [
        False, False, True, True, False,
    ]  # fmt: skip


def test_the_lighter_law_holds_since_the_penalty_law_of_2021_says_so():
    """An urban act of 2013 had to be fined; since 2014 it may be left unfined, which is lighter."""
    before, after = (
        of(dt.date(2013, 6, 1), day, area="urban", is_grave=True)
        for day in (dt.date(2021, 7, 14), dt.date(2021, 7, 15))
    )

    assert (before.why, before.holds, before.holds.admits(0)) == ("before_lighter_rule", before.act, False)
    assert (after.why, after.holds, after.holds.admits(0)) == ("new_is_lighter", after.decision, True)


@given(
    matter=st.sampled_from(MATTERS), area=st.sampled_from(("urban", "rural")), wrong=st.sampled_from(penalty.WRONGS),
    grave=st.booleans(), obtained=st.integers(0, 10**8), days=st.tuples(DAYS, DAYS).map(sorted), data=st.data(),
)  # fmt: skip
@settings(max_examples=600, deadline=None)
def test_any_fine_is_lawful_exactly_where_a_second_reckoning_says_so(
    *, matter, area, wrong, grave, obtained, days, data
):
    act_on, decided_on = days
    edges = [times * obtained + by for times in (0, 1, 2, 3, 5) for by in (-1, 0, 1)]
    fine = data.draw(st.one_of(st.sampled_from([e for e in edges if e >= 0]), st.integers(0, 6 * obtained + 2)))

    found = lawful(
        matter=matter, area=area, wrong=wrong, is_grave=grave, obtained_fen=obtained, act_on=act_on,
        decided_on=decided_on,
    )  # fmt: skip

    expected = independent.lawful(
        matter=matter, area=area, wrong=wrong, grave=grave, obtained=obtained, act_on=act_on, decided_on=decided_on,
        fine=fine,
    )  # fmt: skip
    assert found.holds.admits(fine) is expected


@pytest.mark.parametrize("wrong_given", [{"obtained_fen": -1}, {"matter": "dibao"}, {"wrong": "theft"}])
def test_nonsense_is_a_defect_not_a_refusal(wrong_given):
    with pytest.raises(ValueError, match="no such penalty"):
        of(NEW, NEW, **wrong_given)


def test_every_clause_is_sourced_and_every_program_names_a_law_of_liability():
    assert all(one.reference and one.measures for one in liabilities())
    assert {catalogue.get(code).program.liability for code in catalogue.codes()} <= set(MATTERS)


def test_surcharge_is_three_per_cent_a_day_and_stops_at_the_fine():
    due = dt.date(2026, 10, 9)

    def after(days, **more):
        usual = {"obligations": [(due, 100_000)], "receipts": [], "paused": []}
        return surcharge_fen(**(usual | more), until=due + dt.timedelta(days=days))

    assert [after(days) for days in (0, 1, 33, 34, 400)] == [0, 3_000, 99_000, 100_000, 100_000]
    assert after(10, receipts=[(due + dt.timedelta(days=5), 50_000)]) == 5 * 3_000 + 5 * 1_500
    assert after(10, paused=[(due + dt.timedelta(days=3), due + dt.timedelta(days=6))]) == 6 * 3_000
    assert after(10, receipts=[(due, 100_000)]) == 0


@given(
    fine=st.integers(1, 10**7), days=st.integers(0, 80), paid=st.integers(0, 10**7), paid_on=st.integers(-5, 80),
)  # fmt: skip
@example(fine=101, days=33, paid=0, paid_on=0)
@settings(max_examples=200, deadline=None)
def test_surcharge_equals_a_reckoning_day_by_day(fine, days, paid, paid_on):
    due = dt.date(2026, 1, 1)
    at = [due + dt.timedelta(days=n) for n in (days, paid_on)]

    found = surcharge_fen(obligations=[(due, fine)], receipts=[(at[1], paid)], paused=[], until=at[0])

    before = min(days, max(0, paid_on))
    rest = max(0, fine - paid)
    assert found == min(fine, (3 * fine * before + 3 * rest * (days - before)) // 100)

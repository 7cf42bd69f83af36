"""Ten thousand random cases on every road: no dead end, no duty left out, no gate walked around."""

import random
from collections import Counter

import pytest

from minzheng.casework.domain import gates, moves
from minzheng.casework.enums import CLOSED_STATES, Level, State
from tests.casework.roads import DUTIES, WALKED, Walker


@pytest.mark.parametrize("road", WALKED)
def test_random_walks_end_and_leave_out_no_duty(road):
    walk_many(road, 400)


@pytest.mark.slow
@pytest.mark.parametrize("road", WALKED)
def test_ten_thousand_walks_end_and_leave_out_no_duty(road):
    walk_many(road, 10_000)


def walk_many(road, cases):
    rng = random.Random(20261126)
    ends, shut = Counter(), Counter()
    for _ in range(cases):
        walker = Walker(road, rng).walk()
        ends[walker.case.state] += 1
        shut.update(walker.shut)
        if walker.case.state == State.CONFIRMED:
            after_upheld = "upheld" in walker.done and not walker.now.path.posts_again
            wanted = DUTIES[road] - ({"hung"} if after_upheld else set())
            # The draw is the county's, before its own decision.
            wanted -= {"drawn from"} if walker.case.decides == Level.TOWNSHIP else set()
            assert wanted <= set(walker.done), walker.done
            assert [word for word in walker.done if word.startswith("proposal:")][-1] == "proposal:eligible"
            # A relative of staff, a complaint, a drawn home: seen by the county first.
            if walker.now.is_flagged or walker.now.is_drawn:
                assert "county visit" in walker.done
            decided_by = "township_deciding>confirmed"
            assert (decided_by in walker.done) == (walker.case.decides == Level.TOWNSHIP)
        if walker.case.state == State.REFUSED:
            assert [word for word in walker.done if word.startswith("proposal:")][-1] == "proposal:refused"
            assert {"visit"} <= set(walker.done) or "check" in walker.done

    assert ends[State.CONFIRMED] > cases // 10
    assert ends[State.REFUSED] > cases // 50
    assert {State.WITHDRAWN} <= set(ends)
    # The gates were tried, not only passed.
    assert sum(shut.values()) > cases


@pytest.mark.parametrize("road", WALKED)
def test_from_every_state_reached_there_is_a_way_to_an_end(road):
    """Breadth first over states alone, gates taken as open: an end lies behind every state before the decision."""
    onward = {state: {move.to for move in moves.allowed(state)} for state in State}
    ends = {*CLOSED_STATES, State.ACTIVE}
    for state in State:
        seen, edge = {state}, {state}
        while edge:
            edge = {to for one in edge for to in onward[one]} - seen
            seen |= edge
        assert seen & ends, f"{road}: {state}"


def test_every_gate_guards_a_move_of_the_table():
    table = {(move.source, move.to) for move in moves.MOVES}

    assert set(gates.GATES) <= table


def test_every_way_to_a_grant_and_to_a_refusal_is_guarded():
    ways = {
        (move.source, move.to) for move in moves.MOVES if move.to in {State.CONFIRMED, State.REFUSED, State.PROPOSED}
    }

    assert ways <= set(gates.GATES)

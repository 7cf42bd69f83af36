"""The table of moves: nothing else changes a state, and what it forbids says what is possible."""

import re

import pytest
from django.core.exceptions import ObjectDoesNotExist

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.domain import application, flow, moves
from minzheng.casework.enums import CLOSED_STATES, OPEN_STATES, STATION_OF, State, Station
from minzheng.casework.models import Case
from minzheng.casework.queries.todo import ACTS_NEXT
from minzheng.services.audit.domain.verify import broken_chains
from minzheng.services.audit.queries import of_object
from tests.factories import accounts, casework


def test_every_state_is_reached_and_every_closed_state_is_an_end():
    reached = {State.DRAFT} | {move.to for move in moves.MOVES}
    out_of_an_end = {move.verb for move in moves.MOVES if move.source in CLOSED_STATES}

    assert reached == set(State)
    assert out_of_an_end == {"archive", "undo_end", "open_remedy", "uphold_decision", "reopen", "reinstate"}
    assert set(STATION_OF) == set(State)
    assert {*OPEN_STATES, *CLOSED_STATES} == set(State)


def test_no_two_moves_share_ends_and_verb():
    ends = [(move.source, move.to, move.verb) for move in moves.MOVES]

    assert len(ends) == len(set(ends))


def test_who_acts_next_is_who_the_table_lets_act():
    for state, (roles, _what) in ACTS_NEXT.items():
        onward = [move for move in moves.allowed(state) if move.to != State.WITHDRAWN]
        may = {role for move in onward for role in move.roles}
        assert may.issuperset(roles), state


def test_an_illegal_move_names_the_state_and_what_is_possible(offices, county):
    case = casework.case("submitted", offices=offices)

    with pytest.raises(flow.IllegalMove) as refusal:
        flow.move(case=case, to=State.CONFIRMED, by=county, at=casework.days(1))

    assert str(refusal.value) == (
        f"案件{case.number}当前为“已提交”，不能办理“已确认”。现在可以：告知不属受理范围、受理、一次性告知补正、撤回申请。"
    )


def test_a_closed_case_says_that_it_is_closed(offices, county):
    case = casework.case("submitted", offices=offices)
    application.withdraw(case=case, by=offices.township, at=casework.days(1), reason="本人不再申请")

    with pytest.raises(flow.IllegalMove, match=re.escape("现在可以：归档。")):
        application.accept(case=case, by=offices.township, at=casework.days(2))


def test_the_wrong_role_is_refused(offices, county):
    case = casework.case("submitted", offices=offices)

    with pytest.raises(NotAllowed):
        application.accept(case=case, by=county, at=casework.days(1))

    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED


def test_a_neighbour_township_neither_sees_nor_moves_the_case(offices):
    case = casework.case("submitted", offices=offices)
    stranger = accounts.neighbour_officer()

    with within(offices.township.area), pytest.raises(NotAllowed):
        application.accept(case=case, by=stranger, at=casework.days(1))
    with within(stranger.area), pytest.raises(ObjectDoesNotExist):
        Case.objects.get(pk=case.pk)


def test_the_second_of_two_officers_learns_that_the_case_has_moved(offices, county):
    case = casework.case("submitted", offices=offices)
    stale = Case.objects.get(pk=case.pk)
    application.accept(case=case, by=offices.township, at=casework.days(1))

    with pytest.raises(flow.AlreadyMoved):
        application.withdraw(case=stale, by=offices.township, at=casework.days(1), reason="撤回")

    assert Case.objects.get(pk=case.pk).state == State.ACCEPTED


def test_every_move_is_a_row_of_the_case_chain(offices, county):
    case = casework.case("checking", offices=offices)

    rows = [(row.action, row.before, row.after["state"], row.actor) for row in of_object("case", case.pk)]

    assert rows == [
        ("case.submit", {"state": "draft"}, "submitted", offices.village.username),
        ("case.accept", {"state": "submitted"}, "accepted", offices.township.username),
        ("case.request_check", {"state": "accepted"}, "checking", offices.township.username),
    ]
    assert broken_chains(chain=f"case:{case.pk}") == []


def test_possible_actions_say_why_not(offices, county):
    case = casework.case("surveying", offices=offices)

    mine = {action.verb: action.why_not for action in flow.possible_actions(case, offices.township)}
    theirs = {action.verb: action.why_not for action in flow.possible_actions(case, county)}
    strangers = {action.verb: action.why_not for action in flow.possible_actions(case, accounts.neighbour_officer())}

    assert mine == {
        "propose": "先登记入户调查。", "withdraw": "", "visit": "", "appraise": "", "extend": "", "complain": "",
    }  # fmt: skip
    assert set(theirs.values()) == {"", "由乡镇（街道）经办人办理。", "由村（社区）协理员、乡镇（街道）经办人办理。"}
    assert set(strangers.values()) == {"不在您的管辖区域内。"}


def test_only_the_road_of_the_path_is_offered(offices, county):
    case = casework.case("accepted", offices=offices)

    verbs = [action.verb for action in flow.possible_actions(case, offices.township)]

    assert verbs == ["request_check", "withdraw", "extend", "complain"]


def test_closing_a_posting_waits_for_its_last_day(offices, county):
    case = casework.case("publicised", offices=offices)

    before = {action.verb: action.why_not for action in flow.possible_actions(case, offices.township, case.due_on)}
    after = {
        action.verb: action.why_not
        for action in flow.possible_actions(case, offices.township, casework.days(1).replace(year=2027).date())
    }

    assert before["close"] == f"到{case.due_on}为止，次日起可以办理。"
    assert after["close"] == ""


def test_asking_for_actions_needs_one_look_at_the_register(offices, county, django_assert_num_queries):
    case = casework.case("surveying", offices=offices)
    assert offices.township.area.covers(case.division_code)

    with django_assert_num_queries(1):
        flow.possible_actions(case, offices.township)


def test_station_follows_the_visit(offices, county):
    case = casework.case("surveying", offices=offices)
    before = case.station
    casework.visit(case, offices)

    assert (before, case.station) == (Station.HOUSEHOLD_VISIT, Station.DETERMINATION)

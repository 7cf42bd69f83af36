"""From the whole household to one member alone and back: reckoned anew, decided by another, kept in later reviews."""

import pytest

from minzheng.accounts.permissions import TwoPeopleNeeded
from minzheng.casework.domain import scope_change, settlement
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import ProposalKind, ProposalState, State
from minzheng.casework.models import ReviewProposal
from minzheng.kernel.moment import local_day
from minzheng.registry.domain import facts
from tests.casework.after_steps import DAY, fresh, review, settled, wage
from tests.factories import casework, registry

# Above the line of three people in the countryside, below one and a half of it.
EDGE_FEN = 255_000


def grown(offices):
    """A family whose child is severely disabled; its wages then lift it to the edge layer."""
    case = casework.case("active", offices=offices)
    child = registry.people(case.household)[2]
    facts.record_condition(
        person=child, kind="disability", code="4.1", holds_from=local_day(DAY(30)), by=offices.township, at=DAY(30),
        source="残疾证",
    )  # fmt: skip
    wage(case, offices.township, EDGE_FEN, DAY(60))
    return fresh(case), child


def alone(case, child, offices, at=None):
    return scope_change.propose(
        case=fresh(case), by=offices.township, at=at or DAY(72), reason="家庭升为低保边缘，孩子重残", person=child
    )


def test_the_stop_of_the_household_gives_way_to_its_severely_disabled_member(offices, county):
    case, child = grown(offices)
    (stop,) = review(county, DAY(70))
    assert stop.kind == ProposalKind.STOP

    proposal = alone(case, child, offices)

    stop.refresh_from_db()
    assert (stop.state, fresh(case).state) == (ProposalState.SUPERSEDED, State.CHANGE_PROPOSED)
    assert proposal.determination.person_ids == [child.pk]
    with pytest.raises(TwoPeopleNeeded):
        settlement.accept(proposal=alone_by(proposal, county), by=county, at=DAY(73))


def alone_by(proposal, staff):
    """The same proposal, as if this person had made it."""
    ReviewProposal.objects.filter(pk=proposal.pk).update(made_by=staff)
    return proposal


def test_accepted_it_covers_the_member_and_stays_so_in_the_next_run(offices, county):
    case, child = grown(offices)
    proposal = alone(case, child, offices)

    row = settled(proposal, offices, DAY(73)) if proposal.kind == ProposalKind.REDUCE else settlement.accept(
        proposal=proposal, by=offices.second_county, at=DAY(74)
    )  # fmt: skip

    assert (row.covered_person_ids, row.determination.layer) == ([child.pk], "dibao_single")
    assert review(county, DAY(100)) == []


def test_fallen_below_the_line_again_the_household_is_covered_whole(offices, county):
    case, child = grown(offices)
    proposal = alone(case, child, offices)
    settled(proposal, offices, DAY(73), heard=proposal.kind == ProposalKind.REDUCE)
    wage(case, offices.township, 100_000, DAY(110))
    (stop,) = review(county, DAY(130))
    assert stop.kind == ProposalKind.STOP

    whole = scope_change.propose(case=fresh(case), by=offices.township, at=DAY(131), reason="收入下降，整户符合条件")
    row = settled(whole, offices, DAY(132), heard=whole.kind == ProposalKind.REDUCE)

    assert len(row.covered_person_ids) == 3
    assert review(county, DAY(160)) == []


def test_what_is_dismissed_leaves_the_scope_as_it_was(offices, county):
    case, child = grown(offices)
    settlement.dismiss(proposal=alone(case, child, offices), by=county, at=DAY(73), reason="再观察")

    (stop,) = review(county, DAY(100))

    assert (stop.kind, stop.determination.person_ids) == (ProposalKind.STOP, [])


def test_who_may_not_apply_alone_is_refused_and_nothing_moves(offices, county):
    case, _child = grown(offices)
    wife = registry.people(case.household)[1]
    (stop,) = review(county, DAY(70))

    with pytest.raises(ReviewRefused, match="改后仍不符合条件"):
        alone(case, wife, offices)

    stop.refresh_from_db()
    assert (stop.state, fresh(case).state) == (ProposalState.OPEN, State.CHANGE_PROPOSED)


def test_no_change_is_no_proposal(offices, county):
    case = casework.case("active", offices=offices)

    with pytest.raises(ReviewRefused, match="没有可以变更的内容"):
        scope_change.propose(case=fresh(case), by=offices.township, at=DAY(72), reason="整户")

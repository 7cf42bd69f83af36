"""A suspension is deliberate: nothing lifts it but a named person's decision, and nothing is paid meanwhile."""

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.casework.domain import application, decision, ending, hearing, recertification, settlement, suspension
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import DecisionKind, ProposalKind, State
from minzheng.casework.models import Case, Decision
from minzheng.casework.queries import decisions_in_force, todo
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.models import Due
from minzheng.payments.domain.entitlement import dues_for
from minzheng.registry.domain.death import record_death
from minzheng.registry.models import Person
from tests.casework.after_steps import DAY, fresh, review, settled, suspended, wage
from tests.factories import accounts, casework, registry

OCTOBER, NOVEMBER, DECEMBER = Month(2026, 10), Month(2026, 11), Month(2026, 12)


def paid_in(month):
    return [row.amount_fen for row in decisions_in_force(month)]


def restore(case, offices, at, **fields):
    proposal = suspension.propose_restore(case=case, by=offices.township, at=at, reason="已配合调查", **fields)
    return settlement.accept(proposal=proposal, by=offices.county, at=at)


def test_suspended_pays_nothing_from_the_month_after(offices, county):
    case = suspended(offices)

    row = Decision.objects.filter(case=case).latest("pk")
    assert (case.state, row.kind, row.amount_fen, row.from_month) == (
        State.SUSPENDED,
        DecisionKind.SUSPEND,
        0,
        "2026-10",
    )
    assert (len(paid_in(Month(2026, 9))), paid_in(OCTOBER), paid_in(DECEMBER)) == (1, [], [])


def test_who_proposed_the_suspension_does_not_decide_it(offices, county):
    case = casework.case("active", offices=offices)
    proposal = suspension.propose(case=fresh(case), by=county, at=DAY(40), reason="拒绝入户")

    with pytest.raises(TwoPeopleNeeded):
        settlement.accept(proposal=proposal, by=county, at=DAY(41))


def test_a_suspension_needs_its_reason_and_a_hearing(offices, county):
    case = fresh(casework.case("active", offices=offices))

    with pytest.raises(ReviewRefused, match="写明停发的事实和理由"):
        suspension.propose(case=case, by=offices.township, at=DAY(40), reason=" ")
    proposal = suspension.propose(case=case, by=offices.township, at=DAY(40), reason="拒绝入户")
    with pytest.raises(ReviewRefused, match="须先听取当事人意见"):
        settlement.accept(proposal=proposal, by=county, at=DAY(41))

    assert paid_in(OCTOBER) != []


def test_the_month_run_leaves_a_suspended_case_alone(offices, county):
    case = suspended(offices)
    wage(case, offices.township, 0, DAY(50))

    assert review(county, DAY(70)) == []
    assert (fresh(case).state, paid_in(NOVEMBER)) == (State.SUSPENDED, [])


def test_a_takeover_does_not_come_in_its_place(offices, county):
    case = suspended(offices)

    with pytest.raises(application.AlreadyOpen, match=case.number):
        casework.taken_over(case.household, offices, at=DAY(50))

    assert (fresh(case).state, paid_in(NOVEMBER)) == (State.SUSPENDED, [])


def test_a_pay_run_pays_others_and_not_the_suspended(offices, county):
    case = suspended(offices)
    other = casework.case("active", offices=offices)

    made = dues_for(month=OCTOBER, by=county, at=DAY(70)).made

    assert {row.case_number for row in made} == {other.number}
    assert not Due.objects.filter(case_number=case.number).exists()


def test_the_death_of_another_member_does_not_lift_it(offices, county):
    case = suspended(offices)
    child = registry.people(case.household)[2]
    record_death(person=child, died_on=local_day(DAY(60)), by=offices.township, at=DAY(60), source="死亡证明")

    with pytest.raises(ReviewRefused, match="不改变停发"):
        recertification.stop_on_death(case=case, by=county, at=DAY(61))

    assert (fresh(case).state, paid_in(NOVEMBER)) == (State.SUSPENDED, [])
    assert [item.what for item in todo(county, local_day(DAY(61))) if item.case.pk == case.pk and item.act] == []


def test_the_death_of_everybody_ends_a_suspended_benefit(offices, county):
    home = casework.household(registry.new_member(incomes=casework.known_zero()))
    case = suspended(offices, home=home)
    record_death(person=case.applicant, died_on=local_day(DAY(60)), by=offices.township, at=DAY(60), source="死亡证明")

    row = recertification.stop_on_death(case=case, by=county, at=DAY(61))

    assert (row.kind, fresh(case).state) == (DecisionKind.TERMINATE, State.TERMINATED)


def test_no_other_decision_may_take_the_place_of_a_suspension(offices, county):
    case = suspended(offices)
    last = Decision.objects.filter(case=case).latest("pk")

    with pytest.raises(decision.DecisionRefused, match="只能由经办人办理恢复或终止"):
        decision.write(
            case=case, kind=DecisionKind.ADJUST_UP, amount_fen=100, by=county, at=DAY(60), from_month=NOVEMBER,
            person_ids=last.covered_person_ids, payee_id=case.applicant_id, replaces=last,
        )  # fmt: skip


def test_a_named_person_restores_it_with_what_the_rules_say_today(offices, county):
    case = suspended(offices)
    before = casework.grant_of(case)
    wage(case, offices.township, 50_000, DAY(50))

    row = restore(case, offices, DAY(70))

    assert (row.kind, row.from_month, row.arrears_from, fresh(case).state) == (
        DecisionKind.RESTORE, "2026-11", None, State.ACTIVE,
    )  # fmt: skip
    assert row.amount_fen == row.determination.amount_fen > before.amount_fen
    assert (paid_in(OCTOBER), paid_in(NOVEMBER)) == ([], [row.amount_fen])


def test_arrears_are_paid_only_if_the_decision_says_so_and_once(offices, county):
    without, ordered = suspended(offices), suspended(offices)
    restore(without, offices, DAY(100))
    row = restore(ordered, offices, DAY(100), arrears_from=OCTOBER)

    dues_for(month=DECEMBER, by=county, at=DAY(125))
    dues_for(month=DECEMBER, by=county, at=DAY(126))

    def due(case):
        rows = Due.objects.filter(case_number=case.number).order_by("month", "kind")
        return list(rows.values_list("month", "kind", "amount_fen"))

    assert [(month, kind) for month, kind, _fen in due(without)] == [("2026-12", "regular")]
    assert due(ordered) == [
        ("2026-10", "arrears", row.amount_fen), ("2026-11", "arrears", row.amount_fen),
        ("2026-12", "regular", row.amount_fen),
    ]  # fmt: skip


@pytest.mark.parametrize("month", [Month(2026, 9), DECEMBER])
def test_arrears_begin_within_the_suspension(offices, county, month):
    case = suspended(offices)

    with pytest.raises(ReviewRefused, match="从停发的第一个月"):
        suspension.propose_restore(case=case, by=offices.township, at=DAY(100), reason="已配合调查", arrears_from=month)


def test_who_no_longer_qualifies_is_not_restored(offices, county):
    case = suspended(offices)
    wage(case, offices.township, 2_000_000, DAY(50))

    with pytest.raises(ReviewRefused, match="不能恢复"):
        suspension.propose_restore(case=case, by=offices.township, at=DAY(70), reason="已配合调查")


def test_a_dismissed_stop_leaves_the_suspension_as_it_was(offices, county):
    case = suspended(offices)
    proposal = ending.propose_stop(case=case, by=offices.township, at=DAY(70), reason="已迁走")
    hearing.hear(proposal=proposal, by=offices.township, at=DAY(71), opinion="没有迁走")
    settlement.dismiss(proposal=proposal, by=county, at=DAY(72), reason="查明没有迁走")

    assert (fresh(case).state, paid_in(NOVEMBER)) == (State.SUSPENDED, [])


def test_a_suspended_benefit_ends_only_heard(offices, county):
    case = suspended(offices)
    proposal = ending.propose_stop(case=case, by=offices.township, at=DAY(70), reason="已迁走")
    assert (proposal.kind, fresh(case).state) == (ProposalKind.STOP, State.SUSPENDED)

    with pytest.raises(ReviewRefused, match="须先听取当事人意见"):
        settlement.accept(proposal=proposal, by=county, at=DAY(71))
    row = settled(proposal, offices, DAY(72))

    assert (row.kind, fresh(case).state) == (DecisionKind.TERMINATE, State.TERMINATED)


def test_the_village_neither_suspends_nor_restores(offices, county):
    case = suspended(offices)

    with pytest.raises(NotAllowed):
        suspension.propose_restore(case=case, by=offices.village, at=DAY(70), reason="已配合")
    with pytest.raises(NotAllowed):
        suspension.propose_restore(case=case, by=accounts.neighbour_officer(), at=DAY(70), reason="已配合")

    assert Case.objects.get(pk=case.pk).state == State.SUSPENDED
    assert Person.objects.filter(pk=case.applicant_id).exists()

"""Random acts after the decision: nothing is paid while suspended, no cut from 2026-07-01 unheard, the chain holds."""

import datetime as dt
import random

import pytest

from minzheng.casework.domain import (
    bereavement,
    change_report,
    ending,
    gradual_exit,
    hearing,
    review,
    settlement,
    suspension,
)
from minzheng.casework.enums import CUTTING_KINDS, UNPAID_KINDS, DecisionKind, ProposalState, State
from minzheng.casework.models import Case, ChangeReport, Decision, OpinionHearing, PeriodicReview, ReviewProposal
from minzheng.casework.queries import decisions_in_force
from minzheng.casework.queries.standing import HEARING_REQUIRED_FROM
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.ledger.models import Due
from minzheng.payments.domain.entitlement import dues_for
from minzheng.services.audit.domain.verify import broken_chains
from minzheng.services.audit.queries import of_object
from tests.casework.after_steps import fresh, wage
from tests.casework.after_steps import review as month_run
from tests.factories import casework

SPRING = dt.datetime(2026, 2, 2, 9, 0, tzinfo=SHANGHAI)
WAGES = (0, 50_000, 100_000, 150_000, 300_000, 2_000_000)
CUTS = {DecisionKind.ADJUST_DOWN, DecisionKind.SUSPEND, DecisionKind.GRADUAL_EXIT, DecisionKind.TERMINATE}


class Walk:
    """One household, acted upon at random by whoever may; a refusal is an answer like any other."""

    def __init__(self, offices, seed):
        self.offices, self.dice = offices, random.Random(seed)
        self.case = casework.case("active", offices=offices, at=SPRING)
        self.at = SPRING + dt.timedelta(days=30)
        self.done = 0

    def run(self, steps):
        for _ in range(steps):
            self.at += dt.timedelta(days=self.dice.choice((1, 3, 7, 20)))
            act = self.dice.choice(ACTS)
            try:
                act(self)
                self.done += 1
            except Refused:
                continue

    def anyone(self):
        return self.dice.choice((self.offices.township, self.offices.county, self.offices.second_county))

    def proposal(self):
        row = ReviewProposal.objects.filter(case=self.case, state=ProposalState.OPEN).first()
        if row is None:
            raise Refused("没有建议")
        return row


def earn(walk):
    wage(walk.case, walk.offices.township, walk.dice.choice(WAGES), walk.at)


def run_month(walk):
    month_run(walk.anyone(), walk.at)


def suspend(walk):
    suspension.propose(case=fresh(walk.case), by=walk.anyone(), at=walk.at, reason="拒绝入户")


def restore(walk):
    arrears = walk.dice.choice((None, Month.of(local_day(walk.at))))
    suspension.propose_restore(
        case=fresh(walk.case), by=walk.anyone(), at=walk.at, reason="已配合", arrears_from=arrears
    )


def stop(walk):
    ending.propose_stop(case=fresh(walk.case), by=walk.anyone(), at=walk.at, reason="已迁走")


def hear(walk):
    hearing.hear(proposal=walk.proposal(), by=walk.anyone(), at=walk.at, opinion="有话要说")


def accept(walk):
    settlement.accept(proposal=walk.proposal(), by=walk.anyone(), at=walk.at)


def accept_gradually(walk):
    gradual_exit.grant(proposal=walk.proposal(), by=walk.anyone(), at=walk.at)


def finish_exit(walk):
    gradual_exit.finish(case=fresh(walk.case), by=walk.offices.county, at=walk.at)


def dismiss(walk):
    settlement.dismiss(proposal=walk.proposal(), by=walk.anyone(), at=walk.at, reason="维持")


def open_review(walk):
    review.open_one(case=fresh(walk.case), by=walk.anyone(), at=walk.at)


def complete_review(walk):
    row = PeriodicReview.objects.filter(case=walk.case, done_at__isnull=True).first()
    if row is None:
        raise Refused("没有复核")
    review.complete(review=row, by=walk.anyone(), at=walk.at, findings="已核实")


def report(walk):
    day = local_day(walk.at)
    change_report.record(
        case=fresh(walk.case), kind="income", text="收入变化", changed_on=day, told_on=day, told_by="household",
        is_major=True, by=walk.offices.village, at=walk.at,
    )  # fmt: skip


def handle(walk):
    row = ChangeReport.objects.filter(case=walk.case, handled_at__isnull=True).first()
    if row is None:
        raise Refused("没有报告")
    change_report.handle(report=row, by=walk.anyone(), at=walk.at, finding="已核实")


def stop_dead(walk):
    bereavement.stop_on_death(case=fresh(walk.case), by=walk.offices.county, at=walk.at)


def pay(walk):
    dues_for(month=Month.of(local_day(walk.at)), by=walk.offices.county, at=walk.at)


ACTS = (
    earn, earn, run_month, run_month, suspend, restore, stop, hear, hear, hear, accept, accept, accept,
    accept_gradually, finish_exit, dismiss, open_review, complete_review, complete_review, report, handle, stop_dead,
    pay,
)  # fmt: skip


def held_to_the_law(walk):
    for row in Decision.objects.filter(case=walk.case, kind__in=CUTS, decided_on__gte=HEARING_REQUIRED_FROM):
        proposal = ReviewProposal.objects.filter(decision=row).first()
        if row.ground == "exit_over":
            assert row.replaces.kind == DecisionKind.GRADUAL_EXIT
        elif proposal.kind in CUTTING_KINDS:
            assert OpinionHearing.objects.filter(proposal=proposal, heard_at__lte=row.decided_at).exists(), row.kind


def paid_only_what_governs(walk):
    last = Decision.objects.filter(case=walk.case).latest("pk")
    state = Case.objects.get(pk=walk.case.pk).state
    ahead = decisions_in_force(Month.of(local_day(walk.at)).plus(12))
    paid = [row.due_fen for row in ahead if row.case_id == walk.case.pk]
    assert paid == ([] if last.kind in UNPAID_KINDS or last.until_month else [last.amount_fen])
    assert (last.kind == DecisionKind.SUSPEND) <= (state in {State.SUSPENDED, State.OPINION_HEARD})
    assert (state == State.SUSPENDED) <= (last.kind == DecisionKind.SUSPEND)


def nothing_due_while_suspended(walk):
    for due in Due.objects.filter(case_number=walk.case.number, kind="regular"):
        known = Decision.objects.filter(case=walk.case, from_month__lte=due.month, decided_at__lte=due.made_at)
        assert known.latest("pk").kind not in UNPAID_KINDS, due.month


def told_by_its_chain(walk):
    states = [row.after["state"] for row in of_object("case", walk.case.pk) if "state" in row.after and row.before]
    assert states[-1] == Case.objects.get(pk=walk.case.pk).state
    assert broken_chains(chain=f"case:{walk.case.pk}") == []


@pytest.mark.parametrize("seed", range(8))
def test_random_acts_keep_the_law(offices, county, seed):
    walk = Walk(offices, seed)

    walk.run(60)

    assert walk.done > 10
    held_to_the_law(walk)
    paid_only_what_governs(walk)
    nothing_due_while_suspended(walk)
    told_by_its_chain(walk)

"""A standard raised from July, entered on 20 September, against a reckoning that shares nothing with the product."""

import pytest
from django.db.models import Sum

from minzheng.differences.domain import settlement
from minzheng.differences.models import DifferenceMonth, Proposal
from minzheng.ledger.models import Due
from tests.acceptance.independent_dibao import verdict
from tests.factories import differences as factory

MONTHS = [factory.JANUARY.plus(n) for n in range(9)]


def late_standard(count):
    """Raise the lines late for so many households; every month of every household is reckoned twice."""
    county = factory.county_of(count)
    with county.within():
        factory.listed(county)
        before = Due.objects.aggregate(fen=Sum("amount_fen"))["fen"]
        first = factory.reckoned(county, reason="例行核对", cause="check")
        assert (first.changed, first.left_out_count) == (0, 0)

        factory.raise_standard(county)
        done = factory.reckoned(county)

        expected = {
            (case_id, str(month)): verdict(family, factory.era(month, new=True))[1]
            - verdict(family, factory.era(month))[1]
            for case_id, family in county.families.items()
            for month in MONTHS
        }
        rows = DifferenceMonth.objects.filter(proposal__computation=done)
        found = {
            (case, month): fen for case, month, fen in rows.values_list("proposal__case_id", "month", "difference_fen")
        }
        changed = {case for (case, _month), fen in expected.items() if fen}
        assert found == {key: fen for key, fen in expected.items() if key[0] in changed}
        assert all(fen == 0 for (_case, month), fen in found.items() if month < "2026-07")
        total = sum(expected.values())
        assert (done.changed, done.unchanged, done.arrears_fen, done.recovery_fen) == (
            len(changed), count - len(changed), total, 0,
        )  # fmt: skip
        parts = rows.aggregate(figures=Sum("figures_fen"), facts=Sum("facts_fen"), decision=Sum("decision_fen"))
        assert parts == {"figures": total, "facts": 0, "decision": 0}

        for proposal in Proposal.objects.filter(computation=done):
            settlement.confirm(proposal=proposal, by=county.second, at=factory.AFTER)
        arrears = Due.objects.filter(kind="arrears")
        paid = {
            (number, month): fen for number, month, fen in arrears.values_list("case_number", "month", "amount_fen")
        }
        numbers = dict(Proposal.objects.values_list("case_id", "case__number"))
        assert paid == {(numbers[case], month): fen for (case, month), fen in expected.items() if fen}
        assert Due.objects.filter(kind="regular").aggregate(fen=Sum("amount_fen"))["fen"] == before
        again = factory.reckoned(county)
        assert (again.changed, again.already, again.arrears_fen) == (0, 0, 0)


@pytest.mark.django_db
def test_a_standard_raised_late_pays_the_sum_of_the_differences():
    late_standard(60)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_standard_raised_late_pays_the_sum_of_the_differences_for_three_thousand():
    late_standard(3000)

"""What changed, told or found, late or not, and what came of it."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.casework.domain import change_report
from minzheng.casework.domain.determination import FactsMissing
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.enums import ProposalGround, ProposalKind, State
from minzheng.casework.models import Determination
from minzheng.casework.queries import changes, todo
from minzheng.kernel.moment import local_day
from tests.casework.after_steps import DAY, fresh, suspended, wage
from tests.factories import accounts, casework, registry


def report(case, by, **fields):
    given = {
        "kind": "income", "text": "开始打工", "changed_on": local_day(DAY(40)), "told_on": local_day(DAY(50)),
        "told_by": "household", "is_major": True, "at": DAY(50),
    }  # fmt: skip
    return change_report.record(case=fresh(case), by=by, **(given | fields))


@pytest.mark.parametrize(
    ("told_on", "is_major", "late"),
    [
        (dt.date(2026, 12, 11), True, False),
        (dt.date(2026, 12, 12), True, True),
        (dt.date(2026, 12, 12), False, False),
    ],
)
def test_three_months_to_the_day(offices, county, told_on, is_major, late):
    case = casework.case("active", offices=offices)

    row = report(
        case, offices.village, changed_on=dt.date(2026, 9, 11), told_on=told_on, is_major=is_major, at=DAY(150)
    )

    assert row.is_late is late
    assert [one.pk for one in changes.late_major()] == ([row.pk] if late else [])


def test_days_in_the_wrong_order_are_refused(offices, county):
    case = casework.case("active", offices=offices)

    with pytest.raises(ReviewRefused, match="日期先后不对"):
        report(case, offices.village, told_on=local_day(DAY(39)))
    with pytest.raises(ReviewRefused, match="日期先后不对"):
        report(case, offices.village, told_on=local_day(DAY(51)))


def test_it_is_work_for_the_township_until_handled(offices, county):
    case = casework.case("active", offices=offices)
    row = report(case, offices.village)

    assert [item.act for item in todo(offices.township, local_day(DAY(50)))] == ["handle_change"]
    assert change_report.handle(report=row, by=offices.township, at=DAY(51), finding="已核实，收入没有变化") is None

    assert todo(offices.township, local_day(DAY(51))) == []
    row.refresh_from_db()
    assert (row.determination.amount_fen, row.proposal) == (casework.grant_of(case).amount_fen, None)
    with pytest.raises(ReviewRefused, match="已处理"):
        change_report.handle(report=row, by=offices.township, at=DAY(52), finding="再次")


def test_a_difference_becomes_a_proposal_that_says_why(offices, county):
    case = casework.case("active", offices=offices)
    row = report(case, offices.village)
    wage(case, offices.township, 150_000, DAY(51))

    proposal = change_report.handle(report=row, by=offices.township, at=DAY(51), finding="工资单核实")

    assert (proposal.kind, proposal.ground, fresh(case).state) == (
        ProposalKind.REDUCE, ProposalGround.REPORT, State.CHANGE_PROPOSED,
    )  # fmt: skip
    assert "开始打工" in proposal.reasons[0]


def test_facts_must_be_registered_before(offices, county):
    row = casework.taken_over(registry.household(at=DAY(-10), account=casework.means()["account"]), offices)
    told = report(row.case, offices.village)

    with pytest.raises(FactsMissing, match="先在家庭档案中补登"):
        change_report.handle(report=told, by=offices.township, at=DAY(51), finding="核实")


def test_a_suspended_case_only_notes_it(offices, county):
    case = suspended(offices)
    row = report(case, offices.village, told_on=local_day(DAY(50)))

    assert change_report.handle(report=row, by=offices.township, at=DAY(51), finding="恢复时一并核定") is None

    assert (fresh(case).state, Determination.objects.filter(case=case, kind="review").count()) == (State.SUSPENDED, 0)


def test_strangers_report_nothing(offices, county):
    case = casework.case("active", offices=offices)

    with pytest.raises(NotAllowed):
        report(case, accounts.neighbour_officer())
    with pytest.raises(NotAllowed):
        report(case, accounts.auditor())

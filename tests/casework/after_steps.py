"""Steps after the decision that several tests take: a household whose wages change, an act on its file."""

import datetime as dt

from minzheng.casework.domain import hearing, recertification, settlement, suspension
from minzheng.casework.models import Case
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.domain import facts
from tests.factories import casework

DAY = casework.days


def wage(case, by, fen, at, person=None):
    facts.record_income(
        household=case.household, person=person or case.applicant, kind="wage", amount_fen=fen, period="month",
        holds_from=local_day(at), by=by, at=at, source="本人报告",
    )  # fmt: skip


def month_of(at) -> Month:
    return Month.of(local_day(at))


def review(by, at):
    return recertification.review_month(month=month_of(at), by=by, at=at)


def fresh(case) -> Case:
    return Case.objects.select_related("household", "applicant").get(pk=case.pk)


def settled(proposal, offices, at, *, heard=True):
    """Hear, if asked, and accept on the day after."""
    if heard:
        hearing.hear(proposal=proposal, by=offices.township, at=at, opinion="没有意见")
    return settlement.accept(proposal=proposal, by=offices.second_county, at=at + dt.timedelta(days=1))


def suspended(offices, at=None, **fields):
    """Return an active case, suspended by two people after the household was heard."""
    at = at or DAY(40)
    case = casework.case("active", offices=offices, **fields)
    proposal = suspension.propose(case=fresh(case), by=offices.township, at=at, reason="三次上门均拒绝配合调查")
    settled(proposal, offices, at)
    return fresh(case)

"""The ordinary road: a request becomes a case, walks its stations, is paid once by two people, and is filed."""

import datetime as dt

import pytest

from minzheng.casework.domain import (
    application,
    case_fact,
    decision,
    determination,
    household_visit,
    letter_content,
    publication,
    publicity,
)
from minzheng.casework.enums import Cadence, State
from minzheng.casework.models import Case, Decision, Publication
from minzheng.casework.queries.in_force import decisions_in_force
from minzheng.casework.queries.members import adults, members_on
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.domain.good import NotEnough, stock_code
from minzheng.ledger.enums import AccountKind
from minzheng.ledger.queries import balance_fen
from minzheng.relief.domain import conference, following, needing, ordinary
from minzheng.relief.domain.conference import Option
from minzheng.relief.domain.road import ReliefRefused
from minzheng.relief.enums import RequestState
from minzheng.relief.models import Grant, Request
from tests.factories import casework, relief
from tests.relief.test_afterwards import MEMBERS

START = dt.datetime(2026, 10, 12, 9, 0, tzinfo=relief.SHANGHAI)


def on(n):
    return relief.days(n, START)


def opened(offices, facts=None, home=None):
    """A request on the ordinary road with its case, the whole family affected."""
    home = home or casework.household(at=START)
    casework.ruled(offices, START)
    people = members_on(home, local_day(START), START)
    request = relief.asked(
        by=offices.township, at=START, name=people[0].name, household=home, person=people[0], people_affected=3,
        facts={"is_urgent": False} | (facts or {}),
    )  # fmt: skip
    ordinary.open_case(
        request=request, affected=people, consented=adults(people, local_day(START)), commitment_signed=True,
        by=offices.township, at=START,
    )  # fmt: skip
    return Request.objects.select_related("case").get(pk=request.pk)


def to_proposal(offices, request):
    case = request.case
    application.accept(case=case, by=offices.township, at=on(1))
    household_visit.record(
        case=case, by=offices.township, at=on(2), visited_on=local_day(on(2)),
        surveyors=[offices.township, offices.second_township], member_present=case.applicant, findings="属实",
        signed=True,
    )  # fmt: skip
    return determination.propose(case=case, by=offices.township, at=on(3))


def to_publication(offices, case, *, by):
    publicity.post(case=case, by=offices.township, at=on(4), place="村务公开栏")
    publicity.close(case=case, by=offices.township, at=on(15))
    made = decision.confirm(case=case, by=by, at=on(16))
    publication.publish(case=case, by=offices.township, at=on(17), place="村务公开栏")
    return made


def test_request_walks_the_stations_and_is_paid_once(offices, fund):
    request = opened(offices)
    case = request.case

    proposal = to_proposal(offices, request)
    case.refresh_from_db()
    assert case.decides == "township"
    assert proposal.evaluation["decider"] == "township"
    decided = to_publication(offices, case, by=offices.second_township)
    grant = ordinary.adopt(request=request, by=offices.second_township, at=on(18))
    voucher = relief.paid(request, by=offices.second_township, at=on(18))

    assert decided.cadence == Cadence.ONCE
    assert (grant.amount_fen, grant.source, grant.level) == (decided.amount_fen, "county", "township")
    assert voucher.amount_fen == decided.amount_fen == grant.reckoning.amount_fen
    assert [one for one in decisions_in_force(Month(2026, 12)) if one.program == request.program] == []

    relief.visited(request, by=offices.township, at=on(60), finding="over")
    following.close(request=request, reason="已恢复生活", by=offices.township, at=on(61))
    case.refresh_from_db()
    assert case.state == State.ARCHIVED


def test_amount_above_the_county_ceiling_waits_for_the_conference_and_takes_its_amount(offices, fund):
    request = opened(offices, {"duration_months": 6, "severity": 3})
    application.accept(case=request.case, by=offices.township, at=on(1))
    household_visit.record(
        case=request.case, by=offices.township, at=on(2), visited_on=local_day(on(2)),
        surveyors=[offices.township, offices.second_township], member_present=request.case.applicant, findings="属实",
        signed=True,
    )  # fmt: skip
    with pytest.raises(determination.FactsMissing, match="会商确定的金额"):
        determination.propose(case=request.case, by=offices.township, at=on(3))

    minutes = conference.write(
        request=request, held_on=local_day(on(3)), found="属实", options=[Option("一次救助", 800_000)], members=MEMBERS,
        conclusion="救助8000元", amount_fen=800_000, by=offices.county, at=on(3),
    )  # fmt: skip
    conference.confirm(conference=minutes, by=offices.second_county, at=on(3))
    proposal = determination.propose(case=request.case, by=offices.township, at=on(3))
    request.case.refresh_from_db()
    assert (proposal.amount_fen, request.case.decides) == (800_000, "county")
    to_publication(offices, request.case, by=offices.county)
    grant = ordinary.adopt(request=request, by=offices.second_township, at=on(18))

    assert (grant.level, grant.conference, grant.amount_fen) == ("case_conference", minutes, 800_000)


def test_nothing_is_paid_before_the_case_is_decided(offices, fund):
    request = opened(offices)

    with pytest.raises(ReliefRefused, match="还没有审核确认"):
        ordinary.adopt(request=request, by=offices.second_township, at=on(2))

    assert not Grant.objects.exists()
    assert not Decision.objects.exists()


def test_family_that_is_not_registered_cannot_take_the_ordinary_road_yet(offices, fund):
    request = relief.asked(by=offices.township, at=START, facts={"is_urgent": False})

    with pytest.raises(ReliefRefused, match="先登记家庭"):
        ordinary.open_case(
            request=request, affected=[], consented=[], commitment_signed=True, by=offices.township, at=START
        )

    assert request.state == RequestState.REPORTED
    assert not Case.objects.exists()


def test_family_on_dibao_is_asked_for_its_spending_and_not_for_its_property_again(offices, fund):
    home = casework.household(at=START, assets=[])
    casework.taken_over(home, offices, at=START)

    request = opened(offices, {"need_type": 1}, home=home)
    seen = determination.preview(case=request.case, on=local_day(on(1)), known_at=on(1))

    assert seen.dossier.facts["receives_dibao"] is True
    assert "spends_beyond_means" in [one.code for one in seen.evaluation.failed]
    assert seen.evaluation.missing == ()


def test_what_a_case_knows_is_kept_and_the_last_answer_counts(offices, fund):
    request = opened(offices)

    ordinary.record_survey(request=request, facts={"severity": 2}, by=offices.township, at=on(1))
    with pytest.raises(case_fact.FactRefused, match="没有"):
        case_fact.record(
            case=request.case, answers={("shoe_size", None): 42}, source="试", by=offices.township, at=on(1)
        )

    known = case_fact.last_known(request.case)
    assert known["severity", None].value == 2
    assert request.case.own_facts.filter(code="severity").count() == 2


def in_kind(offices, facts):
    """A request on the ordinary road that was decided in goods or in words."""
    request = opened(offices, facts)
    proposal = to_proposal(offices, request)
    request.case.refresh_from_db()
    decided = to_publication(offices, request.case, by=offices.second_township)
    return request, proposal, decided


def test_goods_on_the_ordinary_road_leave_the_store_against_a_receipt(offices, fund):
    kind = relief.quilts(12, by=offices.county, at=START)
    request, _proposal, decided = in_kind(offices, {"help_form": 3, "goods_items": 10})
    assert decided.amount_fen == 0
    _kind, told = letter_content.content_of(decided, issued_on=local_day(on(17)))
    assert any("实物" in line for line in told["decision"])
    assert Publication.objects.get(decision=decided).content["per"] == "一次性"

    with pytest.raises(ReliefRefused, match="物资种类"):
        ordinary.adopt(request=request, by=offices.second_township, at=on(18))
    grant = ordinary.adopt(request=request, good=kind, by=offices.second_township, at=on(18))
    voucher = relief.paid(request, by=offices.second_township, at=on(18))

    assert (grant.form, grant.source, grant.quantity, grant.amount_fen) == ("goods", "store", 10, 0)
    assert (voucher.transfer.amount_fen, voucher.transfer.credit.unit) == (10, "quilt")
    assert voucher.receipt_sha256
    store = stock_code(kind, fund.division_code)
    assert (balance_fen(store, AccountKind.AVAILABLE), balance_fen(store, AccountKind.PAID)) == (2, 10)


def test_no_more_goods_than_lie_in_the_store(offices, fund):
    kind = relief.quilts(9, by=offices.county, at=START)
    request, _proposal, _decided = in_kind(offices, {"help_form": 3, "goods_items": 10})
    ordinary.adopt(request=request, good=kind, by=offices.second_township, at=on(18))

    with pytest.raises(NotEnough, match="还差 1 床"):
        relief.paid(request, by=offices.second_township, at=on(18))


def test_a_referral_on_the_ordinary_road_is_a_slip_and_ends_with_the_follow_up(offices, fund):
    request, _proposal, _decided = in_kind(offices, {"help_form": 2})

    with pytest.raises(ReliefRefused, match="由哪个单位承接"):
        ordinary.adopt(request=request, by=offices.second_township, at=on(18))
    grant = ordinary.adopt(
        request=request, target="employment", office="县人社局", by=offices.second_township, at=on(18)
    )

    request.refresh_from_db()
    assert (request.state, grant.form) == (RequestState.PAID, "referral")
    assert [slip.office for slip in request.slips.all()] == ["县人社局"]
    assert not grant.instalments.exists()
    relief.visited(request, by=offices.township, at=on(60), finding="over")
    following.close(request=request, reason="已就业", by=offices.township, at=on(61))


def test_what_others_gave_meanwhile_is_in_the_file_before_the_proposal(offices, fund):
    request = opened(offices)
    needing.state(
        request=request, costs={"housing": (30_000, "估价"), "living": (10_000, "估价")}, by=offices.township, at=on(1)
    )
    needing.record_other_help(
        event=request.event, request=Request.objects.get(pk=request.pk), need_kind="housing", source="charity",
        giver="慈善会", amount_fen=29_999, given_on=local_day(on(1)), document="收1", by=offices.township, at=on(1),
    )  # fmt: skip

    proposal = to_proposal(offices, request)

    assert proposal.amount_fen == 10_001
    decided = to_publication(offices, request.case, by=offices.second_township)
    grant = ordinary.adopt(request=request, by=offices.second_township, at=on(18))
    assert grant.amount_fen == decided.amount_fen == 10_001
    assert dict(grant.shares.values_list("need__kind", "amount_fen")) == {"housing": 1, "living": 10_000}

"""What a conclusion does to the case: it stands, is decided anew, or comes back; nothing stops without an order."""

import datetime as dt

import pytest
from django.db import connection

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import ending, hearing, settlement
from minzheng.casework.enums import State
from minzheng.casework.models import Decision
from minzheng.remedies.domain import outcome, progress, suspension
from minzheng.remedies.domain.road import RemedyRefused
from minzheng.remedies.models import RemedyFile
from minzheng.remedies.queries.effect import effect_of, paused_days, suspended_on
from minzheng.services.audit.domain.verify import broken_chains
from minzheng.services.audit.queries import of_object
from tests.factories import accounts, casework
from tests.factories.remedies import accepted, against, decided, on, registered


@pytest.fixture
def refused(offices, county):
    """A case refused for income, told, and questioned."""
    case = casework.case("proposed", home=casework.household(*casework.couple(wage_fen=900_000)), offices=offices)
    decisions.refuse(case=case, by=offices.county, at=casework.days(15), reason="收入高于标准")
    case.refresh_from_db()
    return case


def test_a_refusal_waits_and_stands_when_upheld(refused, offices, county):
    file = against(casework.grant_of(refused), by=county)
    accepted(file, by=county, at=on(4))
    refused.refresh_from_db()
    assert refused.state == State.UNDER_REMEDY

    decided(file, "upheld", by=county, at=on(20))

    refused.refresh_from_db()
    assert refused.state == State.ARCHIVED
    progress.close(file=file, by=county, at=on(21), on=dt.date(2026, 11, 21))
    assert file.state == "closed"


def test_a_revoked_refusal_is_decided_anew_from_the_survey(refused, offices, county):
    file = accepted(against(casework.grant_of(refused), by=county), by=county, at=on(4))
    decided(file, "redo", by=county, at=on(20))
    refused.refresh_from_db()
    assert effect_of(file, "redo", refused).act == "reopen"
    with pytest.raises(RemedyRefused, match="案件尚未重新办理"):
        progress.close(file=file, by=county, at=on(21), on=dt.date(2026, 11, 21))

    with pytest.raises(TwoPeopleNeeded):
        outcome.carry_out(file=file, by=county, at=on(21), on=dt.date(2026, 11, 21), text="")
    outcome.carry_out(file=file, by=offices.second_county, at=on(21), on=dt.date(2026, 11, 21), text="")

    refused.refresh_from_db()
    assert refused.state == State.SURVEYING
    progress.close(file=file, by=county, at=on(21), on=dt.date(2026, 11, 21))


def test_a_benefit_wrongly_ended_comes_back(offices, county):
    granted = casework.taken_over(casework.household(), offices, amount_fen=90_000)
    case = granted.case
    end(case, offices)
    ended = Decision.objects.filter(case=case).order_by("-pk")[0]
    file = accepted(against(ended, by=county), by=county, at=on(4))
    decided(file, "revoked", by=county, at=on(20))

    case.refresh_from_db()
    assert effect_of(file, "revoked", case).act == "reinstate"
    outcome.carry_out(file=file, by=offices.second_county, at=on(23), on=dt.date(2026, 11, 23), text="")

    case.refresh_from_db()
    last = Decision.objects.filter(case=case).order_by("-pk")[0]
    assert (case.state, last.kind, last.amount_fen) == (State.ACTIVE, "restore", 90_000)


def end(case, offices):
    """Stop a benefit as the office does: proposed, the household heard, accepted by another person."""
    row = ending.propose_stop(case=case, by=offices.township, at=on(1, 9), reason="长期外出")
    hearing.hear(proposal=row, by=offices.township, at=on(2, 9), opinion="不同意")
    settlement.accept(proposal=row, by=offices.county, at=on(3, 9), reason="长期外出")
    case.refresh_from_db()


def test_a_running_benefit_goes_on_and_is_decided_anew_in_its_review(offices, county):
    granted = casework.taken_over(casework.household(), offices)
    file = accepted(against(granted, by=county), by=county, at=on(4))
    granted.case.refresh_from_db()
    assert granted.case.state == State.ACTIVE
    decided(file, "changed", by=county, at=on(20))

    with pytest.raises(RemedyRefused, match="动态复核中重新提出意见"):
        outcome.carry_out(file=file, by=offices.second_county, at=on(21), on=dt.date(2026, 11, 21), text="")


def test_a_review_suspends_nothing_unless_ordered(offices, county):
    granted = casework.taken_over(casework.household(), offices)
    file = accepted(against(granted, by=county), by=county, at=on(4))
    assert suspended_on(granted, dt.date(2026, 11, 5)) is None

    with pytest.raises(RemedyRefused, match="停止执行须有文书"):
        suspension.order(file=file, by=county, at=on(6), on=dt.date(2026, 11, 6), document_number="", reason="x")
    order = suspension.order(
        file=file,
        by=county,
        at=on(6),
        on=dt.date(2026, 11, 6),
        document_number="宜政复停〔2026〕1号",
        reason="避免难以弥补的损失",
    )
    assert suspended_on(granted, dt.date(2026, 11, 5)) is None
    assert suspended_on(granted, dt.date(2026, 11, 6)) == order
    suspension.lift(file=file, by=county, at=on(12), on=dt.date(2026, 11, 12), reason="复议决定")

    assert suspended_on(granted, dt.date(2026, 11, 11)) is not None
    assert suspended_on(granted, dt.date(2026, 11, 12)) is None


def test_the_days_of_a_review_are_known_to_the_surcharge(county):
    file = accepted(registered("review", by=county, document_number="都民罚〔2026〕1号"), by=county, at=on(4))
    assert paused_days("都民罚〔2026〕1号", dt.date(2026, 11, 30)) == [(dt.date(2026, 11, 2), dt.date(2026, 11, 30))]

    decided(file, "upheld", by=county, at=on(20))

    assert paused_days("都民罚〔2026〕1号", dt.date(2026, 11, 30)) == [(dt.date(2026, 11, 2), dt.date(2026, 11, 20))]


def test_what_the_bureau_concludes_itself_needs_a_second_person(offices, county):
    file = accepted(registered("petition", by=county), by=county, at=on(4))

    with pytest.raises(TwoPeopleNeeded, match="本案卷的登记"):
        decided(file, "supported", by=county, at=on(5))
    assert decided(file, "supported", by=offices.second_county, at=on(5)).state == "decided"


def test_townships_register_and_the_county_acts_and_neighbours_see_nothing(offices, county):
    file = registered("petition", by=offices.township)

    with pytest.raises(NotAllowed):
        progress.accept(file=file, by=offices.township, at=on(4), on=dt.date(2026, 11, 4))
    with pytest.raises(NotAllowed):
        registered("petition", by=offices.village)
    with pytest.raises(NotAllowed):
        registered("petition", by=accounts.neighbour_officer())
    with within(accounts.neighbour_officer().area):
        assert RemedyFile.objects.count() == 0


def test_contact_is_sealed_and_steps_stand_in_a_chain(offices, county):
    file = registered("complaint", by=offices.township, contact="13912345678")
    decided(file, "true", by=county, at=on(5))
    progress.feed_back(file=file, by=county, at=on(6), on=dt.date(2026, 11, 6), text="已告知")

    assert RemedyFile.objects.get(pk=file.pk).contact == "13912345678"
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM remedies_remedyfile WHERE id = %s", [file.pk])
        assert b"13912345678" not in bytes(cursor.fetchone()[0])
    actions = [event.action for event in of_object("remedy", str(file.pk))]
    assert actions == ["remedy.registered", "remedy.decide", "remedy.feedback"]
    assert list(broken_chains()) == []


def test_a_step_lies_between_the_one_before_and_today(county):
    file = accepted(registered("review", by=county), by=county, at=on(6))

    for day in (dt.date(2026, 11, 5), dt.date(2026, 11, 10)):
        with pytest.raises(RemedyRefused, match="应在2026-11-06（上一事项）至今天之间"):
            progress.receive_copy(file=file, by=county, at=on(9), on=day)


def test_a_lawsuit_after_a_review_is_counted_from_its_decision(county):
    review = decided(accepted(registered("review", by=county), by=county, at=on(4)), "upheld", by=county, at=on(20))

    suit = registered("litigation", by=county, at=on(26), after_review=review)

    assert suit.last_day_on == dt.date(2026, 12, 7)
    assert "行政诉讼法 第四十五条" in suit.last_day_counted

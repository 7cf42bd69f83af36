"""A local rule past its own end: nothing is decided by it until the county ruled, by two people, for a time."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.casework.domain import decision, expired_rule, flow
from minzheng.casework.models import ExpiredRuleRuling
from minzheng.casework.queries.expired_rules import to_rule_on, unruled
from minzheng.casework.queries.standing import standing_of
from minzheng.services.audit.models import AuditEvent
from tests.factories import accounts, casework

LAST = dt.date(2026, 8, 18)
NEXT = dt.date(2026, 8, 19)


def on(day, hour=9):
    return dt.datetime.combine(day, dt.time(hour), casework.START.tzinfo)


@pytest.fixture
def waiting(offices, county, monkeypatch):
    """A case that waits for the county, in a county that has not ruled."""
    monkeypatch.setattr(casework, "ruled", lambda *_: None)
    return casework.case("submitted_to_county", offices=offices)


def ruling(offices, until=dt.date(2027, 8, 18), at=None, **fields):
    one = to_rule_on((at or on(NEXT)).date())[0]
    given = {
        "program": one.program, "reference": one.reference, "until_on": until, "document": "宜民发〔2026〕11号",
        "reason": "上级尚未出台新规定", "by": offices.county, "at": at or on(NEXT),
    }  # fmt: skip
    return expired_rule.rule(**given | fields)


def test_on_its_last_day_the_rule_still_decides(waiting, offices):
    assert unruled(waiting, LAST) == []
    assert decision.confirm(case=waiting, by=offices.county, at=on(LAST)).amount_fen > 0


def test_the_day_after_nothing_is_decided_until_two_people_ruled(waiting, offices):
    with pytest.raises(flow.GateShut, match=r"已期满.*期满规定"):
        decision.confirm(case=waiting, by=offices.county, at=on(NEXT))
    row = ruling(offices)
    with pytest.raises(flow.GateShut, match="已期满"):
        decision.confirm(case=waiting, by=offices.county, at=on(NEXT))
    with pytest.raises(TwoPeopleNeeded):
        expired_rule.approve(ruling=row, by=offices.county, at=on(NEXT))
    expired_rule.approve(ruling=row, by=offices.second_county, at=on(NEXT))

    assert decision.confirm(case=waiting, by=offices.county, at=on(NEXT, 10)).amount_fen > 0


def test_a_decision_cannot_be_written_around_the_gate(waiting, offices):
    proposal = waiting.determinations.get()

    with pytest.raises(expired_rule.RulingNeeded, match="已期满"):
        decision.write(
            case=waiting, kind="confirm", amount_fen=1, by=offices.county, at=on(NEXT), from_month="2026-09",
            person_ids=[], payee_id=None, determination=proposal,
        )  # fmt: skip


def test_a_ruling_holds_to_its_day_and_no_longer(waiting, offices):
    row = ruling(offices, until=dt.date(2026, 9, 30))
    expired_rule.approve(ruling=row, by=offices.second_county, at=on(NEXT))

    assert (unruled(waiting, dt.date(2026, 9, 30)), len(unruled(waiting, dt.date(2026, 10, 1)))) == ([], 1)
    assert standing_of(waiting, dt.date(2026, 10, 1)).unruled == (row.reference,)


def test_an_ended_ruling_holds_for_its_last_day(waiting, offices):
    row = ruling(offices)
    expired_rule.approve(ruling=row, by=offices.second_county, at=on(NEXT))
    expired_rule.end(ruling=row, by=offices.county, at=on(NEXT, 11), reason="已有新文件")

    assert (unruled(waiting, NEXT), len(unruled(waiting, NEXT + dt.timedelta(days=1)))) == ([], 1)
    with pytest.raises(expired_rule.RulingRefused, match="已于2026-08-19终止"):
        expired_rule.end(ruling=row, by=offices.county, at=on(NEXT, 12), reason="再终止")
    again = ruling(offices, at=on(NEXT, 13))
    assert again.approved_at is None


def test_a_ruling_that_ran_out_makes_way_for_the_next(waiting, offices):
    first = ruling(offices, until=dt.date(2026, 9, 30))
    expired_rule.approve(ruling=first, by=offices.second_county, at=on(NEXT))
    second = ruling(offices, at=on(dt.date(2026, 10, 1)))
    first.refresh_from_db()

    assert (first.ended_on, second.approved_at) == (dt.date(2026, 9, 30), None)
    assert to_rule_on(dt.date(2026, 10, 1))[0].ruling == second


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"until_on": LAST}, "期满日"),
        ({"until_on": dt.date(2028, 8, 22)}, "一次最多继续适用24个月"),
        ({"document": "  "}, "处理文件"),
        ({"reason": ""}, "理由"),
        ({"reference": "没有的文件"}, "没有期满"),
    ],
)
def test_what_is_not_a_ruling_is_refused_in_words(waiting, offices, wrong, words):
    with pytest.raises(expired_rule.RulingRefused, match=words):
        ruling(offices, **wrong)
    assert not ExpiredRuleRuling.objects.exists()


def test_one_document_has_one_open_ruling(waiting, offices):
    ruling(offices)

    with pytest.raises(expired_rule.RulingRefused, match="已有处理决定"):
        ruling(offices)


def test_who_may_rule(waiting, offices):
    with within(offices.county.area):
        for stranger in (offices.township, offices.village, accounts.leader()):
            with pytest.raises(NotAllowed):
                ruling(offices, by=stranger)


def test_the_table_itself_wants_two_people(waiting, offices):
    row = ruling(offices)

    with pytest.raises(IntegrityError), transaction.atomic():
        ExpiredRuleRuling.objects.filter(pk=row.pk).update(approved_by=offices.county, approved_at=on(NEXT))


def test_each_half_leaves_its_row(waiting, offices):
    row = ruling(offices)
    expired_rule.approve(ruling=row, by=offices.second_county, at=on(NEXT))
    expired_rule.end(ruling=row, by=offices.county, at=on(NEXT), reason="已有新文件")

    told = AuditEvent.objects.filter(object_kind="expired_rule_ruling").order_by("pk").values_list("action", flat=True)
    assert list(told) == ["case.rule_on_expired", "case.approve_expired_ruling", "case.end_expired_ruling"]


def test_the_county_may_rule_before_the_rule_ends_but_not_long_before(waiting, offices):
    assert [one.expired_on for one in to_rule_on(dt.date(2026, 5, 21))] == [LAST]
    assert to_rule_on(dt.date(2026, 5, 20)) == []


def test_a_rule_of_earlier_years_needs_none(waiting):
    assert unruled(waiting, dt.date(2025, 3, 3)) == []

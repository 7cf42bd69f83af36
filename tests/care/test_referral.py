"""A referral waits for its answer by a working day; what is known proposes where to send whom."""

import datetime as dt
import subprocess

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.care.domain import paper, referral
from minzheng.care.domain.road import CareRefused
from minzheng.care.enums import Outcome, Target
from minzheng.care.models import Referral
from minzheng.care.queries import referrals as queries
from minzheng.care.queries.suggestions import known_members, suggestions
from minzheng.casework.domain.flow import Recused
from minzheng.paperwork.domain.verifying import verify
from minzheng.registry.domain import facts
from minzheng.registry.queries.household import view as household_view
from minzheng.statute.referral import referral_law, referral_laws
from tests.factories import accounts, care, casework, registry, relatives
from tests.factories.care import NOW, on


def answered(row, offices, at=NOW, **fields):
    given = {"outcome": "granted", "text": "免除保教费", "answered_on": at.date()} | fields
    return referral.answer(referral=row, by=offices.township, at=at, **given)


def test_the_answer_is_due_on_the_twentieth_working_day(offices, county):
    row = care.sent(casework.household(), by=offices.township)

    # November 2026 has no holiday: four weeks of five days after Monday the second.
    assert row.due_on == dt.date(2026, 11, 30)
    assert "第20个工作日" in row.due_counted
    assert queries.counts(dt.date(2026, 11, 30)) == {"open": 1, "late": 0}
    assert queries.counts(dt.date(2026, 12, 1)) == {"open": 1, "late": 1}


def test_office_and_law_come_from_the_day(offices, county):
    home = casework.household()
    row = care.sent(home, by=offices.township, target="medical")
    own = care.sent(home, by=offices.township, target="charity", office="宜都市慈善总会")

    assert (row.office, row.law) == ("医疗保障主管部门", "社会救助法 第二十四条")
    assert own.office == "宜都市慈善总会"
    assert referral_law("medical", dt.date(2026, 6, 30)).reference == "社会救助暂行办法 第二十七条"
    assert {target.value for target in Target} <= set(referral_laws())


def test_an_answer_is_recorded_once_and_only_help_has_an_amount(offices, county):
    row = care.sent(casework.household(), by=offices.township)

    with pytest.raises(CareRefused, match="才填写金额"):
        answered(row, offices, outcome="refused", amount_fen=100)
    with pytest.raises(CareRefused, match="反馈日期"):
        answered(row, offices, answered_on=dt.date(2026, 11, 1))
    answered(row, offices, amount_fen=80_000, document_number="宜教助〔2026〕3号")
    with pytest.raises(CareRefused, match="已登记"):
        answered(row, offices)
    assert queries.counts(dt.date(2026, 12, 31)) == {"open": 0, "late": 0}


def test_the_same_thing_is_not_asked_twice_until_it_is_answered(offices, county):
    home = casework.household()
    row = care.sent(home, by=offices.township)

    with pytest.raises(CareRefused, match=row.number):
        care.sent(home, by=offices.township)
    answered(row, offices, outcome=Outcome.WITHDRAWN, text="登记错误")
    assert care.sent(home, by=offices.township).pk != row.pk


def test_the_township_next_door_neither_sends_nor_sees(offices, county, db):
    home = casework.household()
    row = care.sent(home, by=offices.township)
    neighbour = accounts.neighbour_officer()

    with pytest.raises(NotAllowed):
        care.sent(home, by=neighbour, target="medical")
    with within(neighbour.area):
        assert Referral.objects.count() == 0
        with pytest.raises(Referral.DoesNotExist):
            referral.answer(referral=row, outcome="granted", text="x", answered_on=NOW.date(), by=neighbour, at=NOW)


def test_an_officer_refers_no_relative(offices, county):
    home = casework.household()
    relatives.identify(offices.township)
    relatives.declare(offices.township, relatives.number_of(registry.people(home)[1]))

    with pytest.raises(Recused):
        care.sent(home, by=offices.township)


def test_a_stranger_to_the_household_is_not_referred_with_it(offices, county):
    other = registry.people(casework.household())[0]

    with pytest.raises(CareRefused, match="不是户"):
        care.sent(casework.household(), by=offices.township, person=other)


def proposed(home, *, is_recipient=True, sent=()):
    members, houses = known_members(household_view(home, day=NOW.date(), known_at=NOW))
    found = suggestions(members, houses=houses, is_recipient=is_recipient, sent=sent, today=NOW.date())
    names = {member.person_id: member.name for member in members}
    return {(str(one.target), names.get(one.person_id, "")) for one in found}


def test_a_child_at_school_age_a_jobless_adult_and_a_recipient_are_proposed(offices, county):
    home = casework.household()
    _man, wife, child = registry.people(home)

    assert proposed(home) == {("utilities", ""), ("education", child.name), ("employment", wife.name)}
    assert proposed(home, is_recipient=False) == {("education", child.name)}


def test_what_was_sent_is_not_proposed_again(offices, county):
    home = casework.household()
    _man, wife, child = registry.people(home)
    care.sent(home, by=offices.township, person=child)
    row = care.sent(home, by=offices.township, target="employment", person=wife)
    answered(row, offices, outcome="withdrawn", text="登记错误")

    assert proposed(home, sent=list(queries.of_household(home.pk))) == {("utilities", ""), ("employment", wife.name)}


@pytest.mark.parametrize(
    ("kind", "code", "stays"),
    [("serious_illness", "", False), ("disability", "4.1", False), ("disability", "4.3", True),
     ("labour_capacity", "fully_lost", False), ("employment", "farming", False), ("full_time_student", "", False)],
)  # fmt: skip
def test_who_is_proposed_for_work(offices, county, kind, code, stays):
    home = casework.household()
    wife = registry.people(home)[1]
    facts.record_condition(
        person=wife,
        kind=kind,
        code=code,
        holds_from=dt.date(2026, 9, 1),
        by=offices.township,
        at=on(1, 9),
        source="证件",
    )

    assert (("employment", wife.name) in proposed(home)) is stays


def test_the_slip_is_issued_once_and_anybody_may_verify_it(offices, county):
    row = care.sent(casework.household(), by=offices.township)

    slip = referral.issue_slip(referral=row, by=offices.township, at=NOW)
    pdf = paper.kept_file(slip)
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()

    assert "社会救助转介单" in text
    assert row.number in text
    found = verify(code=slip.data["verify"]["code"], visitor="1", at=NOW)
    assert (found.title, found.number) == ("社会救助转介单", row.number)
    with pytest.raises(CareRefused, match="已制发"):
        referral.issue_slip(referral=row, by=offices.township, at=NOW)
    slip.file.storage.delete(slip.file.name)
    assert paper.kept_file(slip) == pdf

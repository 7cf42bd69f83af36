"""Application: what it needs, what it refuses, and that nothing is half-written."""

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.domain import application, flow
from minzheng.casework.enums import State
from minzheng.casework.models import Application, Case, Supplement
from minzheng.casework.queries.members import members_on
from minzheng.kernel.moment import local_day
from minzheng.registry.domain.death import record_death
from tests.factories import accounts, casework, registry


def test_a_village_worker_submits_for_the_household(offices, county):
    home = casework.household()

    case = casework.submit(home, offices)

    asked = Application.objects.get(case=case)
    assert (case.state, case.division_code) == (State.SUBMITTED, home.division_code)
    assert case.number == "DB-420581-2026-00001"
    assert (asked.submitted_by, asked.is_commitment_signed) == (offices.village, True)


def test_numbers_follow_each_other(offices, county):
    first, second = (casework.submit(casework.household(), offices) for _ in range(2))

    assert [first.number, second.number] == ["DB-420581-2026-00001", "DB-420581-2026-00002"]


def test_without_the_consent_of_every_adult_nothing_is_written(offices, county):
    home = casework.household()
    head, wife, _child = members_on(home, local_day(casework.START), casework.START)

    with pytest.raises(application.ApplicationRefused) as refusal:
        casework.submit(home, offices, consented_persons=[head])

    assert str(refusal.value) == (
        f"以下成年家庭成员尚未签署核对授权书：{wife.name}。全体成年成员授权后才能核对家庭经济状况（社会救助法第四十条）。"
    )
    assert (Case.objects.count(), Application.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"commitment_signed": False}, "诚信承诺书"),
        ({"reason": "  "}, "请填写申请理由"),
    ],
)
def test_what_is_missing_is_named(offices, county, wrong, told):
    home = casework.household()

    with pytest.raises(application.ApplicationRefused, match=told):
        casework.submit(home, offices, **wrong)


def test_a_stranger_to_the_household_cannot_be_the_applicant(offices, county):
    home, other = casework.household(), casework.household()
    stranger = registry.people(other)[0]

    with pytest.raises(application.ApplicationRefused, match="不是该家庭的成员"):
        casework.submit(home, offices, applicant=stranger)


def test_the_same_household_twice_is_refused(offices, county):
    home = casework.household()
    first = casework.submit(home, offices)

    with pytest.raises(application.AlreadyOpen, match=first.number):
        casework.submit(home, offices)

    assert Case.objects.count() == 1


def test_the_database_itself_keeps_a_second_case_out(offices, county):
    home = casework.household()
    first = casework.submit(home, offices)

    with pytest.raises(application.AlreadyOpen):
        application.open_case(
            program=casework.PROGRAM, household=home, applicant=first.applicant, by=offices.township, at=casework.START
        )


def test_after_a_withdrawal_the_household_may_apply_again(offices, county):
    home = casework.household()
    first = casework.submit(home, offices)
    application.withdraw(case=first, by=offices.village, at=casework.days(1), reason="先不申请了")

    second = casework.submit(home, offices, casework.days(2))

    assert (first.state, second.state) == (State.WITHDRAWN, State.SUBMITTED)


def test_a_withdrawal_needs_a_reason_and_an_undecided_case(offices, county):
    case = casework.case("active", offices=offices)

    with pytest.raises(application.flow.IllegalMove):
        application.withdraw(case=case, by=offices.township, at=casework.days(30), reason="不要了")


def test_someone_of_the_next_township_cannot_submit(offices, county):
    home = casework.household()

    with pytest.raises(NotAllowed):
        casework.submit(home, offices, by=accounts.neighbour_officer())


def test_a_county_officer_does_not_submit(offices, county):
    home = casework.household()

    with pytest.raises(NotAllowed):
        casework.submit(home, offices, by=county)


def test_acceptance_starts_the_clock_and_fixes_the_path(offices, county):
    case = casework.case("submitted", offices=offices)

    application.accept(case=case, by=offices.township, at=casework.days(1), near_relative=True)

    kept = Case.objects.get(pk=case.pk)
    assert (kept.state, kept.accepted_on, kept.near_relative_flag) == (State.ACCEPTED, casework.days(1).date(), True)
    assert Application.objects.get(case=case).accepted_by == offices.township


def test_everything_missing_is_said_once(offices, county):
    case = casework.case("submitted", offices=offices)
    missing = ["就读证明", " 授权书 ", "就读证明"]
    application.ask_supplement(case=case, by=offices.township, at=casework.days(1), missing=missing)
    application.resubmit(case=case, by=offices.village, at=casework.days(3), answer="只补了就读证明")

    with pytest.raises(application.ApplicationRefused, match="“收入证明”在第一次告知时没有列出"):
        application.ask_supplement(case=case, by=offices.township, at=casework.days(4), missing=["授权书", "收入证明"])
    application.ask_supplement(case=case, by=offices.township, at=casework.days(4), missing=["授权书"])

    notices = Supplement.objects.filter(case=case).order_by("pk")
    assert [(row.missing, row.answer) for row in notices] == [
        (["就读证明", "授权书"], "只补了就读证明"),
        (["授权书"], ""),
    ]
    assert case.state == State.SUPPLEMENT_NEEDED


def test_a_supplement_lapses_only_after_its_last_day(offices, county):
    case = casework.case("submitted", offices=offices)
    application.ask_supplement(case=case, by=offices.township, at=casework.days(1), missing=["就读证明"])
    last = case.due_on
    on_last = casework.days((last - casework.START.date()).days)

    with pytest.raises(flow.GateShut, match="期满后方可终结"):
        application.lapse(case=case, by=offices.township, at=on_last)
    application.lapse(case=case, by=offices.township, at=casework.days(1, on_last))

    assert case.state == State.LAPSED


def test_the_dead_neither_apply_nor_must_consent(offices, county):
    home = casework.household()
    head, wife, child = members_on(home, local_day(casework.START), casework.START)
    record_death(
        person=head, died_on=casework.days(-2).date(), by=offices.township, at=casework.days(-1), source="死亡证明",
        new_head=wife, relations={child.pk: "20"},
    )  # fmt: skip

    with pytest.raises(application.ApplicationRefused, match="已去世"):
        casework.submit(home, offices, applicant=head, consented_persons=[wife])
    case = casework.submit(home, offices, applicant=wife, consented_persons=[wife])

    assert case.applicant == wife


def test_submitting_costs_few_queries(offices, django_assert_max_num_queries):
    home = casework.household()
    with within(offices.county.area):
        people = members_on(home, local_day(casework.START), casework.START)
    assert offices.village.area.ranges

    with within(offices.county.area), django_assert_max_num_queries(40):
        application.submit(
            program=casework.PROGRAM, household=home, applicant=people[0], by=offices.village, at=casework.START,
            reason="家庭收入低", answers={}, commitment_signed=True, consented_persons=people[:2],
        )  # fmt: skip

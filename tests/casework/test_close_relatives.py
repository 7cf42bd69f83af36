"""Close relatives are matched, registered, visited by the county; their official is locked out (issue 3, build 5)."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.domain import (
    application,
    close_relatives,
    decision,
    flow,
    household_visit,
    letter,
    means_check,
    moves,
    publicity,
    recertification,
)
from minzheng.casework.domain.flow import Recused
from minzheng.casework.enums import State
from minzheng.casework.models import Case, CloseRelative, Determination
from minzheng.casework.queries import recusal
from minzheng.casework.queries.todo import todo
from minzheng.kernel.month import Month
from minzheng.registry.domain import facts, membership, splitting
from minzheng.relatives.enums import Basis, Kin
from minzheng.services.audit.models import AuditEvent
from tests.factories import accounts, casework, registry, relatives

pytestmark = pytest.mark.django_db
BEFORE = casework.days(-5)


def people_of(home):
    return registry.people(home)


@pytest.fixture
def home(county):
    return casework.household()


@pytest.fixture
def related(offices, county, home):
    """The township's officer has declared the head of the household as a brother, before anybody applied."""
    relatives.declare(offices.township, relatives.number_of(people_of(home)[0]), "sibling", at=BEFORE)
    return offices.township


def entries(case):
    return [(row.kin, row.basis, row.official_name, row.member) for row in CloseRelative.objects.filter(case=case)]


def test_declared_relative_is_matched_at_application(offices, related, home):
    case = casework.submit(home, offices)

    assert entries(case) == [(Kin.SIBLING, Basis.DECLARED, related.name, people_of(home)[0])]
    assert Case.objects.get(pk=case.pk).near_relative_flag is True
    told = AuditEvent.objects.get(chain=f"case:{case.pk}", action="case.register_relative")
    assert (told.actor, told.after["official"], told.after["kin"]) == ("", related.name, "sibling")


def test_household_without_relatives_is_not_flagged(offices, county, home):
    relatives.identify(offices.township)
    relatives.declare(offices.township, registry.id_number())
    relatives.committee_member()

    case = casework.submit(home, offices)

    assert entries(case) == []
    assert Case.objects.get(pk=case.pk).near_relative_flag is False


def test_staff_who_is_a_member_and_whoever_lives_with_them(offices, county, home):
    head, wife, child = people_of(home)
    relatives.identify(offices.second_township, relatives.number_of(wife))

    case = casework.submit(home, offices)

    assert {(kin, basis, member) for kin, basis, _name, member in entries(case)} == {
        (Kin.SELF, Basis.ID_NUMBER, wife), (Kin.SPOUSE, Basis.HOUSEHOLD, head), (Kin.CHILD, Basis.HOUSEHOLD, child),
    }  # fmt: skip


def test_committee_member_and_the_declared_relatives_of_one(offices, county, home):
    head, wife, _child = people_of(home)
    seat = relatives.committee_member(relatives.number_of(wife))
    other = relatives.committee_member(name="李公")
    relatives.declare(other, relatives.number_of(head), "child")

    case = casework.submit(home, offices)

    kinds = {(kin, name, member) for kin, _basis, name, member in entries(case)}
    assert {(Kin.SELF, seat.name, wife), (Kin.SPOUSE, seat.name, head), (Kin.CHILD, "李公", head)} <= kinds


def test_committee_whose_term_is_over_counts_no_more(offices, county, home):
    seat = relatives.committee_member(relatives.number_of(people_of(home)[0]), at=BEFORE)
    relatives.roll_ends(seat, dt.date(2026, 7, 1))

    assert entries(casework.submit(home, offices)) == []


def test_staff_of_another_township_handle_nothing_here(offices, county, home):
    relatives.declare(accounts.neighbour_officer(), relatives.number_of(people_of(home)[0]))

    assert entries(casework.submit(home, offices)) == []


def test_a_son_who_moved_out_is_still_found(offices, county):
    home = casework.household(*casework.couple(), registry.new_member("22", born=dt.date(2000, 5, 5)))
    head, _wife, _child, son = people_of(home)
    relatives.identify(offices.township, relatives.number_of(head))
    own = splitting.split(
        household=home, leaving={son.pk: "02"}, address="三组 1 号", split_on=dt.date(2026, 8, 1),
        by=offices.second_township, at=casework.START, source="分户",
    )  # fmt: skip

    case = casework.submit(own, offices)

    assert [(kin, basis) for kin, basis, _name, _member in entries(case)] == [(Kin.CHILD, Basis.HOUSEHOLD)]


def test_both_accounts_of_one_person_are_locked_out(offices, county, home):
    number = relatives.identify(offices.township)
    relatives.identify(offices.county, number)
    relatives.declare(offices.township, relatives.number_of(people_of(home)[0]))

    case = casework.submit(home, offices)

    assert recusal.recused_cases(offices.township) == recusal.recused_cases(offices.county) == {case.pk}


def test_declaration_reaches_cases_that_are_open_already(offices, county, home):
    case = casework.case("accepted", home=home, offices=offices)

    relatives.declare(offices.township, relatives.number_of(people_of(home)[1]), "child")

    assert Case.objects.get(pk=case.pk).near_relative_flag is True
    with pytest.raises(Recused):
        means_check.request(case=case, by=offices.township, at=casework.days(3))


def test_member_who_joins_later_is_found_by_the_nightly_matching(offices, county, home):
    newcomer = registry.new_member("51", born=dt.date(1950, 1, 1), name="王老")
    relatives.declare(offices.township, newcomer.id_number, "parent")
    case = casework.case("submitted", home=home, offices=offices)
    assert entries(case) == []
    membership.add_member(
        household=home, member=newcomer, on=dt.date(2026, 8, 4), by=offices.second_township, at=casework.days(1),
        source="户口簿",
    )  # fmt: skip

    # Before the night comes the officer is locked out all the same.
    with pytest.raises(Recused):
        application.accept(case=case, by=offices.township, at=casework.days(2))
    made = close_relatives.match_all(at=casework.days(2))

    assert [(row.case_id, row.kin, row.staff) for row in made] == [(case.pk, Kin.PARENT, offices.township)]
    assert close_relatives.match_all(at=casework.days(3)) == []


WALK = ("submitted", "accepted", "checking", "surveying", "visited", "proposed", "publicised", "submitted_to_county",
        "confirmed", "active")  # fmt: skip


@pytest.mark.parametrize("state", WALK)
def test_no_move_and_no_act_is_open_to_the_relative(offices, county, home, state):
    """Every step of the table is refused by the one function that makes it, whoever the relative is."""
    case = casework.case(state, home=home, offices=offices)
    everyone = (offices.village, offices.township, offices.county)
    for staff in everyone:
        relatives.declare(staff, relatives.number_of(people_of(home)[0]))

    for step in moves.allowed(case.state):
        by = next(staff for staff in everyone if staff.role in step.roles)
        with pytest.raises(Recused, match="须回避"):
            flow.move(case=case, to=step.to, by=by, at=casework.days(40))
    for staff in everyone:
        with pytest.raises(Recused):
            flow.note(case=case, action="visit", by=staff, at=casework.days(40), details={})
        offered = [action for action in flow.possible_actions(case, staff) if not action.why_not]
        assert offered == []
    case.refresh_from_db()
    assert case.state == flow.State(case.state)


def test_a_colleague_may_act(offices, related, home):
    case = casework.submit(home, offices)

    application.accept(case=case, by=offices.second_township, at=casework.days(1))

    assert Case.objects.get(pk=case.pk).state == State.ACCEPTED


def test_relative_neither_confirms_nor_writes_letters(offices, county, home):
    case = casework.case("submitted_to_county", home=home, offices=offices)
    relatives.declare(offices.county, relatives.number_of(people_of(home)[0]))

    with pytest.raises(Recused):
        decision.confirm(case=case, by=offices.county, at=casework.days(15))
    visit(case, offices.second_county, offices)
    decision.confirm(case=case, by=offices.second_county, at=casework.days(15))
    with pytest.raises(Recused):
        letter.issue(decision=casework.grant_of(case), by=offices.county, at=casework.days(16))


def test_relative_does_not_resolve_an_objection(offices, county, home):
    case = casework.case("publicised", home=home, offices=offices)
    objection = publicity.object(
        case=case, by=offices.township, at=casework.days(5), objector_name="", text="收入不止这些"
    )
    publicity.object(case=case, by=offices.township, at=casework.days(5), objector_name="", text="还有一处房")
    household_visit.record(
        case=case, by=offices.township, at=casework.days(6), visited_on=dt.date(2026, 8, 9),
        surveyors=[offices.township, offices.second_township], member_present=case.applicant, findings="属实。",
        signed=True,
    )  # fmt: skip
    relatives.declare(offices.township, relatives.number_of(people_of(home)[0]))

    # The first of two leaves the state as it is: the way that does not pass through `move`.
    with pytest.raises(Recused):
        publicity.resolve(objection=objection, by=offices.township, at=casework.days(7), finding="查无", upheld=False)


def visit(case, by, offices):
    household_visit.record(
        case=case, by=by, at=casework.days(14), visited_on=dt.date(2026, 8, 17), surveyors=[by, offices.township],
        member_present=case.applicant, findings="县级核查，与申报相符。",
        signed=True,
    )  # fmt: skip


def test_county_must_visit_before_it_confirms(offices, county, home):
    case = casework.case("submitted_to_county", home=home, offices=offices)
    relatives.declare(offices.township, relatives.number_of(people_of(home)[0]))
    case.refresh_from_db()

    with pytest.raises(flow.GateShut, match="县级须入户核查"):
        decision.confirm(case=case, by=offices.county, at=casework.days(15))
    visit(case, offices.county, offices)

    assert decision.confirm(case=case, by=offices.county, at=casework.days(15)).amount_fen > 0


def test_the_flag_changes_no_figure(offices, county):
    plain = casework.case("proposed", offices=offices)
    home = casework.household()
    relatives.declare(offices.second_county, relatives.number_of(people_of(home)[0]))
    flagged = casework.case("proposed", home=home, offices=offices)

    told = [
        (row.outcome, row.amount_fen)
        for row in (Determination.objects.get(case=plain), Determination.objects.get(case=flagged))
    ]
    assert told[0] == told[1]


def test_review_of_the_month_leaves_the_reviewers_relatives_to_a_colleague(offices, county, home):
    case = casework.case("active", home=home, offices=offices)
    facts.record_income(
        household=home, person=case.applicant, kind="wage", amount_fen=150_000, period="month",
        holds_from=dt.date(2026, 10, 1), by=offices.township, at=casework.days(70), source="工资单",
    )  # fmt: skip
    relatives.declare(offices.second_county, relatives.number_of(people_of(home)[0]))

    assert recertification.review_month(month=Month(2026, 11), by=offices.second_county, at=casework.days(100)) == []
    made = recertification.review_month(month=Month(2026, 11), by=offices.county, at=casework.days(100))

    assert [row.case_id for row in made] == [case.pk]
    with pytest.raises(Recused):
        recertification.dismiss(proposal=made[0], by=offices.second_county, at=casework.days(101), reason="x")


def test_no_at_acceptance_takes_nothing_away(offices, related, home):
    case = casework.submit(home, offices)

    application.accept(case=case, by=offices.second_township, at=casework.days(1), near_relative=False)

    assert Case.objects.get(pk=case.pk).near_relative_flag is True


def test_what_the_applicant_states_stands_in_the_register(offices, county, home):
    case = casework.submit(home, offices, near_relative=True)

    assert entries(case) == [("", Basis.STATED, "", None)]


def test_register_by_hand_locks_the_account_named(offices, county, home):
    case = casework.case("accepted", home=home, offices=offices)

    close_relatives.state(
        case=case, by=offices.township, at=casework.days(2), member=people_of(home)[1], kin="sibling",
        official=offices.township,
    )  # fmt: skip

    with pytest.raises(Recused):
        flow.move(case=case, to=State.CHECKING, by=offices.township, at=casework.days(2))
    assert Case.objects.get(pk=case.pk).near_relative_flag is True


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kin": "sibling"}, "请选择有关工作人员"),
        ({"kin": "", "official_name": "李四"}, "请选择家庭成员是其何人"),
        ({"kin": "sibling", "official_name": "李四", "member": None}, "请选择本案的家庭成员"),
    ],
)
def test_incomplete_entry_by_hand_is_refused(offices, county, home, fields, words):
    case = casework.case("accepted", home=home, offices=offices)
    given = {"member": people_of(home)[0]} | fields

    with pytest.raises(close_relatives.RelativeRefused, match=words):
        close_relatives.state(case=case, by=offices.township, at=casework.days(2), **given)


def test_only_the_county_clears_with_a_reason_and_never_the_relative(offices, related, home):
    case = casework.submit(home, offices)
    [entry] = CloseRelative.objects.filter(case=case)

    with pytest.raises(NotAllowed):
        close_relatives.clear(entry=entry, by=offices.second_township, at=casework.days(1), reason="不是亲属")
    with pytest.raises(close_relatives.RelativeRefused, match="须写明理由"):
        close_relatives.clear(entry=entry, by=offices.county, at=casework.days(1), reason=" ")
    close_relatives.clear(entry=entry, by=offices.county, at=casework.days(1), reason="同名，身份号码录错")

    case.refresh_from_db()
    assert case.near_relative_flag is False
    assert close_relatives.match_all(at=casework.days(2)) == []
    application.accept(case=case, by=related, at=casework.days(2))


def test_county_officer_does_not_clear_the_own_entry(offices, county, home):
    case = casework.submit(home, offices)
    relatives.declare(offices.county, relatives.number_of(people_of(home)[0]))
    [entry] = CloseRelative.objects.filter(case=case)

    with pytest.raises(Recused):
        close_relatives.clear(entry=entry, by=offices.county, at=casework.days(1), reason="不是亲属")


def test_to_do_says_that_a_colleague_acts(offices, related, home):
    casework.submit(home, offices)

    [item] = todo(related, casework.days(1).date())
    [other] = todo(offices.second_township, casework.days(1).date())

    assert (item.group, item.what) == ("waiting", "您须回避，由其他经办人办理")
    assert other.group != "waiting"


def test_matching_asks_a_fixed_number_of_questions(offices, county, django_assert_num_queries):
    for size in (1, 3):
        home = casework.household(*[registry.new_member("02"), *(registry.new_member("22") for _ in range(size - 1))])
        case = casework.submit(home, offices)
        with django_assert_num_queries(13):
            close_relatives.match(case=case, at=casework.days(1))


def test_matching_looks_beyond_the_area_but_tells_only_of_this_household(offices, home):
    """A village worker files; the county officer whose brother applies is found all the same."""
    with within(offices.county.area):
        relatives.declare(offices.county, relatives.number_of(people_of(home)[0]))

    with within(offices.village.area):
        case = casework.submit(home, offices)
        assert CloseRelative.objects.filter(case=case, staff=offices.county).count() == 1

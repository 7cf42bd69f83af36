"""Gaps of enrolment: each kind on its own, who may leave the denominator, and that nobody leaves it by deletion."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minzheng.kernel.idnumber import impossible
from minzheng.statute.enrolment import (
    DEAD,
    DOUBLE_REGISTERED,
    ENROLLED,
    KINDS,
    LEAVING,
    MILITARY,
    NEW_ENTRANT,
    OTHER_PLACE,
    PRISON,
    REFUSED,
    STATED,
    UNEXPLAINED,
    WRONG_ID,
    Entry,
    Policy,
    RosterChanged,
    Statement,
    classify,
    rate,
)

HOME, AWAY = "420581", "420106"
CUT_OFF = date(2025, 12, 31)


def number(order, born=date(1960, 5, 1)):
    return impossible(born, order)


def entry(order=1, *, serial="1", listed=date(2024, 1, 1), name="张三", id_number=None):
    return Entry(serial, id_number or number(order), name, listed)


def policy(order=1, *, place=HOME, paid=True, name="张三", id_number=None):
    return Policy(id_number or number(order), name, place, paid)


def found(roster, policies=(), statements=(), *, home=HOME, days=30):
    return classify(
        roster=roster, policies=policies, statements=statements, home=home, cut_off=CUT_OFF, entrant_days=days
    )


def kind(*args, **more):
    [one] = found(*args, **more)
    return one.kind, one.counts


def test_who_paid_at_home_is_enrolled():
    assert kind([entry()], [policy()]) == (ENROLLED, True)
    assert kind([entry()], [policy(place="420581102")]) == (ENROLLED, True)


def test_an_old_number_of_fifteen_digits_is_the_same_person():
    new = number(1)

    assert kind([entry(id_number=new[:6] + new[8:17])], [policy()]) == (ENROLLED, True)


def test_the_pool_may_be_wider_than_the_county():
    assert kind([entry()], [policy(place="420500")], home=HOME) == (OTHER_PLACE, True)
    assert kind([entry()], [policy(place="420500")], home="420500") == (ENROLLED, True)


@pytest.mark.parametrize(
    ("stated", "document", "expected"),
    [
        (OTHER_PLACE, "参保凭证1号", (OTHER_PLACE, False)),
        (OTHER_PLACE, "", (OTHER_PLACE, True)),
        (OTHER_PLACE, "  ", (OTHER_PLACE, True)),
        (MILITARY, "入伍通知书", (MILITARY, False)),
        (MILITARY, "", (MILITARY, True)),
        (PRISON, "入监通知书", (PRISON, False)),
        (PRISON, "", (PRISON, True)),
        (REFUSED, "本人声明", (REFUSED, True)),
        (DEAD, "死亡证明", (DEAD, True)),
    ],
)
def test_only_three_kinds_leave_the_denominator_and_only_with_a_document(stated, document, expected):
    assert kind([entry()], [], [Statement("1", stated, document)]) == expected


def test_insurance_elsewhere_in_the_file_counts_until_its_document_is_there():
    away = [policy(place=AWAY)]

    assert kind([entry()], away) == (OTHER_PLACE, True)
    assert kind([entry()], away, [Statement("1", REFUSED, "声明")]) == (OTHER_PLACE, True)
    assert kind([entry()], away, [Statement("1", OTHER_PLACE, "参保凭证")]) == (OTHER_PLACE, False)


def test_a_dead_person_is_a_gap_of_the_roster_even_when_insured():
    assert kind([entry()], [policy()], [Statement("1", DEAD)]) == (DEAD, True)


def test_who_is_insured_is_enrolled_whatever_was_stated():
    for stated in (MILITARY, PRISON, REFUSED, OTHER_PLACE):
        assert kind([entry()], [policy()], [Statement("1", stated, "证明")]) == (ENROLLED, True)


def test_a_number_that_cannot_be_is_named_with_the_reason():
    wrong = number(1)[:-1] + ("0" if number(1)[-1] != "0" else "1")
    [one] = found([entry(id_number=wrong)], [policy()])

    assert (one.kind, one.counts) == (WRONG_ID, True)
    assert "校验" in one.why


def test_the_same_name_and_birth_date_under_another_number_is_told():
    assert kind([entry(1)], [policy(3)]) == (WRONG_ID, True)
    assert kind([entry(1)], [policy(3, name="李四")]) == (UNEXPLAINED, True)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (date(2025, 12, 1), NEW_ENTRANT),
        (date(2025, 11, 30), UNEXPLAINED),
        (date(2025, 12, 31), NEW_ENTRANT),
    ],
)
def test_a_new_entrant_came_within_the_window(listed, expected):
    assert kind([entry(listed=listed)]) == (expected, True)


def test_registered_without_payment_is_not_insured():
    [one] = found([entry()], [policy(paid=False)])

    assert (one.kind, one.why) == (UNEXPLAINED, "已登记没有缴费")


def test_a_second_row_of_one_person_is_a_gap_of_its_own():
    roster = [entry(serial="1"), entry(serial="2")]

    assert [one.kind for one in found(roster, [policy()])] == [ENROLLED, DOUBLE_REGISTERED]
    assert rate(roster, found(roster, [policy()])).basis_points == 5000


def test_who_is_insured_twice_is_enrolled_and_told_to_put_it_right():
    [one] = found([entry()], [policy(), policy(place=AWAY)])

    assert (one.kind, one.is_double_insured) == (ENROLLED, True)
    assert one.to_do


def test_the_rate_is_whole_only_when_nobody_is_missing():
    roster = [entry(order, serial=str(order), name=f"甲{order}") for order in range(1, 334)]
    policies = [policy(order, name=f"甲{order}") for order in range(1, 333)]
    almost = rate(roster, found(roster, policies))

    assert (almost.enrolled, almost.to_enrol, almost.is_full) == (332, 333, False)
    assert almost.basis_points == 9969
    assert dict(almost.gaps) == {UNEXPLAINED: 1}
    assert rate(roster, found(roster, [*policies, policy(333, name="甲333")])).basis_points == 10_000


def test_a_proven_soldier_leaves_the_denominator_a_claimed_one_does_not():
    roster = [entry(1, serial="1"), entry(3, serial="2", name="李四")]
    claimed = rate(roster, found(roster, [policy()], [Statement("2", MILITARY)]))
    proven = rate(roster, found(roster, [policy()], [Statement("2", MILITARY, "入伍通知书")]))

    assert (claimed.basis_points, proven.basis_points) == (5000, 10_000)
    assert dict(proven.gaps) == {MILITARY: 1}


def test_a_rate_with_deleted_rows_is_refused():
    roster = [entry(1, serial="1"), entry(3, serial="2", name="李四")]
    standings = found(roster, [policy()])

    with pytest.raises(RosterChanged, match="不能删行"):
        rate(roster, standings[:1])
    with pytest.raises(RosterChanged, match="两次"):
        rate(roster, [*standings, standings[0]])
    with pytest.raises(RosterChanged, match="不在冻结的名册中"):
        rate(roster[:1], standings)


def test_a_statement_about_nobody_or_of_a_strange_kind_is_refused():
    with pytest.raises(RosterChanged, match="没有第9号"):
        found([entry()], [], [Statement("9", DEAD)])
    with pytest.raises(RosterChanged, match="不认识"):
        found([entry()], [], [Statement("1", NEW_ENTRANT)])
    with pytest.raises(RosterChanged, match="两行"):
        found([entry(), entry(3)])


def test_nobody_to_enrol_has_no_rate():
    assert rate([], ()).basis_points is None


ROWS = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from(("none", "home", "away", "both", "unpaid")), st.integers(0, 200)),
    max_size=40,
)
STATEMENTS = st.lists(st.tuples(st.integers(0, 39), st.sampled_from(STATED), st.booleans()), max_size=20)


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, told=STATEMENTS)
def test_every_row_is_answered_for_once_and_gaps_add_up(rows, told):
    roster = [
        Entry(str(n), number(order), f"甲{order}", date.fromordinal(CUT_OFF.toordinal() - days))
        for n, (order, _where, days) in enumerate(rows)
    ]
    policies = [
        Policy(number(order), f"甲{order}", place, where != "unpaid")
        for order, where, _days in rows
        for place in {"none": (), "home": (HOME,), "away": (AWAY,), "both": (HOME, AWAY), "unpaid": (HOME,)}[where]
    ]
    statements = [Statement(str(n), kind, "证明" if proven else "") for n, kind, proven in told if n < len(roster)]

    standings = found(roster, policies, statements)
    total = rate(roster, standings)

    assert [one.serial for one in standings] == [one.serial for one in roster]
    assert all(one.kind in KINDS and one.why for one in standings)
    assert all(one.counts or one.kind in LEAVING for one in standings)
    assert total.enrolled <= total.to_enrol <= len(roster)
    assert total.enrolled + sum(total.gaps.values()) == len(roster)
    assert (total.basis_points == 10_000) == (total.is_full and total.to_enrol > 0)
    # More insurance never lowers the rate of the same frozen roster.
    more = found(roster, [*policies, *(replace(one, place=HOME) for one in policies)], statements)
    assert rate(roster, more).enrolled >= total.enrolled

"""The edges: one fen, first and last days, an end, a death, a suspension, a month that was held, a move."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.casework.domain import determination, ending, recertification, relocation, suspension
from minzheng.casework.queries.in_force import governing, granted_in
from minzheng.differences.domain import computation, settlement
from minzheng.differences.domain.computation import ComputationRefused
from minzheng.differences.domain.settlement import SettlementRefused
from minzheng.differences.models import Computation, DifferenceMonth, LeftOut, Proposal
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.ledger.models import Due
from minzheng.registry.domain import facts
from minzheng.registry.domain.death import record_death
from minzheng.registry.domain.intake import per_month
from tests.acceptance.independent_dibao import Family, Relative
from tests.factories import accounts, casework, registry
from tests.factories import differences as factory
from tests.factories.accounts import NEIGHBOUR_VILLAGE

AT = factory.AFTER
ZERO = {"wage": 0, "business": 0, "property": 0, "transfer": 0, "other": 0}


def one(place, *, wage=30_000, people=1):
    """A rural household of adults, the first with a wage; what the law gives it is 700 a head less the wage."""
    members = [registry.new_member("02", incomes=casework.ZERO | {"wage": per_month(wage)})]
    members += [
        registry.new_member("10", sex="2", born=dt.date(1982, 3, 1), incomes=casework.ZERO)
        for _each in range(people - 1)
    ]
    told = [
        Relative(45, ZERO | {"wage": wage * 12 if n == 0 else 0}, kin="head" if n == 0 else "spouse")
        for n in range(people)
    ]
    family = Family("rural", told, savings=500_000, cars=0, homes=1, bought_home=False, employs=False)
    return factory.add(place, members, family)


def months(case, **fields):
    rows = DifferenceMonth.objects.filter(proposal__case=case, proposal__state="open", **fields).exclude(
        difference_fen=0
    )
    return dict(rows.order_by("month").values_list("month", "difference_fen"))


def end(case, place, at):
    stop(ending.propose_stop(case=case, by=place.first, at=at, reason="已迁出本县"), place, at)


def suspend(case, place, at):
    stop(suspension.propose(case=case, by=place.first, at=at, reason="拒绝入户核查"), place, at)


def stop(proposal, place, at):
    """Hear the household and decide, so that it begins with the month after."""
    recertification.hear(proposal=proposal, by=place.first, at=at, opinion="已知悉")
    recertification.accept(proposal=proposal, by=place.second, at=at + dt.timedelta(days=1))


def earns(case, place, fen, since, *, at=factory.LATE):
    facts.record_income(
        household=case.household, person=case.applicant, kind="wage", amount_fen=fen, period="month", holds_from=since,
        by=place.first, at=at, source="税务比对",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (dt.date(2026, 6, 30), "2026-07"), (dt.date(2026, 7, 1), "2026-07"), (dt.date(2026, 7, 2), "2026-08"),
        (dt.date(2026, 7, 31), "2026-08"),
    ],
)  # fmt: skip
def test_a_standard_counts_from_the_first_day_of_a_month_on_which_it_holds(place, day, first):
    case = one(place)
    factory.listed(place)
    factory.raise_standard(place, rural=75_000, on=day)

    factory.reckoned(place)

    assert min(months(case)) == first
    assert set(months(case).values()) == {5_000}


def test_one_fen_more_than_a_whole_yuan_is_a_yuan_and_less_is_nothing(place):
    """Amounts are rounded up to the yuan: a fen of wage that crosses it counts, one that does not is no difference."""
    exact, inside = one(place, wage=30_000), one(place, wage=30_050)
    factory.listed(place)
    for case, wage in ((exact, 29_999), (inside, 30_049)):
        earns(case, place, wage, dt.date(2026, 8, 1))

    factory.reckoned(place, cause="fact")

    assert months(exact) == {"2026-08": 100, "2026-09": 100}
    assert months(inside) == {}


def test_a_wage_learnt_late_is_a_recovery_that_nobody_takes_by_itself(place):
    case = one(place)
    factory.listed(place)
    earns(case, place, 50_000, dt.date(2026, 8, 15))

    done = factory.reckoned(place, cause="fact", reason="税务比对发现工资")

    assert months(case) == {"2026-09": -20_000}
    row = DifferenceMonth.objects.get(proposal__case=case, month="2026-09")
    assert (row.figures_fen, row.facts_fen + row.decision_fen, row.was_fen, row.should_fen) == (
        0,
        -20_000,
        40_000,
        20_000,
    )
    assert (done.arrears_fen, done.recovery_fen) == (0, 20_000)
    assert Due.objects.filter(case_number=case.number).count() == 9
    proposal = Proposal.objects.get(case=case)
    with pytest.raises(SettlementRefused, match="没有发到的不能追回"):
        settlement.confirm(proposal=proposal, by=place.second, at=AT)


def test_arrears_and_recovery_are_never_set_off(place):
    case = one(place)
    factory.listed(place)
    factory.raise_standard(place, rural=75_000)
    earns(case, place, 60_000, dt.date(2026, 9, 1))

    factory.reckoned(place)

    assert dict(Proposal.objects.filter(case=case).values_list("kind", "total_fen")) == {
        "arrears": 10_000, "recovery": 25_000,
    }  # fmt: skip


def test_a_member_who_died_counts_to_the_end_of_the_month(place):
    case = one(place, people=2)
    factory.listed(place)
    spouse = registry.people(case.household)[1]
    record_death(person=spouse, died_on=dt.date(2026, 6, 30), by=place.first, at=factory.LATE, source="死亡证明")

    factory.reckoned(place, cause="fact")

    assert months(case) == dict.fromkeys(("2026-07", "2026-08", "2026-09"), -70_000)


def test_nobody_is_left_and_everything_since_is_claimed_back(place):
    case = one(place)
    factory.listed(place)
    person = registry.people(case.household)[0]
    record_death(person=person, died_on=dt.date(2026, 7, 1), by=place.first, at=factory.LATE, source="死亡证明")

    factory.reckoned(place, cause="fact")

    assert months(case) == {"2026-08": -40_000, "2026-09": -40_000}


def test_an_ended_household_gets_nothing_for_the_months_after(place):
    case = one(place)
    factory.listed(place, until=Month(2026, 7))
    end(case, place, dt.datetime(2026, 7, 20, 9, 0, tzinfo=SHANGHAI))
    other = one(place)
    factory.listed(place, since=Month(2026, 8))
    factory.raise_standard(place, rural=75_000)

    factory.reckoned(place)

    assert months(case) == {"2026-07": 5_000}
    assert max(months(other)) == "2026-09"


def test_a_suspension_gives_no_arrears_by_itself(place):
    case = one(place)
    factory.listed(place, until=Month(2026, 7))
    suspend(case, place, dt.datetime(2026, 7, 20, 9, 0, tzinfo=SHANGHAI))
    one(place)
    factory.listed(place, since=Month(2026, 8))
    factory.raise_standard(place, rural=75_000)

    factory.reckoned(place)

    assert months(case) == {"2026-07": 5_000}
    assert LeftOut.objects.filter(case=case, reason__contains="停发").get().months == ["2026-08", "2026-09"]


def test_a_month_that_was_never_made_is_owed_whole_once(place):
    case = one(place)
    factory.listed(place, until=Month(2026, 7))
    missing = one(place)
    factory.listed(place, since=Month(2026, 8))

    factory.reckoned(place, cause="check")
    assert months(case) == {}
    assert months(missing) == dict.fromkeys([f"2026-0{n}" for n in range(1, 8)], 40_000)
    proposal = Proposal.objects.get(case=missing)
    assert proposal.needs_look
    settlement.confirm(proposal=proposal, by=place.second, at=AT)

    factory.listed(place)
    assert Due.objects.filter(case_number=missing.number).aggregate(fen=Sum("amount_fen"))["fen"] == 9 * 40_000


def test_a_household_that_moved_townships_keeps_its_months(place):
    case = one(place)
    factory.listed(place)
    factory.raise_standard(place, rural=75_000)
    relocation.move_household(
        household=case.household, division_code=NEIGHBOUR_VILLAGE, address="二组", moved_on=dt.date(2026, 8, 10),
        by=place.first, at=dt.datetime(2026, 9, 20, 15, 0, tzinfo=SHANGHAI), source="户口迁移证",
    )  # fmt: skip

    factory.reckoned(place)
    settlement.confirm(proposal=Proposal.objects.get(case=case), by=place.second, at=AT)

    moved = Due.objects.filter(case_number=case.number, kind="arrears")
    assert {(due.month, due.amount_fen, due.division_code) for due in moved} == {
        (month, 5_000, NEIGHBOUR_VILLAGE) for month in ("2026-07", "2026-08", "2026-09")
    }


def test_who_reckoned_does_not_confirm_and_a_township_neither(place):
    case = one(place)
    factory.listed(place)
    factory.raise_standard(place, rural=75_000)
    factory.reckoned(place)
    proposal = Proposal.objects.get(case=case)

    for person, refusal in ((place.first, TwoPeopleNeeded), (accounts.township_officer(), NotAllowed)):
        with pytest.raises(refusal):
            settlement.confirm(proposal=proposal, by=person, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="confirmed", settled_by=place.first, settled_at=AT)
    settlement.confirm(proposal=proposal, by=place.second, at=AT)
    with pytest.raises(SettlementRefused, match="不能再办理"):
        settlement.confirm(proposal=proposal, by=place.second, at=AT)
    assert Due.objects.filter(kind="arrears").count() == 3


def test_a_month_is_put_right_as_often_as_truth_arrives(place):
    case = one(place)
    factory.listed(place)
    for n, line in enumerate((75_000, 76_000, 78_000)):
        at = factory.LATE + dt.timedelta(days=n * 2)
        factory.raise_standard(place, rural=line, at=at)
        factory.reckoned(place, at=at + dt.timedelta(days=1))
        settlement.confirm(
            proposal=Proposal.objects.get(case=case, state="open"), by=place.second, at=at + dt.timedelta(days=1)
        )

    dues = Due.objects.filter(case_number=case.number, month="2026-07").order_by("pk")
    assert [(due.kind, due.series, due.amount_fen) for due in dues] == [
        ("regular", 0, 40_000), ("arrears", 0, 5_000), ("correction", 0, 1_000), ("correction", 1, 2_000),
    ]  # fmt: skip


def test_a_new_computation_replaces_what_changed_and_leaves_what_stands(place):
    case, other = one(place), one(place, wage=10_000)
    factory.listed(place)
    factory.raise_standard(place, rural=75_000)
    factory.reckoned(place)
    earns(case, place, 28_000, dt.date(2026, 9, 1), at=AT)

    again = factory.reckoned(place, at=AT + dt.timedelta(days=1))

    assert (again.changed, again.already) == (1, 1)
    assert months(case) == {"2026-07": 5_000, "2026-08": 5_000, "2026-09": 7_000}
    assert Proposal.objects.filter(case=case, state="superseded").count() == 1
    assert Proposal.objects.filter(case=other).count() == 1


def test_what_was_dismissed_is_not_brought_up_again(place):
    case = one(place)
    factory.listed(place)
    factory.raise_standard(place, rural=75_000)
    factory.reckoned(place)
    settlement.dismiss(proposal=Proposal.objects.get(case=case), by=place.second, at=AT, reason="文件不适用于本户")

    assert factory.reckoned(place, at=AT + dt.timedelta(days=1)).unchanged == 1
    factory.raise_standard(place, rural=76_000, at=AT + dt.timedelta(days=2))
    factory.reckoned(place, at=AT + dt.timedelta(days=3))
    assert months(case)["2026-07"] == 6_000


def test_the_month_changed_since_it_is_reckoned_again(place):
    case = one(place)
    factory.listed(place)
    factory.raise_standard(place, rural=75_000)
    factory.reckoned(place)
    first = Proposal.objects.get(case=case)
    row = first.months.get(month="2026-07")
    settlement.write_all(
        dues=[settlement.NewDue(
            household_id=case.household_id, payee_id=case.applicant_id, person_ids=(), program=case.program,
            month="2026-07", amount_fen=1, source_room="casework", decision_id=row.decision_id, case_number=case.number,
            document_number="x", division_code=case.division_code, kind="arrears",
        )],
        by=place.first, at=AT,
    )  # fmt: skip

    with pytest.raises(SettlementRefused, match="请重新核算"):
        settlement.confirm(proposal=first, by=place.second, at=AT)


def test_bulk_equals_case_by_case_and_goes_on_where_it_stopped(place, monkeypatch):
    monkeypatch.setattr(computation, "AT_ONCE", 2)
    cases = [one(place, wage=wage) for wage in (0, 10_000, 20_000, 30_000, 69_900)]
    factory.listed(place)
    factory.raise_standard(place, rural=75_000)
    row = computation.start(
        program=factory.PROGRAM, first=factory.JULY, cause="figure", reason="新标准", by=place.first, at=AT
    )

    assert computation.step(computation=row, by=place.first, at=AT)
    row.refresh_from_db()
    assert (row.done, row.cursor, row.state) == (2, cases[1].pk, "running")
    done = computation.run(computation=row, by=place.first, at=AT)

    assert (done.done, done.changed, done.state) == (5, 5, "done")
    assert not computation.step(computation=row, by=place.first, at=AT)
    for case in cases:
        for one_month in DifferenceMonth.objects.filter(proposal__case=case):
            day = Month.parse(one_month.month).first_day
            seen = determination.preview(case=case, on=day, known_at=AT)
            assert one_month.should_fen == seen.evaluation.amount_fen


def test_a_case_alone_and_what_cannot_be_asked(place):
    case, other = one(place), one(place)
    factory.listed(place)
    factory.raise_standard(place, rural=75_000)

    alone = factory.reckoned(place, case=case)
    assert (alone.total, alone.changed) == (1, 1)
    assert not Proposal.objects.filter(case=other).exists()
    for fields, words in (
        ({"reason": " "}, "说明"),
        ({"first": Month(2026, 10)}, "没有生成过应发"),
        ({"first": Month(2010, 1)}, "一次最多"),
    ):
        with pytest.raises(ComputationRefused, match=words):
            factory.reckoned(place, **fields)
    with pytest.raises(NotAllowed):
        factory.reckoned(place, by=accounts.township_officer())


def test_the_books_of_the_room_are_not_rewritten(place):
    one(place)
    factory.listed(place)
    factory.raise_standard(place, rural=75_000)
    factory.reckoned(place)

    for rows, field in (
        (DifferenceMonth.objects.all(), "should_fen"),
        (Proposal.objects.all(), "total_fen"),
        (Computation.objects.all(), "reason"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{field: 1})


def test_the_months_are_governed_as_the_pay_list_sees_them(place):
    case = one(place)
    wanted = [Month(2025, 12), *(factory.JANUARY.plus(n) for n in range(9))]

    found = granted_in([case.pk], wanted)

    assert {month: found.get((case.pk, str(month))) for month in wanted} == {
        month: governing([case.pk], month).get(case.pk) for month in wanted
    }


def test_every_fen_has_its_reason_with_values_and_source(place):
    case = one(place)
    factory.listed(place)
    factory.raise_standard(place, rural=75_000)
    factory.reckoned(place)

    row = DifferenceMonth.objects.get(proposal__case=case, month="2026-07")

    assert (row.figures_fen, row.facts_fen, row.decision_fen) == (5_000, 0, 0)
    (reason,) = row.reasons
    assert (reason["name"], reason["before"], reason["after"], reason["from"]) == (
        "农村低保标准", "700.00元/人·月", "750.00元/人·月", "2026-07-01",
    )  # fmt: skip
    assert "宜民政发〔2026〕31号" in reason["reference"]

"""Screens over a snapshot: what a review would propose, who no longer qualifies, who gets nothing."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.enums import State
from minzheng.casework.models import Case, Decision, ReviewProposal
from minzheng.registry.models import Household
from minzheng.screening.domain import proposing, screen, snapshot, visiting
from minzheng.screening.domain.road import ScreeningRefused
from minzheng.screening.enums import ScreenState
from minzheng.screening.models import Finding, Screen
from minzheng.screening.queries import screens as queries
from minzheng.services.audit.queries import reads_of
from minzheng.services.jobs import worker
from minzheng.services.jobs.kinds import JobCancelled
from tests.factories import accounts, casework, registry
from tests.factories.screening import NOW, PROGRAM, earns, poor, screened, started, taken


def active(offices, wage=0):
    return casework.case("active", home=poor(wage), offices=offices)


def found(row: Screen):
    return {one.household_id: one for one in Finding.objects.filter(screen=row)}


def test_raise_reduce_and_stop_are_found_and_who_is_unchanged_is_not(offices, county):
    same, less, more, over = (active(offices, wage) for wage in (10_000, 10_000, 10_000, 0))
    earns(less.household, 10_100, by=offices.township)
    earns(more.household, 9_900, by=offices.township)
    earns(over.household, 900_000, by=offices.township)
    before = Decision.objects.count(), ReviewProposal.objects.count()

    rows = found(screened("review", county))

    assert same.household_id not in rows
    kinds = {case.pk: rows[case.household_id].kind for case in (less, more, over)}
    assert kinds == {less.pk: "reduce", more.pk: "raise", over.pk: "stop"}
    one = rows[less.household_id]
    assert (one.was_fen - one.should_fen, one.case_id) == (100, less.pk)
    stop = rows[over.household_id].reasons[0]
    assert all(stop[name] for name in ("needs", "has", "law"))
    assert (Decision.objects.count(), ReviewProposal.objects.count()) == before
    assert Case.objects.get(pk=over.pk).state == State.ACTIVE


def test_the_exit_watch_lists_those_alone_who_no_longer_qualify(offices, county):
    less, over = active(offices, 10_000), active(offices)
    earns(less.household, 20_000, by=offices.township)
    earns(over.household, 900_000, by=offices.township)

    assert list(found(screened("exit", county))) == [over.household_id]


def test_what_is_found_goes_the_road_of_the_review(offices, county):
    less, over = active(offices, 10_000), active(offices)
    earns(less.household, 20_000, by=offices.township)
    earns(over.household, 900_000, by=offices.township)
    row = screened("review", county)

    proposing.enqueue(screen=row, by=county, at=NOW)
    assert worker.run_next(now=lambda: NOW)

    rows = found(row)
    assert {rows[case.household_id].proposal.kind for case in (less, over)} == {"reduce", "stop"}
    assert Case.objects.get(pk=over.pk).state == State.CHANGE_PROPOSED
    with pytest.raises(ScreeningRefused, match="没有还没提出的差异"):
        proposing.enqueue(screen=row, by=county, at=NOW)
    assert ReviewProposal.objects.count() == 2


def test_what_was_put_right_meanwhile_is_not_proposed(offices, county):
    case = active(offices, 10_000)
    earns(case.household, 20_000, by=offices.township)
    row = screened("review", county)
    earns(case.household, 10_000, by=offices.township, at=NOW - dt.timedelta(hours=1))

    assert proposing.propose(screen=row, by=county, at=NOW) == 0
    assert not ReviewProposal.objects.exists()


def test_a_snapshot_of_another_month_proposes_nothing(offices, county):
    case = active(offices, 10_000)
    earns(case.household, 20_000, by=offices.township)
    row = screened("review", county)

    with pytest.raises(ScreeningRefused, match="不是本月的"):
        proposing.propose(screen=row, by=county, at=NOW + dt.timedelta(days=30))


def test_who_qualifies_and_has_no_case_is_found_and_ranked(offices, county):
    poorest, better, rich = poor(0), poor(10_000), poor(900_000)
    active(offices)
    casework.case("accepted", home=poor(0), offices=offices)

    row = screened("take_up", county, program=PROGRAM)

    rows = list(Finding.objects.filter(screen=row).order_by("-rank"))
    assert [one.household_id for one in rows] == [poorest.pk, better.pk]
    assert [one.kind for one in rows] == ["qualifies", "qualifies"]
    assert rows[0].should_fen - rows[1].should_fen == 10_000
    assert rich.pk not in {one.household_id for one in rows}
    assert row.summary["kinds"][0]["n"] == 2


def test_one_fact_short_of_knowing_is_a_question_and_many_are_not(offices, county):
    means = casework.means()
    one_short = registry.household(
        registry.new_member(name="张问", incomes=casework.known_zero()), at=casework.START - dt.timedelta(days=10),
        area_kind="rural", assets=means["assets"][:2], declaration=means["declaration"],
    )  # fmt: skip
    registry.household(at=casework.START)

    rows = found(screened("take_up", county, program=PROGRAM))

    assert list(rows) == [one_short.pk]
    assert (rows[one_short.pk].kind, len(rows[one_short.pk].reasons)) == ("to_ask", 1)
    assert "家庭" in rows[one_short.pk].reasons[0]["label"]


def test_who_holds_a_benefit_that_excludes_it_is_no_gap(offices, county):
    from tests.factories import support  # noqa: PLC0415 - makes a case of another program

    support.granted(offices)

    assert not found(screened("take_up", county, program=PROGRAM))


def test_a_screen_goes_on_where_a_dead_worker_stopped_and_doubles_nothing(offices, county, monkeypatch):
    for _n in range(5):
        poor(0)
    monkeypatch.setattr(screen, "AT_ONCE", 2)
    row = started(taken(county), "take_up", county, program=PROGRAM)

    def dies(done):
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        screen.run(screen=row, by=county, at=NOW, told=dies)
    row.refresh_from_db()
    assert (row.state, row.cursor, Finding.objects.count()) == (ScreenState.WAITING, 4, 4)

    screen.run(screen=row, by=county, at=NOW)
    row.refresh_from_db()

    assert (row.state, row.cursor) == (ScreenState.DONE, 5)
    assert Finding.objects.count() == Household.objects.count() == 5


def test_a_screen_that_is_cancelled_stays_open_and_can_be_taken_up_again(offices, county, monkeypatch):
    for _n in range(3):
        poor(0)
    monkeypatch.setattr(screen, "AT_ONCE", 1)
    row = started(taken(county), "take_up", county, program=PROGRAM)

    def cancelled(done):
        raise JobCancelled("停")

    with pytest.raises(JobCancelled):
        screen.run(screen=row, by=county, at=NOW, told=cancelled)
    screen.enqueue(screen=row, by=county, at=NOW)
    assert worker.run_next(now=lambda: NOW)
    row.refresh_from_db()
    assert (row.state, Finding.objects.count()) == (ScreenState.DONE, 3)


def test_reading_the_snapshot_leaves_a_trace_and_strangers_may_not_run_it(offices, county):
    poor(0)
    row = screened("take_up", county, program=PROGRAM)

    assert reads_of("snapshot", row.snapshot.number).filter(actor=county.username).exists()
    for who in (offices.township, offices.village, accounts.staff("auditor")):
        with within(who.area), pytest.raises(NotAllowed):
            screen.start(snapshot=row.snapshot, kind="take_up", by=who, at=NOW)


def test_a_removed_snapshot_answers_nothing(offices, county):
    poor(0)
    row = taken(county)
    snapshot.remove_old(NOW + snapshot.KEPT + dt.timedelta(seconds=1))
    row.refresh_from_db()

    with pytest.raises(ScreeningRefused, match="现在不能用"):
        screen.start(snapshot=row, kind="take_up", by=county, at=NOW)


def test_what_the_plan_says_of_the_month(offices, county):
    over = active(offices)
    earns(over.household, 900_000, by=offices.township)
    poor(0)
    row = screened("exit", county)
    gap = screened("take_up", county, of=row.snapshot, program=PROGRAM)
    month = dt.date(2026, 10, 1), dt.date(2026, 10, 31)
    (task,) = visiting.send(findings=list(gap.findings.all()), by=county, at=NOW)

    assert counted(*month) == {queries.VISITS: (0, 1), queries.EXITS: (0, 1), queries.LINES: (0, 0)}

    proposing.propose(screen=row, by=county, at=NOW)
    visiting.visit(
        task=task, visited_on=task.due_on, result="applied", words="愿意", by=offices.village,
        at=NOW + dt.timedelta(days=14),
    )  # fmt: skip
    assert counted(*month) == {queries.VISITS: (1, 1), queries.EXITS: (1, 1), queries.LINES: (0, 0)}
    assert set(counted(dt.date(2026, 9, 1), dt.date(2026, 9, 30)).values()) == {(0, 0)}


def counted(first, last):
    """Return the part and the whole of what the plan counts in these days."""
    parts = queries.month_parts(first, last)
    return {name: (rows.filter(done).count(), rows.count()) for name, (rows, done) in parts.items()}

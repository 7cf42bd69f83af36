"""A month's subsidy: started, confirmed by another, due once for everybody, paid like any program, no income."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.casework.domain import determination
from minzheng.casework.queries.price_linked import never_income
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.ledger.enums import DueKind
from minzheng.ledger.models import Due, DuePerson
from minzheng.payments.domain import run as pay_run
from minzheng.payments.models import PayLine
from minzheng.prices.domain import index, subsidy
from minzheng.prices.queries.months import month_view, month_views
from minzheng.registry.domain.death import record_death
from minzheng.services.audit.models import AuditEvent
from tests.factories import casework, payments, prices, registry
from tests.factories.accounts import county_officer, finance_officer, township_officer
from tests.factories.prices import AT, OCTOBER, PREFECTURE, PROGRAM, PROVINCE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


def dues():
    return list(Due.objects.filter(program=PROGRAM).order_by("pk"))


def test_a_started_month_is_due_for_every_covered_person_with_its_month():
    three = prices.paid_household(*registry.couple_with_child())
    town = prices.paid_household(registry.new_member(), division_code=payments.NEIGHBOUR_VILLAGE)
    prices.known("cpi", 360)

    row = prices.confirmed()

    # 700 yuan of the rural line, 3.6 per cent: 25.20, rounded up to 26 for each person.
    assert [(due.household_id, due.amount_fen, due.person_count, due.month, due.kind) for due in dues()] == [
        (three.case.household_id, 7800, 3, "2026-10", DueKind.REGULAR),
        (town.case.household_id, 2600, 1, "2026-10", DueKind.REGULAR),
    ]
    assert {due.source_room for due in dues()} == {"prices"}
    assert [(due.decision_id, due.case_number, due.document_number) for due in dues()] == [
        (three.pk, three.case.number, row.document_number), (town.pk, town.case.number, row.document_number),
    ]  # fmt: skip
    assert row.why == "居民消费价格同比涨幅3.6%，达到3.5%，启动；食品价格未知，但满足一项即启动，不需要"
    of_dibao = {(one["area"], one["person_fen"]) for one in row.lines if one["program"] == "dibao"}
    assert of_dibao == {("urban", 2900), ("rural", 2600)}


@pytest.mark.parametrize(("cpi", "food", "starts"), [(350, 0, True), (340, 599, False), (349, 600, True)])
def test_the_threshold_is_reached_when_equal(cpi, food, starts):
    prices.paid_household()
    prices.known("cpi", cpi)
    prices.known("food", food)

    if starts:
        prices.confirmed()
        assert len(dues()) == 1
    else:
        with pytest.raises(subsidy.NotStarted, match=r"2026年10月不能确认发放：居民消费价格同比涨幅3.4%，没有达到3.5%"):
            prices.confirmed()


def test_an_index_that_is_only_entered_does_not_count():
    prices.paid_household()
    prices.entered("cpi", 360)

    with pytest.raises(subsidy.NotStarted, match=r"不能确定.*请先录入并核对缺的指数"):
        prices.confirmed()

    assert dues() == []


def test_a_missing_food_index_leaves_the_month_undecidable_and_nothing_is_due():
    prices.known("cpi", 340)

    with pytest.raises(subsidy.NotStarted, match="食品价格2026年10月的涨幅未知"):
        prices.confirmed()


def test_food_alone_starts_it_and_without_the_cpi_no_amount_is_known():
    prices.paid_household()
    prices.known("food", 700)

    with pytest.raises(subsidy.NotStarted, match="已启动，但计发所按的指数未知（按居民消费价格涨幅）"):
        prices.confirmed()


def test_started_by_food_while_the_cpi_falls_gives_nothing_to_pay():
    prices.paid_household()
    prices.known("food", 700)
    prices.known("cpi", -10)

    with pytest.raises(subsidy.NotStarted, match="算出的补贴为零"):
        prices.confirmed()


def test_the_prefectures_index_goes_before_the_provinces():
    prices.known("cpi", 360, region=PROVINCE)
    prices.known("cpi", 340, region=PREFECTURE)
    prices.known("food", 0, region=PREFECTURE)

    assert month_view(OCTOBER).finding.state == "not_triggered"


def test_who_entered_an_index_does_not_confirm_the_month():
    prices.paid_household()
    clerk = county_officer()
    prices.known("cpi", 360, by=clerk)

    with pytest.raises(TwoPeopleNeeded, match="本月指数的录入是您本人"):
        prices.confirmed(by=clerk)
    prices.confirmed()

    assert len(dues()) == 1


@pytest.mark.parametrize("who", [township_officer, finance_officer])
def test_only_a_county_officer_confirms(who):
    prices.known()

    with pytest.raises(NotAllowed):
        prices.confirmed(by=who())


def test_a_month_is_confirmed_once_and_a_document_stands_for_one_month():
    prices.paid_household()
    prices.known()
    prices.known(month=Month(2026, 9), released_on=dt.date(2026, 10, 14))
    row = prices.confirmed()

    with pytest.raises(subsidy.AlreadyConfirmed, match="2026年10月的价格补贴已确认过，不重复发放"):
        prices.confirmed()
    with pytest.raises(subsidy.PricesRefused, match="一个文号只确认一个月"):
        subsidy.confirm(month=Month(2026, 9), document_number=row.document_number, by=county_officer(), at=AT)
    assert len(dues()) == 1


def test_making_due_again_adds_only_who_came_later():
    first = prices.paid_household()
    prices.known()
    row = prices.confirmed()
    later = prices.paid_household()

    again = subsidy.make_due(subsidy=row, by=county_officer(), at=AT)
    third = subsidy.make_due(subsidy=row, by=county_officer(), at=AT)

    assert ([due.household_id for due in again.made], again.already) == ([later.case.household_id], 1)
    assert (list(third.made), third.already) == ([], 2)
    assert [due.household_id for due in dues()] == [first.case.household_id, later.case.household_id]


def test_the_database_refuses_a_second_due_of_a_person_for_the_month():
    prices.paid_household()
    prices.known()
    prices.confirmed()
    person = DuePerson.objects.get(program=PROGRAM)

    with pytest.raises(IntegrityError), transaction.atomic():
        DuePerson.objects.create(
            due=person.due, person_id=person.person_id, program=PROGRAM, month="2026-10", kind=DueKind.REGULAR
        )


def test_a_person_under_two_decisions_gets_one_subsidy():
    decision = prices.paid_household(registry.new_member(), registry.new_member("12", sex="2"))
    wife = registry.people(decision.case.household)[1]
    prices.paid_household(registry.new_member(), covered=None)
    other = prices.paid_household(registry.new_member())
    # A second decision that names a person of the first: wrong records must not pay twice.
    other.covered_person_ids = [*other.covered_person_ids, wife.pk]
    rows = [subsidy.covered(OCTOBER, AT)]

    assert sum(len(one.person_ids) for one in rows[0]) == len({pk for one in rows[0] for pk in one.person_ids})


def test_the_dead_of_earlier_months_get_nothing():
    decision = prices.paid_household(registry.new_member(), registry.new_member("12", sex="2"))
    wife = registry.people(decision.case.household)[1]
    record_death(person=wife, died_on=dt.date(2026, 9, 30), by=county_officer(), at=AT, source="死亡证明")
    prices.known()

    prices.confirmed()

    assert [(due.person_count, due.amount_fen) for due in dues()] == [(1, 2600)]


def test_each_month_is_a_due_of_its_own_and_none_is_for_a_year():
    """发放价格补贴按月测算、按月发放：one document, one month, one due a household."""
    later = dt.datetime(2026, 12, 10, 9, 0, tzinfo=SHANGHAI)
    prices.paid_household()
    prices.known()
    prices.known(month=Month(2026, 11), released_on=dt.date(2026, 12, 9), at=later)

    prices.confirmed()
    prices.confirmed(Month(2026, 11), at=later)

    assert [due.month for due in dues()] == ["2026-10", "2026-11"]
    assert {due.amount_fen for due in dues()} == {2600}


def test_the_last_day_is_the_twentieth_working_day_and_how_it_was_counted_is_kept():
    prices.paid_household()
    prices.known()

    row = prices.confirmed()

    assert row.due_on == dt.date(2026, 12, 7)
    assert row.counted.startswith("自2026年11月9日的次日起算，第20个工作日为2026年12月7日")


def test_it_is_paid_through_the_normal_run_from_its_own_fund():
    decision = prices.paid_household(*registry.couple_with_child())
    prices.known()
    prices.confirmed()
    payments.allocate(program=PROGRAM, document="示例财社〔2026〕9号")

    run = pay_run.prepare(program=PROGRAM, month=OCTOBER, by=county_officer(), at=AT)

    [line] = PayLine.objects.filter(run=run)
    assert (line.amount_fen, line.month, line.household_id) == (7800, "2026-10", decision.case.household_id)
    assert run.program_name == "价格补贴"


def test_without_a_fund_of_its_own_nothing_is_prepared():
    prices.paid_household()
    prices.known()
    prices.confirmed()
    payments.allocate()

    with pytest.raises(pay_run.NoFund, match="2026年价格补贴"):
        pay_run.prepare(program=PROGRAM, month=OCTOBER, by=county_officer(), at=AT)


def test_it_is_never_counted_as_income():
    one = casework.case()
    before = determination.preview(case=one, on=AT.date(), known_at=AT)
    prices.known()
    prices.confirmed()
    payments.allocate(program=PROGRAM, document="示例财社〔2026〕9号")
    pay_run.prepare(program=PROGRAM, month=OCTOBER, by=county_officer(), at=AT)

    after = determination.preview(case=one, on=AT.date(), known_at=AT)

    assert [due.household_id for due in dues()] == [one.household_id]
    assert after.evaluation.as_dict() == before.evaluation.as_dict()
    assert after.evaluation.outcome == "eligible"
    assert never_income(PROGRAM)


def test_a_household_without_its_kind_of_area_is_named_and_not_guessed(monkeypatch):
    prices.paid_household()
    prices.known()
    monkeypatch.setattr("minzheng.prices.queries.people._areas", lambda *_given: {})
    row = prices.confirmed()

    made = subsidy.make_due(subsidy=row, by=county_officer(), at=AT)

    assert (list(made.made), [one.reason for one in made.left_out]) == (
        [],
        ["没有登记适用城市还是农村标准，不能计算；请登记后补列"],
    )


def test_a_corrected_index_leaves_the_confirmed_month_as_it_was():
    prices.paid_household()
    wrong = prices.known("cpi", 360)
    prices.known("food", 0)
    row = prices.confirmed()
    right = index.correct(
        index=wrong, rise_bp=340, released_on=wrong.released_on, source="更正公告", reason="抄错", by=county_officer(),
        at=AT,
    )  # fmt: skip

    assert month_view(OCTOBER).finding.state == "triggered"
    index.confirm(index=right, by=county_officer(), at=AT)

    assert month_view(OCTOBER).finding.state == "not_triggered"
    row.refresh_from_db()
    assert (row.rise_bp, [due.amount_fen for due in dues()]) == (360, [2600])


def test_the_act_is_on_the_record():
    prices.paid_household()
    prices.known()

    row = prices.confirmed()

    event = AuditEvent.objects.get(action="subsidy.confirmed")
    assert (event.object_id, event.after["count"], event.after["people"], event.after["total_fen"]) == (
        "2026-10", 1, 1, 2600,
    )  # fmt: skip
    assert event.after["document_number"] == row.document_number


def test_months_are_read_in_two_questions(django_assert_num_queries):
    prices.known()

    with django_assert_num_queries(2):
        views = month_views(OCTOBER.plus(-n) for n in range(12))

    assert [view.finding.state for view in views][:2] == ["triggered", "undecidable"]

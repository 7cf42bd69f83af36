"""What is shown of a run, and to whom."""

import datetime as dt
import io

import pytest
import python_calamine

from minzheng.accounts.scope import everywhere, within
from minzheng.payments.domain import fund
from minzheng.payments.enums import LineStatus
from minzheng.payments.formats import publication
from minzheng.payments.models import HeldLine
from minzheng.payments.queries import (
    lines_of,
    lines_of_household,
    publication_list,
    run_view,
    runs,
    runs_waiting_for,
)
from minzheng.payments.queries.doctor import problems
from tests.factories import payments, registry
from tests.factories.accounts import (
    NEIGHBOUR_VILLAGE,
    VILLAGE,
    auditor,
    county_officer,
    finance_officer,
    neighbour_officer,
    township_officer,
)
from tests.factories.payments import AT

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)


@pytest.fixture
def two_townships():
    payments.allocate()
    mine = payments.paid_household(*registry.couple_with_child(), amount_fen=400_10)
    payments.paid_household(amount_fen=600_00, division_code=NEIGHBOUR_VILLAGE)
    payments.paid_household(amount_fen=1_00, division_code=NEIGHBOUR_VILLAGE, with_account=False)
    return payments.sent(), mine


def test_the_county_sees_the_whole_run(two_townships):
    run, _mine = two_townships

    with within(county_officer().area):
        view = run_view(run)

    assert (view.is_whole, view.line_count, view.person_count, view.total_fen) == (True, 2, 4, 1000_10)
    assert [(item.code, item.lines, item.persons, item.amount_fen) for item in view.townships] == [
        ("420581101000", 1, 3, 400_10),
        ("420581102000", 1, 1, 600_00),
    ]
    assert view.of_status(LineStatus.PENDING).amount_fen == 1000_10
    assert view.of_status(LineStatus.RETURNED).count == 0
    assert len(view.held) == 1
    assert view.file.total_fen == view.money.reserved_fen == 1000_10


def test_a_township_sees_its_own_lines_and_sums_only(two_townships):
    run, mine = two_townships

    with within(township_officer().area):
        view = run_view(run)
        seen = list(lines_of(run))
        held = HeldLine.objects.count()
        names = [row.applicant_name for row in publication_list(run, on=DAY)]

    assert (view.is_whole, view.line_count, view.total_fen) == (False, 1, 400_10)
    assert (view.file, view.results, view.funds, view.held) == (None, (), (), ())
    assert [row.household_id for row in seen] == [mine.case.household_id]
    assert held == 0
    assert names == [mine.payee.name]


def test_the_neighbour_does_not_see_a_households_payments(two_townships):
    _run, mine = two_townships
    household = mine.case.household_id

    with within(township_officer().area):
        own = list(lines_of_household(household))
    with within(neighbour_officer().area):
        strange = list(lines_of_household(household))

    assert ([line.amount_fen for line in own], strange) == ([400_10], [])


def test_a_list_of_lines_costs_one_query(two_townships, django_assert_num_queries):
    run, _mine = two_townships

    with everywhere("测试"), django_assert_num_queries(1):
        found = [(line.seq, line.amount_fen, line.account_last4) for line in lines_of(run)]

    assert [(seq, amount_fen) for seq, amount_fen, _last4 in found] == [(1, 400_10), (2, 600_00)]


def test_a_run_is_shown_with_a_fixed_number_of_queries(two_townships, django_assert_num_queries):
    run = runs().get()

    with everywhere("测试"), django_assert_num_queries(9):
        run_view(run)


def test_a_minor_applicant_is_masked_and_an_adult_is_named():
    payments.allocate()
    child = registry.new_member("02", name="王小明", born=dt.date(2010, 1, 1))
    decision = payments.paid_household(child, amount_fen=100_00)
    with everywhere("测试"):
        run = payments.draft()
        born = decision.payee.birth_date
        before = publication_list(run, on=born.replace(year=born.year + 18) - dt.timedelta(days=1))
        birthday = publication_list(run, on=born.replace(year=born.year + 18))

    assert [row.applicant_name for row in before] == ["王**"]
    assert [row.applicant_name for row in birthday] == ["王小明"]


def test_the_publication_holds_names_counts_and_amounts_as_text(two_townships):
    run, mine = two_townships
    with everywhere("测试"):
        rows = publication_list(run, on=DAY)

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(publication.workbook(run, rows)))
    cells = book.get_sheet_by_index(0).to_python()

    assert cells[2] == ["序号", "乡镇（街道）", "村（社区）", "申请人", "保障人数", "待遇月份", "金额（元）"]
    assert [row[3:] for row in cells[3:5]] == [
        [mine.payee.name, "3", "2026-11", "400.10"],
        [rows[1].applicant_name, "1", "2026-11", "600.00"],
    ]
    assert cells[5][0] == "合计 2 笔，1,000.10 元（壹仟元壹角整）"


def test_returned_lines_are_not_published(two_townships):
    run, _mine = two_townships
    with everywhere("测试"):
        payments.read(run, payments.answer((f"{run.number}-00001", "400.10", "失败", "")))

        assert [row.amount_fen for row in publication_list(run, on=DAY)] == [600_00]


def test_runs_wait_for_those_who_can_act():
    payments.allocate()
    payments.paid_household()
    carol, dave = county_officer(), finance_officer()
    with everywhere("测试"):
        run = payments.draft(by=carol)

    assert runs_waiting_for(dave) == [run]
    assert runs_waiting_for(carol) == []
    assert runs_waiting_for(auditor()) == []


def test_runs_are_listed_newest_first(two_townships):
    run, _mine = two_townships

    assert list(runs()) == [run]
    assert runs(program="other").count() == 0


def test_lists_files_and_books_that_agree_have_no_problems(two_townships):
    assert problems() == []


def test_an_allocation_belongs_to_the_month_of_the_office_not_of_greenwich():
    """The clock gives UTC: on the first of a month, before eight in the morning, Greenwich is a month behind."""
    at = dt.datetime(2026, 10, 31, 16, 30, tzinfo=dt.UTC)

    booked = fund.open_allocation(
        program="dibao", year=2026, document_number="甲1号", amount_fen=100, by=finance_officer(), at=at
    )

    assert booked.transfer.month == "2026-11"


def test_a_village_is_a_place_of_the_factories():
    """Guards the other tests: two townships that are really two."""
    assert VILLAGE[:9] != NEIGHBOUR_VILLAGE[:9]
    assert AT.tzinfo is not None

"""Every list: sorting, choosing columns, sums at the foot, a workbook; the search box in groups."""

import io
import re

import pytest
from openpyxl import load_workbook

from minzheng.accounts.scope import within
from minzheng.casework.models import Decision
from minzheng.desk import case_table, household_table, import_table, run_table, tables, transfer_table
from minzheng.desk.review_table import columns as review_columns
from minzheng.payments.enums import RunState
from minzheng.registry.domain import person as people
from minzheng.registry.models import Person
from minzheng.services.audit.models import AuditEvent
from tests.desk.addresses import NOW, Made
from tests.desk.money_addresses import proposal, run_in, submitted
from tests.factories import accounts, casework, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def sheet_of(response) -> list[list[object]]:
    rows = load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
    return [list(row) for row in rows]


@pytest.fixture
def two_cases():
    """Two cases, the second opened a day later."""
    offices = casework.Offices()
    first = casework.case("submitted", offices=offices)
    second = casework.case("submitted", offices=offices, at=casework.days(1))
    return offices, first, second


def numbers(response) -> list[str]:
    return [row[1][1].value for row in response.context["table"]["rows"]]


def test_a_press_on_a_head_sorts_and_a_second_one_turns_it(sign_in, two_cases):
    offices, first, second = two_cases
    client = sign_in(offices.county)

    up, down, as_it_comes = (client.get("/cases/", {"sort": sort}) for sort in ("opened", "-opened", "nonsense"))

    assert numbers(up) == [first.number, second.number]
    assert numbers(down) == numbers(as_it_comes) == [second.number, first.number]
    assert 'aria-sort="ascending"' in up.content.decode()
    assert "sort=-opened" in up.content.decode()


def test_columns_are_chosen_and_kept_in_the_address(sign_in, two_cases):
    offices, *_cases = two_cases

    page = sign_in(offices.county).get("/cases/", {"col": ["household", "number"]})

    assert [one.column.code for one in page.context["table"]["headings"]] == ["who", "number", "household"]


def test_a_list_of_cases_is_filtered_by_place(sign_in, two_cases):
    offices, *_cases = two_cases
    client = sign_in(offices.county)

    here, there = (client.get("/cases/", {"place": code}) for code in (accounts.TOWNSHIP, accounts.NEIGHBOUR_TOWNSHIP))

    assert (len(numbers(here)), len(numbers(there))) == (2, 0)


LISTS = [
    ("/cases/", "county_officer", case_table.COLUMNS, lambda: Made().walk("submitted")),
    ("/households/", "county_officer", household_table.COLUMNS, casework.household),
    ("/reviews/", "county_officer", review_columns(is_open=True), lambda: proposal(heard=False)),
    ("/imports/", "county_officer", import_table.COLUMNS, submitted),
    ("/runs/", "finance_officer", run_table.COLUMNS, lambda: run_in(RunState.DRAFT)),
    ("/ledger/transfers/", "auditor", transfer_table.COLUMNS, lambda: run_in(RunState.DRAFT)),
]


@pytest.mark.parametrize("line", LISTS, ids=[line[0] for line in LISTS])
def test_every_list_goes_into_a_workbook_as_it_stands_and_leaves_a_read(sign_in, line):
    address, role, columns, make = line
    make()
    client = sign_in(accounts.staff(role))
    before = AuditEvent.objects.filter(action="read").count()

    response = client.get(address, {"export": "xlsx"})
    page = client.get(address)

    head, *rows = sheet_of(response)
    assert head == [str(column.label) for column in columns if not column.hidden]
    assert len(rows) == len(page.context["table"]["rows"]) > 0
    assert AuditEvent.objects.filter(action="read").count() == before + 1
    assert "导出" in AuditEvent.objects.filter(action="read").latest("pk").reason


@pytest.mark.parametrize("line", LISTS, ids=[line[0] for line in LISTS])
def test_every_column_that_can_be_sorted_sorts(sign_in, line):
    address, role, columns, make = line
    make()
    client = sign_in(accounts.staff(role))

    for column in columns:
        for sort in (column.code, f"-{column.code}") if column.order else ():
            assert client.get(address, {"sort": sort}).status_code == 200


def test_sums_stand_under_their_columns_over_all_pages(sign_in):
    run_in(RunState.DRAFT, households=2)

    table = sign_in(accounts.finance_officer()).get("/runs/").context["table"]

    assert {column.code: n for column, n in table["sums"] if n is not None} == {
        "lines": 2, "people": 2, "total": 1000_00,
    }  # fmt: skip


def test_more_rows_than_a_workbook_is_good_for_are_refused_in_words(sign_in, two_cases, monkeypatch):
    offices, *_cases = two_cases
    monkeypatch.setattr(tables, "MOST_ROWS", 1)

    response = sign_in(offices.county).get("/cases/", {"export": "xlsx"})

    assert (response.status_code, "请先用筛选缩小范围" in response.content.decode()) == (422, True)


def test_money_goes_into_the_workbook_as_a_number(sign_in):
    run_in(RunState.DRAFT)

    head, row = sheet_of(sign_in(accounts.finance_officer()).get("/runs/", {"export": "xlsx"}))

    assert dict(zip(head, row, strict=True))["合计（元）"] == 500


def test_the_box_finds_by_phone_and_document_and_groups_what_it_finds(sign_in):
    made = Made()
    case = made.walk("active")
    with within(made.offices.county.area):
        people.change_phone(person=case.applicant, phone="139-0000-0001", by=made.offices.township, at=NOW)
        document = Decision.objects.get(case=case).document_number
    client = sign_in(made.offices.township)

    by_phone = client.post("/search/", {"q": "13900000001"}).context
    by_document = client.post("/search/", {"q": re.sub(r"〔(\d{4})〕", r"[\1]", document)}).context

    assert [one["hit"].name for one in by_phone["people"]] == [case.applicant.name]
    assert [one["row"].number for one in by_phone["households"]] == [case.household.number]
    assert [line["case"].number for line in by_phone["lines"]] == [case.number]
    assert [one.case.number for one in by_document["documents"]] == [case.number]
    assert client.get("/search/", {"q": "13900000001"}).context["is_refused"]


def test_a_phone_that_was_changed_or_belongs_to_the_neighbours_is_not_found(sign_in, stranger):
    member = registry.new_member(phone="13900000002")
    home = registry.household(member)
    owner = accounts.township_officer()
    with within(owner.area):
        person = registry.people(home)[0]
        assert Person.objects.get(pk=person.pk).phone_index
        people.change_phone(person=person, phone="", by=owner, at=NOW)

    found = [sign_in(who).post("/search/", {"q": "13900000002"}).context["people"] for who in (owner, stranger)]

    assert found == [[], []]

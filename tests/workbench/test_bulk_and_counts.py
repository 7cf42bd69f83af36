"""A bulk act does each row wholly or not at all; counted fields add up."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.domain import application
from minzheng.casework.models import Case
from minzheng.kernel.refusal import Refused
from minzheng.workbench.domain import bulk
from minzheng.workbench.domain.form_count import Fields, count
from minzheng.workbench.models import BulkRow, FormCount
from minzheng.workbench.queries.bulk import bulk_of, rows_of
from minzheng.workbench.queries.form_count import total_of, typed_by
from tests.factories import casework
from tests.factories.accounts import AT, NEIGHBOUR_VILLAGE, VILLAGE

pytestmark = pytest.mark.django_db


def test_each_row_has_its_own_result_and_a_refused_one_leaves_nothing():
    offices = casework.Offices()
    cases = [casework.case("submitted", offices=offices) for _n in range(2)]
    with within(offices.township.area):
        act = bulk.begin(
            verb="accept", rows=[(one, None) for one in cases], values={"a": 1}, by=offices.township, at=AT
        )

        def accept(case):
            application.accept(case=case, by=offices.township, at=AT)
            if case == cases[1]:
                raise Refused("家里没有人")

        done = [bulk.do_row(row=row, run=accept, by=offices.township, at=AT) for row in rows_of(act)]

        assert done == [True, False]
        assert [(row.result, row.message) for row in rows_of(act)] == [("done", ""), ("refused", "家里没有人")]
        assert list(Case.objects.order_by("pk").values_list("state", flat=True)) == ["accepted", "submitted"]
        assert bulk.values_of(act) == {"a": 1}


def test_a_row_is_done_once_and_only_by_who_chose_it():
    offices = casework.Offices()
    case = casework.case("submitted", offices=offices)
    with within(offices.township.area):
        act = bulk.begin(verb="accept", rows=[(case, None)], values={}, by=offices.township, at=AT)
        [row] = rows_of(act)
        ran = []

        with pytest.raises(NotAllowed):
            bulk.do_row(row=row, run=ran.append, by=offices.second_township, at=AT)
        for _press in range(2):
            bulk.do_row(row=row, run=ran.append, by=offices.township, at=AT)

        assert ran == [case]
        assert bulk_of(act.pk, offices.second_township) is None
        with pytest.raises(IntegrityError), transaction.atomic():
            BulkRow.objects.filter(pk=row.pk).update(amount_fen=1)


def test_nothing_and_too_much_are_refused():
    offices = casework.Offices()
    case = casework.case("submitted", offices=offices)
    for rows in ([], [(case, None)] * (bulk.MOST_ROWS + 1)):
        with pytest.raises(bulk.BulkRefused):
            bulk.begin(verb="accept", rows=rows, values={}, by=offices.township, at=AT)


def test_counted_fields_add_up_by_form_month_and_village():
    offices = casework.Offices()
    for form, village, fields in (
        ("case.visit", VILLAGE, Fields(kept=2, typed=3)),
        ("case.visit", NEIGHBOUR_VILLAGE, Fields(kept=1, corrected=1, typed=2, left_empty=1)),
        ("case.withdraw", VILLAGE, Fields()),
    ):
        count(form=form, division_code=village, fields=fields, by=offices.county, at=AT)

    with within(offices.county.area):
        [visits] = typed_by("form", month="2026-11")
        assert (visits.key, visits.forms, visits.kept, visits.filled, visits.saved_percent) == (
            "case.visit",
            2,
            3,
            9,
            33,
        )
        assert [(one.key, one.forms) for one in typed_by("division_code")] == [(VILLAGE, 1), (NEIGHBOUR_VILLAGE, 1)]
        assert total_of(typed_by("month")).left_empty == 1
        assert typed_by("month", month="2026-10") == []
    with within(offices.township.area):
        assert FormCount.objects.count() == 1

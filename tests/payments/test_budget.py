"""Budgets: by document, once each; what comes in above them is said and not refused."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.ledger.models import Transfer
from minzheng.payments.domain.budget import BadBudget, set_budget
from minzheng.payments.models import Budget, Fund
from minzheng.payments.queries.funds import over_budget_fen
from tests.factories import payments
from tests.factories.accounts import county_officer, finance_officer
from tests.factories.payments import AT

pytestmark = pytest.mark.django_db


def budget(amount_fen=1_000_00, *, document="示例财预〔2026〕1号", level="central", by=None):
    return set_budget(
        program="dibao", year=2026, level=level, document_number=document, amount_fen=amount_fen,
        by=by or finance_officer(), at=AT,
    )  # fmt: skip


def test_a_budget_opens_the_fund_and_moves_no_money():
    made = budget()

    assert (made.fund.code, made.fund.name, made.is_supplement) == (
        "dibao-2026-central",
        "2026年低保专项资金（中央）",
        False,
    )
    assert Transfer._base_manager.count() == 0


def test_a_later_document_is_a_supplement():
    budget()

    assert budget(200_00, document="示例财预〔2026〕7号").is_supplement
    assert sorted(Budget.objects.values_list("amount_fen", flat=True)) == [200_00, 1_000_00]


def test_the_same_document_is_written_down_once():
    first = budget()

    assert budget() == first
    with pytest.raises(BadBudget, match=r"已登记 1,000.00 元，与本次的 9.00 元不同；一个文号只登记一次"):
        budget(9_00)


@pytest.mark.parametrize(("amount", "document"), [(0, "文1"), (-1, "文1"), (1, " ")])
def test_a_budget_needs_amount_and_document(amount, document):
    with pytest.raises(BadBudget):
        budget(amount, document=document)

    assert Fund.objects.count() == 0


def test_only_finance_writes_budgets():
    with pytest.raises(NotAllowed):
        budget(by=county_officer())


def test_what_comes_in_above_the_budget_is_booked_and_said():
    made = budget(1_000_00, level="county")

    payments.allocate(1_200_00)

    assert over_budget_fen(made.fund) == 200_00


def test_without_a_budget_nothing_is_above_it():
    assert over_budget_fen(payments.allocate(1_200_00).fund) == 0


def test_the_database_keeps_budgets_as_they_were_written():
    budget()

    with pytest.raises(IntegrityError, match="只可追加"), transaction.atomic():
        Budget.objects.update(amount_fen=1)

"""Very many keys are asked for in parts, with the same answer."""

import pytest

from minzheng.accounts.scope import everywhere
from minzheng.payments.queries import parts
from minzheng.payments.queries.receiving import receiving_accounts
from minzheng.registry.models import Household
from tests.factories import payments
from tests.factories.payments import AT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("at_once", [1, 2, 50_000])
def test_however_the_keys_are_asked_for_the_accounts_are_the_same(monkeypatch, at_once):
    payments.allocate()
    for fen in (500_00, 600_00, 700_00):
        payments.paid_household(amount_fen=fen)
    with everywhere("测试"):
        homes = list(Household.objects.values_list("pk", flat=True))
        plain = receiving_accounts(homes, AT)
        monkeypatch.setattr(parts, "AT_ONCE", dict.fromkeys(parts.AT_ONCE, at_once))
        assert receiving_accounts(homes, AT) == plain
        assert len(plain) == 3


def test_no_keys_are_no_question():
    assert list(parts.parts([])) == []

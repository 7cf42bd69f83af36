"""Closing at the desk: finance proposes, another confirms, the rest look."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from minzheng.kernel.moment import SHANGHAI
from minzheng.ledger.models import LedgerClose
from tests.factories import accounts, ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def december():
    with time_machine.travel(dt.datetime(2026, 12, 2, 9, 0, tzinfo=SHANGHAI), tick=False):
        yield


def propose(client, period="2026-11", fund=ledger.FUND):
    return client.post(reverse("desk:ledger_closes"), {"fund": fund, "period": period})


def test_finance_closes_and_another_confirms(sign_in, december):
    ledger.accounts(with_fen=100_00)
    finance = sign_in(accounts.finance_officer())
    offered = finance.get(reverse("desk:ledger_closes")).context["funds"][0].next_period

    proposed = propose(finance)
    row = LedgerClose.objects.get()
    own = finance.post(reverse("desk:ledger_close_action", args=[row.pk, "confirm"]))
    other = sign_in(accounts.county_officer()).post(reverse("desk:ledger_close_action", args=[row.pk, "confirm"]))

    row.refresh_from_db()
    assert (offered, proposed.status_code, own.status_code, other.status_code) == ("2026-11", 302, 422, 302)
    assert row.is_confirmed
    page = sign_in(accounts.auditor()).get(reverse("desk:ledger_close", args=[row.pk]))
    assert (page.status_code, page.context["sums"]["closing"], page.context["may_withdraw"]) == (200, 0, False)


def test_a_refusal_stands_on_the_page(sign_in, december):
    ledger.accounts(with_fen=100_00)
    finance = sign_in(accounts.finance_officer())

    answers = [propose(finance, period="2026-12"), propose(finance, fund="nobody"), propose(finance, period="x")]

    assert [(one.status_code, bool(one.context["refusal"])) for one in answers] == [(422, True)] * 3
    assert not LedgerClose.objects.exists()


def test_who_only_looks_proposes_nothing(sign_in, december):
    ledger.accounts(with_fen=100_00)

    codes = [propose(sign_in(accounts.staff(role))).status_code for role in ("auditor", "leader", "county_officer")]

    assert (codes, LedgerClose.objects.exists()) == ([404] * 3, False)

"""Payments stopped on purpose, at the desk."""

import pytest
from django.urls import reverse

from minzheng.accounts.scope import everywhere
from minzheng.payments.models import PaymentHold
from tests.factories import accounts, payments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_one_officer_stops_and_another_lets_go_on(sign_in):
    decision = payments.paid_household()
    carol = accounts.county_officer()
    data = {"household_number": decision.case.household.number, "until_on": "2026-12-31", "reason": "举报待核"}

    client = sign_in(carol)
    done = client.post(reverse("desk:holds"), data, follow=True)
    with everywhere("测试"):
        row = PaymentHold.objects.get()
    alone = client.post(reverse("desk:hold_lift", args=[row.pk]), {"reason": "好了"})
    unknown = client.post(reverse("desk:holds"), data | {"household_number": "没有"})
    other = sign_in(accounts.county_officer()).post(
        reverse("desk:hold_lift", args=[row.pk]), {"reason": "已核实"}, follow=True
    )

    assert ("已暂停发放" in done.content.decode(), alone.status_code, unknown.status_code) == (True, 422, 422)
    assert "已恢复发放" in other.content.decode()
    assert sign_in(accounts.finance_officer()).post(reverse("desk:holds")).status_code == 404

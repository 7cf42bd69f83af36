"""A changed account at the desk: the second person confirms it, the household says what is pending."""

import pytest
from django.urls import reverse

from tests.factories import accounts, payments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_the_second_person_confirms_and_the_first_cannot(sign_in):
    home, carol = payments.paid_household(), accounts.county_officer()
    new = payments.account(home.case.household, home.payee, by=carol, at=payments.AT)
    address = reverse("desk:account_confirm", args=[new.pk])
    client = sign_in(carol)

    told = client.get(reverse("desk:household", args=[home.case.household.number])).content.decode()
    alone = client.post(address)
    done = sign_in(accounts.county_officer()).post(address, follow=True)

    assert f"收款账户变更为尾号 {new.account_last4}，尚待另一人确认；此前仍发到原账户。" in told
    assert (alone.status_code, "须由另一人办理" in alone.content.decode()) == (422, True)
    assert "已确认，自 2026年12月1日 起" in done.content.decode()

"""Social help at the desk: an offer written down reaches a family and is seen on its page and its application."""

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.relief.models import SocialMatch, SocialOffer
from tests.factories import accounts, casework

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_from_offer_to_result_through_the_pages(sign_in):
    offices, home = casework.Offices(), casework.household()
    one, two = sign_in(offices.township), sign_in(offices.second_township)
    today = "2026-11-24"
    one.post(
        reverse("desk:social_new"),
        {
            "division_code": accounts.VILLAGE, "giver_kind": "donor", "giver": "一位热心人", "gift": "goods",
            "what": "棉被两床", "amount_fen": "300", "until_on": today,
        },
    )  # fmt: skip
    with within(offices.county.area):
        offer = SocialOffer.objects.get()

    def act(client, verb, **data):
        return client.post(reverse("desk:social_action", args=[offer.number, verb]), data)

    act(one, "match", household_number=home.number, need="过冬", consented_on=today, amount_fen="300")
    with within(offices.county.area):
        key = str(SocialMatch.objects.get().pk)
    refused = act(one, "confirm", match=key)
    act(two, "confirm", match=key)
    act(one, "hand", match=key, received_by="王小明", receipt="收7", handed_on=today)
    act(one, "result", match=key, result="solved", result_words="够过冬了")

    assert refused.status_code == 422
    for page in (reverse("desk:household", args=[home.number]), reverse("desk:one_door", args=[home.number])):
        text = one.get(page).content.decode()
        assert "一位热心人" in text
        assert "够过冬了" in text
    listed = one.get(reverse("desk:social")).content.decode()
    assert "0.00元" in listed

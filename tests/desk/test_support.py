"""What waits at home for whom on the to-do, and how a household and a case lead to the person's page."""

import datetime as dt

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.casework.models import Case
from tests.desk import support_addresses
from tests.factories import accounts, support

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def todo(client):
    text = client.get(reverse("desk:todo")).content.decode()
    words = (
        "没有照料协议的，1 人",
        "续签快到期的照料协议，1 份",
        "确认照料协议，1 份",
        "监护人，1 人",
        "审核丧葬费，1 件",
    )
    return [one for one in words if one in text]


def test_who_needs_care_and_has_no_agreement_waits_for_those_who_visit(sign_in):
    offices, person = support_addresses.found()
    assert todo(sign_in(offices.village)) == ["没有照料协议的，1 人"]
    assert todo(sign_in(offices.county)) == []
    support.proposed(person, by=offices.township)

    assert todo(sign_in(offices.village)) == []
    # Nobody is asked for the second half of their own act.
    assert todo(sign_in(offices.township)) == []
    assert todo(sign_in(offices.second_township)) == ["确认照料协议，1 份"]
    assert todo(sign_in(offices.county)) == ["确认照料协议，1 份"]


def test_a_renewal_waits_before_the_end(sign_in):
    offices, person = support_addresses.found()
    until = support.local_day(support.NOW) + dt.timedelta(days=30)
    support.agreed(person, by=offices.village, confirmed_by=offices.township, until_on=until)

    assert todo(sign_in(offices.village)) == ["续签快到期的照料协议，1 份"]


def test_a_minor_without_a_guardian_waits_for_the_township(sign_in):
    offices = support_addresses.casework.Offices()
    support.minor(offices, born=dt.date(2012, 1, 1), **dict.fromkeys(support.ABILITIES, True))

    assert todo(sign_in(offices.village)) == []
    assert todo(sign_in(offices.township)) == ["监护人，1 人"]


def test_a_burial_waits_for_the_county(sign_in):
    offices, person, number = support_addresses.dead()
    support.buried(person, number, by=offices.township, at=support.NOW)

    assert todo(sign_in(offices.county)) == ["审核丧葬费，1 件"]
    assert todo(sign_in(offices.township)) == []


def test_the_page_of_who_has_died_is_that_of_the_burial(sign_in):
    """Nobody is asked to visit the dead, though a decision pays for the month of the death."""
    offices, person, _number = support_addresses.dead()
    client = sign_in(offices.village)

    answer = client.get(reverse("desk:support_person", args=[person.pk]))

    assert answer.url == reverse("desk:support_burial", args=[person.pk])
    assert client.get(answer.url).status_code == 200
    assert person.name not in client.get(reverse("desk:support")).content.decode().split("<main")[1]
    assert person.name in client.get(reverse("desk:support_burials")).content.decode()


@pytest.mark.parametrize("list_", ["without", "ending", "waiting", "minors", "late", "money", "problems", "nonsense"])
def test_every_list_opens_though_it_be_empty(sign_in, list_):
    offices, _person = support_addresses.found()

    assert sign_in(offices.township).get(reverse("desk:support"), {"list": list_}).status_code == 200


def test_household_and_case_lead_to_the_person_and_back_for_who_may_see_it(sign_in):
    offices, person = support_addresses.found()
    with within(offices.county.area):
        case = Case.objects.select_related("household").get()
    address = reverse("desk:support_person", args=[person.pk])
    pages = [reverse("desk:household", args=[case.household.number]), reverse("desk:case", args=[case.number])]

    for role, sees in (("village_worker", True), ("auditor", True), ("finance_officer", False)):
        client = sign_in(accounts.staff(role))
        shown = [f'href="{address}"' in client.get(page).content.decode() for page in pages]
        assert shown == [sees, sees] or role == "finance_officer", role
        assert sees or shown == [False, False]
    back = sign_in(offices.township).get(address).content.decode()
    assert all(f'href="{page}"' in back for page in pages)


def test_who_chose_a_home_has_no_link(sign_in):
    offices = support_addresses.casework.Offices()
    support.granted(offices, form=2)
    with within(offices.county.area):
        case = Case.objects.get()

    page = sign_in(offices.township).get(reverse("desk:case", args=[case.number])).content.decode()

    assert "/support/" not in page.split("<main")[1]


def test_a_refusal_keeps_what_was_typed(sign_in):
    offices, person = support_addresses.found()
    made = support_addresses.propose()
    data = made.post | {"signed_by": "李支书"}
    client = sign_in(offices.village)

    answer = client.post(reverse("desk:support_action", args=[person.pk, "propose"]), data)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "应由周桂英签字" in text
    assert "邓秀英" in text

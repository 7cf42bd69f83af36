"""The application form: drawn from the program's questions, known answers prefilled, nothing asked that is checked."""

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.casework.models import Application, Case
from minzheng.registry.models import HouseholdDeclaration, IncomeItem
from tests.factories import accounts, casework, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def village(db):
    return accounts.village_worker()


@pytest.fixture
def home(village):
    return registry.household(
        registry.new_member("02", name="王大力", incomes={"wage": registry.per_month(100_000)}),
        registry.new_member("12", sex="2", name="李小兰"),
        by=village,
    )


def address_of(home):
    return reverse("desk:case_new", args=[casework.PROGRAM, home.number])


def answers(people, **more):
    consented = [person.pk for person in people]
    return {
        "applicant": people[0].pk, "reason": "收入低", "source": "本人申报", "near_relative": "0",
        "commitment_signed": "on", "consented": consented, **more,
    }  # fmt: skip


def test_known_income_is_prefilled_with_its_source(sign_in, village, home):
    with within(village.area):
        head = registry.people(home)[0]

    form = sign_in(village).get(address_of(home)).context["form"]

    name = f"{head.pk}-wage_income_fen"
    assert form[name].value() == "12,000.00"
    assert form.origins[name] == "已登记：户口簿 · 自 2026-01-01 · 2026-11-24 获知。不对请改。"


def test_nothing_is_asked_that_can_be_checked(sign_in, village, home):
    form = sign_in(village).get(address_of(home)).context["form"]

    asked = {name.partition("-")[2] for name in form.known}
    assert asked & {"financial_assets_fen", "houses", "passenger_cars", "age_years"} == set()
    assert {"wage_income_fen", "uses_urban_standard", "employs_others"} <= asked


def test_answers_become_facts_with_their_source_and_unchanged_ones_do_not(sign_in, village, home):
    with within(village.area):
        head, wife = registry.people(home)
    told = {
        f"{head.pk}-wage_income_fen": "12,000.00",
        f"{wife.pk}-wage_income_fen": "0",
        f"{wife.pk}-business_income_fen": "3600",
        "home-employs_others": "0",
    }

    response = sign_in(village).post(address_of(home), answers([head, wife], **told))

    with within(village.area):
        case = Case.objects.get()
        of_wife = IncomeItem.objects.filter(person=wife).order_by("kind")
        incomes = list(of_wife.values_list("kind", "amount_fen", "period", "source"))
        of_head = IncomeItem.objects.filter(person=head).count()
        declared = HouseholdDeclaration.objects.get(household=home)
    assert response["Location"] == reverse("desk:case", args=[case.number])
    assert incomes == [("business", 360000, "year", "本人申报"), ("wage", 0, "year", "本人申报")]
    assert of_head == 1
    assert (declared.employs_others, declared.bought_house_in_3_years) == (False, None)


def test_refused_application_leaves_no_fact_behind(sign_in, village, home):
    with within(village.area):
        head, wife = registry.people(home)
    told = {f"{wife.pk}-wage_income_fen": "500"}

    response = sign_in(village).post(address_of(home), answers([head], **told))

    assert response.status_code == 422
    assert "李小兰" in response.context["refusal"]
    with within(village.area):
        assert (Case.objects.count(), IncomeItem.objects.filter(person=wife).count()) == (0, 0)


def test_unsigned_commitment_is_said_in_words(sign_in, village, home):
    with within(village.area):
        people = registry.people(home)
    posted = answers(people)
    del posted["commitment_signed"]

    response = sign_in(village).post(address_of(home), posted)

    assert response.status_code == 422
    assert "承诺书签好后才能提交" in str(response.context["form"].errors["commitment_signed"])


def test_single_applicant_is_kept_with_the_application(sign_in, village, home):
    with within(village.area):
        head, wife = registry.people(home)

    sign_in(village).post(address_of(home), answers([head, wife], single=str(wife.pk)))

    with within(village.area):
        assert Application.objects.get().answers["single_applicant_id"] == wife.pk


def test_second_application_of_one_household_is_refused(sign_in, village, home):
    with within(village.area):
        people = registry.people(home)
    client = sign_in(village)

    client.post(address_of(home), answers(people))
    again = client.post(address_of(home), answers(people))

    assert (again.status_code, "不能重复申请" in again.context["refusal"]) == (422, True)


def test_county_does_not_apply_for_a_household(sign_in, village, home):
    county = accounts.county_officer()
    with within(county.area):
        people = registry.people(home)

    offered = sign_in(county).get(reverse("desk:household", args=[home.number])).context["programs"]
    refused = sign_in(county).post(address_of(home), answers(people))

    assert offered == []
    assert refused.status_code == 422

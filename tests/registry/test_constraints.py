"""The database refuses what the domain functions would never write."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.registry.models import AssetItem, HouseholdDeclaration, IncomeItem, Membership, NameToken, Person
from tests.factories import registry as make
from tests.factories.accounts import AT

pytestmark = pytest.mark.usefixtures("county")

DAY = dt.date(2026, 7, 1)


@pytest.fixture
def family(county):
    return make.household(*make.couple_with_child(), **make.full_means())


def copied(row, **changes):
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row)(**(fields | {"replaces_id": None} | changes))


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (IncomeItem, {"amount_fen": -1}),
        (IncomeItem, {"kind": "lottery"}),
        (IncomeItem, {"period": "week"}),
        (IncomeItem, {"source": ""}),
        (IncomeItem, {"holds_from": DAY, "holds_until": DAY - dt.timedelta(days=1)}),
        (IncomeItem, {"is_withdrawn": True}),
        (AssetItem, {"amount_fen": -1}),
        (AssetItem, {"use": "racing"}),
        (HouseholdDeclaration, {"support_payment_fen": -1}),
        (Membership, {"relation": "01"}),
        (Membership, {"relation": "00"}),
    ],
)
@pytest.mark.usefixtures("family")
def test_fact_refused_by_the_database(model, changes):
    row = copied(model.objects.order_by("pk").first(), **changes)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.usefixtures("family")
def test_fact_of_one_day_is_accepted():
    copied(IncomeItem.objects.order_by("pk").first(), holds_from=DAY, holds_until=DAY).save()

    assert IncomeItem.objects.holding_on(DAY).count() == 3


@pytest.mark.usefixtures("family")
def test_the_same_id_number_twice_is_refused_by_the_database():
    person = Person.objects.order_by("pk").first()
    fields = {field.attname: getattr(person, field.attname) for field in person._meta.concrete_fields}

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(**(fields | {"id": None}))


@pytest.mark.parametrize("changes", [{"name": ""}, {"sex": "0"}, {"sex": "9"}])
@pytest.mark.usefixtures("family")
def test_person_refused_by_the_database(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(name__isnull=False).update(**changes)


def test_people_with_memberships_cannot_be_deleted(family):
    person = make.people(family)[0]
    NameToken.objects.filter(person=person).delete()

    with pytest.raises(IntegrityError):
        person.delete()


def test_known_at_is_what_the_door_said(family):
    assert {row.known_at for row in Membership.objects.filter(household=family)} == {AT}
    assert family.created_at == AT

"""Deaths as a household's page needs them: who of it is recorded dead, and which corrections wait."""

from django.db.models import QuerySet

from minzheng.registry.enums import CorrectionState
from minzheng.registry.models import Death, DeathCorrection, Household, Membership, Person


def dead_members(household: Household) -> list[Person]:
    """Return those who ever belonged to the household and are recorded dead, by name. Two queries."""
    ever = Membership.objects.filter(household=household).values("person")
    dead = Death.objects.latest_versions().filter(person__in=ever, is_withdrawn=False).select_related("person")
    return sorted((row.person for row in dead), key=lambda person: (person.name, person.pk))


def has_dead(household: Household) -> bool:
    """Say whether anybody who ever belonged to the household is recorded dead. One query."""
    ever = Membership.objects.filter(household=household).values("person")
    return bool(Death.objects.latest_versions().filter(person__in=ever, is_withdrawn=False).exists())


def corrections() -> QuerySet[DeathCorrection]:
    """Return the corrections of the area, those that wait first, then the newest."""
    rows = DeathCorrection.objects.select_related("death__person", "asked_by", "settled_by")
    found: QuerySet[DeathCorrection] = rows.order_by("settled_at", "-asked_at", "-pk")
    return found


def waiting_corrections() -> QuerySet[DeathCorrection]:
    """Return the corrections of the area that wait for a second person."""
    return corrections().filter(state=CorrectionState.ASKED)


def households_of(person: Person) -> list[Household]:
    """Return every household the person ever belonged to, by number."""
    ever = Membership.objects.filter(person=person).values("household")
    return list(Household.objects.filter(pk__in=ever).order_by("number"))

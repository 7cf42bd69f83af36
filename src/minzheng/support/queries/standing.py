"""Guardians, care agreements and property of people supported at home, as they stand on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from minzheng.kernel.idnumber import age_on
from minzheng.registry.models import BankAccount, Person
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.services import vault
from minzheng.statute.period import LocalFigure, figure
from minzheng.support.enums import AgreementState, Basis
from minzheng.support.models import CareAgreement, Guardian, Property
from minzheng.support.queries.visits import Supported

OF_AGE = 18
SELF = "self"


@dataclass(frozen=True)
class Cared:
    """One person: the agreement in force, one that waits or begins later, and whether something has to be done."""

    who: Supported
    running: CareAgreement | None
    coming: CareAgreement | None
    remind: LocalFigure

    @property
    def needs_one(self) -> bool:
        """Whether somebody who cannot do everything alone is without an agreement and none is under way."""
        return self.who.tier != SELF and self.running is None and self.coming is None

    @property
    def is_waiting(self) -> bool:
        """Whether an agreement waits for a second person."""
        return self.coming is not None and self.coming.confirmed_at is None

    def ends_soon(self, today: date) -> bool:
        """Say whether the agreement ends within the days of the reminder and none follows it."""
        return (
            self.running is not None
            and self.coming is None
            and self.running.last_on <= today + timedelta(days=self.remind.value)
        )


def guardian_on(person: Person, day: date) -> Guardian | None:
    """Return who speaks for the person on a day: a minor's guardian until the eighteenth birthday."""
    rows = Guardian.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day), person=person, from_on__lte=day)
    row: Guardian | None = rows.select_related("person").order_by("from_on", "pk").last()
    return row if row is not None and speaks_on(row, day) else None


def speaks_on(row: Guardian, day: date) -> bool:
    """Say whether the guardian's ground holds on the day."""
    is_within = row.from_on <= day and (row.ended_on is None or day <= row.ended_on)
    is_minor = age_on(row.person.birth_date, day) < OF_AGE
    return is_within and (row.basis != Basis.MINOR or is_minor)


def guardians_of(person: Person) -> QuerySet[Guardian]:
    """Return every guardian there ever was, the last first."""
    rows = Guardian.objects.filter(person=person).select_related("person", "recorded_by", "ended_by")
    return rows.order_by("-from_on", "-pk")


def minors_alone(people: Iterable[Supported], today: date) -> list[Supported]:
    """Return the minors who have no guardian on record."""
    minors = {one.person.pk: one for one in people if age_on(one.person.birth_date, today) < OF_AGE}
    rows = Guardian.objects.filter(person_id__in=minors, ended_at__isnull=True) if minors else ()
    spoken_for = {row.person_id for row in rows}
    return [one for pk, one in minors.items() if pk not in spoken_for]


def agreements_of(person: Person) -> QuerySet[CareAgreement]:
    """Return every agreement of a person, the last first."""
    rows = CareAgreement.objects.filter(person=person).select_related("proposed_by", "confirmed_by", "ended_by")
    return rows.order_by("-from_on", "-pk")


def cared(found: Mapping[int, Supported], today: date) -> list[Cared]:
    """Return how each of the people is cared for, in the order given; one question."""
    rows: dict[int, list[CareAgreement]] = defaultdict(list)
    for row in _agreements(found):
        rows[row.person_id].append(row)
    remind: dict[str, LocalFigure] = {}
    made = []
    for pk, who in found.items():
        place = who.grounds.division_code
        if place not in remind:
            remind[place] = figure("support_renewal_days", place=place, on=today)
        made.append(_cared(who, rows[pk], today, remind[place]))
    return made


def cared_of(who: Supported, rows: Iterable[CareAgreement], today: date) -> Cared:
    """Return how one person is cared for, by that person's agreements."""
    remind = figure("support_renewal_days", place=who.grounds.division_code, on=today)
    return _cared(who, rows, today, remind)


def waiting_agreements() -> QuerySet[CareAgreement]:
    """Return what waits for a second person, the first proposed first."""
    rows = CareAgreement.objects.filter(confirmed_at__isnull=True, ended_at__isnull=True)
    return rows.select_related("person", "proposed_by").order_by("proposed_at", "pk")


def running_on(person: Person, day: date) -> CareAgreement | None:
    """Return the agreement in force on a day."""
    return next((row for row in _agreements([person.pk]) if row.is_running(day)), None)


def holds_the_card(id_number: str, household_id: int, *, day: date, at: datetime) -> bool:
    """Say whether who bears this number holds an account the household is paid into."""
    indexes = vault.search_indexes(id_number, context=ID_NUMBER_CONTEXT)
    rows = BankAccount.objects.as_of(day, at).filter(household=household_id, holder__id_number_index__in=indexes)
    return bool(rows.exists())


def property_of(person: Person) -> QuerySet[Property]:
    """Return what the person owns, with what came in, what is closed last."""
    rows = Property.objects.filter(person=person).select_related("recorded_by").prefetch_related("incomes__recorded_by")
    return rows.order_by("-ended_at", "kind", "pk")


def used_for_nothing(person: Person, name: str) -> Property | None:
    """Return what of the person's own somebody of this name has the free use of."""
    rows = Property.objects.filter(person=person, ended_at__isnull=True, use="lent", user_name=name)
    row: Property | None = rows.first()
    return row


def _agreements(people: Collection[int]) -> list[CareAgreement]:
    # Opening what is sealed costs; whose numbers they are is read on the person's own page.
    sealed = ("carer_phone", "contact_phone")
    return list(CareAgreement.objects.filter(person_id__in=people).defer(*sealed).order_by("from_on", "pk"))


def _cared(who: Supported, rows: Iterable[CareAgreement], today: date, remind: LocalFigure) -> Cared:
    by_state = {row.state_on(today): row for row in rows}
    coming = by_state.get(AgreementState.WAITING) or by_state.get(AgreementState.COMING)
    return Cared(who, by_state.get(AgreementState.RUNNING), coming, remind)

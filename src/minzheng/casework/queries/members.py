"""Who belongs to a household on a day, as known at a moment: one query, for the checks of the first stations."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime

from minzheng.kernel.idnumber import age_on
from minzheng.registry.models import Death, Household, Membership, Person

ADULT_YEARS = 18


def members_on(household: Household, day: date, known_at: datetime) -> list[Person]:
    """Return the living members, head first."""
    rows = Membership.objects.filter(household=household).as_of(day, known_at).select_related("person")
    people = [row.person for row in sorted(rows, key=lambda row: (row.relation != "02", row.pk))]
    gone = dead_among([person.pk for person in people], known_at)
    return [person for person in people if person.pk not in gone or gone[person.pk] > day]


def dead_among(person_ids: Collection[int], known_at: datetime) -> dict[int, date]:
    """Return the day of death of those of the people known to be dead."""
    rows = Death.objects.filter(person_id__in=person_ids, is_withdrawn=False).known_by(known_at)
    return dict(rows.values_list("person_id", "died_on"))


def shows_a_number(text: str) -> bool:
    """Say whether a text for a public board holds what looks like an ID, bank or telephone number."""
    return re.search(r"\d{8,}", unicodedata.normalize("NFKC", re.sub(r"[\s\-－—]", "", text))) is not None


def public_name(person: Person, day: date) -> str:
    """Return the name a board may show: an adult's own, of a minor only the surname (民政通用程序 2.7)."""
    name = str(person.name)
    return name if age_on(person.birth_date, day) >= ADULT_YEARS else name[:1] + "*" * (len(name) - 1)


def adults(people: list[Person], day: date) -> list[Person]:
    """Return those who are eighteen or older (民法典 第十七条)."""
    return [person for person in people if age_on(person.birth_date, day) >= ADULT_YEARS]

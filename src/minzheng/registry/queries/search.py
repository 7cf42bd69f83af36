"""Finding people in the declared area: by whole ID or phone number, household number, name, pinyin or initials.

Every way goes through an index, so a million people are no slower than a thousand (docs/adr/0011-person-search.md).
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from minzheng.kernel.idnumber import IdNumber, IdNumberError
from minzheng.registry.models import Membership, NameToken, Person
from minzheng.registry.models.person import ID_NUMBER_CONTEXT, PHONE_CONTEXT
from minzheng.registry.validators import clean_phone
from minzheng.services import vault

MOST = 100


@dataclass(frozen=True)
class Hit:
    """A person found, with the household of the day; the ID number masked."""

    person_id: int
    name: str
    sex: str
    birth_date: dt.date
    id_number_masked: str
    division_code: str
    household_id: int | None
    household_number: str
    relation: str


def search(text: str, *, day: dt.date, known_at: dt.datetime, limit: int = 20) -> list[Hit]:
    """Return at most `limit` people (never over 100) for what was typed; nothing for nothing.

    Part of an ID number finds nobody: only whole numbers are indexed. Households are as of `day`, known at `known_at`.
    """
    limit = min(max(0, limit), MOST)
    query = unicodedata.normalize("NFKC", text).strip()
    if not query or limit == 0:
        return []
    people = _people(query, limit, day, known_at)
    return _hits(people, day, known_at)


def _people(query: str, limit: int, day: dt.date, known_at: dt.datetime) -> list[Person]:
    compact = "".join(query.split())
    if re.fullmatch(r"[0-9]{15}|[0-9]{17}[0-9Xx]", compact):
        return _by_id_number(compact)
    if re.fullmatch(r"\+?[0-9-]{7,18}", compact):
        return _by_phone(compact, limit)
    if compact.upper().startswith("HH-"):
        return _by_household(compact.upper(), limit, day, known_at)
    if re.fullmatch(r"[A-Za-z' ]+", query):
        return _by_pinyin(re.sub(r"[^a-z]", "", query.lower()), limit)
    return _by_name(re.sub(r"[^\w]", "", compact), compact, limit)


def _by_id_number(text: str) -> list[Person]:
    try:
        value = IdNumber.parse(text).value
    except IdNumberError:
        return []
    return list(Person.objects.filter(id_number_index__in=vault.search_indexes(value, context=ID_NUMBER_CONTEXT)))


def _by_phone(text: str, limit: int) -> list[Person]:
    try:
        number = clean_phone(text)
    except ValueError:
        return []
    rows = Person.objects.filter(phone_index__in=vault.search_indexes(number, context=PHONE_CONTEXT))
    return list(rows.order_by("division_code", "pk")[:limit])


def _by_household(number: str, limit: int, day: dt.date, known_at: dt.datetime) -> list[Person]:
    rows = Membership.objects.as_of(day, known_at).filter(household__number=number).select_related("person")
    return [row.person for row in rows.order_by("relation", "pk")[:limit]]


def _by_pinyin(letters: str, limit: int) -> list[Person]:
    """Whole pinyin and initials first, then names that begin so."""
    if not letters:
        return []
    found = _of_tokens(NameToken.objects.filter(token=letters), limit)
    if len(found) < limit and len(letters) >= 3:
        # The successor of the last letter bounds the prefix from above: a range, which the index serves.
        after = letters[:-1] + chr(ord(letters[-1]) + 1)
        begun = NameToken.objects.filter(token__gt=letters, token__lt=after)
        found += [person for person in _of_tokens(begun, limit) if person not in found]
    return found[:limit]


def _by_name(letters: str, name: str, limit: int) -> list[Person]:
    """Names that are exactly so first, then names that contain the characters in this order."""
    if not letters:
        return []
    found = list(Person.objects.filter(name=name).order_by("division_code", "pk")[:limit])
    if len(found) < limit:
        # Two characters lead the index; longer texts are compared on the few rows that are left.
        tokens = NameToken.objects.filter(token=letters[:2].lower())
        if len(letters) > 2:
            tokens = tokens.filter(person__name__contains=letters)
        found += [person for person in _of_tokens(tokens, limit) if person not in found]
    return found[:limit]


def _of_tokens(tokens: Any, limit: int) -> list[Person]:
    ids = list(
        dict.fromkeys(
            tokens.order_by("token", "division_code", "person").values_list("person_id", flat=True)[: limit * 2]
        )
    )
    people = Person.objects.in_bulk(ids)
    return [people[each] for each in ids if each in people][:limit]


def _hits(people: list[Person], day: dt.date, known_at: dt.datetime) -> list[Hit]:
    rows = Membership.objects.as_of(day, known_at).filter(person__in=[person.pk for person in people])
    homes = {row.person_id: row for row in rows.select_related("household")}
    return [_hit(person, homes.get(person.pk)) for person in people]


def _hit(person: Person, home: Membership | None) -> Hit:
    return Hit(
        person_id=person.pk,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        id_number_masked=person.id_number_masked,
        division_code=person.division_code,
        household_id=home.household_id if home else None,
        household_number=home.household.number if home else "",
        relation=home.relation if home else "",
    )

"""Which members of a household are close relatives of an official: by ID number, by declaration, by a shared household.

Runs over every division, for a village's committee and the county's staff are not all in the area of whoever asks; what
comes out is told of the household asked about and of nobody else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from minzheng.accounts.models import IDENTITY_CONTEXT, Staff, StaffIdentity
from minzheng.accounts.scope import everywhere
from minzheng.registry.models import Membership, Person
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.relatives.enums import Basis, Kin
from minzheng.relatives.models import MEMBER_CONTEXT, RELATIVE_CONTEXT, CommitteeMember, DeclaredRelative
from minzheng.relatives.queries.kinship import kin_of
from minzheng.services import vault


@dataclass(frozen=True)
class Link:
    """One member of the household, one official, what the member is to the official, and how that is known."""

    person_id: int
    official: Staff | CommitteeMember
    kin: Kin
    basis: Basis

    @property
    def key(self) -> tuple[int, str, int]:
        """Return what is registered once: which member, which official."""
        return self.person_id, "staff" if isinstance(self.official, Staff) else "committee", self.official.pk


def links(people: Sequence[Person], *, division_code: str, day: date) -> list[Link]:
    """Return every link of the household's members, the closest statement first; one per member and official.

    Staff count whose area covers the division (they handle or supervise its cases), and the serving members of every
    committee of the county.
    """
    with everywhere("近亲属比对须查全部名册"):
        found = list(_links(people, division_code, day))
    once: dict[tuple[int, str, int], Link] = {}
    for link in found:
        once.setdefault(link.key, link)
    return list(once.values())


def _links(people: Sequence[Person], division_code: str, day: date) -> Iterator[Link]:
    numbers = _numbers_of(people)
    officials = _officials(numbers.values(), division_code, day)
    found = [
        Link(pk, official, Kin.SELF, Basis.ID_NUMBER) for pk, value in numbers.items() for official in officials[value]
    ]
    found += _declared(numbers, division_code, day)
    yield from found
    shared = list(_shared(people, division_code, day))
    yield from shared
    yield from _twins([*found, *shared], division_code)


def _officials(
    numbers: Iterable[str], division_code: str, day: date
) -> defaultdict[str, list[Staff | CommitteeMember]]:
    """Return the officials who bear these ID numbers."""
    wanted = set(numbers)
    found: defaultdict[str, list[Staff | CommitteeMember]] = defaultdict(list)
    by_index = _indexes(wanted, IDENTITY_CONTEXT)
    for row in StaffIdentity.objects.filter(id_number_index__in=list(by_index)).select_related("staff"):
        if _handles(row.staff, division_code):
            found[by_index[bytes(row.id_number_index)]].append(row.staff)
    by_index = _indexes(wanted, MEMBER_CONTEXT)
    for member in _serving(division_code, day).filter(id_number_index__in=list(by_index)):
        found[by_index[bytes(member.id_number_index)]].append(member)
    return found


def _declared(numbers: dict[int, str], division_code: str, day: date) -> Iterator[Link]:
    people = defaultdict(list)
    for pk, value in numbers.items():
        people[value].append(pk)
    by_index = _indexes(people, RELATIVE_CONTEXT)
    rows = DeclaredRelative.objects.filter(id_number_index__in=list(by_index), ended_at__isnull=True)
    serving = set(
        _serving(division_code, day)
        .filter(declared_relatives__id_number_index__in=list(by_index))
        .values_list("pk", flat=True)
    )
    for row in rows.select_related("staff", "committee_member").order_by("pk"):
        official = row.staff or row.committee_member
        counts = _handles(row.staff, division_code) if row.staff else row.committee_member_id in serving
        if counts:
            for pk in people[by_index[bytes(row.id_number_index)]]:
                yield Link(pk, official, Kin(row.relation), Basis.DECLARED)


def _shared(people: Sequence[Person], division_code: str, day: date) -> Iterator[Link]:
    """Yield who lives with an official now, and who once did and is by both codes a close relative."""
    ours = {person.pk for person in people}
    rows = Membership.objects.latest_versions().filter(person__in=ours, is_withdrawn=False)
    homes = set(rows.values_list("household_id", flat=True))
    together: defaultdict[int, list[Membership]] = defaultdict(list)
    everybody: dict[int, Person] = {}
    members = Membership.objects.latest_versions().filter(household__in=homes, is_withdrawn=False)
    for row in members.select_related("person").order_by("pk"):
        together[row.household_id].append(row)
        everybody[row.person_id] = row.person
    numbers = _numbers_of(everybody.values())
    officials = _officials(numbers.values(), division_code, day)
    for rows_of_home in together.values():
        for own in rows_of_home:
            for other in rows_of_home:
                if other.person_id == own.person_id or other.person_id not in ours:
                    continue
                kin = kin_of(official=own.relation, member=other.relation)
                if kin is None and _holds(own, day) and _holds(other, day):
                    kin = Kin.HOUSEHOLD
                if kin is not None:
                    for official in officials[numbers.get(own.person_id, "")]:
                        yield Link(other.person_id, official, kin, Basis.HOUSEHOLD)


def _twins(found: Collection[Link], division_code: str) -> Iterator[Link]:
    """Yield the same link for every other account of the same person: two roles are two accounts."""
    numbers: dict[tuple[str, int], str] = {}
    identities = {
        row.staff_id: row
        for row in StaffIdentity.objects.filter(
            staff__in=[link.official.pk for link in found if isinstance(link.official, Staff)]
        )
    }
    for link in found:
        official = link.official
        if isinstance(official, CommitteeMember):
            numbers[link.key[1:]] = vault.open_sealed(bytes(official.id_number_sealed), context=MEMBER_CONTEXT)
        elif official.pk in identities:
            sealed = bytes(identities[official.pk].id_number_sealed)
            numbers[link.key[1:]] = vault.open_sealed(sealed, context=IDENTITY_CONTEXT)
    accounts = defaultdict(list)
    by_index = _indexes(numbers.values(), IDENTITY_CONTEXT)
    for row in StaffIdentity.objects.filter(id_number_index__in=list(by_index)).select_related("staff"):
        accounts[by_index[bytes(row.id_number_index)]].append(row.staff)
    for link in found:
        for account in accounts[numbers.get(link.key[1:], "")]:
            if account != link.official and _handles(account, division_code):
                yield replace(link, official=account)


def _serving(division_code: str, day: date) -> QuerySet[CommitteeMember]:
    """Return the committee members of the county who serve on the day."""
    return CommitteeMember.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day, division_code__startswith=division_code[:6]
    )


def _handles(staff: Staff, division_code: str) -> bool:
    return staff.is_active and staff.area.covers(division_code)


def _holds(row: Membership, day: date) -> bool:
    return row.holds_from <= day and (row.holds_until is None or row.holds_until >= day)


def _indexes(numbers: Iterable[str], context: str) -> dict[bytes, str]:
    return {index: value for value in set(numbers) for index in vault.search_indexes(value, context=context)}


def _numbers_of(people: Iterable[Person]) -> dict[int, str]:
    """Return the ID number by person; a newborn without one is found by who it lives with."""
    return {
        person.pk: vault.open_sealed(bytes(person.id_number_sealed), context=ID_NUMBER_CONTEXT)
        for person in people
        if person.id_number_sealed is not None
    }

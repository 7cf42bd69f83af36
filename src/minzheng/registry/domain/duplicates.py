"""Is this person known outside my area? The only place of the house's registry that looks across areas.

It tells no more than is needed to go on: that the person is known, in which township, and whom to ask there
(docs/adr/0012-duplicate-check-across-areas.md). Every look is audited as a read.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.queries import covering
from minzheng.accounts.scope import everywhere
from minzheng.kernel.division import level_of, parent_of
from minzheng.kernel.idnumber import IdNumber
from minzheng.kernel.language import kept
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Birth, Division, Membership, Person
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.services import vault
from minzheng.services.audit.domain.record import record_read

AT_ONCE = 400


@dataclass(frozen=True)
class KnownElsewhere:
    """All that another township may learn. `kind` is "member" (of a household now) or "person" (of none now)."""

    township_name: str
    contact: str
    kind: str

    def __str__(self) -> str:
        """Return the sentence for officials."""
        if self.kind == "member":
            return _("此人已在%(township)s登记在另一户，请联系%(contact)s核实，由其办理分户或迁出后再登记") % {
                "township": self.township_name,
                "contact": self.contact,
            }
        return _("此人已在%(township)s登记，请联系%(contact)s核实，由其办理迁出后再登记") % {
            "township": self.township_name,
            "contact": self.contact,
        }


@transaction.atomic
def known_elsewhere(*, id_number: str, by: Staff, at: dt.datetime) -> list[KnownElsewhere]:
    """Return where a person is known outside the area of `by`: township, whom to ask, nothing else. Audited as a read.

    Raises IdNumberError for what is no ID number.
    """
    parsed = IdNumber.parse(id_number, on=local_day(at))
    return list(known_elsewhere_many(id_numbers=[parsed], by=by, at=at).values())


@transaction.atomic
def known_elsewhere_many(*, id_numbers: Iterable[IdNumber], by: Staff, at: dt.datetime) -> dict[str, KnownElsewhere]:
    """Do the same for many people at once, by ID number of 18 characters; one audit row and one more per hit."""
    by_index = {
        index: id_number.value
        for id_number in id_numbers
        for index in vault.search_indexes(id_number.value, context=ID_NUMBER_CONTEXT)
    }
    with everywhere("登记前跨区域查重"):
        found = _people(list(by_index))
        strangers = {
            by_index[index]: person for index, person in found.items() if not by.area.covers(person.division_code)
        }
        members = _members_now({person.pk for person in strangers.values()}, at)
    answer = {value: _told(person.division_code, is_member=person.pk in members) for value, person in strangers.items()}
    _audit(len(set(by_index.values())), list(strangers.values()), by=by, at=at)
    return answer


@dataclass(frozen=True)
class KnownBirth:
    """When a woman gave birth, to whom; her own children, wherever they are registered now."""

    born_on: dt.date
    name: str


def certificate_is_used(indexes: Iterable[bytes]) -> bool:
    """Say whether a certificate of birth (by the indexes of its number) stands for a child. No more is told."""
    with everywhere("出生医学证明在全县只能用一次"):
        rows = Birth.objects.latest_versions().filter(certificate_index__in=list(indexes), is_withdrawn=False)
        return bool(rows.exists())


def births_by(mother: Person) -> list[KnownBirth]:
    """Return the births recorded of a woman of the own area, the first first."""
    with everywhere("同一母亲的子女可能登记在别处"):
        rows = Birth.objects.latest_versions().filter(mother=mother, is_withdrawn=False).select_related("person")
        return [KnownBirth(row.holds_from, row.person.name) for row in rows.order_by("holds_from", "pk")]


def _people(indexes: list[bytes]) -> dict[bytes, Person]:
    found: dict[bytes, Person] = {}
    for start in range(0, len(indexes), AT_ONCE):
        rows = Person.objects.filter(id_number_index__in=indexes[start : start + AT_ONCE])
        found |= {
            bytes(person.id_number_index): person for person in rows.only("id", "id_number_index", "division_code")
        }
    return found


def _members_now(people: set[int], at: dt.datetime) -> set[int]:
    wanted = sorted(people)
    members: set[int] = set()
    for start in range(0, len(wanted), AT_ONCE):
        rows = Membership.objects.as_of(local_day(at), at).filter(person__in=wanted[start : start + AT_ONCE])
        members.update(rows.values_list("person_id", flat=True))
    return members


def _told(division_code: str, *, is_member: bool) -> KnownElsewhere:
    township = division_code
    while level_of(township) > 4:
        township = parent_of(township)
    name = Division.objects.filter(code=township).values_list("name", flat=True).first() or _("其他乡镇（街道）")
    return KnownElsewhere(name, _whom_to_ask(township), "member" if is_member else "person")


def _whom_to_ask(township: str) -> str:
    officers = covering(township)
    if not officers:
        return _("该乡镇（街道）民政办")
    return f"{officers[0].name} {officers[0].phone}".strip()


@kept
def _audit(asked: int, strangers: list[Person], *, by: Staff, at: dt.datetime) -> None:
    purpose = _("登记前跨区域查重：查 %(asked)s 个号码，外区域命中 %(hits)s 个") % {
        "asked": asked,
        "hits": len(strangers),
    }
    record_read(by=by, at=at, object_kind="duplicate_check", object_id="", division_code="", purpose=purpose)
    for person in strangers:
        record_read(
            by=by,
            at=at,
            object_kind="person",
            object_id=str(person.pk),
            division_code=person.division_code,
            purpose=_("登记前跨区域查重：命中，只告知乡镇和联系人"),
        )

"""What every act of this room asks first, and the audit row it leaves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.domain.identity import number_of
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff, StaffIdentity
from minzheng.casework.models import NumberSeries
from minzheng.casework.queries.members import members_on
from minzheng.kernel.idnumber import IdNumber, IdNumberError, age_on
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.checking import printable_name
from minzheng.registry.models import Death, Household, Person
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.registry.validators import clean_phone
from minzheng.relatives.queries.matching import links
from minzheng.services import vault
from minzheng.services.audit.domain.record import record
from minzheng.support.queries.visits import Supported, supported_at_home

VISITORS = (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER)
OFFICERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
OF_AGE = 18


class SupportRefused(Refused):
    """What was asked is not possible now."""


class OfPerson(Protocol):
    """A record about one person supported at home."""

    @property
    def person_id(self) -> int:
        """Return whose it is."""

    @property
    def household(self) -> Household:
        """Return the household of the case."""

    @property
    def division_code(self) -> str:
        """Return where."""

    @property
    def case_number(self) -> str:
        """Return by which case the person is supported."""


def supported(person: Person, day: date, *, what: str) -> Supported:
    """Return how the living person is supported at home in the month. Raises SupportRefused."""
    deaths = Death.objects.latest_versions().filter(person=person, is_withdrawn=False, died_on__lt=day)
    gone = deaths.values_list("died_on", flat=True).first()
    if gone is not None:
        raise SupportRefused(
            _("%(name)s已于%(day)s去世，不能%(what)s。") % {"name": person.name, "day": gone, "what": what}
        )
    found = supported_at_home(Month.of(day), [person.pk]).get(person.pk)
    if found is None:
        raise SupportRefused(
            _("%(name)s在%(day)s没有在家供养的决定，不能%(what)s。在机构供养的由机构照护。")
            % {"name": person.name, "day": day, "what": what}
        )
    return found


def require_unrelated(row: OfPerson, by: Staff, at: datetime) -> None:
    """Raise NotAllowed if a member of the household is this person's close relative (回避)."""
    require_no_kin(members_on(row.household, local_day(at), at), row.division_code, by, at)


def require_no_kin(people: Sequence[Person], division_code: str, by: Staff, at: datetime) -> None:
    """Raise NotAllowed if one of these people is the official, or a close relative of theirs."""
    if any(each.official == by for each in links(people, division_code=division_code, day=local_day(at))):
        raise permissions.NotAllowed(_("被探访家庭中有您的近亲属，您应当回避，请转交其他人员办理。"))


def require_not_oneself(by: Staff, id_number: str, what: str) -> None:
    """Raise NotAllowed if the official bears this number: nobody decides on what they do themselves."""
    known = StaffIdentity.objects.filter(staff=by).first()
    if known is not None and number_of(known) == id_number:
        raise permissions.NotAllowed(
            _("%(what)s是您本人（%(name)s），须由他人办理。") % {"what": what, "name": by.name}
        )


def adult(*, name: str, id_number: str, person: Person, day: date, what: str) -> tuple[str, str]:
    """Return name and number of a grown person other than the one supported. Raises SupportRefused."""
    try:
        parsed = IdNumber.parse(id_number, on=day)
        found = printable_name(name)
    except IdNumberError as error:
        raise SupportRefused(str(error)) from error
    except ValueError as error:
        raise SupportRefused(_("%(what)s的姓名不能登记：%(why)s。") % {"what": what, "why": error}) from error
    if age_on(parsed.birth_date, day) < OF_AGE:
        raise SupportRefused(_("%(what)s%(name)s未满18周岁。") % {"what": what, "name": found})
    if person.id_number_index is not None and is_number_of(person, parsed.value):
        raise SupportRefused(_("%(what)s不能是本人。") % {"what": what})
    return found, parsed.value


def is_number_of(person: Person, id_number: str) -> bool:
    """Say whether the person bears this ID number."""
    return bytes(person.id_number_index or b"") in number_indexes(id_number)


def number_indexes(id_number: str) -> list[bytes]:
    """Return under which indexes the register keeps a person of this number."""
    return vault.search_indexes(id_number, context=ID_NUMBER_CONTEXT)


def phone_of(text: str, what: str) -> str:
    """Return a telephone number that must be there. Raises SupportRefused."""
    try:
        number = clean_phone(text)
    except ValueError as error:
        raise SupportRefused(_("%(what)s：%(why)s。") % {"what": what, "why": error}) from error
    if not number:
        raise SupportRefused(_("请填写%(what)s。") % {"what": what})
    return number


def filled(*texts: str, what: str) -> None:
    """Raise SupportRefused if one of the texts is empty."""
    if not all(text.strip() for text in texts):
        raise SupportRefused(_("请填写%(what)s。") % {"what": what})


def next_number(word: str, division_code: str, at: datetime) -> str:
    """Return the next number of a series of the county and year."""
    series = f"{word}-{division_code[:6]}-{local_day(at).year}"
    return f"{series}-{NumberSeries.objects.take(series):05d}"


def note(row: OfPerson, action: str, *, by: Staff, at: datetime, reason: str, **after: object) -> None:
    """Write the audit row of an act on somebody's support."""
    record(
        chain=f"support:{row.person_id}", at=at, by=by, action=action, object_kind="support_person",
        object_id=str(row.person_id), division_code=row.division_code, reason=reason,
        after={"case": row.case_number, **after},
    )  # fmt: skip

"""What every act of this room asks first: may this person act here, and what the history says of it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import HOME_ROLES, Role
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.casework.models import NumberSeries
from minzheng.institutions.enums import LIVING_HERE
from minzheng.institutions.models import Institution, Residence
from minzheng.kernel.idnumber import IdNumber
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.person import find_many
from minzheng.registry.models import Person
from minzheng.services.audit.domain.record import record

OFFICERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
DIRECTORS = (Role.HOME_DIRECTOR,)
CARERS = tuple(sorted(HOME_ROLES))


class HomeRefused(Refused):
    """What was asked is not possible now."""


def require(by: Staff, institution: Institution, *roles: str) -> None:
    """Raise NotAllowed unless somebody of these roles acts in a home of the own area."""
    permissions.require_role(by, *roles)
    permissions.require_area(by, institution.division_code)


def filled(*texts: str, what: str) -> None:
    """Raise HomeRefused if one of the texts is empty; `what` says in Chinese what must be given."""
    if not all(text.strip() for text in texts):
        raise HomeRefused(_("请填写%(what)s。") % {"what": what})


def fresh(residence: Residence, *stays: str) -> Residence:
    """Return the row, locked; raise HomeRefused unless it stands in one of the states (living here, if none given)."""
    rows = Residence.objects.select_for_update(of=("self",)).select_related("institution", "person", "bed__room")
    row: Residence = rows.get(pk=residence.pk)
    if row.stay not in (stays or LIVING_HERE):
        raise HomeRefused(
            _("%(name)s现在是“%(stay)s”，不能办理这一项。") % {"name": row.person.name, "stay": row.get_stay_display()}
        )
    return row


def locked(row: Any) -> Any:
    """Return any row of this room as it stands now, locked."""
    return type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)


def lock_home(institution: Institution) -> Institution:
    """Lock a home while something in it is counted: of two who come at once, the second counts again."""
    row: Institution = Institution.objects.select_for_update().get(pk=institution.pk)
    return row


def person_of(id_number: str) -> Person:
    """Return who bears an ID number, anywhere in the county; raises HomeRefused for nobody, BadIdNumber.

    A home has people of many villages, whom its staff do not see otherwise: the whole number must be known.
    """
    number = IdNumber.parse(id_number)
    with everywhere("入住人员按完整的公民身份号码查找，来自全县各村"):
        found: Person | None = find_many([number.value]).get(number.value)
    if found is None:
        raise HomeRefused(_("登记簿里没有这个公民身份号码的人。请核对号码，或先由其所在乡镇登记家庭。"))
    return found


def lives_somewhere(person: Person) -> Residence | None:
    """Return the stay of somebody who lives in any home of the county."""
    with everywhere("一个人只住一个机构，须在全县各机构中核对"):
        rows = Residence.objects.select_related("institution").filter(person=person, stay__in=LIVING_HERE)
        found: Residence | None = rows.first()
    return found


def next_number(word: str, institution: Institution, at: datetime) -> str:
    """Return the next number of a series of the county and year, e.g. RZ-420581-2026-00001."""
    series = f"{word}-{institution.division_code[:6]}-{local_day(at).year}"
    return f"{series}-{NumberSeries.objects.take(series):05d}"


def note(institution: Institution, action: str, *, by: Staff, at: datetime, reason: str = "", **after: object) -> None:
    """Write the audit row of an act in a home."""
    record(
        chain=f"home:{institution.pk}", at=at, by=by, action=action, object_kind="institution",
        object_id=str(institution.pk), division_code=institution.division_code, reason=reason, after=dict(after),
    )  # fmt: skip


def note_of(residence: Residence, action: str, *, by: Staff, at: datetime, reason: str = "", **after: object) -> None:
    """Write the audit row of an act on a resident."""
    home = residence.institution
    record(
        chain=f"home:{home.pk}", at=at, by=by, action=action, object_kind="residence", object_id=str(residence.pk),
        division_code=home.division_code, reason=reason, after={"number": residence.number, **after},
    )  # fmt: skip

"""The ID numbers of the people who work here, so that their close relatives are found (民发〔2021〕57号 第十一条)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.domain.staff import CHAIN
from minzheng.accounts.enums import Role
from minzheng.accounts.models import IDENTITY_CONTEXT, Staff, StaffIdentity
from minzheng.accounts.permissions import NotAllowed, require_area, require_role
from minzheng.kernel.idnumber import IdNumber, mask
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.services import vault
from minzheng.services.audit.domain.record import record, record_read

# Who keeps the list of numbers: those who open accounts, and the county's officers.
KEEPERS = (Role.LEADER, Role.COUNTY_OFFICER)


class IdentityRefused(Refused):
    """There is no number to show, or the correction has no reason."""


@transaction.atomic
def record_number(*, staff: Staff, id_number: str, by: Staff | None, at: datetime, reason: str = "") -> StaffIdentity:
    """Keep a person's ID number; a later one replaces it and needs a reason. `by` None is the operator.

    Nobody enters their own: a wrong number would hide one's relatives. Raises IdNumberError, IdentityRefused,
    NotAllowed.
    """
    _require_keeper(by, staff, writes=True)
    parsed = IdNumber.parse(id_number, on=local_day(at))
    known = StaffIdentity.objects.filter(staff=staff).first()
    if known is not None and not reason.strip():
        raise IdentityRefused(
            _("%(name)s的身份号码已登记。更正须写明原因和依据，例如“原登记末位录错，已核对身份证”。")
            % {"name": staff.name}
        )
    before = known.id_number_masked if known else None
    row = known or StaffIdentity(staff=staff)
    row.id_number_sealed = vault.seal(parsed.value, context=IDENTITY_CONTEXT)
    row.id_number_index = vault.index(parsed.value, context=IDENTITY_CONTEXT)
    row.id_number_key_version = vault.current_version()
    row.recorded_at, row.recorder = at, by
    row.save()
    record(
        chain=CHAIN, at=at, by=by, action="staff.identity_recorded", object_kind="accounts.Staff",
        object_id=str(staff.pk), before=before, after=mask(parsed.value), reason=reason.strip(),
    )  # fmt: skip
    return row


@transaction.atomic
def reveal(*, staff: Staff, by: Staff, at: datetime, purpose: str) -> str:
    """Return the whole number and record who read it and why. Raises IdentityRefused, NotAllowed, PurposeMissing."""
    _require_keeper(by, staff, writes=False)
    row = StaffIdentity.objects.filter(staff=staff).first()
    if row is None:
        raise IdentityRefused(_("%(name)s的身份号码还没有登记。") % {"name": staff.name})
    record_read(by=by, at=at, object_kind="accounts.Staff", object_id=str(staff.pk), division_code="", purpose=purpose)
    return vault.open_sealed(bytes(row.id_number_sealed), context=IDENTITY_CONTEXT)


def number_of(row: StaffIdentity) -> str:
    """Return the whole number for matching by the system; whoever shows it calls `reveal`."""
    return vault.open_sealed(bytes(row.id_number_sealed), context=IDENTITY_CONTEXT)


def _require_keeper(by: Staff | None, staff: Staff, *, writes: bool) -> None:
    if by is None:
        return
    require_role(by, *KEEPERS)
    for code in _areas_of(staff):
        require_area(by, code)
    if writes and by.pk == staff.pk:
        raise NotAllowed(_("不能登记自己的身份号码，请由局领导或县民政局另一名经办人登记。"))


def _areas_of(staff: Staff) -> Iterable[str]:
    return staff.areas.order_by("division_code").values_list("division_code", flat=True)

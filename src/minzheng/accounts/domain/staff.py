"""Opening, changing and closing accounts. Every change is audited in chain "accounts"."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import STAFF_ADMINISTRATORS, Role
from minzheng.accounts.models import Staff, StaffArea
from minzheng.accounts.permissions import NotAllowed, require_area, require_role
from minzheng.kernel.division import NotADivision, full
from minzheng.kernel.language import LANGUAGES
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import clauses, listed
from minzheng.services.audit.domain.record import record

CHAIN = "accounts"


class BadAccount(Refused):
    """What was given cannot become an account."""


@transaction.atomic
def create(
    *,
    username: str,
    name: str,
    role: str,
    areas: Iterable[str],
    password: str | None,
    by: Staff | None,
    at: datetime,
    phone: str = "",
) -> Staff:
    """Open an account with its areas (division codes; shorter ones are padded).

    `by` None is the operator at the command line. An account without areas sees nothing.
    Raises BadAccount (name taken, unknown role, weak password, bad code) and NotAllowed.
    """
    codes = _codes(areas)
    _require_administrator(by, codes)
    if role not in Role.values:
        raise BadAccount(_("没有“%(role)s”这个角色，可选：%(all)s") % {"role": role, "all": listed(Role.values)})
    staff = Staff(username=username, name=name.strip(), role=role, phone=phone, created_at=at)
    if password is None:
        staff.set_unusable_password()
    else:
        _check_password(password, staff)
        staff.set_password(password)
    try:
        staff.full_clean()
    except ValidationError as error:
        raise BadAccount(clauses(error.messages)) from error
    staff.save()
    StaffArea.objects.bulk_create(StaffArea(staff=staff, division_code=code) for code in codes)
    _audit(staff, "staff.created", by=by, at=at, after={"role": role, "name": staff.name, "areas": codes})
    return staff


@transaction.atomic
def change_areas(*, staff: Staff, areas: Iterable[str], by: Staff | None, at: datetime, reason: str) -> None:
    """Replace the divisions a person may see. Raises NotAllowed, also for one's own account."""
    codes = _codes(areas)
    before = sorted(staff.areas.values_list("division_code", flat=True))
    _require_administrator(by, [*codes, *before], staff)
    staff.areas.all().delete()
    StaffArea.objects.bulk_create(StaffArea(staff=staff, division_code=code) for code in codes)
    staff.__dict__.pop("area", None)
    _audit(staff, "staff.areas_changed", by=by, at=at, before={"areas": before}, after={"areas": codes}, reason=reason)


@transaction.atomic
def change_role(*, staff: Staff, role: str, by: Staff | None, at: datetime, reason: str) -> None:
    """Give a person another role. Raises BadAccount for an unknown role, NotAllowed, also for one's own account."""
    _require_administrator(by, _areas_of(staff), staff)
    if role not in Role.values:
        raise BadAccount(_("没有“%(role)s”这个角色，可选：%(all)s") % {"role": role, "all": listed(Role.values)})
    before, staff.role = staff.role, role
    staff.save(update_fields=["role"])
    _audit(staff, "staff.role_changed", by=by, at=at, before={"role": before}, after={"role": role}, reason=reason)


@transaction.atomic
def set_active(*, staff: Staff, is_active: bool, by: Staff | None, at: datetime, reason: str) -> None:
    """Close or reopen an account; what the person signed stays. Raises NotAllowed, also for one's own account."""
    _require_administrator(by, _areas_of(staff), staff)
    before, staff.is_active = staff.is_active, is_active
    staff.save(update_fields=["is_active"])
    values = {"before": {"is_active": before}, "after": {"is_active": is_active}}
    _audit(staff, "staff.activity_changed", by=by, at=at, reason=reason, **values)


@transaction.atomic
def choose_language(*, staff: Staff, language: str, at: datetime) -> None:
    """Remember in which language a person reads the pages. Raises BadAccount for one that is not offered."""
    if language not in LANGUAGES:
        raise BadAccount(_("没有“%(code)s”这种语言，可选：%(all)s") % {"code": language, "all": listed(LANGUAGES)})
    if staff.language == language:
        return
    before, staff.language = staff.language, language
    staff.save(update_fields=["language"])
    _audit(staff, "staff.language_chosen", by=staff, at=at, before={"language": before}, after={"language": language})


@transaction.atomic
def change_password(*, staff: Staff, password: str, by: Staff | None, at: datetime) -> None:
    """Set a password: one's own, or another's by an administrator. Raises BadAccount for a weak one, NotAllowed."""
    if by is None or by.pk != staff.pk:
        _require_administrator(by, _areas_of(staff), staff)
    _check_password(password, staff)
    staff.set_password(password)
    staff.save(update_fields=["password"])
    _audit(staff, "staff.password_changed", by=by, at=at)


def _require_administrator(by: Staff | None, codes: Iterable[str], staff: Staff | None = None) -> None:
    """Only administrators, within their own area, and never on their own account: nobody widens what they may do."""
    if by is None:
        return
    require_role(by, *STAFF_ADMINISTRATORS)
    if staff is not None and staff.pk == by.pk:
        raise NotAllowed(_("不能更改自己账号的角色、区域或启用状态，请由另一位局领导办理。"))
    for code in codes:
        require_area(by, code)


def _areas_of(staff: Staff) -> list[str]:
    return sorted(staff.areas.values_list("division_code", flat=True))


def _codes(areas: Iterable[str]) -> list[str]:
    """Return the codes in 12 digits, sorted, each once."""
    try:
        return sorted({full(code) for code in areas})
    except NotADivision as error:
        raise BadAccount(str(error)) from error


def _check_password(password: str, staff: Staff) -> None:
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise BadAccount(clauses(error.messages)) from error


def _audit(
    staff: Staff,
    action: str,
    *,
    by: Staff | None,
    at: datetime,
    before: object = None,
    after: object = None,
    reason: str = "",
) -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind="accounts.Staff",
        object_id=str(staff.pk),
        before=before,
        after=after,
        reason=reason,
    )

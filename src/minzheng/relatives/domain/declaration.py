"""Declaring close relatives: by the official, or written down for one by whoever keeps the list.

民发〔2012〕220号 第十四条；民发〔2021〕57号 第十一条. A declaration puts a case under closer scrutiny; it is never a
ground for refusal.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.domain.identity import KEEPERS as STAFF_KEEPERS
from minzheng.accounts.domain.identity import number_of as number_of_staff
from minzheng.accounts.models import Staff, StaffIdentity
from minzheng.accounts.permissions import NotAllowed, require_active, require_area, require_role
from minzheng.kernel.division import ancestry
from minzheng.kernel.idnumber import IdNumber, mask
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain.checking import printable_name
from minzheng.relatives.domain.roll import CHAIN, KEEPERS, number_of
from minzheng.relatives.enums import DECLARABLE
from minzheng.relatives.models import RELATIVE_CONTEXT, CommitteeMember, DeclaredRelative
from minzheng.relatives.queries.lists import declared_of
from minzheng.services import vault
from minzheng.services.audit.domain.record import record, record_read


class DeclarationRefused(Refused):
    """The declaration cannot be taken as it stands."""


@transaction.atomic
def declare(
    *, official: Staff | CommitteeMember, relation: str, name: str, id_number: str, by: Staff, at: datetime
) -> DeclaredRelative:
    """Write down one close relative of a member of staff or of a committee.

    Staff may do it for themselves. Raises DeclarationRefused, IdNumberError, NotAllowed.
    """
    _require_keeper(official, by)
    if relation not in {kin.value for kin in DECLARABLE}:
        raise DeclarationRefused(
            _("请选择亲属关系：近亲属是配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女。")
        )
    try:
        name = printable_name(name)
    except ValueError as error:
        raise DeclarationRefused(_("亲属姓名不能登记：%(why)s。") % {"why": error}) from error
    parsed = IdNumber.parse(id_number, on=local_day(at))
    if parsed.value == _number_of_official(official):
        raise DeclarationRefused(_("这是%(name)s本人的身份号码。请填写亲属的身份号码。") % {"name": official.name})
    known = declared_of(**_owner(official)).filter(
        ended_at__isnull=True, id_number_index__in=vault.search_indexes(parsed.value, context=RELATIVE_CONTEXT)
    ).first()  # fmt: skip
    if known is not None:
        raise DeclarationRefused(
            _("此人已申报为%(relation)s（%(name)s）。关系有误的，请先终止原申报再重新申报。")
            % {"relation": known.get_relation_display(), "name": known.name}
        )
    row = DeclaredRelative.objects.create(
        **_owner(official), division_code=_place(official), relation=relation, name=name, declared_by=by,
        declared_at=at, id_number_sealed=vault.seal(parsed.value, context=RELATIVE_CONTEXT),
        id_number_index=vault.index(parsed.value, context=RELATIVE_CONTEXT),
        id_number_key_version=vault.current_version(),
    )  # fmt: skip
    after = {"official": official.name, "relation": relation, "name": name, "id_number": mask(parsed.value)}
    _audit(row, "relative.declared", by=by, at=at, after=after)
    return row


@transaction.atomic
def end(*, relative: DeclaredRelative, by: Staff, at: datetime, reason: str) -> DeclaredRelative:
    """End a declaration (divorce, a wrong number); the row stays, and so does what was found by it.

    Nobody ends their own: that would be a way out of a register. Raises DeclarationRefused, NotAllowed.
    """
    row: DeclaredRelative = (
        DeclaredRelative.objects.select_related("staff", "committee_member").select_for_update(of=("self",))
        .get(pk=relative.pk)
    )  # fmt: skip
    official = official_of(row)
    _require_keeper(official, by)
    if by.pk == row.staff_id:
        raise NotAllowed(_("不能终止本人的申报，请由局领导或县民政局另一名经办人办理。"))
    if row.ended_at is not None:
        raise DeclarationRefused(_("这条申报已经终止。"))
    if not reason.strip():
        raise DeclarationRefused(_("请写明终止原因和依据，例如“已离婚，见离婚证”。"))
    row.ended_by, row.ended_at, row.end_reason = by, at, reason.strip()
    row.save(update_fields=["ended_by", "ended_at", "end_reason"])
    _audit(row, "relative.ended", by=by, at=at, after={"name": row.name}, reason=reason.strip())
    return row


@transaction.atomic
def reveal(*, relative: DeclaredRelative, by: Staff, at: datetime, purpose: str) -> str:
    """Return the whole ID number and record who read it and why. Raises NotAllowed, PurposeMissing."""
    _require_keeper(official_of(relative), by)
    record_read(
        by=by, at=at, object_kind="declared_relative", object_id=str(relative.pk),
        division_code=relative.division_code, purpose=purpose,
    )  # fmt: skip
    return number_of_relative(relative)


def number_of_relative(relative: DeclaredRelative) -> str:
    """Return the whole number for matching by the system; whoever shows it calls `reveal`."""
    return vault.open_sealed(bytes(relative.id_number_sealed), context=RELATIVE_CONTEXT)


def official_of(row: DeclaredRelative) -> Staff | CommitteeMember:
    """Return whose relative this is."""
    return row.committee_member if row.staff is None else row.staff  # type: ignore[return-value] # one of the two


def _owner(official: Staff | CommitteeMember) -> dict[str, Staff | CommitteeMember]:
    return {"staff" if isinstance(official, Staff) else "committee_member": official}


def _place(official: Staff | CommitteeMember) -> str:
    """Return the village of a committee, or the smallest division that holds the whole area of the staff."""
    if isinstance(official, CommitteeMember):
        return official.division_code
    codes = list(_areas_of(official))
    if not codes:
        return settings.COUNTY_CODE
    return next(each for each in ancestry(codes[0]) if all(each in ancestry(code) for code in codes))


def _areas_of(staff: Staff) -> Iterable[str]:
    return staff.areas.order_by("division_code").values_list("division_code", flat=True)


def _require_keeper(official: Staff | CommitteeMember, by: Staff) -> None:
    if isinstance(official, CommitteeMember):
        require_role(by, *KEEPERS)
        require_area(by, official.division_code)
        return
    if by.pk == official.pk:
        require_active(by)
        return
    require_role(by, *STAFF_KEEPERS)
    for code in _areas_of(official):
        require_area(by, code)


def _number_of_official(official: Staff | CommitteeMember) -> str:
    if isinstance(official, CommitteeMember):
        return number_of(official)
    known = StaffIdentity.objects.filter(staff=official).first()
    return number_of_staff(known) if known else ""


def _audit(row: DeclaredRelative, action: str, *, by: Staff, at: datetime, after: object, reason: str = "") -> None:
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind="declared_relative", object_id=str(row.pk),
        division_code=row.division_code, after=after, reason=reason,
    )  # fmt: skip

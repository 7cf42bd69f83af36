"""What somebody draws in another county: recorded with its source, struck off when it has ended there."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain.proposal import ReviewRefused
from minzheng.casework.models import OutsideBenefit
from minzheng.kernel.moment import local_day
from minzheng.programs import catalogue
from minzheng.registry.models import Person
from minzheng.services.audit.domain.record import record

RECORDERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


@transaction.atomic
def record_outside(
    *, person: Person, program: str, county: str, source: str, found_on: date, by: Staff, at: datetime
) -> OutsideBenefit:
    """Record that a person is covered in another county; meanwhile nothing is confirmed, taken over or restored."""
    permissions.require_role(by, *RECORDERS)
    permissions.require_area(by, person.division_code)
    catalogue.get(program)
    if not county.strip() or not source.strip():
        raise ReviewRefused(_("请填写享受地（省、市、县）和来源（函、比对结果、本人陈述等）。"))
    if found_on > local_day(at):
        raise ReviewRefused(_("查明日期%(day)s晚于今天，请核对。") % {"day": found_on})
    row: OutsideBenefit = OutsideBenefit.objects.create(
        person=person, program=program, county=county.strip(), source=source.strip(), found_on=found_on, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    _audit(row, "person.outside_benefit", by=by, at=at)
    return row


@transaction.atomic
def strike_off(*, outside: OutsideBenefit, source: str, by: Staff, at: datetime) -> OutsideBenefit:
    """Record that the benefit elsewhere has ended, and how that is known; not by who recorded it."""
    row: OutsideBenefit = OutsideBenefit.objects.select_related("person", "recorded_by").get(pk=outside.pk)
    permissions.require_role(by, *RECORDERS)
    permissions.require_area(by, row.person.division_code)
    permissions.require_other_person(by, earlier=row.recorded_by, what=_("外县享受登记"))
    if row.ended_at is not None:
        raise ReviewRefused(_("这条外县享受记录已销记。"))
    if not source.strip():
        raise ReviewRefused(_("请填写已停的依据（对方停发证明等）。"))
    row.end_source, row.ended_by, row.ended_at = source.strip(), by, at
    row.save()
    _audit(row, "person.outside_benefit_ended", by=by, at=at)
    return row


def _audit(row: OutsideBenefit, action: str, *, by: Staff, at: datetime) -> None:
    record(
        chain="registry", at=at, by=by, action=action, object_kind="person", object_id=str(row.person_id),
        division_code=row.person.division_code, after={"program": row.program, "county": row.county},
        reason=row.end_source or row.source,
    )  # fmt: skip

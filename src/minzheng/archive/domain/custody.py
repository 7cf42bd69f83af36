"""Where a volume is: lent and returned, handed over to the county archive; and how long the office keeps a class."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.archive.domain.filing import ARCHIVISTS, CHAIN
from minzheng.archive.enums import ArchiveClass, AssessmentState, VolumeState
from minzheng.archive.models import Assessment, Handover, Lending, RetentionPeriod, Volume
from minzheng.archive.queries.retention import handover_due, least
from minzheng.kernel.language import kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.domain.record import record


class CustodyRefused(Refused):
    """The volume cannot be lent, returned or handed over as asked."""


@kept
@transaction.atomic
def lend(*, volume: Volume, borrower: str, unit: str, purpose: str, due_on: date, by: Staff, at: datetime) -> Lending:
    """Lend a volume and write down to whom, for what and until when. Raises CustodyRefused, NotAllowed."""
    volume = _kept(volume, by)
    if not (borrower.strip() and unit.strip() and purpose.strip()):
        raise CustodyRefused(_("借阅人、单位和用途都要填写。"))
    if due_on < local_day(at):
        raise CustodyRefused(_("应还日期不能早于今天。"))
    out = Lending.objects.filter(volume=volume, returned_at__isnull=True).first()
    if out is not None:
        raise CustodyRefused(
            _("档号%(number)s已借给%(name)s，归还后才能再借。") % {"number": volume.number, "name": out.borrower}
        )
    row = Lending.objects.create(
        volume=volume, borrower=borrower.strip(), unit=unit.strip(), purpose=purpose.strip(), due_on=due_on,
        lent_by=by, lent_at=at,
    )  # fmt: skip
    after = {"borrower": row.borrower, "unit": row.unit, "due_on": due_on.isoformat()}
    _audit(volume, "archive.lent", by=by, at=at, after=after, reason=row.purpose)
    return row


@kept
@transaction.atomic
def give_back(*, volume: Volume, by: Staff, at: datetime) -> Lending:
    """Record that a lent volume is back. Raises CustodyRefused, NotAllowed."""
    volume = _kept(volume, by)
    row = Lending.objects.select_for_update().filter(volume=volume, returned_at__isnull=True).first()
    if row is None:
        raise CustodyRefused(_("档号%(number)s没有借出。") % {"number": volume.number})
    row.returned_by, row.returned_at = by, at
    row.save(update_fields=["returned_by", "returned_at"])
    _audit(volume, "archive.returned", by=by, at=at, after={"borrower": row.borrower}, reason="")
    return row


@kept
@transaction.atomic
def hand_over(*, volume: Volume, list_number: str, receiver: str, handed_on: date, by: Staff, at: datetime) -> Handover:
    """Record that a volume went to the county archive, ten years after it was made. Raises CustodyRefused."""
    volume = _kept(volume, by)
    due = handover_due(volume.filed_on)
    if local_day(at) < due:
        raise CustodyRefused(
            _("档号%(number)s自形成之日起满十年（%(day)s）后移交县档案馆（档案法实施条例第二十条）。")
            % {"number": volume.number, "day": due}
        )
    if not (list_number.strip() and receiver.strip()):
        raise CustodyRefused(_("请填写移交清册号和接收单位、接收人。"))
    if not due <= handed_on <= local_day(at):
        raise CustodyRefused(_("移交日期应在满十年之后、今天之前。"))
    if Lending.objects.filter(volume=volume, returned_at__isnull=True).exists():
        raise CustodyRefused(_("档号%(number)s还在借阅中，归还后才能移交。") % {"number": volume.number})
    if Assessment.objects.filter(volume=volume, state=AssessmentState.PROPOSED).exists():
        raise CustodyRefused(_("档号%(number)s有鉴定意见待批准，办结后才能移交。") % {"number": volume.number})
    row = Handover.objects.create(
        volume=volume, list_number=list_number.strip(), receiver=receiver.strip(), handed_on=handed_on, handed_by=by,
        handed_at=at,
    )  # fmt: skip
    volume.state = VolumeState.HANDED_OVER
    volume.save(update_fields=["state"])
    after = {"list": row.list_number, "receiver": row.receiver, "handed_on": handed_on.isoformat()}
    _audit(volume, "archive.handed_over", by=by, at=at, after=after, reason="")
    return row


@kept
@transaction.atomic
def set_period(
    *, archive_class: str, years: int, from_on: date, source: str, by: Staff, at: datetime
) -> RetentionPeriod:
    """Set the office's own period of a class, as the archives authority approved it; never under the law's least.

    It holds for volumes filed from that day on. Raises CustodyRefused, NotAllowed.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, settings.COUNTY_CODE)
    if archive_class not in ArchiveClass.values:
        raise CustodyRefused(_("请选择档案类别。"))
    rule = least(archive_class, from_on)
    if years < rule.years:
        raise CustodyRefused(
            _("%(class)s档案至少保管%(least)d年（%(source)s），不能设为%(years)d年。")
            % {
                "class": ArchiveClass(archive_class).label, "least": rule.years, "source": rule.source, "years": years,
            }
        )  # fmt: skip
    if not source.strip():
        raise CustodyRefused(_("请填写档案主管部门的批准文件（档案法实施条例第十九条）。"))
    if RetentionPeriod.objects.filter(archive_class=archive_class, from_on=from_on).exists():
        raise CustodyRefused(_("自%(day)s起的期限已设定，请换一个起始日。") % {"day": from_on})
    row = RetentionPeriod.objects.create(
        archive_class=archive_class, years=years, from_on=from_on, source=source.strip(), set_by=by, set_at=at
    )
    record(
        chain=CHAIN, at=at, by=by, action="archive.period_set", object_kind="retention_period", object_id=str(row.pk),
        division_code=settings.COUNTY_CODE, after={"class": archive_class, "years": years,
                                                   "from_on": from_on.isoformat()}, reason=source.strip(),
    )  # fmt: skip
    return row


def _kept(volume: Volume, by: Staff) -> Volume:
    permissions.require_role(by, *ARCHIVISTS)
    permissions.require_area(by, volume.division_code)
    row: Volume = Volume.objects.select_for_update(of=("self",)).get(pk=volume.pk)
    if row.state != VolumeState.KEPT:
        raise CustodyRefused(
            _("档号%(number)s%(state)s，不能再办理。") % {"number": row.number, "state": row.get_state_display()}
        )
    return row


def _audit(volume: Volume, action: str, *, by: Staff, at: datetime, after: object, reason: str) -> None:
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind="volume", object_id=str(volume.pk),
        division_code=volume.division_code, after=after, reason=reason,
    )  # fmt: skip

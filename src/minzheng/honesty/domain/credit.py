"""The credit record: entered after a decision on a falsehood, ending by itself, corrected by another person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.honesty.domain import road
from minzheng.honesty.domain.road import HonestyRefused
from minzheng.honesty.enums import Correction, Wrong
from minzheng.honesty.models import CreditCorrection, CreditEntry, Ruling
from minzheng.kernel.moment import local_day
from minzheng.statute.period import figure, months_after


class CreditRefused(HonestyRefused):
    """The record cannot be entered or corrected so."""


@transaction.atomic
def enter(*, ruling: Ruling, by: Staff, at: datetime, text: str) -> CreditEntry:
    """Enter a falsehood that was decided and told. Lateness and innocent overpayments are never entered."""
    file = ruling.file
    road.require(file=file, verb="enter_credit", by=by)
    permissions.require_other_person(by, earlier=ruling.decided_by, what=_("本案的决定"))
    if ruling.investigation.finding != Wrong.FALSEHOOD:
        raise CreditRefused(
            _("认定为“%(finding)s”的不记入诚信档案，只有虚报、隐瞒、伪造才记入。")
            % {"finding": ruling.investigation.get_finding_display()}
        )
    if ruling.served_on is None:
        raise CreditRefused(_("决定书尚未送达，不能记入诚信档案。请先登记送达。"))
    if not text.strip():
        raise CreditRefused(_("请写明失信情况。"))
    if CreditEntry.objects.filter(ruling=ruling).exists():
        raise CreditRefused(_("文号%(number)s的决定已记入诚信档案。") % {"number": ruling.document_number})
    day = local_day(at)
    kept = figure("credit_record_months", place=file.case.division_code, on=day)
    row = CreditEntry.objects.create(
        ruling=ruling, person=file.person, text=text.strip(), basis=kept.reference, entered_on=day,
        expires_on=months_after(day, kept.value), entered_by=by, entered_at=at,
    )  # fmt: skip
    details = {"entry": row.pk, "expires_on": row.expires_on.isoformat()}
    road.write_note(file=file, action="honesty.credit_entered", by=by, at=at, details=details, reason=row.text)
    return row


@transaction.atomic
def correct(*, entry: CreditEntry, by: Staff, at: datetime, kind: str, text: str, reason: str) -> CreditCorrection:
    """Withdraw or amend an entry; the entry stays, its correction stands beside it."""
    file = entry.ruling.file
    road.require(file=file, verb="correct_credit", by=by)
    permissions.require_other_person(by, earlier=entry.entered_by, what=_("这条诚信记录"))
    words = text.strip() if kind == Correction.AMENDED else ""
    if kind not in Correction.values or not reason.strip() or (kind == Correction.AMENDED and not words):
        raise CreditRefused(_("请选择撤销或更正，写明理由；更正的还要写明更正后的内容。"))
    if CreditCorrection.objects.filter(entry=entry).exists():
        raise CreditRefused(_("这条诚信记录已更正过。"))
    row = CreditCorrection.objects.create(
        entry=entry, kind=kind, text=words, reason=reason.strip(), corrected_by=by, corrected_at=at
    )
    details = {"entry": entry.pk, "kind": kind, "text": words}
    road.write_note(file=file, action="honesty.credit_corrected", by=by, at=at, details=details, reason=row.reason)
    return row

"""Appraisal of a volume whose period is over: keep it longer or destroy it, by two people, never by a timer.

档案法实施条例 第二十四条. What is destroyed is the content of the kept files; the register, the index and the report
stay, and so do the decided records of the case (通用程序 5.8).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.archive.domain.filing import ARCHIVISTS, CHAIN
from minzheng.archive.enums import AssessmentState, Verdict, VolumeState
from minzheng.archive.models import Assessment, Item, Lending, Volume
from minzheng.casework.domain import flow
from minzheng.casework.models import Case
from minzheng.casework.queries.paper_facts import issuer_of
from minzheng.kernel.language import kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.paperwork.forms.shape import Level
from minzheng.services.audit.domain.record import record
from minzheng.services.papers import compile_pdf

REPORT_TEMPLATE = "/archive/typst/destruction.typ"


class AssessmentRefused(Refused):
    """The appraisal cannot be made or settled this way."""


@kept
@transaction.atomic
def propose(
    *, volume: Volume, verdict: str, reason: str, by: Staff, at: datetime, retain_until: date | None = None
) -> Assessment:
    """Propose what becomes of a volume whose period is over. Raises AssessmentRefused, NotAllowed."""
    permissions.require_role(by, *ARCHIVISTS)
    permissions.require_area(by, volume.division_code)
    volume = _lock(volume)
    day = local_day(at)
    _require_unrelated(volume, by, at)
    if volume.retain_until >= day:
        raise AssessmentRefused(
            _("档号%(number)s保管到%(day)s为止，期满后才能鉴定。")
            % {"number": volume.number, "day": volume.retain_until}
        )
    if not reason.strip():
        raise AssessmentRefused(_("请写明鉴定理由：有没有诉讼、追回、审计或继续利用的需要。"))
    if Assessment.objects.filter(volume=volume, state=AssessmentState.PROPOSED).exists():
        raise AssessmentRefused(_("档号%(number)s已有鉴定意见待批准。") % {"number": volume.number})
    if verdict == Verdict.RETAIN and (retain_until is None or retain_until <= day):
        raise AssessmentRefused(_("继续保管的，请填写今天以后的保管日期。"))
    if verdict == Verdict.DESTROY and Lending.objects.filter(volume=volume, returned_at__isnull=True).exists():
        raise AssessmentRefused(_("档号%(number)s还在借阅中，归还后才能提出销毁。") % {"number": volume.number})
    if verdict not in Verdict.values:
        raise AssessmentRefused(_("请选择鉴定意见：继续保管或销毁。"))
    row = Assessment.objects.create(
        volume=volume, verdict=verdict, retain_until=retain_until if verdict == Verdict.RETAIN else None,
        reason=reason.strip(), proposed_by=by, proposed_at=at,
    )  # fmt: skip
    after = {
        "verdict": verdict,
        "retain_until": retain_until.isoformat() if row.retain_until and retain_until else None,
    }
    _audit(volume, "archive.assessment_proposed", by=by, at=at, after=after, reason=reason)
    return row


@kept
@transaction.atomic
def approve(*, assessment: Assessment, by: Staff, at: datetime, answer: str = "") -> Assessment:
    """Approve as the second person, of the county; a destruction removes the files once this has been committed.

    Raises AssessmentRefused, NotAllowed (also: who proposed cannot approve; Recused).
    """
    row, volume = _open(assessment, by, at)
    row.state, row.settled_by, row.settled_at, row.answer = AssessmentState.APPROVED, by, at, answer.strip()
    if row.verdict == Verdict.RETAIN and row.retain_until is not None:
        volume.retain_until = row.retain_until
        volume.save(update_fields=["retain_until"])
    else:
        row.destroyed = _destroy(volume)
    row.save(update_fields=["state", "settled_by", "settled_at", "answer", "destroyed"])
    after = {"verdict": row.verdict, "files": len(row.destroyed)}
    _audit(volume, "archive.assessment_approved", by=by, at=at, after=after, reason=answer)
    return row


@kept
@transaction.atomic
def reject(*, assessment: Assessment, by: Staff, at: datetime, answer: str) -> Assessment:
    """Refuse a proposal with a reason; the volume stays as it is and must be appraised again."""
    if not answer.strip():
        raise AssessmentRefused(_("请写明不同意的理由。"))
    row, volume = _open(assessment, by, at)
    row.state, row.settled_by, row.settled_at, row.answer = AssessmentState.REJECTED, by, at, answer.strip()
    row.save(update_fields=["state", "settled_by", "settled_at", "answer"])
    _audit(volume, "archive.assessment_rejected", by=by, at=at, after={"verdict": row.verdict}, reason=answer)
    return row


@kept
def report(assessment: Assessment) -> bytes:
    """Return the report of a destruction as PDF: the same bytes for ever."""
    if assessment.state != AssessmentState.APPROVED or assessment.verdict != Verdict.DESTROY:
        raise AssessmentRefused(_("没有销毁，也就没有销毁清册。"))
    volume, settled_at = assessment.volume, assessment.settled_at or assessment.proposed_at
    lines = [
        _("题名：%(title)s") % {"title": volume.title},
        _("保管至%(day)s；共%(items)d件%(pages)d页。")
        % {"day": volume.retain_until, "items": volume.item_count, "pages": volume.page_count},
        _("鉴定人：%(name)s，%(day)s。理由：%(reason)s")
        % {
            "name": assessment.proposed_by.name, "day": local_day(assessment.proposed_at), "reason": assessment.reason,
        },
        _("批准人：%(name)s，%(day)s。%(answer)s")
        % {
            "name": assessment.settled_by.name if assessment.settled_by else "", "day": local_day(settled_at),
            "answer": assessment.answer,
        },
    ]  # fmt: skip
    data = {
        "issuer": issuer_of(Level.COUNTY, volume.division_code), "number": volume.number, "facts": lines,
        "files": assessment.destroyed,
    }  # fmt: skip
    return compile_pdf(REPORT_TEMPLATE, data, at=settled_at)


def _destroy(volume: Volume) -> list[dict[str, Any]]:
    """Mark the volume destroyed; return the list of files, which are removed after the commit."""
    found = [{
        "title": volume.title, "name": volume.file.name or "", "sha256": volume.sha256, "bytes": volume.size_bytes,
    }]  # fmt: skip
    shared = set(
        Item.objects.filter(volume__case=volume.case_id, volume__state=VolumeState.KEPT)
        .exclude(volume=volume)
        .values_list("stored_name", flat=True)
    )
    for item in Item.objects.filter(volume=volume).exclude(stored_name="").order_by("seq"):
        # A file that another kept volume of the case still holds stays until that one goes.
        if item.stored_name not in shared:
            size = default_storage.size(item.stored_name) if default_storage.exists(item.stored_name) else 0
            found.append({"title": item.title, "name": item.stored_name, "sha256": item.sha256, "bytes": size})
    volume.state = VolumeState.DESTROYED
    volume.save(update_fields=["state"])
    names = [str(row["name"]) for row in found]
    transaction.on_commit(lambda: _remove(names))
    return found


def _remove(names: Iterable[str]) -> None:
    for name in names:
        if name:
            default_storage.delete(name)


def _open(assessment: Assessment, by: Staff, at: datetime) -> tuple[Assessment, Volume]:
    row = (
        Assessment.objects.select_for_update(of=("self",)).select_related("volume", "proposed_by").get(pk=assessment.pk)
    )
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, row.volume.division_code)
    permissions.require_other_person(by, earlier=row.proposed_by, what=_("本卷的鉴定意见"))
    if row.state != AssessmentState.PROPOSED:
        raise AssessmentRefused(_("这条鉴定意见已处理。"))
    volume = _lock(row.volume)
    _require_unrelated(volume, by, at)
    if Lending.objects.filter(volume=volume, returned_at__isnull=True).exists():
        raise AssessmentRefused(_("档号%(number)s还在借阅中，请先归还。") % {"number": volume.number})
    return row, volume


def _require_unrelated(volume: Volume, by: Staff, at: datetime) -> None:
    case = Case.objects.select_related("household").get(pk=volume.case_id)
    flow.require_unrelated(case=case, by=by, at=at)


def _lock(volume: Volume) -> Volume:
    row: Volume = Volume.objects.select_for_update(of=("self",)).select_related("case").get(pk=volume.pk)
    if row.state != VolumeState.KEPT:
        raise AssessmentRefused(
            _("档号%(number)s%(state)s，不能再办理。") % {"number": row.number, "state": row.get_state_display()}
        )
    return row


def _audit(volume: Volume, action: str, *, by: Staff, at: datetime, after: object, reason: str) -> None:
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind="volume", object_id=str(volume.pk),
        division_code=volume.division_code, after=after, reason=reason.strip(),
    )  # fmt: skip

"""Which cases are so plain that confirming them together is safe, and why the others are not.

A decision is a named officer's, who must have looked (个人信息保护法 第二十四条; 社会救助法 第四十四条). So a case
counts as plain only if this officer opened it after the proposal was made, and nothing in it asks for thought.
"""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.enums import CheckStatus, Outcome
from minzheng.casework.models import Case, Determination, MeansCheck, Objection
from minzheng.services.audit.models import AuditEvent


def why_not_plain(cases: Collection[Case], staff: Staff) -> dict[int, str]:
    """Return by case why it must be decided by itself; a plain case is left out. Five queries."""
    ids = [case.pk for case in cases]
    proposed = {row.case_id: row for row in Determination.objects.filter(case__in=ids).order_by("pk")}
    checks = {row.case_id: row for row in MeansCheck.objects.filter(case__in=ids).order_by("pk")}
    objected = set(Objection.objects.filter(case__in=ids).values_list("case_id", flat=True))
    returned, opened = _returned(ids), _opened(ids, staff)
    found = {}
    for case in cases:
        reason = _reason(case, proposed.get(case.pk), checks.get(case.pk))
        if not reason and case.pk in objected:
            reason = _("公示期间有过异议，逐件审核。")
        if not reason and case.pk in returned:
            reason = _("退回过乡镇，逐件审核。")
        if not reason and not _has_looked(proposed[case.pk], opened.get(case.pk)):
            reason = _("提出审核意见后您还没有打开过本案。请先看核算和案卷。")
        if reason:
            found[case.pk] = reason
    return found


def _reason(case: Case, row: Determination | None, check: MeansCheck | None) -> str:
    if row is None or row.outcome != Outcome.ELIGIBLE:
        return _("审核意见不是“符合条件”，逐件审核。")
    if case.near_relative_flag:
        return _("近亲属备案，县级必访，逐件审核。")
    if row.evaluation.get("warnings"):
        return _("核算有提示须人工判断，逐件审核。")
    if check is not None and check.status != CheckStatus.CONSISTENT:
        return _("核对结果不一致，逐件审核。")
    return ""


def _returned(ids: list[int]) -> set[int]:
    rows = AuditEvent.objects.filter(object_kind="case", object_id__in=map(str, ids), action="case.send_back")
    return {int(pk) for pk in rows.values_list("object_id", flat=True)}


def _opened(ids: list[int], staff: Staff) -> dict[int, datetime]:
    rows = AuditEvent.objects.filter(
        object_kind="case", object_id__in=map(str, ids), action="read", actor=staff.username
    )
    return {int(pk): at for pk, at in rows.order_by("at", "pk").values_list("object_id", "at")}


def _has_looked(row: Determination, opened_at: datetime | None) -> bool:
    return opened_at is not None and opened_at >= row.proposed_at

"""Who may do what to an assessment, in which state; and its audit row. The sheet names the roles."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.assessment.engine.sheet import Item, Sheet
from minzheng.assessment.enums import State
from minzheng.assessment.models import Assessment
from minzheng.assessment.queries.assessments import WITH, sheet_of
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.domain.record import record


class AssessmentRefused(Refused):
    """The assessment cannot be begun, filled, submitted or reviewed as asked."""


def locked(assessment: Assessment, *states: State) -> tuple[Assessment, Sheet]:
    """Return the row, locked until the transaction ends, and its sheet; raise unless it stands in one of the states."""
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    row: Assessment = Assessment.objects.select_related(*WITH).get(pk=assessment.pk)
    if row.state not in states:
        raise AssessmentRefused(
            _("自评%(number)s现为“%(state)s”，不能这样办理。请刷新页面查看最新情况。")
            % {"number": row.number, "state": row.state.label}
        )
    return row, sheet_of(row)


def require_filler(sheet: Sheet, division_code: str, by: Staff) -> None:
    """Raise NotAllowed unless the person fills this sheet, for this unit."""
    permissions.require_role(by, sheet.unit.filled_by)
    permissions.require_area(by, division_code)


def require_reviewer(sheet: Sheet, division_code: str, by: Staff) -> None:
    """Raise NotAllowed unless the person reviews this sheet, for this unit."""
    permissions.require_role(by, sheet.unit.reviewed_by)
    permissions.require_area(by, division_code)


def item_of(sheet: Sheet, code: str) -> Item:
    """Return an item of a sheet."""
    item = sheet.by_code.get(code)
    if item is None:
        raise AssessmentRefused(_("自评表中没有项目“%(code)s”。") % {"code": code})
    return item


def note(row: Assessment, action: str, *, by: Staff, at: datetime, after: Any, reason: str = "") -> None:
    """Write the audit row of an act."""
    record(
        chain=f"assessment:{row.pk}", at=at, by=by, action=action, object_kind="assessment", object_id=str(row.pk),
        division_code=row.division_code, after=after, reason=reason,
    )  # fmt: skip

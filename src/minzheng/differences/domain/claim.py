"""A claim names the file of honesty in which the overpayment is looked into; until then it waits."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.models import Case
from minzheng.differences.models import RecoveryClaim
from minzheng.honesty.enums import FileState
from minzheng.honesty.models import HonestyFile
from minzheng.kernel.refusal import Refused


class ClaimRefused(Refused):
    """The file cannot carry this claim."""


@transaction.atomic
def name_file(*, claim: RecoveryClaim, file: HonestyFile, by: Staff, at: datetime) -> RecoveryClaim:
    """Let a file of the same case carry the claim. Raises ClaimRefused, Recused, NotAllowed."""
    permissions.require_role(by, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    row: RecoveryClaim = RecoveryClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    case: Case = Case.objects.get(pk=row.case_id)
    permissions.require_area(by, case.division_code)
    if row.file_id is not None:
        raise ClaimRefused(_("这笔追回已并入诚信案卷，不能改并。"))
    if file.case_id != row.case_id or file.state == FileState.DROPPED:
        raise ClaimRefused(
            _("案卷%(number)s不是本办件的，或已不予处理。请另立案卷，事由可选“非因当事人过错多发”。")
            % {"number": file.number}
        )
    row.file, row.filed_by, row.filed_at = file, by, at
    row.save(update_fields=["file", "filed_by", "filed_at"])
    details = {"claim": row.pk, "file": file.number, "amount_fen": row.amount_fen}
    flow.note(case=case, action="recovery_filed", by=by, at=at, details=details)
    return row

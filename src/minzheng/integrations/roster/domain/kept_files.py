"""The files that were handed in: sealed when kept, opened for whoever may have them, each opening audited."""

import base64
import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import NotAllowed, require_area
from minzheng.integrations.roster import queries
from minzheng.integrations.roster.domain.marking.give_back import marked_workbook
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.models import ImportBatch, ImportFile
from minzheng.integrations.roster.models.file import FILE_CONTEXT
from minzheng.kernel import language
from minzheng.kernel.refusal import Refused
from minzheng.services import vault
from minzheng.services.audit.domain.record import record_read

# A roster of several townships holds people of the others: of a township only who handed it in has it back.
HAVERS = (Role.COUNTY_OFFICER, Role.AUDITOR)


class FileNotKept(Refused):
    """The batch was handed in before files were kept."""


def sealed(content: bytes) -> bytes:
    """Return the bytes of a file as they are kept."""
    return vault.seal(base64.b64encode(content).decode("ascii"), context=FILE_CONTEXT)


def may_have(batch: ImportBatch, staff: Staff) -> bool:
    """Say whether a person may have the whole file back."""
    return batch.submitted_by_id == staff.pk or (staff.role in HAVERS and staff.area.covers(batch.division_code))


@transaction.atomic
def marked_file(*, batch: ImportBatch, by: Staff, at: dt.datetime) -> bytes:
    """Return the file of a batch with its problems marked, and record who took it.

    Raises NotAllowed, FileNotKept.
    """
    require_area(by, batch.division_code)
    if not may_have(batch, by):
        raise NotAllowed(_("原文件含有整份名册的证号和账号，只有提交人、县民政局经办人和审计人员可以下载。"))
    kept = ImportFile.objects.filter(batch=batch).first()
    if kept is None:
        raise FileNotKept(_("批次 %(number)s 提交时没有留存原文件，只能下载问题清单。") % {"number": batch.number})
    content = base64.b64decode(vault.open_sealed(bytes(kept.sealed), context=FILE_CONTEXT))
    with language.as_kept():
        purpose = _("下载标注问题的原文件")
    record_read(
        by=by,
        at=at,
        object_kind="import_batch",
        object_id=str(batch.pk),
        division_code=batch.division_code,
        purpose=purpose,
    )
    return marked_workbook(
        source=Source.of_bytes(batch.file_name, content),
        findings=queries.problems(batch),
        heading=_("%(file)s（%(number)s）") % {"file": batch.file_name, "number": batch.number},
    )

"""Opening a volume: the file as it was bound, checked against its fingerprint, and a trace of who read it."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.archive.enums import VolumeState
from minzheng.archive.models import Volume
from minzheng.archive.queries.volumes import destroyed_holder
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.domain.record import record_read


class VolumeGone(Refused):
    """The content is no longer here, or is not what was bound."""


@transaction.atomic
def open_file(*, volume: Volume, by: Staff, at: datetime, purpose: str) -> bytes:
    """Return the bound PDF. Raises VolumeGone (destroyed, lost, altered), NotAllowed, PurposeMissing."""
    permissions.require_area(by, volume.division_code)
    record_read(
        by=by, at=at, object_kind="volume", object_id=str(volume.pk), division_code=volume.division_code,
        purpose=purpose,
    )  # fmt: skip
    if volume.state == VolumeState.DESTROYED:
        raise VolumeGone(_destroyed(volume))
    try:
        with volume.file.open("rb") as content:
            pdf = bytes(content.read())
    except FileNotFoundError:
        pdf = b""
    if hashlib.sha256(pdf).hexdigest() != volume.sha256:
        raise VolumeGone(_("档号%(number)s的文件丢失或被改动，请从备份恢复并报告。") % {"number": volume.number})
    return pdf


def require_not_destroyed(case_id: int, stored_name: str | None) -> None:
    """Raise VolumeGone if a kept file of the case went with a destroyed volume: it is not made again."""
    gone = destroyed_holder(case_id, stored_name or "")
    if gone is not None:
        raise VolumeGone(_destroyed(gone))


def _destroyed(volume: Volume) -> str:
    return _("档号%(number)s已按鉴定意见销毁，只保留目录和销毁清册。") % {"number": volume.number}

"""Every opened file leaves a trace: who looked at which case or household, and where from."""

from django.db import transaction

from minzheng.desk.request import DeskRequest
from minzheng.services.audit.domain.record import record_read


@transaction.atomic
def note_read(request: DeskRequest, *, kind: str, object_id: int, division_code: str, purpose: str) -> None:
    """Record that the person at the desk opened a page with people's data (社会救助法 第七十条(六))."""
    record_read(
        by=request.user, at=request.at, object_kind=kind, object_id=str(object_id), division_code=division_code, purpose=purpose
    )

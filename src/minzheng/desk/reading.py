"""Opening pages: who may ask how, and the trace that every opened file leaves."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from minzheng.desk.request import DeskRequest
from minzheng.kernel.moment import local_day
from minzheng.services.audit.domain.record import record_read
from minzheng.services.audit.queries import reads_of

SAFE = ("GET", "HEAD")


def read_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Allow reading only; who may not see the object gets 404 whichever way they ask, everybody else 405."""

    @wraps(view)
    def wrapper(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        return response if request.method in SAFE else HttpResponseNotAllowed(SAFE)

    return wrapper


@transaction.atomic
def note_read(
    request: DeskRequest, *, kind: str, object_id: int, division_code: str, purpose: str, once_a_day: bool = False
) -> None:
    """Record that the person at the desk opened a page with people's data (社会救助法 第七十条(六)).

    With `once_a_day` nothing is added to a read of the same object by the same person on the same day.
    """
    if once_a_day:
        mine = reads_of(kind, object_id).filter(actor=request.user.username)
        if any(local_day(row.at) == request.today for row in mine[:1]):
            return
    record_read(
        by=request.user,
        at=request.at,
        object_kind=kind,
        object_id=str(object_id),
        division_code=division_code,
        purpose=purpose,
    )

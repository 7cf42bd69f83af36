"""Reading the audit rows. Not scoped by area: callers reach the object through its own scoped model first."""

from django.db.models import QuerySet

from minzheng.services.audit.models import AuditEvent


def of_object(kind: str, object_id: str | int) -> QuerySet[AuditEvent]:
    """Return what was done to one object, oldest first."""
    return AuditEvent.objects.filter(object_kind=kind, object_id=str(object_id)).order_by("at", "id")


def of_chain(chain: str) -> QuerySet[AuditEvent]:
    """Return one chain, oldest first."""
    return AuditEvent.objects.filter(chain=chain).order_by("seq")


def reads_of(kind: str, object_id: str | int) -> QuerySet[AuditEvent]:
    """Return who read the private data of one object, newest first."""
    return of_object(kind, object_id).filter(action="read").order_by("-at", "-id")

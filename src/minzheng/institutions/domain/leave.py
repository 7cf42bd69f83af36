"""Going out and coming back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.institutions.domain.road import CARERS, HomeRefused, filled, fresh, locked, note_of, require
from minzheng.institutions.enums import Stay
from minzheng.institutions.models import Leave, Residence
from minzheng.kernel.moment import local_day


@transaction.atomic
def leave(*, residence: Residence, due_on: date, reason: str, companion: str, by: Staff, at: datetime) -> Leave:
    """Record that a resident goes out today until `due_on`; the bed is kept."""
    row = fresh(residence, Stay.IN_RESIDENCE)
    require(by, row.institution, *CARERS)
    filled(reason, companion, what=_("事由、谁来接和到哪里"))
    today = local_day(at)
    if due_on < today:
        raise HomeRefused(_("应返院日期不能早于今天。"))
    made = Leave(
        residence=row, from_on=today, due_on=due_on, reason=reason.strip(), companion=companion.strip(), left_by=by,
        left_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    row.stay = Stay.ON_LEAVE
    row.save(update_fields=["stay"])
    note_of(row, "residence.left", by=by, at=at, reason=made.reason, due_on=due_on.isoformat())
    return made


@transaction.atomic
def come_back(*, residence: Residence, text: str, by: Staff, at: datetime) -> Leave:
    """Record the return; how the person is stands in `text`."""
    row = fresh(residence, Stay.ON_LEAVE)
    require(by, row.institution, *CARERS)
    made = close_leave(row, text.strip(), by=by, at=at)
    row.stay = Stay.IN_RESIDENCE
    row.save(update_fields=["stay"])
    note_of(row, "residence.returned", by=by, at=at, reason=made.return_note, late=made.due_on < local_day(at))
    return made


def close_leave(residence: Residence, text: str, *, by: Staff, at: datetime) -> Leave:
    """Close the open leave of a resident who is back, or will not be."""
    made: Leave = locked(Leave.objects.get(residence=residence, returned_at__isnull=True))
    made.returned_on, made.returned_by, made.returned_at, made.return_note = local_day(at), by, at, text
    made.save(update_fields=["returned_on", "returned_by", "returned_at", "return_note"])
    return made

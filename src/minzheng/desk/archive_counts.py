"""How much waits in the archive, for the to-do and the register."""

import datetime as dt

from django.db.models import F, Func, IntegerField, QuerySet, Subquery

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.archive.queries.ready import ready
from minzheng.archive.queries.volumes import expired, overdue_lendings, to_hand_over, waiting_assessments


def waiting_counts(today: dt.date, staff: Staff, **more: QuerySet) -> dict[str, int]:
    """Count what waits in the archive of the declared area, in one query; appraisals for those who may approve them.

    `more`: what else is to be counted in the same question.
    """
    may_approve = staff.role == Role.COUNTY_OFFICER
    waiting = {
        "ready": ready(),
        "expired": expired(today),
        "overdue": overdue_lendings(today),
        "handover": to_hand_over(today),
    }
    waiting |= more
    if may_approve:
        waiting["assessments"] = waiting_assessments().exclude(proposed_by=staff)
    columns = {name: _count(rows) for name, rows in waiting.items()}
    found = Staff.objects.filter(pk=staff.pk).values_list(*columns.values()).get()
    return {"assessments": 0} | dict(zip(columns, found, strict=True))


def _count(rows: QuerySet) -> Subquery:
    # A plain function, not Count: an aggregate would be grouped by the primary key.
    counted = rows.order_by().annotate(number_of_rows=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("number_of_rows"))

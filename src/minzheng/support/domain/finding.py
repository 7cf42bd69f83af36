"""A problem that a visit found is settled by somebody else, once, with what was done."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.support.domain.road import OFFICERS, SupportRefused, note, require_unrelated
from minzheng.support.models import Problem


@transaction.atomic
def settle(*, problem: Problem, result: str, by: Staff, at: datetime) -> Problem:
    """Record what was done. Raises SupportRefused, TwoPeopleNeeded (who found it does not settle it), NotAllowed.

    Money that was not in hand stays unconfirmed: a later visit asks the person again.
    """
    permissions.require_role(by, *OFFICERS)
    permissions.require_area(by, problem.visit.division_code)
    row: Problem = (
        Problem.objects.select_for_update(of=("self",)).select_related("visit", "found_by").get(pk=problem.pk)
    )
    if row.settled_at is not None:
        raise SupportRefused(_("这个问题已经处理，不能再改。"))
    permissions.require_other_person(by, earlier=row.found_by, what=_("发现这个问题的探访"))
    require_unrelated(row.visit, by, at)
    if not result.strip():
        raise SupportRefused(_("请写明怎样处理的、结果怎样。"))
    row.settled_by, row.settled_at, row.result = by, at, result.strip()
    row.save(update_fields=["settled_by", "settled_at", "result"])
    note(row.visit, "support.settled", by=by, at=at, reason=row.result, problem=row.kind)
    return row

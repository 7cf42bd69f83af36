"""One act on many cases. Each row is done in a transaction of its own, together with its result: never half of one.

The act itself is the same domain function as for one case, called by the door; every check it makes is made for every
row. A run that is cut off leaves rows that say "not yet", and can be carried on.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import NotAllowed, require_active
from minzheng.casework.models import Case
from minzheng.kernel.refusal import Refused
from minzheng.services import vault
from minzheng.workbench.enums import RowResult
from minzheng.workbench.models import BulkAct, BulkRow

MOST_ROWS = 100
CONTEXT = "workbench.BulkAct"


class BulkRefused(Refused):
    """The rows cannot be done together."""


@transaction.atomic
def begin(
    *,
    verb: str,
    rows: Sequence[tuple[Case, int | None]],
    values: Mapping[str, Any],
    by: Staff,
    at: dt.datetime,
    retry_of: BulkAct | None = None,
) -> BulkAct:
    """Write down what is to be done to whom; nothing is done yet. `values` are what was typed once for all rows."""
    require_active(by)
    if not rows:
        raise BulkRefused(_("没有可以办理的行。请回到列表，重新选择。"))
    if len(rows) > MOST_ROWS:
        raise BulkRefused(
            _("一次最多办 %(most)d 件，选了 %(n)d 件。请分几次办理。") % {"most": MOST_ROWS, "n": len(rows)}
        )
    sealed = vault.seal(json.dumps(values, ensure_ascii=False), context=CONTEXT)
    bulk = BulkAct.objects.create(verb=verb, values_sealed=sealed, done_by=by, done_at=at, retry_of=retry_of)
    BulkRow.objects.bulk_create(BulkRow(bulk=bulk, case=case, amount_fen=amount) for case, amount in rows)
    return bulk


def do_row(*, row: BulkRow, run: Callable[[Case], object], by: Staff, at: dt.datetime) -> bool:
    """Do one waiting row; say whether it was done. A refusal becomes the row's result, with its reason.

    Raises NotAllowed for another person's bulk act: who chose the rows answers for them.
    """
    if row.bulk.done_by_id != by.pk:
        raise NotAllowed(_("这一批是%(name)s选的，只能由本人继续办。") % {"name": row.bulk.done_by.name})
    try:
        with transaction.atomic():
            # Taken first, so that a second window working on the same batch finds nothing to do.
            if not _finish(row, RowResult.DONE, "", at):
                return False
            run(row.case)
    except Refused as refused:
        with transaction.atomic():
            _finish(row, RowResult.REFUSED, str(refused), at)
        return False
    return True


def values_of(bulk: BulkAct) -> dict[str, Any]:
    """Return what was typed for all rows."""
    return dict(json.loads(vault.open_sealed(bytes(bulk.values_sealed), context=CONTEXT)))


def _finish(row: BulkRow, result: RowResult, message: str, at: dt.datetime) -> int:
    waiting = BulkRow.objects.filter(pk=row.pk, result=RowResult.WAITING)
    return waiting.update(result=result, message=message, finished_at=at)

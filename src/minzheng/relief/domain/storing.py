"""Goods come into a township's store by a numbered paper, once: without them nothing can be handed out in kind."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.ledger.domain import good as goods
from minzheng.ledger.models import Good, Transfer
from minzheng.relief.domain.road import ReliefRefused
from minzheng.relief.queries.stores import is_received


@transaction.atomic
def receive(*, good: Good, division_code: str, quantity: int, document: str, by: Staff, at: datetime) -> Transfer:
    """Book goods in. Raises ReliefRefused for a paper that was booked before, BadGood, NotAllowed."""
    key = f"in:{division_code}:{good.code}:{document.strip()}"
    if is_received(key):
        raise ReliefRefused(_("单据“%(document)s”的%(good)s已经入库，不重复入库。") % {
            "document": document.strip(), "good": good.name,
        })  # fmt: skip
    return goods.receive(
        good=good, division_code=division_code, quantity=quantity, document=document, key=key, by=by, at=at
    )

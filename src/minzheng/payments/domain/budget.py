"""The budget of a fund: finance writes down what the year's document grants, and what later ones add."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.payments.domain.fund import CHAIN, open_fund
from minzheng.payments.models import Budget
from minzheng.services.audit.domain.record import record


class BadBudget(Refused):
    """The budget lacks its document or amount, or its document was written down with another amount."""


@transaction.atomic
def set_budget(
    *, program: str, year: int, level: str, document_number: str, amount_fen: int, by: Staff, at: datetime
) -> Budget:
    """Write down a budget document for a fund, opening the fund if it is the first; a later one is a supplement.

    No money moves. The same document with the same amount is written once and returned again.
    Raises BadBudget, NotAllowed (finance officers of the county only).
    """
    require_role(by, Role.FINANCE_OFFICER)
    require_area(by, settings.COUNTY_CODE)
    document = document_number.strip()
    if not document:
        raise BadBudget(_("请填写预算文号：没有文号的预算不能登记"))
    if amount_fen <= 0:
        raise BadBudget(_("预算金额应大于零，现为 %(amount)s 元") % {"amount": format_yuan(amount_fen)})
    fund = open_fund(program=program, year=year, level=level, by=by, at=at)
    known = list(Budget.objects.filter(fund=fund))
    earlier = next((row for row in known if row.document_number == document), None)
    if earlier is not None:
        return _same(earlier, amount_fen)
    budget = Budget.objects.create(
        fund=fund, document_number=document, amount_fen=amount_fen, is_supplement=bool(known), set_by=by, set_at=at
    )
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action="fund.budgeted",
        object_kind="payments.Fund",
        object_id=fund.code,
        division_code=settings.COUNTY_CODE,
        after={"document_number": document, "amount_fen": amount_fen, "is_supplement": budget.is_supplement},
    )
    return budget


def _same(earlier: Budget, amount_fen: int) -> Budget:
    if earlier.amount_fen != amount_fen:
        raise BadBudget(
            _("预算文号 %(document)s 已登记 %(has)s 元，与本次的 %(now)s 元不同；一个文号只登记一次，请核对文号")
            % {
                "document": earlier.document_number,
                "has": format_yuan(earlier.amount_fen),
                "now": format_yuan(amount_fen),
            }
        )
    return earlier

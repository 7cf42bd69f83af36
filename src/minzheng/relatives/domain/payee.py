"""The account a household is paid into, when its holder may be an official: the only way to record one.

The registry knows people and accounts, not who works here; so the question is asked here, above it.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain import account
from minzheng.registry.domain.facts import PAYEE_KEEPERS
from minzheng.registry.models import BankAccount, Household, Person
from minzheng.relatives.queries.custody import Card, Holder, without_agreement


class OfficialsCard(Refused):
    """The card is an official's, and no agreement covers it."""


@transaction.atomic
def set_account(
    *,
    household: Household,
    by: Staff,
    at: datetime,
    holder: Person | None = None,
    holder_name: str = "",
    holder_id_number: str = "",
    holds_from: date | None = None,
    **given: str,
) -> BankAccount:
    """Record the account, unless its holder is an official outside the household without an agreement in force.

    A holder who is no member may be given by name and ID number. Asked for the day the account begins, today at the
    earliest. Raises OfficialsCard, and what `registry.domain.account` raises.
    """
    require_role(by, *PAYEE_KEEPERS)
    require_area(by, household.division_code)
    if holder is None:
        holder = account.outsider(name=holder_name, id_number=holder_id_number, household=household, at=at)
    require_agreed(household, holder, day=max(holds_from or local_day(at), local_day(at)), at=at)
    return account.set_account(household=household, holder=holder, by=by, at=at, holds_from=holds_from, **given)


def require_agreed(household: Household, holder: Person, *, day: date, at: datetime) -> None:
    """Raise OfficialsCard if the household may not be paid into this person's account."""
    card = Card(household.pk, Holder.of(holder))
    why_not = without_agreement([card], day=day, at=at).get(card)
    if why_not:
        raise OfficialsCard(
            _("%(why)s。请改用家庭成员本人的账户；确需代管的，先由本人书面同意，备案代管协议并经县民政局核实。")
            % {"why": why_not}
        )

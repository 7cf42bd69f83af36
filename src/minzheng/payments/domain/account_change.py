"""The second person of a changed account: without them nothing goes into it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_another_human, require_area, require_role
from minzheng.accounts.scope import within
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.payments.models import AccountChange
from minzheng.payments.queries.receiving import is_change, usable_from
from minzheng.registry.models import BankAccount, Household
from minzheng.services.audit.domain.record import record

CONFIRMERS = (Role.COUNTY_OFFICER,)
CHAIN = "payments"


class NotToConfirm(Refused):
    """The account needs no confirmation, has one, or is no longer what the registry says."""


@transaction.atomic
def confirm(*, account: BankAccount, by: Staff, at: datetime) -> AccountChange:
    """Confirm, as somebody other than who recorded it, that the household is to be paid into its new account.

    It is used when the cooling period since it was recorded is over. Raises NotToConfirm, TwoPeopleNeeded, NotAllowed.
    """
    require_role(by, *CONFIRMERS)
    with within(by.area):
        account = BankAccount.objects.select_related("household", "recorded_by").get(pk=account.pk)
        household = account.household
        require_area(by, household.division_code)
        require_another_human(by, earlier=account.recorded_by, what=_("收款账户的登记"))
        Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
        if not BankAccount.objects.filter(pk=account.pk).known_by(at).filter(is_withdrawn=False).exists():
            raise NotToConfirm(
                _("尾号 %(last4)s 的登记已被更正或撤销，请刷新页面查看") % {"last4": account.account_last4}
            )
        if AccountChange.objects.filter(account=account).exists():
            raise NotToConfirm(_("尾号 %(last4)s 的变更已经确认") % {"last4": account.account_last4})
        if not is_change(account, at):
            raise NotToConfirm(_("尾号 %(last4)s 是该户第一个收款账户，不需要确认") % {"last4": account.account_last4})
        days, first = usable_from(account, confirmed_on=local_day(at))
        change = AccountChange.objects.create(
            account=account, cooling_days=days, usable_from=first, confirmed_by=by, confirmed_at=at,
            division_code=household.division_code,
        )  # fmt: skip
    record(
        chain=CHAIN, at=at, by=by, action="account.confirmed", object_kind="registry.Household",
        object_id=str(household.pk), division_code=household.division_code,
        after={"account": account.pk, "last4": account.account_last4, "usable_from": str(first)},
    )  # fmt: skip
    return change

"""Stopping payment to a household on purpose, and letting it go on: two people's acts."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_another_human, require_area, require_role
from minzheng.accounts.scope import within
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.payments.models import PaymentHold
from minzheng.registry.models import BankAccount, Household
from minzheng.services.audit.domain.record import record

HOLDERS = (Role.COUNTY_OFFICER,)
CHAIN = "payments"
HOLD_KIND = "payments.PaymentHold"
LONGEST = 200


class HoldRefused(Refused):
    """What was given is no hold, or it cannot be lifted."""


@transaction.atomic
def place(
    *,
    household: Household,
    reason: str,
    until_on: date,
    by: Staff,
    at: datetime,
    account: BankAccount | None = None,
    program: str = "",
) -> PaymentHold:
    """Stop payment to a household, or into one of its accounts, through a day; no list pays it meanwhile.

    Lists already approved are not touched. Raises HoldRefused, NotAllowed (county officers).
    """
    require_role(by, *HOLDERS)
    require_area(by, household.division_code)
    reason = _reason(reason)
    if until_on < local_day(at):
        raise HoldRefused(_("暂停到 %(day)s，早于今天，没有可以暂停的发放；请改为今天或以后的日期") % {"day": until_on})
    if account is not None and account.household_id != household.pk:
        raise HoldRefused(_("这个账户不是该户的收款账户，请核对户号和账号末四位"))
    with within(by.area):
        # Locked, so that two who stop the same household at once come one after the other.
        Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
        same = PaymentHold.objects.filter(
            household=household, account=account, program=program, lifted_at__isnull=True, until_on__gte=local_day(at)
        )
        if same.exists():
            raise HoldRefused(
                _("户号 %(household)s 已经暂停发放，不必再登记；要改期限或理由的，先由另一人解除")
                % {"household": household.number}
            )
        hold = PaymentHold.objects.create(
            household=household, account=account, program=program, reason=reason, until_on=until_on,
            placed_by=by, placed_at=at, division_code=household.division_code,
        )  # fmt: skip
    after = {"household": household.number, "until": str(until_on), "program": program}
    last4 = account.account_last4 if account else ""
    _audit(hold, "hold.placed", by=by, at=at, after=after | {"account": last4}, reason=reason)
    return hold


@transaction.atomic
def lift(*, hold: PaymentHold, by: Staff, at: datetime, reason: str) -> PaymentHold:
    """Let payment go on before the last day; what became due meanwhile is in the next list.

    Raises HoldRefused, TwoPeopleNeeded (who placed it), NotAllowed.
    """
    require_role(by, *HOLDERS)
    require_area(by, hold.division_code)
    reason = _reason(reason)
    with within(by.area):
        hold = PaymentHold.objects.select_for_update(of=("self",)).select_related("placed_by").get(pk=hold.pk)
    require_another_human(by, earlier=hold.placed_by, what=_("暂停发放的登记"))
    if hold.lifted_at is not None:
        raise HoldRefused(_("这条暂停已经解除，请刷新页面查看"))
    hold.lifted_by, hold.lifted_at, hold.lift_reason = by, at, reason
    hold.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    _audit(hold, "hold.lifted", by=by, at=at, reason=reason)
    return hold


def _reason(text: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise HoldRefused(_("须写明理由，不超过 %(n)s 字") % {"n": LONGEST})
    return text


def _audit(
    hold: PaymentHold, action: str, *, by: Staff, at: datetime, reason: str, after: dict[str, str] | None = None
) -> None:
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind=HOLD_KIND, object_id=str(hold.pk),
        division_code=hold.division_code, after=after, reason=reason,
    )  # fmt: skip

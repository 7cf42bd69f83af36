"""Which payments are stopped on purpose, on a day."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from minzheng.payments.models import PayLine, PaymentHold
from minzheng.payments.queries.receiving import KnownAccount
from minzheng.registry.models import BankAccount

AT_ONCE = 5000


def standing(day: date) -> QuerySet[PaymentHold]:
    """Return the holds that stand on a day, those that end first first, within the declared scope."""
    rows = PaymentHold.objects.filter(lifted_at__isnull=True, until_on__gte=day)
    return rows.select_related("household", "account", "placed_by").order_by("until_on", "pk")


def past(day: date) -> QuerySet[PaymentHold]:
    """Return the holds that were lifted or ran out, the newest first."""
    rows = PaymentHold.objects.filter(Q(lifted_at__isnull=False) | Q(until_on__lt=day))
    return rows.select_related("household", "account", "placed_by", "lifted_by").order_by("-placed_at", "-pk")


def held_households(households: Collection[int], *, program: str, day: date) -> dict[int, str]:
    """Return why nothing of the program goes to each of the households on a day."""
    return {
        hold.household_id: words(hold) for hold in _of(households, program=program, day=day) if hold.account_id is None
    }


def held_accounts(accounts: Collection[BankAccount | KnownAccount], *, program: str, day: date) -> dict[int, str]:
    """Return why nothing of the program goes into each of the accounts on a day.

    A later version of a stopped account, with the same number, is stopped too.
    """
    homes = {account.household_id for account in accounts}
    stopped = {
        (hold.household_id, bytes(hold.account.account_index)): words(hold)
        for hold in _of(homes, program=program, day=day)
        if hold.account is not None
    }
    if not stopped:
        return {}
    found = {account.pk: (account.household_id, bytes(account.account_index)) for account in accounts}
    return {pk: stopped[key] for pk, key in found.items() if key in stopped}


def held_among(lines: Collection[PayLine], *, program: str, day: date) -> dict[int, str]:
    """Return, by line, why it may not be paid: a hold that was placed since the list was frozen."""
    homes = held_households({line.household_id for line in lines}, program=program, day=day)
    accounts = held_accounts([line.bank_account for line in lines], program=program, day=day)
    found = {line.pk: homes.get(line.household_id) or accounts.get(line.bank_account_id, "") for line in lines}
    return {pk: why for pk, why in found.items() if why}


def words(hold: PaymentHold) -> str:
    """Say why the payment waits and until when."""
    if hold.account is not None:
        return _("尾号 %(last4)s 的账户暂停发放至 %(day)s：%(reason)s") % {
            "last4": hold.account.account_last4, "day": hold.until_on, "reason": hold.reason,
        }  # fmt: skip
    return _("本户暂停发放至 %(day)s：%(reason)s") % {"day": hold.until_on, "reason": hold.reason}


def _of(households: Collection[int], *, program: str, day: date) -> Iterator[PaymentHold]:
    """Few are held and many are paid: the holds are read whole where the list is long."""
    rows = standing(day).filter(program__in=("", program))
    if len(households) <= AT_ONCE:
        rows = rows.filter(household__in=households)
    wanted = set(households)
    return (hold for hold in rows if hold.household_id in wanted)

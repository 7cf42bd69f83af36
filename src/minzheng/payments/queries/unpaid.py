"""Which dues are not paid yet, into which account each goes, and which must wait."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from minzheng.casework.queries.members import dead_among
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.models import Due
from minzheng.payments.enums import LIVE_STATUSES
from minzheng.payments.models import PayLine
from minzheng.registry.models import BankAccount
from minzheng.relatives.queries.custody import Card, without_agreement

# Keys handed to one query; below the variable limit of every SQLite.
AT_ONCE = 5000


@dataclass(frozen=True)
class Payable:
    """A due with the account it goes into and how often it has been tried, this time included."""

    due: Due
    account: BankAccount
    attempt: int


@dataclass(frozen=True)
class Waiting:
    """A due that cannot be paid now, and why."""

    due: Due
    reason: str


@dataclass(frozen=True)
class Unpaid:
    """All dues without a live line, split by whether they can be paid."""

    payable: tuple[Payable, ...]
    waiting: tuple[Waiting, ...]


def unpaid_dues(*, program: str, month: Month) -> QuerySet[Due]:
    """Return the dues up to `month` that no pending or paid line covers, by division, household and month."""
    live = PayLine.objects.filter(due=OuterRef("pk"), status__in=LIVE_STATUSES)
    rows = Due.objects.filter(~Exists(live), program=program, month__lte=str(month))
    return rows.order_by("division_code", "household_id", "month", "pk")


def payable_dues(*, program: str, month: Month, at: datetime) -> Unpaid:
    """Split the unpaid dues by whether a usable account is known at `at`. Within the declared scope."""
    dues = list(unpaid_dues(program=program, month=month).annotate(tried=Count("lines")))
    accounts = _accounts({due.household_id for due in dues}, at)
    holders = {account.holder_id for rows in accounts.values() for account in rows}
    dead = {person: day for part in _parts(holders) for person, day in dead_among(part, at).items()}
    barred = not_agreed((account for rows in accounts.values() for account in rows), at)
    payable, waiting = [], []
    for due in dues:
        known = accounts.get(due.household_id, [])
        alive = [account for account in known if account.holder_id not in dead]
        usable = [account for account in alive if account.pk not in barred]
        if usable:
            payable.append(Payable(due, _choose(due, usable), due.tried + 1))
        elif alive:
            waiting.append(Waiting(due, _officials(barred[alive[0].pk])))
        elif known:
            day = dead[known[0].holder_id]
            waiting.append(Waiting(due, _dead(known[0], f"{day:%Y-%m-%d}")))
        else:
            waiting.append(Waiting(due, _("没有登记收款账户，请由乡镇（街道）经办人登记后列入下一批")))
    return Unpaid(tuple(payable), tuple(waiting))


def not_agreed(accounts: Iterable[BankAccount], at: datetime) -> dict[int, str]:
    """Return, by account, why nothing goes into it: an official's card without a custody agreement in force."""
    cards = {account.pk: Card(account.household_id, account.holder) for account in accounts}
    found = without_agreement(list(cards.values()), day=local_day(at), at=at)
    return {pk: found[card] for pk, card in cards.items() if card in found}


def _accounts(household_ids: Iterable[int], at: datetime) -> dict[int, list[BankAccount]]:
    """Return the accounts by household that are believed at `at` to hold on that day, the latest known first."""
    found: dict[int, list[BankAccount]] = {}
    day = local_day(at)
    for part in _parts(household_ids):
        rows = BankAccount.objects.filter(household_id__in=part).as_of(day, at)
        for account in rows.select_related("holder", "household").order_by("-known_at", "-pk"):
            found.setdefault(account.household_id, []).append(account)
    return found


def _choose(due: Due, accounts: Sequence[BankAccount]) -> BankAccount:
    """Prefer the account of the payee named in the decision; else the household's latest."""
    return next((account for account in accounts if account.holder_id == due.payee_id), accounts[0])


def _officials(why_not: str) -> str:
    return _("%(why)s，请备案代管协议或变更收款账户后列入下一批") % {"why": why_not}


def _dead(account: BankAccount, day: str) -> str:
    return _("收款账户持有人%(name)s已于 %(day)s 去世，请变更收款账户后列入下一批") % {
        "name": account.holder.name,
        "day": day,
    }


def _parts(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]

"""Into which account a household may be paid today: a changed one only after a second person and the cooling period."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import starmap
from typing import NamedTuple

from django.db.models import Count, prefetch_related_objects
from django.utils.translation import gettext as _

from minzheng.kernel.moment import local_day
from minzheng.payments.enums import ARRIVED_STATUSES, LineStatus
from minzheng.payments.models import AccountChange, PayLine
from minzheng.payments.queries.parts import parts
from minzheng.payments.thresholds import on_day
from minzheng.registry.models import BankAccount
from minzheng.relatives.queries.custody import Card, Holder

# Where the fields of a `KnownAccount` stand, in its order.
READ = (
    "pk", "household_id", "household__number", "bank_name", "account_sealed", "account_index", "account_last4",
    "holds_from", "holds_until", "holder_id", "holder__name", "holder__id_number_index", "holder__id_number_sealed",
)  # fmt: skip


@dataclass(slots=True)
class KnownAccount:
    """What paying asks of an account, its household and its holder: no objects, for there may be 100,000 of them."""

    pk: int
    household_id: int
    household_number: str
    bank_name: str
    account_sealed: bytes
    account_index: bytes
    account_last4: str
    holds_from: date
    holds_until: date | None
    holder_id: int
    holder_name: str
    holder_index: bytes | None
    holder_sealed: bytes | None

    @property
    def holder_key(self) -> bytes:
        """Return the index of the holder's number, by which an official is recognised."""
        return bytes(self.holder_index or b"")

    @property
    def card(self) -> Card:
        """Return the account as the rule of officials' cards asks about it."""
        return Card(self.household_id, Holder(self.holder_id, self.holder_name, self.holder_index, self.holder_sealed))


@dataclass(frozen=True)
class Pending:
    """A changed account that is not used yet: not confirmed, or still cooling."""

    account: BankAccount
    usable_from: date | None

    @property
    def words(self) -> str:
        """Say what is missing."""
        last4 = self.account.account_last4
        if self.usable_from is None:
            return _("收款账户变更为尾号 %(last4)s，尚待另一人确认") % {"last4": last4}
        return _("收款账户变更为尾号 %(last4)s，自 %(day)s 起使用") % {"last4": last4, "day": self.usable_from}


class Receiving(NamedTuple):
    """The accounts a household may be paid into, the preferred first, and a change that does not count yet."""

    accounts: tuple[KnownAccount, ...]
    pending: Pending | None


def receiving_accounts(households: Iterable[int], at: datetime) -> dict[int, Receiving]:
    """Return the accounts by household as believed at `at`; households without any are left out.

    A change that is not confirmed, or still cooling, does not count: the account before it is used on, unless the bank
    has sent the last payment into it back. Scoped to the declared area.
    """
    found: dict[int, Receiving] = {}
    for part in parts(households):
        found |= _receiving(part, at)
    return found


def waiting_changes(at: datetime) -> list[Pending]:
    """Return every change of the declared area that is not used yet, those nobody has confirmed first."""
    rows = BankAccount.objects.filter(known_at__lte=at).order_by().values("household_id")
    several = rows.annotate(numbers=Count("account_index", distinct=True)).filter(numbers__gt=1)
    changed = several.values_list("household_id", flat=True)
    found = receiving_accounts(changed, at)
    waits = [item.pending for item in found.values() if item.pending is not None]
    prefetch_related_objects([one.account for one in waits], "recorded_by")
    return sorted(waits, key=lambda one: (one.usable_from is not None, one.account.known_at, one.account.pk))


def pending_change(household: int, at: datetime) -> Pending | None:
    """Return the household's change that is not used yet, if there is one."""
    found = receiving_accounts([household], at).get(household)
    return found.pending if found else None


def usable_from(account: BankAccount, *, confirmed_on: date) -> tuple[int, date]:
    """Return the cooling period of a change and the day from which it is used: by the rule of the day it was told."""
    told = local_day(account.known_at)
    days = on_day("account_cooling_days", told).value
    return days, max(told + timedelta(days=days), confirmed_on)


def is_change(account: BankAccount, at: datetime) -> bool:
    """Say whether this is another account than the household's first, whatever became of that record."""
    past = _recorded([account.household_id], at)[account.household_id]
    return len(past.numbers) > 1 and past.first not in _origins([account])[account.pk]


def _receiving(households: Sequence[int], at: datetime) -> dict[int, Receiving]:
    day = local_day(at)
    rows = BankAccount.objects.filter(household__in=households, is_withdrawn=False, holds_from__lte=day).known_by(at)
    rows = rows.order_by("-known_at", "-pk")
    known: defaultdict[int, list[KnownAccount]] = defaultdict(list)
    for account in starmap(KnownAccount, rows.values_list(*READ).iterator()):
        known[account.household_id].append(account)
    several = _with_several_numbers(known, at)
    past = _recorded(several, at)
    changed: dict[int, list[BankAccount]] = {home: [] for home in known.keys() & several}
    for part in parts(changed):
        for row in rows.filter(household__in=part).select_related("holder", "household"):
            changed[row.household_id].append(row)
    used = _used_from([row for accounts in changed.values() for row in accounts], past, at)
    closed = _sent_back(changed)
    found = {
        home: _of_changed(changed[home], accounts, used, closed, day)
        if home in changed
        else Receiving(tuple(row for row in accounts if _holds(row, day)), None)
        for home, accounts in known.items()
    }
    return {home: item for home, item in found.items() if item.accounts or item.pending}


def _with_several_numbers(households: Collection[int], at: datetime) -> set[int]:
    """Return those for which more than one number was ever recorded, in replaced and withdrawn records too."""
    found: set[int] = set()
    for part in parts(households):
        rows = BankAccount.objects.filter(household__in=part, known_at__lte=at).order_by().values("household_id")
        several = rows.annotate(numbers=Count("account_index", distinct=True)).filter(numbers__gt=1)
        found |= set(several.values_list("household_id", flat=True))
    return found


def _of_changed(
    rows: list[BankAccount],
    known: list[KnownAccount],
    used: dict[int, date],
    closed: set[tuple[int, str]],
    day: date,
) -> Receiving:
    """Take the accounts that hold and count; if the newest does not count yet, the one before it in its place."""
    read = {account.pk: account for account in known}
    current = [row for row in rows if _holds(row, day)]
    counting = [row for row in current if used.get(row.pk, date.max) <= day]
    waiting = next((row for row in current if row not in counting), None)
    if waiting is None:
        return Receiving(tuple(read[row.pk] for row in counting), None)
    earlier = [
        row
        for row in sorted(rows, key=lambda row: (row.holds_from, row.pk), reverse=True)
        if not _holds(row, day)
        and used.get(row.pk, date.max) <= day
        and (row.household_id, row.account_last4) not in closed
    ]
    paid_into = tuple(read[row.pk] for row in counting or earlier[:1])
    return Receiving(paid_into, Pending(waiting, used.get(waiting.pk)))


def _holds(row: BankAccount | KnownAccount, day: date) -> bool:
    return row.holds_from <= day and (row.holds_until is None or row.holds_until >= day)


@dataclass
class _Past:
    """Every number ever recorded for a household, replaced and withdrawn ones too, and the very first record."""

    first: int
    numbers: set[bytes]


def _recorded(households: Iterable[int], at: datetime) -> dict[int, _Past]:
    found: dict[int, _Past] = {}
    for part in parts(set(households)):
        rows = BankAccount.objects.filter(household__in=part, known_at__lte=at).order_by("known_at", "pk")
        for home, number, pk in rows.values_list("household_id", "account_index", "pk"):
            found.setdefault(home, _Past(pk, set())).numbers.add(bytes(number))
    return found


def _used_from(rows: Collection[BankAccount], past: dict[int, _Past], at: datetime) -> dict[int, date]:
    """Return from which day each account counts: the first at once, a change when it was confirmed and has cooled.

    An account that was paid into before changes took two people counts too.
    """
    origins = _origins(rows)
    days: dict[int, date] = {}
    for part in parts({pk for pks in origins.values() for pk in pks}):
        paid = PayLine.objects.filter(bank_account__in=part, status__in=ARRIVED_STATUSES)
        days |= dict.fromkeys(paid.values_list("bank_account_id", flat=True), date.min)
        confirmed = AccountChange.objects.filter(account__in=part, confirmed_at__lte=at)
        days |= dict(confirmed.values_list("account_id", "usable_from"))
    days |= {past[row.household_id].first: date.min for row in rows}
    return {pk: min(days[one] for one in pks & days.keys()) for pk, pks in origins.items() if pks & days.keys()}


def _origins(rows: Iterable[BankAccount]) -> dict[int, set[int]]:
    """Return each row with the rows it is a later version of, as long as the number is the same."""
    numbers = {row.pk: bytes(row.account_index) for row in rows}
    found = {row.pk: {row.pk} for row in rows}
    asked: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.replaces_id:
            asked[row.replaces_id].add(row.pk)
    while asked:
        further: defaultdict[int, set[int]] = defaultdict(set)
        for part in parts(asked):
            earlier = BankAccount.objects.filter(pk__in=part).values_list("pk", "account_index", "replaces_id")
            for pk, number, before in earlier:
                same = {one for one in asked[pk] if numbers[one] == bytes(number)}
                for one in same:
                    found[one].add(pk)
                if before and same:
                    further[before] |= same
        asked = further
    return found


def _sent_back(households: Collection[int]) -> set[tuple[int, str]]:
    """Return the accounts, by household and last digits, whose latest payment came back: the bank has closed them."""
    last: dict[tuple[int, str], str] = {}
    for part in parts(households):
        rows = PayLine.objects.filter(household__in=part).exclude(status=LineStatus.CANCELLED).order_by("pk")
        for home, last4, status in rows.values_list("household_id", "account_last4", "status"):
            last[home, last4] = status
    return {key for key, status in last.items() if status == LineStatus.RETURNED}

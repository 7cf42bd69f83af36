"""Which dues are not paid yet, into which account each goes, and which must wait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from minzheng.casework.queries.members import dead_among
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.models import Due
from minzheng.payments.enums import LIVE_STATUSES, LineStatus
from minzheng.payments.models import PayLine
from minzheng.payments.queries.holds import held_accounts, held_households
from minzheng.payments.queries.parts import parts
from minzheng.payments.queries.receiving import KnownAccount, receiving_accounts
from minzheng.relatives.queries.custody import Card, officials, without_agreement


class Payable(NamedTuple):
    """A due with the account it goes into and how often it has been tried, this time included.

    `amount_fen` is what nobody has paid or is waiting for: the whole due, or what the bank left over of it. `repays` is
    the line that came back, whole or in part.
    """

    due: Due
    account: KnownAccount
    attempt: int
    amount_fen: int
    portion: int
    repays: PayLine | None


@dataclass(frozen=True)
class Waiting:
    """A due that cannot be paid now, how much of it, and why."""

    due: Due
    amount_fen: int
    reason: str


@dataclass(frozen=True)
class Unpaid:
    """All dues that are not paid in full and wait for no bank, split by whether they can be paid."""

    payable: tuple[Payable, ...]
    waiting: tuple[Waiting, ...]


def unpaid_dues(*, program: str, month: Month) -> QuerySet[Due]:
    """Return the dues up to `month` that are not paid in full and wait for no bank, by division, household and month.

    `arrived_fen` is what was paid of each; `is_tried`, whether a list has held it before.
    """
    lines = PayLine.objects.filter(due=OuterRef("pk"))
    arrived = lines.order_by().values("due").annotate(total=Sum("paid_fen")).values("total")
    waits = Exists(lines.filter(status=LineStatus.PENDING))
    rows = Due.objects.filter(~waits, program=program, month__lte=str(month))
    rows = rows.annotate(arrived_fen=Coalesce(Subquery(arrived), 0), is_tried=Exists(lines))
    rows = rows.filter(arrived_fen__lt=F("amount_fen"))
    return rows.order_by("division_code", "household_id", "month", "pk")


def payable_dues(*, program: str, month: Month, at: datetime, just_made: Sequence[Due] = ()) -> Unpaid:
    """Split the unpaid dues by whether a usable account is known at `at`. Within the declared scope.

    `just_made` are dues written in this transaction, which no list can have held: they are not asked for again.
    """
    dues = _with(just_made, unpaid_dues(program=program, month=month))
    tried = _tried(due.pk for due in dues if due.is_tried)  # type: ignore[attr-defined]  # an annotation of unpaid_dues
    receiving = receiving_accounts({due.household_id for due in dues}, at)
    accounts = {home: item.accounts for home, item in receiving.items()}
    every = [account for rows in accounts.values() for account in rows]
    holders = {account.holder_id for account in every}
    dead = {person: day for part in parts(holders) for person, day in dead_among(part, at).items()}
    posts = officials(local_day(at))
    barred = not_agreed({account.pk: account.card for account in every if account.holder_key in posts}, at, posts)
    day = local_day(at)
    held = held_households({due.household_id for due in dues}, program=program, day=day)
    stopped = held_accounts(every, program=program, day=day)
    listed = _on_another_list(dues, program=program, month=month)
    payable, waiting = [], []
    for due in dues:
        elsewhere = listed.get((due.household_id, due.month), {})
        number = next((number for key, number in elsewhere.items() if key != due.pk), "")
        if number:
            waiting.append(Waiting(due, _left_fen(due), _twice(due, number)))
            continue
        if due.household_id in held:
            waiting.append(Waiting(due, _left_fen(due), held[due.household_id]))
            continue
        known = accounts.get(due.household_id, ())
        pending = receiving[due.household_id].pending if due.household_id in receiving else None
        alive = [account for account in known if account.holder_id not in dead]
        usable = [account for account in alive if account.pk not in barred and account.pk not in stopped]
        if usable:
            payable.append(_payable(due, _choose(due, usable), tried.get(due.pk, ())))
            continue
        if alive:
            first = alive[0].pk
            reason = _officials(barred[first]) if first in barred else stopped[first]
        elif pending is not None:
            reason = _("%(why)s，原账户已不能使用") % {"why": pending.words}
        elif known:
            reason = _dead(known[0], f"{dead[known[0].holder_id]:%Y-%m-%d}")
        else:
            reason = _("没有登记收款账户，请由乡镇（街道）经办人登记后列入下一批")
        waiting.append(Waiting(due, _left_fen(due), reason))
    return Unpaid(tuple(payable), tuple(waiting))


def _with(just_made: Sequence[Due], unpaid: QuerySet[Due]) -> list[Due]:
    if not just_made:
        return list(unpaid)
    keys = [due.pk for due in just_made]
    for due in just_made:
        due.arrived_fen, due.is_tried = 0, False  # type: ignore[attr-defined]  # the annotations of unpaid_dues
    # What somebody else writes for the program at this very moment waits for the next list.
    earlier = unpaid.exclude(pk__range=(min(keys), max(keys)))
    return sorted([*earlier, *just_made], key=lambda due: (due.division_code, due.household_id, due.month, due.pk))


def _on_another_list(dues: Sequence[Due], *, program: str, month: Month) -> dict[tuple[int, str], dict[int, str]]:
    """Return, by household and month of the benefit, what lists of this month pay: the dues and the list's number.

    Only one list of a program waits for signatures at a time, so every other one is signed, and cannot be mended.
    """
    if not dues:
        return {}
    lines = PayLine.objects.filter(run__program=program, run__month=str(month), status__in=LIVE_STATUSES)
    found: dict[tuple[int, str], dict[int, str]] = {}
    for home, of, due, number in lines.values_list("household_id", "month", "due_id", "run__number"):
        found.setdefault((home, of), {})[due] = number
    return found


def _twice(due: Due, number: str) -> str:
    return _("批次 %(number)s 本月已列入该户 %(month)s 的待遇，一户一月不列入两份清单，这一笔列入下个月的清单") % {
        "number": number, "month": due.month,
    }  # fmt: skip


def not_agreed(cards: Mapping[int, Card], at: datetime, posts: Mapping[bytes, str] | None = None) -> dict[int, str]:
    """Return, by account, why nothing goes into it: an official's card without a custody agreement in force.

    `posts` are the officials of the day, where they are read already.
    """
    found = without_agreement(list(cards.values()), day=local_day(at), at=at, posts=posts)
    return {pk: found[card] for pk, card in cards.items() if card in found}


def _tried(dues: Iterable[int]) -> dict[int, list[PayLine]]:
    """Return the lines that tried to pay these dues before, by due, the first attempt first."""
    found: dict[int, list[PayLine]] = {}
    for part in parts(dues):
        rows = PayLine.objects.filter(due__in=part).defer("account_sealed")
        for line in rows.order_by("due_id", "attempt"):
            found.setdefault(line.due_id, []).append(line)
    return found


def _payable(due: Due, account: KnownAccount, tried: Sequence[PayLine]) -> Payable:
    if not tried:
        return Payable(due, account, 1, _left_fen(due), 0, None)
    taken = {line.portion for line in tried if line.status in LIVE_STATUSES}
    portion = next(number for number in range(len(taken) + 1) if number not in taken)
    came_back = [line for line in tried if line.status in (LineStatus.RETURNED, LineStatus.PARTLY)]
    repays = came_back[-1] if came_back else None
    return Payable(due, account, len(tried) + 1, _left_fen(due), portion, repays)


def _left_fen(due: Due) -> int:
    return int(due.amount_fen - due.arrived_fen)  # type: ignore[attr-defined]  # an annotation of unpaid_dues


def _choose(due: Due, accounts: Sequence[KnownAccount]) -> KnownAccount:
    """Prefer the account of the payee named in the decision; else the household's latest."""
    return next((account for account in accounts if account.holder_id == due.payee_id), accounts[0])


def _officials(why_not: str) -> str:
    return _("%(why)s，请备案代管协议或变更收款账户后列入下一批") % {"why": why_not}


def _dead(account: KnownAccount, day: str) -> str:
    return _("收款账户持有人%(name)s已于 %(day)s 去世，请变更收款账户后列入下一批") % {
        "name": account.holder_name,
        "day": day,
    }

"""Stores of goods by township: what lies there, what was handed out, what is to be written off; from the ledger."""

from collections.abc import Collection
from dataclasses import dataclass

from minzheng.accounts.scope import everywhere
from minzheng.ledger.enums import FEN, AccountKind
from minzheng.ledger.models import Account, Good, Transfer, WriteOff

PREFIX = "goods-"


@dataclass(frozen=True)
class StockLine:
    """One good in one store, in its own measure."""

    good: Good
    held: dict[str, int]

    @property
    def in_store(self) -> int:
        """Return what lies there."""
        return self.held.get(AccountKind.AVAILABLE, 0)

    @property
    def handed_out(self) -> int:
        """Return what households were handed and did not give back."""
        return self.held.get(AccountKind.PAID, 0)

    @property
    def written_off(self) -> int:
        """Return what was spoilt or lost."""
        return self.held.get(AccountKind.WRITTEN_OFF, 0)


def stock(codes: Collection[str]) -> dict[str, list[StockLine]]:
    """Return the goods of each store that ever held any, by the township's code; two queries."""
    goods = {one.code: one for one in Good.objects.order_by("name")}
    held: dict[tuple[str, str], dict[str, int]] = {}
    rows = Account.objects.filter(fund_code__startswith=PREFIX).exclude(unit=FEN).order_by("unit", "pk")
    for fund_code, unit, kind, balance in rows.values_list("fund_code", "unit", "kind", "balance_fen"):
        place = fund_code.removeprefix(PREFIX).split("-", 1)[0]
        if place in codes and unit in goods:
            held.setdefault((place, unit), {})[kind] = balance
    found: dict[str, list[StockLine]] = {}
    for (place, unit), kinds in held.items():
        found.setdefault(place, []).append(StockLine(goods[unit], kinds))
    return found


def losses(division_code: str) -> list[WriteOff]:
    """Return the losses of a store, those that wait for a second person first."""
    rows = WriteOff.objects.filter(division_code=division_code)
    return list(rows.select_related("good", "proposed_by", "confirmed_by").order_by("-confirmed_at", "-pk"))


def is_received(key: str) -> bool:
    """Say whether goods were booked in under this key."""
    with everywhere("入库单据须在全部流水中核对"):
        return Transfer.objects.filter(idempotency_key=key).exists()

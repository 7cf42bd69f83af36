"""What is handed to the registry: plain values, not yet checked. Money in fen, each amount with its period."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from minzheng.registry.enums import Period


class Amount(NamedTuple):
    """Fen for a month or a year. Written with `per_month` and `per_year`, so that nobody guesses the period."""

    fen: int
    period: str


def per_month(fen: int) -> Amount:
    """Return an amount stated for one month."""
    return Amount(fen, Period.MONTH.value)


def per_year(fen: int) -> Amount:
    """Return an amount stated for twelve months."""
    return Amount(fen, Period.YEAR.value)


@dataclass(frozen=True, kw_only=True)
class NewMember:
    """A person joining a household. `relation` is a GB/T 4761 code, "02" for the head.

    `conditions` maps a kind to its code ({"disability": "5.3", "serious_illness": ""}); `incomes` and `expenses` map a
    kind to an `Amount`. A kind that is left out is unknown, not zero.
    """

    name: str
    id_number: str = field(repr=False)
    relation: str
    phone: str = field(default="", repr=False)
    ethnic_code: str = ""
    conditions: Mapping[str, str] = field(default_factory=dict)
    incomes: Mapping[str, Amount] = field(default_factory=dict)
    expenses: Mapping[str, Amount] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NewAsset:
    """Property of the household. Count 0 (or amount 0 for money) is a known none."""

    kind: str
    use: str = ""
    count: int = 1
    amount_fen: int = 0
    acquired_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """The payee's account; `holder` is the position of the holder in `members`."""

    bank_name: str
    account_number: str = field(repr=False)
    holder: int = 0


@dataclass(frozen=True, kw_only=True)
class NewDeclaration:
    """What the household declares; None where it was not asked. Support payment in fen a month."""

    employs_others: bool | None = None
    bought_house_in_3_years: bool | None = None
    support_payment_fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewHousehold:
    """A household to be registered; what is known about it holds from `holds_from` (None: the day of registration)."""

    division_code: str
    address: str
    area_kind: str
    members: tuple[NewMember, ...]
    assets: tuple[NewAsset, ...] = ()
    account: NewAccount | None = None
    declaration: NewDeclaration | None = None
    holds_from: dt.date | None = None
    source: str = ""

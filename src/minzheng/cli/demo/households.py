"""Turns drawn families into registrations: where they live, what they own, where they are paid."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from minzheng.cli.demo import incomes
from minzheng.cli.demo.people import DrawnPerson, PeopleMaker
from minzheng.registry.domain.intake import NewAccount, NewAsset, NewDeclaration, NewHousehold, NewMember, per_year
from minzheng.registry.enums import AreaKind
from minzheng.registry.models import Division

BANK = "演示农村商业银行"
SOURCE = gettext_noop("演示数据：按公开统计分布生成")


@dataclass(frozen=True)
class Circumstances:
    """What a story needs of its family; None leaves it to chance."""

    per_head_yuan: float | None = None
    size_at_most: int = 9
    size_at_least: int = 1
    deposit_yuan: int | None = None
    passenger_cars: int | None = None
    houses: int | None = None


def draw(maker: PeopleMaker, *, village: Division, since: dt.date, wanted: Circumstances, number: int) -> NewHousehold:
    """Return one household of the village; `wanted` bends chance for the families whose case is told."""
    rng = maker.rng
    family = maker.family()
    while not wanted.size_at_least <= len(family) <= wanted.size_at_most or family[0].age < 18:
        family = maker.family()
    urban = village.kind in {"居委会", "类似居委会"}
    means = incomes.draw(rng, family, urban=urban, per_head_yuan=wanted.per_head_yuan)
    deposit = means.deposit_fen if wanted.deposit_yuan is None else wanted.deposit_yuan * 100
    cars = means.passenger_cars if wanted.passenger_cars is None else wanted.passenger_cars
    return NewHousehold(
        division_code=village.code,
        address=f"{village.name}{rng.randint(1, 12)}组{rng.randint(1, 199)}号",
        area_kind=AreaKind.URBAN if urban else AreaKind.RURAL,
        members=tuple(_member(person) for person in family),
        assets=(
            NewAsset(kind="deposit", amount_fen=deposit),
            NewAsset(kind="house", use="living", count=means.houses if wanted.houses is None else wanted.houses),
            NewAsset(kind="vehicle", use="passenger", count=cars),
        ),
        account=NewAccount(bank_name=BANK, account_number=_account(number)),
        declaration=NewDeclaration(employs_others=False, bought_house_in_3_years=False, support_payment_fen=0),
        holds_from=since,
        source=SOURCE,
    )


def _member(person: DrawnPerson) -> NewMember:
    conditions = {}
    if person.disability:
        conditions["disability"] = f"{person.disability[0]}.{person.disability[1]}"
    if person.has_serious_illness:
        conditions["serious_illness"] = ""
    return NewMember(
        name=person.name,
        id_number=person.id_number,
        relation=person.relation,
        conditions=conditions,
        incomes={kind: per_year(fen) for kind, fen in person.incomes.items()},
        expenses={kind: per_year(fen) for kind, fen in person.expenses.items()},
    )


def _account(number: int) -> str:
    """A card number of an issuer that does not exist, with a right check digit (Luhn)."""
    first = f"999999{number:012d}"
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(first))]
    return first + str(-sum(value // 10 + value % 10 for value in doubled) % 10)

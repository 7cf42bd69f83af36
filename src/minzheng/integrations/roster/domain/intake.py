"""From a stored household to what the registry takes. What the file did not say stays unknown."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from minzheng.registry.domain.intake import Amount, NewAccount, NewAsset, NewDeclaration, NewHousehold, NewMember
from minzheng.registry.enums import FINANCIAL_ASSETS

SEALED_CONTEXT = "roster.ImportRow.sealed"


def new_household(text: str, *, holds_from: dt.date, source: str) -> NewHousehold:
    """Return the registry's description of a household stored as JSON by `HouseholdDraft.as_json`."""
    stored = json.loads(text)
    return NewHousehold(
        division_code=stored["division_code"],
        address=stored["address"],
        area_kind=stored["area_kind"] or "",
        members=tuple(_member(member) for member in stored["members"]),
        assets=assets_of(stored),
        account=_account(stored),
        declaration=declaration_of(stored),
        holds_from=holds_from,
        source=source,
    )


def _account(stored: Mapping[str, Any]) -> NewAccount | None:
    if stored["account_number"] is None:
        return None
    return NewAccount(bank_name=stored["bank_name"], account_number=stored["account_number"], holder=stored["payee"])


def id_numbers(text: str) -> list[str]:
    """Return the ID numbers of the household's people, in order."""
    return [member["id_number"] for member in json.loads(text)["members"]]


def covered_places(text: str) -> tuple[list[int], int]:
    """Return the positions of the persons whom the decision covers, and the position of the payee."""
    stored = json.loads(text)
    covered = [place for place, member in enumerate(stored["members"]) if member["is_covered"] is not False]
    return covered, stored["payee"]


def _member(stored: Mapping[str, Any]) -> NewMember:
    return NewMember(
        name=stored["name"],
        id_number=stored["id_number"],
        relation=stored["relation"],
        phone=stored["phone"],
        conditions=stored["conditions"],
        incomes={kind: Amount(*amount) for kind, amount in stored["incomes"].items()},
        expenses={kind: Amount(*amount) for kind, amount in stored["expenses"].items()},
    )


def assets_of(stored: Mapping[str, Any]) -> tuple[NewAsset, ...]:
    """Return the property of all members together: the registry keeps one line per kind and use."""
    members = stored["members"]
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for asset in (asset for member in members for asset in member["assets"]):
        number, fen = found.get((asset["kind"], asset["use"]), (0, 0))
        found[asset["kind"], asset["use"]] = (number + asset["count"], fen + asset["amount_fen"])
    return tuple(
        NewAsset(kind=kind, use=use, count=1 if kind in FINANCIAL_ASSETS else number, amount_fen=fen)
        for (kind, use), (number, fen) in found.items()
    )


def declaration_of(stored: Mapping[str, Any]) -> NewDeclaration | None:
    """Return what any member's row says yes to: it holds for the household; what no row mentions was not asked."""
    members = stored["members"]
    said: dict[str, bool] = {}
    for member in members:
        for what, answer in member["declares"].items():
            said[what] = said.get(what, False) or answer
    return NewDeclaration(**said) if said else None

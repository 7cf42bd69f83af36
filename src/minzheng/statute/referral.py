"""Who receives a referral and by which clause, by date."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from minzheng.rules.errors import NotInForce, RuleError
from minzheng.rules.strict_yaml import load_text, refuse_unknown_keys

FILE = "referrals.yaml"
STATUSES = ("official", "expert")


@dataclass(frozen=True, slots=True)
class ReferralLaw:
    """What one kind of referral rests on; `status` says how sure the source is."""

    code: str
    office: str
    from_: date
    until: date | None
    reference: str
    status: str


def referral_law(code: str, on: date) -> ReferralLaw:
    """Return what is in force on the day; raise NotInForce if nothing is."""
    rows = referral_laws()[code]
    for row in rows:
        if row.from_ <= on and (row.until is None or on <= row.until):
            return row
    raise NotInForce(f"{rows[0].office}在{on}没有可以转介的规定；最早的规定自{rows[0].from_}起。")


@functools.cache
def referral_laws() -> Mapping[str, tuple[ReferralLaw, ...]]:
    """Return every row by code; raise RuleError naming the row that is wrong."""
    content = load_text(resources.files("minzheng.statute").joinpath(FILE).read_text(encoding="utf-8"), FILE)
    return {code: _rows(code, row) for code, row in content.items()}


def _rows(code: str, row: Any) -> tuple[ReferralLaw, ...]:
    given = refuse_unknown_keys(row, ("office", "values"), ("office", "values"), f"{FILE}，{code}")
    found: list[ReferralLaw] = []
    for number, value in enumerate(given["values"], start=1):
        at = f"{FILE}，{code} 第{number}行"
        one = refuse_unknown_keys(value, ("from", "until", "reference", "status"), ("from", "reference", "status"), at)
        if one["status"] not in STATUSES:
            raise RuleError(f"{at}：status 应为 {'、'.join(STATUSES)}。")
        if found and (found[-1].until is None or found[-1].until >= one["from"]):
            raise RuleError(f"{at}：与上一行的日期重叠。")
        found.append(ReferralLaw(code, given["office"], one["from"], one.get("until"), one["reference"], one["status"]))
    return tuple(found)

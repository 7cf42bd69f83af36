"""The series that comes with the product, and every month of it put to the rules of its day."""

import csv
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from minzheng.kernel.language import gettext as _
from minzheng.kernel.month import Month, months_between
from minzheng.kernel.refusal import Refused
from minzheng.rules.figures import NATION
from minzheng.statute.price_rule import rule_in
from minzheng.statute.price_trigger import Finding, Reading, find

FILE = "price_indices.csv"
FIRST, LAST = Month(2011, 1), Month(2025, 12)
"""The years whose rules and series are known."""


class NotAPercentage(Refused):
    """The text is not a percentage."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One month: what the rule of the day says, and, where it wants a region's index, what the nation's would say."""

    month: Month
    finding: Finding
    stand_in: Finding | None


@functools.cache
def packaged() -> Mapping[tuple[str, str, Month], Reading]:
    """Return every reading of the packaged series by kind, region and month."""
    text = resources.files("minzheng.standards").joinpath(FILE).read_text(encoding="utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        month = Month.parse(row["month"])
        rise = basis_points(row["rise_percent"])
        key = row["kind"], row["region"], month
        found[key] = Reading(row["kind"], row["region"], month, rise, row["source"], row["status"])
    return found


def packaged_series(kind: str, region: str, month: Month) -> Reading | None:
    """Give a reading of the packaged series."""
    return packaged().get((kind, region, month))


def basis_points(percent: str) -> int:
    """Return "-0.3" as -30; a percentage with at most two places, as the press gives it. Raises NotAPercentage."""
    text = percent.strip()
    if not re.fullmatch(r"-?\d{1,4}(\.\d{1,2})?", text):
        raise NotAPercentage(_("“%(text)s”不是百分数，请写成 3.5，至多两位小数；下降写成 -0.3。") % {"text": text})
    whole, _dot, part = text.removeprefix("-").partition(".")
    found = int(whole) * 100 + int(part.ljust(2, "0"))
    return -found if text.startswith("-") else found


def replay(first: Month = FIRST, last: Month = LAST, *, place: str) -> list[Replayed]:
    """Return every month from first to last by the rule of the place.

    Where no paper names whose index counts, the nation's rule is put to the nation's index. Where one names the
    province or the prefecture, only theirs decides; the nation's is shown beside it and decides nothing.
    """
    found = []
    for n in range(months_between(first, last) + 1):
        month = first.plus(n)
        rule = rule_in(place, month)
        nation = find(place, month, packaged_series, regions=(NATION,))
        if rule is None or not rule.is_named:
            found.append(Replayed(month, nation, None))
        else:
            found.append(Replayed(month, find(place, month, packaged_series), nation))
    return found

"""What a fine may be: the law on the day of the act against the law on the day of the decision, the lighter holds.

行政处罚法 第三十七条: the law of the day of the act, unless the law at the decision is lighter. An act that no law of
its day fined is never fined by a later one. Multiples are whole numbers of what was obtained, so no rounding.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from minzheng.kernel.fen import Fen
from minzheng.kernel.wording import listed
from minzheng.rules.errors import RuleError
from minzheng.rules.strict_yaml import load_text, refuse_unknown_keys

MATTERS = ("minimum_living", "other_assistance", "disaster_goods", "medical_fund", "pension")
# What was done: said or hid something false, or did not tell of a change and went on receiving.
FALSEHOOD, UNREPORTED = "falsehood", "unreported"
WRONGS = (FALSEHOOD, UNREPORTED)
# Before this day the statute knew no "lighter law holds" (行政处罚法 2021 第三十七条).
LIGHTER_HOLDS_FROM = date(2021, 7, 15)
_KEYS = (
    "code", "matters", "area", "from", "until", "fine", "low", "high", "only_grave", "unreported", "measures",
    "reference", "status", "note",
)  # fmt: skip
_NEEDED = ("code", "matters", "from", "fine", "measures", "reference", "status")


@dataclass(frozen=True, slots=True)
class Liability:
    """One clause as in force between two days."""

    code: str
    matters: tuple[str, ...]
    area: str | None
    from_: date
    until: date | None
    fine: str
    low: int
    high: int
    only_grave: bool
    unreported: bool
    measures: str
    reference: str
    status: str
    note: str

    def covers(self, *, matter: str, area: str, on: date) -> bool:
        """Whether the clause speaks of this matter, in this area, on this day."""
        in_force = self.from_ <= on and (self.until is None or on <= self.until)
        return in_force and matter in self.matters and self.area in {None, area}

    def fines(self, *, wrong: str, is_grave: bool) -> bool:
        """Whether the clause provides a fine for what was done."""
        if self.fine == "none" or (self.only_grave and not is_grave):
            return False
        return wrong == FALSEHOOD or self.unreported


@dataclass(frozen=True, slots=True)
class Range:
    """The fine that one day's law allows. `must`: it may not be left out. No fine: both ends 0."""

    reference: str
    measures: str
    has_fine: bool
    must: bool
    low_times: int
    high_times: int
    low_fen: Fen
    high_fen: Fen

    def admits(self, fine_fen: Fen) -> bool:
        """Whether this sum, or 0 for no fine, is lawful."""
        if fine_fen == 0:
            return not self.must
        return self.has_fine and fine_fen > 0 and self.low_fen <= fine_fen <= self.high_fen

    @property
    def severity(self) -> tuple[int, int, int]:
        """Heavier is greater: first the most, then whether a fine must be, then the least."""
        return (self.high_times, self.low_times if self.must else 0, self.low_times)


@dataclass(frozen=True, slots=True)
class Lawful:
    """Both days' ranges and the one that holds. `why` is one of WHY's codes; the sentence is the rooms' above."""

    act: Range
    decision: Range
    holds: Range
    why: str


WHY = ("same_law", "new_is_lighter", "old_is_lighter", "equal", "no_fine_then", "before_lighter_rule")


def lawful(
    *, matter: str, area: str, wrong: str, is_grave: bool, obtained_fen: Fen, act_on: date, decided_on: date
) -> Lawful:
    """Return the lawful range of a fine; `act_on` is the day on which a continuing act ended."""
    if obtained_fen < 0 or decided_on < act_on or matter not in MATTERS or wrong not in WRONGS:
        message = f"no such penalty: {matter} {wrong} {obtained_fen} {act_on} {decided_on}"
        raise ValueError(message)
    old = range_on(act_on, matter=matter, area=area, wrong=wrong, is_grave=is_grave, obtained_fen=obtained_fen)
    new = range_on(decided_on, matter=matter, area=area, wrong=wrong, is_grave=is_grave, obtained_fen=obtained_fen)
    holds, why = _lighter(old, new, decided_on)
    return Lawful(old, new, holds, why)


def range_on(on: date, *, matter: str, area: str, wrong: str, is_grave: bool, obtained_fen: Fen) -> Range:
    """Return what one day's law alone allows."""
    clause = liability_on(on, matter=matter, area=area)
    if clause is None:
        return Range("", "", has_fine=False, must=False, low_times=0, high_times=0, low_fen=0, high_fen=0)
    fined = clause.fines(wrong=wrong, is_grave=is_grave)
    low, high = (clause.low, clause.high) if fined else (0, 0)
    return Range(
        clause.reference, clause.measures, has_fine=fined, must=fined and clause.fine == "must", low_times=low,
        high_times=high, low_fen=low * obtained_fen, high_fen=high * obtained_fen,
    )  # fmt: skip


def liability_on(on: date, *, matter: str, area: str) -> Liability | None:
    """Return the clause in force for the matter in the area on the day; None if the law said nothing yet."""
    return next((one for one in liabilities() if one.covers(matter=matter, area=area, on=on)), None)


def surcharge_fen(
    *,
    obligations: Sequence[tuple[date, Fen]],
    receipts: Sequence[tuple[date, Fen]],
    paused: Sequence[tuple[date, date]],
    until: date,
) -> Fen:
    """Return the surcharge for late payment: 3 per cent a day of the fine overdue, in all never above the fine.

    行政处罚法 第七十二条、第七十三条: days of a review or a lawsuit (`paused`, both ends included) are not counted.
    `obligations` are (last day, part of the fine); fractions of a fen are left out, in the person's favour.
    """
    fine = sum(part for _due, part in obligations)
    first = min((due for due, _part in obligations), default=until)
    hundredths = 0
    for number in range(first.toordinal() + 1, until.toordinal() + 1):
        day = date.fromordinal(number)
        if any(start <= day <= end for start, end in paused):
            continue
        owed = sum(part for due, part in obligations if due < day)
        paid = sum(part for on, part in receipts if on < day)
        hundredths += 3 * max(0, owed - paid)
        if hundredths >= 100 * fine:
            return fine
    return hundredths // 100


def _lighter(old: Range, new: Range, decided_on: date) -> tuple[Range, str]:
    if not old.has_fine:
        return old, "no_fine_then"
    if old.reference == new.reference:
        return old, "same_law"
    if decided_on < LIGHTER_HOLDS_FROM:
        return old, "before_lighter_rule"
    if new.severity < old.severity:
        return new, "new_is_lighter"
    return old, "equal" if new.severity == old.severity else "old_is_lighter"


@functools.cache
def liabilities() -> tuple[Liability, ...]:
    """Return the table; raise RuleError naming the row that is wrong."""
    name = "penalties.yaml"
    rows = load_text(resources.files("minzheng.statute").joinpath(name).read_text(encoding="utf-8"), name)
    found = tuple(_liability(row, f"{name} 第{number}条") for number, row in enumerate(rows, start=1))
    _refuse_overlap(found, name)
    return found


def _liability(row: Any, where: str) -> Liability:
    given = refuse_unknown_keys(row, _KEYS, _NEEDED, where)
    if given["fine"] not in {"none", "may", "must"} or not set(given["matters"]) <= set(MATTERS):
        raise RuleError(f"{where}：fine 应为 none、may 或 must；matters 从 {listed(MATTERS)} 中选。")
    low, high = given.get("low", 0), given.get("high", 0)
    if (given["fine"] == "none") != (high == 0) or low > high:
        raise RuleError(f"{where}：有罚款的须写倍数 low、high（low 不大于 high），没有罚款的不写。")
    if given["status"] not in {"official", "derived"} or (given["status"] == "derived" and not given.get("note")):
        raise RuleError(f"{where}：status 应为 official 或 derived；derived 须在 note 写明理由。")
    return Liability(
        given["code"], tuple(given["matters"]), given.get("area"), given["from"], given.get("until"), given["fine"],
        low, high, bool(given.get("only_grave")), bool(given.get("unreported")), given["measures"],
        given["reference"], given["status"], given.get("note") or "",
    )  # fmt: skip


def _refuse_overlap(rows: tuple[Liability, ...], name: str) -> None:
    for number, one in enumerate(rows):
        for other in rows[number + 1 :]:
            same = {*one.matters} & {*other.matters} and (one.area == other.area or None in {one.area, other.area})
            apart = (one.until is not None and one.until < other.from_) or (
                other.until is not None and other.until < one.from_
            )
            if same and not apart:
                raise RuleError(f"{name}：{one.code} 与 {other.code} 在同一天对同一事项都有规定，请分清日期。")

"""Which active cases differ from what is decided, found over arrays.

`population.Kept.says` and the plain part of `comparison` for all at once: a raise or a reduction of which there is
nothing else to say is written as it stands; what needs words or a closer look is left to `finding`, case by case. Needs
the extra `[scale]`.
"""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from minzheng.casework.domain.comparison import amount_differs
from minzheng.casework.domain.population import ACTIVE
from minzheng.casework.enums import ProposalKind
from minzheng.casework.queries.in_force import QUARTER
from minzheng.kernel.month import Month
from minzheng.rules.declare import PERSON
from minzheng.screening.counting.tally import ELIGIBLE, REFUSED
from minzheng.screening.domain.finding import rank_of
from minzheng.screening.domain.reckoning import Reckoned
from minzheng.screening.enums import FindingKind, ScreenKind
from minzheng.screening.models import Screen
from minzheng.screening.queries.decided import Decided, places


@dataclass(frozen=True)
class Unlike:
    """`plain`: columns of findings, ready to be written; `closer`: the rows that are looked at one by one."""

    plain: dict[str, Any]
    closer: list[int]


def unlike(screen: Screen, read: Reckoned, decided: Decided, *, recused: set[int]) -> Unlike:
    """Compare the active cases of a sheet with what is decided of them; those of `recused` cases are passed over."""
    keys = {name: np.asarray(numbers) for name, numbers in read.sheet.keys.items()}
    results = {name: np.asarray(column) for name, column in read.results.values.items()}
    at, is_granted = places(decided.case, keys["case"])
    is_ours = is_granted & (keys["standing"] == ACTIVE)
    if recused:
        is_ours &= ~np.isin(keys["case"], np.fromiter(recused, np.int64, len(recused)))
    if screen.kind == ScreenKind.EXIT:
        return Unlike({}, np.flatnonzero(is_ours & (results["outcome"] == REFUSED)).tolist())
    rows = np.flatnonzero(is_ours)
    at = at[rows]
    amount, quarterly = results["amount_fen"][rows], results["is_quarterly"][rows] != 0
    was, was_quarterly = decided.amount[at], decided.is_quarterly[at]
    is_clear = (results["outcome"][rows] == ELIGIBLE) & ~decided.is_odd[at]
    has_rest = results["closing_fen"][rows] - amount == decided.rest[at]
    people_differ = decided.is_grounded[at] & _covers_others(read, keys, decided, rows, at)
    is_same = is_clear & (amount == was) & has_rest & (quarterly == was_quarterly) & ~people_differ
    now, then = (
        fen * np.where(by_quarter, 1, QUARTER) for fen, by_quarter in ((amount, quarterly), (was, was_quarterly))
    )
    keeps_amount = (now == then) & (quarterly == was_quarterly) & (~decided.is_grounded[at] | has_rest)
    is_plain = is_clear & ~is_same & ~keeps_amount & (amount > 0)
    change = _Change(rows[is_plain], was[is_plain], amount[is_plain], (now >= then)[is_plain])
    return Unlike(_columns(screen, read, keys, change), rows[~is_same & ~is_plain].tolist())


@dataclass(frozen=True)
class _Change:
    """What is raised or reduced, side by side."""

    rows: Any
    was: Any
    should: Any
    is_raise: Any


def _columns(screen: Screen, read: Reckoned, keys: dict[str, Any], change: _Change) -> dict[str, Any]:
    rows, count = change.rows, len(change.rows)
    reasons = json.dumps([{"label": amount_differs(str(Month.of(read.on)))}])
    base = {kind: rank_of(kind, 0) for kind in (ProposalKind.RAISE, ProposalKind.REDUCE)}
    rank = np.where(change.is_raise, base[ProposalKind.RAISE], base[ProposalKind.REDUCE])
    kinds = pa.DictionaryArray.from_arrays(
        pa.array(np.where(change.is_raise, 0, 1).astype(np.int8)),
        pa.array([FindingKind.RAISE.value, FindingKind.REDUCE.value]),
    )
    covers = np.r_[0, np.cumsum(np.asarray(read.results["recipients"]), dtype=np.int64)]
    marks = np.asarray(read.sheet.columns.offsets[PERSON])
    return {
        "screen": pa.repeat(screen.pk, count), "household": pa.array(keys["household"][rows]),
        "case": pa.array(keys["case"][rows]), "division_code": texts(keys["division"][rows]),
        "program": pa.repeat(read.law.program.code, count), "kind": kinds.dictionary_decode(),
        "people": pa.array(covers[marks[rows + 1]] - covers[marks[rows]]), "was_fen": pa.array(change.was),
        "should_fen": pa.array(change.should), "rank": pa.array(rank + np.abs(change.should - change.was)),
        "reasons": pa.repeat(reasons, count),
    }  # fmt: skip


def texts(divisions: Any) -> Any:
    """Return the 12-digit codes of divisions kept as numbers; each is written out once."""
    numbers, places = np.unique(divisions, return_inverse=True)
    codes = pa.array([f"{number:012d}" for number in numbers.tolist()], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), codes).dictionary_decode()


def _covers_others(read: Reckoned, keys: dict[str, Any], decided: Decided, rows: Any, at: Any) -> Any:
    """Return for each row whether the rules cover other people than the decision does."""
    marks = np.asarray(read.sheet.columns.offsets[PERSON])
    place = np.full(len(decided.case), -1)
    place[at] = np.arange(len(rows))
    member = np.repeat(np.arange(len(marks) - 1), np.diff(marks))
    of_row = np.full(len(marks) - 1, -1)
    of_row[rows] = np.arange(len(rows))
    covers = (np.asarray(read.results["recipients"]) != 0) & (of_row[member] >= 0)
    is_ours = place[decided.covered_place] >= 0
    ours = _pairs(of_row[member[covers]], keys["person"][covers])
    theirs = _pairs(place[decided.covered_place[is_ours]], decided.covered_person[is_ours])
    differing = np.zeros(len(rows), bool)
    differing[np.setxor1d(ours, theirs, assume_unique=True) >> PAIR_BITS] = True
    return differing


PAIR_BITS = 40


def _pairs(rows: Any, people: Any) -> Any:
    return np.unique(rows.astype(np.int64) << PAIR_BITS | people.astype(np.int64))

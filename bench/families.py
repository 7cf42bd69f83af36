"""Drawn families on disk: a folder with one .npy file per column, which every engine of a comparison reads.

Yes and no are there twice: a byte each, as NumPy and the peers keep them, and eight to a byte, as Arrow and we do.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import places
import population

from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.fact import FactSpec
from minzheng.rules.fused.columns import Columns

MEMBERS, SUPPORTERS, PLACE = "members", "supporters", "place"


def write(folder: Path, count: int, facts: Sequence[FactSpec], *, has_supporters: bool, is_complete: bool) -> None:
    """Draw the families and write them, if they are not there already."""
    if (folder / "about.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    columns = population.draw(count, facts, has_supporters=has_supporters)
    if is_complete:
        columns = population.complete(columns, facts)
    about = {"households": count, "persons": columns.rows(PERSON), "facts": []}
    np.save(folder / f"{MEMBERS}.npy", columns.offsets[PERSON])
    np.save(folder / f"{SUPPORTERS}.npy", columns.offsets[SUPPORTER])
    np.save(folder / f"{PLACE}.npy", place_of_each(count))
    for fact in facts:
        values, rows = columns.values.pop(fact.code), columns.rows(fact.scope)
        about["facts"].append({"code": fact.code, "scope": fact.scope, "is_bool": fact.is_bool})
        if fact.is_bool:
            np.save(folder / f"{fact.code}.bits.npy", values)
            values = np.unpackbits(values, count=rows, bitorder="little").astype(bool)
        np.save(folder / f"{fact.code}.npy", values)
        validity = columns.validity[fact.code]
        if validity is not None:
            np.save(folder / f"{fact.code}.valid.npy", validity)
    # Last, so that a half-written folder is drawn again.
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")


def place_of_each(count: int) -> Any:
    """Return the number of each household's place: as many households in each, those of one beside each other."""
    return (np.arange(count, dtype=np.int64) * len(places.codes()) // max(count, 1)).astype(np.int16)


def read(folder: Path | str, facts: Sequence[FactSpec]) -> Columns:
    """Return the columns of these facts, in memory."""
    folder = Path(folder)
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    offsets = {PERSON: np.load(folder / f"{MEMBERS}.npy"), SUPPORTER: np.load(folder / f"{SUPPORTERS}.npy")}
    columns = Columns(about["households"], offsets)
    for fact in facts:
        columns.values[fact.code] = np.load(folder / f"{fact.code}{'.bits' if fact.is_bool else ''}.npy")
        valid = folder / f"{fact.code}.valid.npy"
        columns.validity[fact.code] = np.load(valid) if valid.exists() else None
    return columns


def size(columns: Columns) -> int:
    """Return how many bytes the columns take, validity and offsets included."""
    arrays = [*columns.values.values(), *columns.validity.values(), *columns.offsets.values()]
    return sum(array.nbytes for array in arrays if array is not None)


def one(columns: Columns, number: int, facts: Sequence[FactSpec]) -> dict[str, Any]:
    """Return one household as a case is given: facts of the household, and its members."""
    first, last = (int(at) for at in columns.offsets[PERSON][number : number + 2])
    family = {fact.code: _value(columns, fact, number) for fact in facts if fact.scope == HOUSEHOLD}
    asked = [fact for fact in facts if fact.scope == PERSON]
    family["members"] = [{fact.code: _value(columns, fact, row) for fact in asked} for row in range(first, last)]
    return family


def _value(columns: Columns, fact: FactSpec, row: int) -> Any:
    values = columns.values[fact.code]
    if fact.is_bool:
        return bool(values[row >> 3] >> (row & 7) & 1)
    return int(values[row])

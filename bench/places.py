"""A province of places: the county-level divisions of Hubei, each with figures of its own.

The lines are drawn, not published ones: what a place's figures are does not matter to the time, that they differ does.
Which figures a place may set for itself is the law's word (`Setter.levels`), not the bench's.
"""

import csv
from functools import cache
from pathlib import Path

import minzheng.registry
from minzheng.programs import catalogue
from minzheng.rules.load import LoadedProgram

DIVISIONS = Path(minzheng.registry.__file__).parent / "data" / "divisions_hubei.csv"
SINCE = "2026-07-01"
DRAWN = {"dibao_line_urban_fen": (70_000, 1000), "dibao_line_rural_fen": (56_000, 500)}
"""The least line, in fen a month, and by how much one place's is above another's."""


@cache
def codes() -> tuple[str, ...]:
    """Return the 12-digit codes of the counties, districts and county-level cities, sorted."""
    with DIVISIONS.open(encoding="utf-8") as file:
        found = (row["code"] for row in csv.DictReader(file) if row["kind"] == "县级")
        return tuple(sorted(code.ljust(12, "0") for code in found))


@cache
def program(code: str) -> LoadedProgram:
    """Return a program with drawn lines for every place."""
    content = {
        figure: [
            {"from": SINCE, "where": place, "by": "city", "value": least + number * 37 % 30 * step,
             "status": "illustrative", "reference": "示例：测速用的标准"}
            for number, place in enumerate(codes())
        ]
        for figure, (least, step) in DRAWN.items()
    }  # fmt: skip
    return catalogue.get(code).with_local(("bench", "province"), content)

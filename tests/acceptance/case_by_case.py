"""Families of a Parquet file, one case after the other: what the interpreter says of each. No database, no engine."""

import datetime as dt

import pyarrow.parquet as pq

from minzheng.programs import catalogue
from minzheng.rules.fused.layout import OUTCOMES, RESULTS, Layout


def results(program, day, path, row_groups):
    """Return the results of some row groups by household: (outcome, amount, failed, unknown, missing, layer)."""
    loaded, on = catalogue.get(program), dt.date.fromisoformat(day)
    layout = Layout(loaded.plan_on(on), loaded.all_facts, RESULTS)
    conditions = {step.code: 1 << number for number, step in enumerate(layout.conditions)}
    layers = ["none", *(step.layer for step in layout.layers)]
    file = pq.ParquetFile(path)
    found = {}
    for group in row_groups:
        for family in file.read_row_group(group).to_pylist():
            number, place = family.pop("household"), family.pop("division")
            for row in (*family["members"], *(family.get("supporters") or ())):
                del row["person"]
            one = loaded.evaluate(facts=family, on=on, at=place)
            found[number] = (
                OUTCOMES.index(one.outcome), one.amount_fen,
                sum(conditions[finding.code] for finding in one.failed),
                sum(conditions[finding.code] for finding in one.conditions if finding.passed is None),
                sum(layout.bits[code] for code in {fact.code for fact in one.missing}),
                -1 if one.layer is None else layers.index(one.layer),
            )  # fmt: skip
    return found

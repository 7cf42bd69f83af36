"""A population read all at once: the registry's columns, span by span. Needs the extra `[scale]`.

The same as `snapshot.family_by_family`, to the byte (tests/screening/test_sheets.py), some fifty times as fast.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from minzheng.casework.domain import dossier, population
from minzheng.casework.domain.population import Standing
from minzheng.casework.queries.catalogue import kept_with_case
from minzheng.kernel.division import Area
from minzheng.registry.models import Household
from minzheng.registry.queries.household import views
from minzheng.rules.errors import FactsRefused
from minzheng.rules.evaluation import QUARTER
from minzheng.rules.fused.shelf import Gatherer, Sheet
from minzheng.screening.domain import sheets
from minzheng.screening.domain.sheets import Beside
from minzheng.screening.domain.snapshot import AT_ONCE, KEYS, NOBODY, Population, households_of, standings
from minzheng.screening.models import Snapshot
from minzheng.screening.queries import registry_columns
from minzheng.screening.queries.registry_columns import Registry, Span
from minzheng.screening.queries.tables import reading

Told = Callable[[int], None]


def population_of(row: Snapshot, told: Told) -> Population:
    """Read the population of a snapshot."""
    parts: dict[str, list[Sheet]] = {}
    counted, out = 0, []
    with reading() as picture:
        spans = registry_columns.spans(picture, Area.of(row.division_code))
        with picture.beside():
            known = dict(standings(row.day, row.known_at)) if spans else {}
        for span in spans:
            with picture.held():
                registry = registry_columns.read_from(picture, on=row.day, known_at=row.known_at, span=span)
                with picture.beside():
                    for number, (code, one) in enumerate(known.items()):
                        kept = beside(code, one.found, span, row.known_at)
                        made, left = sheets.sheet(one.law, registry, _keys(one, registry), kept)
                        parts.setdefault(code, []).append(made)
                        out += [(home, number, code) for home in left]
            counted += len(registry.households)
            told(counted)
        with picture.beside():
            left_out = _left_out(out, known, row) if out else []
    laws = {code: one.law for code, one in known.items()}
    return Population(
        counted, laws, {code: sheets.joined(found, laws[code]) for code, found in parts.items()}, left_out
    )


def beside(program: str, found: Mapping[int, Any], span: Span, known_at: datetime) -> Beside:
    """Read what the cases of a span know beside the registry; three questions at most."""
    cases = span.of(population.open_cases(program)).values("pk")
    own = dossier.own_facts(cases, known_at) if kept_with_case(program) else {}
    return Beside(dossier.single_applicants(cases), own, found)


def why_refused(one: Standing, household: Household, on: date, known_at: datetime) -> str:
    """Return what the ordinary reading says against a household's facts."""
    homes = views([household], day=on, known_at=known_at)
    for met in population.meet(one, [household], homes, known_at=known_at):
        try:
            Gatherer(one.law.facts).add(met.facts)
        except FactsRefused as refused:
            return str(refused)
    return ""


def _keys(one: Standing, registry: Registry) -> dict[str, Any]:
    """Return the keys of the families beside the registry, in the order of KEYS, and where they live beside."""
    homes = registry.households.tolist()
    cases = [one.cases.get(home) for home in homes]
    paid = [one.paid.get(case.pk) if case else None for case in cases]
    places = [
        int(case.division_code) if case else place
        for case, place in zip(cases, registry.divisions.tolist(), strict=True)
    ]
    columns = (
        homes, places, [case.pk if case else 0 for case in cases], [population.standing_of(case) for case in cases],
        [NOBODY if fen is None else fen[0] for fen in paid], [bool(fen and fen[1] == QUARTER) for fen in paid],
        [home in one.barred for home in homes],
    )  # fmt: skip
    keys = {name: np.array(values, np.int64) for name, values in zip(KEYS, columns, strict=True)}
    return {**keys, "home": registry.divisions}


def _left_out(
    out: Sequence[tuple[int, int, str]], known: Mapping[str, Standing], row: Snapshot
) -> list[dict[str, str]]:
    """Name who was left out, and why, in the order in which the ordinary reading comes upon them."""
    ids = list(households_of(row).values_list("pk", flat=True))
    chunk = {pk: place // AT_ONCE for place, pk in enumerate(ids)}
    place = {pk: at for at, pk in enumerate(ids)}
    found = Household.objects.in_bulk({home for home, _number, _code in out})
    told = []
    for home, _number, code in sorted(out, key=lambda one: (chunk[one[0]], one[1], place[one[0]])):
        why = why_refused(known[code], found[home], row.day, row.known_at)
        told.append({"household": found[home].number, "program": code, "why": why})
    return told

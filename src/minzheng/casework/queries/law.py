"""What the product knows of the law: every place it cites, and what it does there (a condition, a limit, a figure)."""

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from minzheng.kernel.citation import cited
from minzheng.kernel.phrasebook import retell
from minzheng.programs import catalogue
from minzheng.programs.catalogue import LoadedProgram
from minzheng.rules.figures import Figure
from minzheng.rules.program import Limit, StationPath, Step
from minzheng.rules.wording import say
from minzheng.statute.instrument import Instrument, instruments, known
from minzheng.statute.penalty import liabilities
from minzheng.statute.period import local_figures, periods

# Kinds of use, in the order a page lists them.
PROCEDURE, WHOLE = gettext_noop("办理程序"), gettext_noop("全程时限")
BASIS, STATION, CONDITION, FIGURE, PERIOD, LIABILITY = "basis", "station", "formula", "figure", "period", "liability"


@dataclass(frozen=True)
class Use:
    """One thing the product does because of a place: its kind, whose (a program's name, or empty), what, since when."""

    kind: str
    program: str
    label: str
    detail: str = ""
    from_: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Place:
    """One place of an instrument ("" for the whole), and what is done there."""

    place: str
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Cites:
    """An instrument, known or only cited, with its places."""

    name: str
    instrument: Instrument | None
    places: tuple[Place, ...]


def law() -> list[Cites]:
    """Return every instrument that is listed or cited, in the order of the list; those only cited come last."""
    found = _places()
    names = [*instruments(), *sorted(set(found) - set(instruments()))]
    return [
        Cites(
            name, instruments().get(name),
            tuple(Place(place, tuple(dict.fromkeys(uses))) for place, uses in sorted(found.get(name, {}).items())),
        )
        for name in names
    ]  # fmt: skip


@functools.cache
def _places() -> Mapping[str, Mapping[str, list[Use]]]:
    """Sort every use by instrument and place. Texts are kept as the law has them; pages retell them."""
    found: dict[str, dict[str, list[Use]]] = {}
    for reference, use in _uses():
        for one in cited(reference):
            row = known(one.instrument or one.text)
            name = row.name if row else one.instrument or one.text
            for place in one.places or ("",):
                found.setdefault(name, {}).setdefault(place, []).append(use)
    return found


def _uses() -> Iterator[tuple[str, Use]]:
    for code in catalogue.codes():
        loaded = catalogue.get(code)
        yield from _of_program(loaded)
        yield from _of_figures(loaded.program.short_name, loaded.figures.values())
    yield from _of_figures("", local_figures().values())
    for rows in periods().values():
        for row in rows:
            yield row.reference, Use(PERIOD, "", row.name, f"{row.count} {row.unit}", row.from_, row.until)
    for clause in liabilities():
        yield clause.reference, Use(LIABILITY, "", clause.measures, "", clause.from_, clause.until)


def _of_program(loaded: LoadedProgram) -> Iterator[tuple[str, Use]]:
    program = loaded.program.short_name
    for basis in loaded.program.legal_basis:
        yield basis, Use(BASIS, program, loaded.program.name)
    for path in loaded.program.paths:
        for step in path.steps:
            limit = f"{step.limit_days} {step.limit_kind}" if step.limit_days else ""
            yield step.law, Use(STATION, program, step.label, limit, path.from_, path.until)
        yield from _around(path, program)
    for regime in loaded.program.regimes:
        for rule in loaded.plans[regime.code].steps:
            if rule.law:
                yield rule.law, Use(CONDITION, program, rule.label, "", regime.from_, regime.until)


def _around(path: StationPath, program: str) -> Iterator[tuple[str, Use]]:
    """What a path says besides its stations: the limits of the whole, reviews, draws, visits from afar."""
    for field in fields(path):
        value = getattr(path, field.name)
        if field.name.endswith("law") and isinstance(value, str) and value:
            yield value, Use(STATION, program, PROCEDURE, "", path.from_, path.until)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Limit):
                detail = f"{one.days} {one.kind}"
                yield one.law, Use(STATION, program, WHOLE, detail, path.from_, path.until)
            elif not isinstance(one, Step) and isinstance(getattr(one, "law", None), str) and one.law:
                yield one.law, Use(STATION, program, PROCEDURE, "", path.from_, path.until)


def _of_figures(program: str, figures: Iterable[Figure]) -> Iterator[tuple[str, Use]]:
    for figure in figures:
        for setter in figure.setters:
            yield setter.reference, Use(FIGURE, program, figure.name, "", setter.from_, setter.until)
        for value in figure.values:
            words = say(value.value, figure.unit)
            yield value.reference, Use(FIGURE, program, figure.name, words, value.from_, value.until)


def limit_words(detail: str) -> str:
    """Say a limit in words: "10 working" is 10 个工作日."""
    count, _blank, unit = detail.partition(" ")
    units = {"working": _("%(n)s 个工作日"), "calendar": _("%(n)s 天"), "months": _("%(n)s 个月")}
    return units[unit] % {"n": count} if unit in units else retell(detail)

"""The law with the figures that people entered: the one place where they stand before the packaged ones."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from minzheng.casework.models import LocalFigure
from minzheng.programs import catalogue
from minzheng.programs.catalogue import LoadedProgram
from minzheng.rules.figures import Figure


def law_known(program: str, known_at: datetime | None = None) -> LoadedProgram:
    """Return the program with the figures approved until the moment (None: all that are approved). One query."""
    return with_rows(program, known_rows(known_at))


def known_rows(known_at: datetime | None = None) -> list[LocalFigure]:
    """Return the approved rows of every program, in the order in which they became known."""
    rows = LocalFigure.objects.filter(approved_at__isnull=False)
    if known_at is not None:
        rows = rows.filter(approved_at__lte=known_at)
    return list(rows.order_by("approved_at", "pk"))


def with_rows(program: str, rows: Iterable[LocalFigure]) -> LoadedProgram:
    """Return the program with these rows standing before the packaged values; the same rows, the same object."""
    loaded = catalogue.get(program)
    mine = [row for row in rows if row.code in loaded.figures]
    if not mine:
        return loaded
    content: dict[str, list[dict[str, Any]]] = {}
    for row in mine:
        content.setdefault(row.code, []).append(as_value(row))
    key = tuple((row.pk, row.code, row.where, row.level, row.from_on, row.value, row.reference) for row in mine)
    return loaded.with_local(key, content)


def as_value(row: LocalFigure) -> dict[str, Any]:
    """Return the row in the shape of parameters.yaml."""
    return {
        "from": row.from_on, "where": row.where, "by": row.level, "value": row.value, "reference": row.reference,
        "status": "official",
    }  # fmt: skip


def settable(program: str) -> list[Figure]:
    """Return the figures of a program that may be entered on a screen: plain numbers, no scales."""
    return [figure for figure in catalogue.get(program).figures.values() if figure.unit != "scale"]


def figure_of(code: str) -> Figure | None:
    """Return the definition of a figure, from the first program that has it."""
    for program in catalogue.codes():
        found = catalogue.get(program).figures.get(code)
        if found is not None:
            return found
    return None


def programs_with(code: str) -> list[str]:
    """Return the programs that reckon with a figure."""
    return [program for program in catalogue.codes() if code in catalogue.get(program).figures]


def entered() -> QuerySet[LocalFigure]:
    """Return every row, the newest first."""
    return LocalFigure.objects.select_related("entered_by", "approved_by", "dropped_by").order_by("-entered_at", "-pk")


def waiting() -> QuerySet[LocalFigure]:
    """Return the rows that wait for a second person."""
    return LocalFigure.objects.filter(approved_at__isnull=True, dropped_at__isnull=True)


def announced_late(day: date, since: datetime) -> QuerySet[LocalFigure]:
    """Return the rows that became known after `since` and hold from a month before the day's."""
    rows = LocalFigure.objects.filter(approved_at__gt=since, from_on__lt=day.replace(day=1))
    return rows.order_by("approved_at", "pk")

"""The spans of a screen straight from the registry. Needs the extra `[scale]`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from minzheng.accounts.models import Staff
from minzheng.casework.domain import population
from minzheng.casework.domain.population import NO_CASE, Standing
from minzheng.casework.queries import passports
from minzheng.casework.queries.local_figures import law_known
from minzheng.casework.queries.recusal import recused_cases
from minzheng.kernel.division import Area
from minzheng.kernel.month import Month
from minzheng.registry.models import Household
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.shelf import Sheet
from minzheng.screening.counting.tally import ELIGIBLE, INCOMPLETE
from minzheng.screening.domain import all_at_once, finding, sheets, unlike
from minzheng.screening.domain.finding import FEW
from minzheng.screening.domain.reckoning import OUTPUTS, WORTH_COMPILING, Reckoned
from minzheng.screening.domain.straight import Progress, write
from minzheng.screening.enums import ScreenKind
from minzheng.screening.models import Finding, Screen
from minzheng.screening.queries import decided, registry_columns
from minzheng.screening.queries.registry_columns import Registry, Span
from minzheng.screening.queries.tables import Picture, reading
from minzheng.services.inserting import insert_all, insert_columns

AT_ONCE = 500


def spans_of(row: Screen, by: Staff, seen: Progress, told: Callable[[int], None]) -> tuple[dict[str, str], Progress]:
    """Do what is left of a screen; return by program the version of its rules, and what was seen in all."""
    day, known_at = row.snapshot.day, row.snapshot.known_at
    with reading() as picture:
        spans = registry_columns.spans(picture, Area.of(row.division_code), after=seen.after)
        is_many = row.total >= WORTH_COMPILING
        engines = {
            code: Fused(law_known(code, known_at), day, OUTPUTS, is_compiled=None if is_many else False)
            for code in row.parameters["programs"]
        }
        recused = recused_cases(by)
        for span in spans:
            found = _Span(picture, row, span, by, recused)
            with picture.held():
                found.screen(list(engines.values()), seen)
            write(row, seen, found.written)
            told(sum(seen.families.values()))
    return {code: engine.program.rule_version(day) for code, engine in engines.items()}, seen


@dataclass
class _Span:
    """One span of the registry while it is screened, and what was found in it."""

    picture: Picture
    row: Screen
    span: Span
    by: Staff
    recused: set[int]
    plain: list[dict[str, Any]] = field(default_factory=list)
    closer: list[Finding] = field(default_factory=list)

    def screen(self, engines: Sequence[Fused], seen: Progress) -> None:
        """Read the span, and keep what each program finds in it."""
        snapshot = self.row.snapshot
        registry = registry_columns.read_from(self.picture, on=snapshot.day, known_at=snapshot.known_at, span=self.span)
        for engine in engines:
            self._program(engine, registry, seen)
        seen.after = self.span.last
        seen.households += len(registry.households)
        seen.people += len(registry.people)

    def _program(self, engine: Fused, registry: Registry, seen: Progress) -> None:
        code, snapshot = engine.program.program.code, self.row.snapshot
        standing = keys_of(self.picture, code, self.span, registry)
        if self.row.kind == ScreenKind.TAKE_UP:
            barring = decided.barred(self.picture, code, self.span)
            standing["barred"] = np.isin(registry.households, barring).astype(np.int64)
        with self.picture.beside():
            found = passports.taken(code, self.span.households().values("pk"), snapshot.day, snapshot.known_at)
            kept = all_at_once.beside(code, found, self.span, snapshot.known_at)
            sheet, out = sheets.sheet(engine.program, registry, standing, kept)
            seen.left_out += self._why(engine, found, out) if out else []
        read = Reckoned(engine.program, engine.on, sheet, reckoned(engine, sheet), engine)
        seen.families[code] = seen.families.get(code, 0) + sheet.columns.count
        self._find(read)
        content = (*sheet.columns.values.values(), *sheet.columns.validity.values(), *sheet.keys.values())
        seen.seal(*(buffer for buffer in content if buffer is not None))

    def written(self) -> None:
        """Write what was found."""
        insert_all(self.closer)
        for columns in self.plain:
            insert_columns(Finding, columns)

    def _find(self, read: Reckoned) -> None:
        if self.row.kind == ScreenKind.TAKE_UP:
            self._closer(read, _open_to_ask(read))
            return
        month = Month.of(self.row.snapshot.day)
        known = decided.decided(self.picture, read.law.program.code, self.span, month)
        differing = unlike.unlike(self.row, read, known, recused=self.recused)
        if differing.plain and len(differing.plain["household"]):
            self.plain.append(differing.plain)
        self._closer(read, differing.closer)

    def _closer(self, read: Reckoned, rows: list[int]) -> None:
        with self.picture.beside():
            for first in range(0, len(rows), AT_ONCE):
                some = rows[first : first + AT_ONCE]
                known_at = self.row.snapshot.known_at
                self.closer += finding.found(self.row, read, some, by=self.by, known_at=known_at)

    def _why(self, engine: Fused, found: Any, out: list[int]) -> list[dict[str, str]]:
        code, snapshot = engine.program.program.code, self.row.snapshot
        homes = Household.objects.in_bulk(out)
        rows = population.open_cases(code).filter(household__in=out).select_related("household").order_by("pk")
        own = {case.household_id: case for case in rows}
        one = Standing(engine.program, Month.of(snapshot.day), own, {}, frozenset(), found)
        return [
            {
                "household": homes[pk].number, "program": code,
                "why": all_at_once.why_refused(one, homes[pk], snapshot.day, snapshot.known_at),
            }
            for pk in out
        ]  # fmt: skip


def keys_of(picture: Picture, program: str, span: Span, registry: Registry) -> dict[str, Any]:
    """Return the keys of the families of a span: their cases, how they stand, where they are counted."""
    homes, cases = registry.households, decided.cases(picture, program, span)
    at, has_case = decided.places(cases.household, homes)
    none = np.zeros(len(homes), np.int64)

    def of_case(values: Any, otherwise: Any) -> Any:
        return np.where(has_case, values[at], otherwise) if len(values) else otherwise

    return {
        "household": homes, "division": of_case(cases.division, registry.divisions),
        "case": of_case(cases.case, none), "standing": of_case(cases.standing, none + NO_CASE),
    }  # fmt: skip


def reckoned(engine: Fused, sheet: Sheet) -> Any:
    """Return the results for every family of a sheet."""
    numbers, places = np.unique(np.asarray(sheet.keys["division"]), return_inverse=True)
    rows = np.asarray(engine.table.rows_of([f"{number:012d}" for number in numbers.tolist()]), np.int32)
    return engine.run_rows(sheet.columns, rows[places])


def _open_to_ask(read: Reckoned) -> list[int]:
    """Return the families without a case that qualify, or of which only a few facts are unknown."""
    keys = {name: np.asarray(read.sheet.keys[name]) for name in ("standing", "barred")}
    outcome = np.asarray(read.results["outcome"])
    lacking = np.bitwise_count(np.asarray(read.results["missing"]))
    asked = (outcome == ELIGIBLE) | ((outcome == INCOMPLETE) & (lacking <= FEW))
    rows = np.flatnonzero((keys["standing"] == NO_CASE) & (keys["barred"] == 0) & asked)
    found: list[int] = rows.tolist()
    return found

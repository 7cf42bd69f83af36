"""Families in the registry's own tables, copied in by the hundred thousand: bench only, no way into the product.

How many and how they look is fixed by the seed: three people to a household, everything known of most, incomes under
and a little above the line. Who qualifies by the rules gets a case with a decision; some decisions are of another
amount, and some who do not qualify have a case all the same. A span at a time, so memory does not grow.
"""

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa

SPAN = 50_000
FIRST = 1_000_000
"""Ids below are those of the small county that the product's own demo builds."""
SIZES = (0.18, 0.27, 0.22, 0.16, 0.10, 0.07)
"""Share of households of one to six members: 3.0 on the average."""
COUNTED = ("wage", "business", "property", "transfer", "other")
TODAY = dt.date(2026, 11, 27)
KNOWN = dt.datetime(2026, 6, 1, 2, tzinfo=dt.UTC)
HELD_FROM = dt.date(2026, 1, 1)
RAISED, REDUCED, MEMBERS, WRONGLY = 0.03, 0.03, 0.005, 0.01
"""Shares of cases whose decision is too low, too high, of other people; of others who have a case all the same."""


def registry(households: int, villages: list[str], by: int) -> int:
    """Copy in the registry of so many households; return how many people there are."""
    people = 0
    for first in range(FIRST, FIRST + households, SPAN):
        people += _Span(first, min(SPAN, FIRST + households - first), FIRST + people, villages, by).write()
    return people


class _Span:
    """Some thousand households, drawn and written."""

    def __init__(self, first: int, count: int, first_person: int, villages: list[str], by: int) -> None:
        self.chance = np.random.default_rng(first)
        self.by = by
        self.homes = np.arange(first, first + count)
        self.sizes = self.chance.choice(np.arange(1, 7), count, p=SIZES)
        self.people = int(self.sizes.sum())
        self.person = first_person + np.arange(self.people)
        self.home = np.repeat(self.homes, self.sizes)
        self.place = np.arange(self.people) - np.repeat(np.cumsum(self.sizes) - self.sizes, self.sizes)
        self.village = self.chance.choice(np.array(villages), count)
        grown = self.chance.integers(20, 80, self.people)
        self.age = np.where(self.place < 2, grown, self.chance.integers(0, 30, self.people))

    def write(self) -> int:
        """Write everything; return how many people there are."""
        from django.db import connection  # noqa: PLC0415

        from minzheng.registry import models  # noqa: PLC0415

        with connection.cursor() as cursor:
            # Rows drawn here point at each other: no second look at their foreign keys.
            cursor.execute("SET session_replication_role = replica")
        homes, village = self.homes, pa.array(self.village.tolist())
        _insert(models.Household, {
            "id": homes, "number": [f"G{home}" for home in homes.tolist()], "division_code": village,
            "address": _same("一组", len(homes)), "created_at": _same(KNOWN, len(homes)),
        })  # fmt: skip
        births = [dt.date(2025 - age, 1 + month, 1 + day) for age, month, day in zip(
            self.age.tolist(), self.chance.integers(0, 12, self.people).tolist(),
            self.chance.integers(0, 28, self.people).tolist(), strict=True)]  # fmt: skip
        _insert(models.Person, {
            "id": self.person, "name": _same("王某某", self.people), "name_pinyin": _same("wang mou mou", self.people),
            "name_initials": _same("wmm", self.people), "sex": _coded(self.place % 2, ("1", "2")),
            "birth_date": pa.array(births), "division_code": village.take(pa.array(self.home - homes[0])),
            "created_at": _same(KNOWN, self.people),
        })  # fmt: skip
        relation = np.minimum(self.place, 2)
        self._facts(
            models.Membership, self.home, {"person": self.person, "relation": _coded(relation, ("02", "10", "20"))}
        )
        self._facts(
            models.StandardArea, homes, {"area_kind": _coded(self.chance.random(len(homes)) < 0.4, ("rural", "urban"))}
        )
        self._money(models)
        self._property(models)
        self._conditions(models)
        self._supporters(models)
        return self.people

    def _money(self, models: Any) -> None:
        adults = np.flatnonzero(self.age >= 16)
        for kind in COUNTED:
            # Of one in two hundred nobody knows it.
            known = adults[self.chance.random(len(adults)) >= 0.001]
            top = 100_000 if kind == "wage" else 30_000
            fen = np.where(self.chance.random(len(known)) < 0.3, self.chance.integers(0, top, len(known)), 0)
            self._income(models.IncomeItem, known, kind, fen)
        old = np.flatnonzero(self.age >= 60)
        self._income(models.IncomeItem, old, "basic_pension", np.full(len(old), 14_300))
        ill = np.flatnonzero(self.chance.random(self.people) < 0.1)
        self._income(models.ExpenseItem, ill, "disability_illness_cost", self.chance.integers(0, 50_000, len(ill)))
        working = adults[self.chance.random(len(adults)) < 0.1]
        self._income(models.ExpenseItem, working, "work_cost", self.chance.integers(0, 30_000, len(working)))

    def _income(self, model: Any, rows: Any, kind: str, fen: Any) -> None:
        self._facts(model, self.home[rows], {
            "person": self.person[rows], "kind": _same(kind, len(rows)), "amount_fen": fen,
            "period": _same("month", len(rows)),
        })  # fmt: skip

    def _property(self, models: Any) -> None:
        count = len(self.homes)
        for kind, use, number, worth in (
            ("deposit", "", np.ones(count, int), self.chance.integers(0, 2_000_000, count)),
            ("house", "living", np.ones(count, int), np.zeros(count, int)),
            ("vehicle", "passenger", (self.chance.random(count) < 0.01).astype(int), np.full(count, 2_000_000)),
        ):
            self._facts(models.AssetItem, self.homes, {
                "kind": _same(kind, count), "use": _same(use, count), "count": number, "amount_fen": worth,
            })  # fmt: skip
        no = _same(False, count)
        self._facts(models.HouseholdDeclaration, self.homes, {"employs_others": no, "bought_house_in_3_years": no})

    def _conditions(self, models: Any) -> None:
        draws = self.chance.random(self.people)
        for kind, code, low, high in (
            ("disability", "4.2", 0.0, 0.06), ("disability", "6.3", 0.06, 0.09), ("serious_illness", "", 0.09, 0.13),
            ("labour_capacity", "fully_lost", 0.0, 0.08), ("labour_capacity", "has", 0.2, 0.5),
        ):  # fmt: skip
            rows = np.flatnonzero((draws >= low) & (draws < high))
            self._facts(models.PersonCondition, None, {
                "person": self.person[rows], "kind": _same(kind, len(rows)), "code": _same(code, len(rows)),
            })  # fmt: skip

    def _supporters(self, models: Any) -> None:
        rows = np.flatnonzero((self.age >= 60) & (self.place == 0) & (self.chance.random(self.people) < 0.5))
        self._facts(models.Supporter, self.home[rows], {
            "person": self.person[rows], "name": _same("王某", len(rows)), "relation": _same("child", len(rows)),
            "birth_date": _same(dt.date(1985, 5, 5), len(rows)),
            "income_month_fen": self.chance.integers(0, 400_000, len(rows)), "supported_count": np.ones(len(rows), int),
        })  # fmt: skip

    def _facts(self, model: Any, homes: Any, columns: dict[str, Any]) -> None:
        count = len(columns["person"] if homes is None else homes)
        if not count:
            return
        _insert(model, {
            **({} if homes is None else {"household": homes}), **columns, "holds_from": _same(HELD_FROM, count),
            "known_at": _same(KNOWN, count), "source": _same("核查", count), "recorded_by": _same(self.by, count),
        })  # fmt: skip


def cases(program: str, on: dt.date, known_at: dt.datetime, by: int) -> dict[str, int]:
    """Give a case and a decision to who qualifies, some of them wrong; return how many of what."""
    from minzheng.casework.queries.local_figures import law_known  # noqa: PLC0415
    from minzheng.kernel.division import Area  # noqa: PLC0415
    from minzheng.rules.fused.engine import Fused  # noqa: PLC0415
    from minzheng.screening.domain import passing, sheets  # noqa: PLC0415
    from minzheng.screening.domain.reckoning import OUTPUTS  # noqa: PLC0415
    from minzheng.screening.queries import registry_columns  # noqa: PLC0415
    from minzheng.screening.queries.tables import reading  # noqa: PLC0415

    engine = Fused(law_known(program, known_at), on, OUTPUTS)
    told = {"cases": 0, "qualify": 0, "incomplete": 0}
    with reading() as picture:
        for span in registry_columns.spans(picture, Area.EVERYWHERE, after=FIRST - 1):
            read = registry_columns.read_from(picture, on=on, known_at=known_at, span=span)
            none = np.zeros(len(read.households), np.int64)
            keys = {"household": read.households, "division": read.divisions, "case": none, "standing": none}
            sheet, _out = sheets.sheet(engine.program, read, keys, sheets.Beside({}, {}, {}))
            found = passing.reckoned(engine, sheet)
            told["cases"] += _decide(sheet, found, span.first, by)
            told["qualify"] += int((found["outcome"] == 2).sum())
            told["incomplete"] += int((found["outcome"] == 1).sum())
    return told


def _decide(sheet: Any, found: Any, seed: int, by: int) -> int:
    from minzheng.casework import models  # noqa: PLC0415
    from minzheng.screening.domain.unlike import texts  # noqa: PLC0415

    chance = np.random.default_rng(seed)
    outcome, amount = found["outcome"], found["amount_fen"]
    rows = np.flatnonzero((outcome == 2) | ((outcome == 0) & (chance.random(len(outcome)) < WRONGLY)))
    homes, count = np.asarray(sheet.keys["household"])[rows], len(rows)
    draw, marks = chance.random(count), np.asarray(sheet.columns.offsets["person"])
    change = np.where(draw < RAISED, -1000, np.where(draw < RAISED + REDUCED, 1000, 0))
    fen = np.maximum(np.where(outcome[rows] == 2, amount[rows] + change, 30_000), 1)
    people, covers = np.asarray(sheet.keys["person"]), found["recipients"]
    covered = []
    for row, one in zip(rows.tolist(), draw.tolist(), strict=True):
        ids = [int(pk) for at, pk in enumerate(people[marks[row] : marks[row + 1]], marks[row]) if covers[at]]
        covered.append(str(ids[1:] if 1 - one < MEMBERS else ids))
    heads, places = people[marks[rows]], texts(np.asarray(sheet.keys["division"])[rows])
    _insert(models.Case, {
        "id": homes, "number": [f"G{home}" for home in homes.tolist()], "program": _same("dibao", count),
        "household": homes, "division_code": places, "applicant": heads, "state": _same("active", count),
        "station": _same("recertification", count), "state_since": _same(KNOWN, count),
        "station_since_on": _same(HELD_FROM, count), "opened_on": _same(HELD_FROM, count),
        "path_from": _same(HELD_FROM, count), "opened_by": _same(by, count),
    })  # fmt: skip
    empty = {name: _same("{}", count) for name in ("facts", "evaluation")}
    empty |= {name: _same("[]", count) for name in ("sources", "figures")}
    _insert(models.Determination, empty | {
        "id": homes, "case": homes, "kind": _same("initial", count), "month": _same("2026-06", count),
        "evaluated_on": _same(HELD_FROM, count), "known_at": _same(KNOWN, count), "at_division": places,
        "outcome": _same("eligible", count), "amount_fen": fen, "person_ids": covered,
        "rule_version": _same("dibao", count), "dossier_digest": _same("0" * 64, count),
        "proposed_by": _same(by, count), "proposed_at": _same(KNOWN, count),
    })  # fmt: skip
    quarterly = found["is_quarterly"][rows] != 0
    _insert(models.Decision, {
        "id": homes, "case": homes, "kind": _same("confirm", count),
        "document_number": [f"测〔2026〕{home}号" for home in homes.tolist()], "amount_fen": fen,
        "year_rest_fen": np.where(outcome[rows] == 2, found["closing_fen"][rows] - amount[rows], 0),
        "cadence": _coded(quarterly, ("month", "quarter")), "from_month": _same("2026-07", count),
        "covered_person_ids": covered, "payee": heads, "determination": homes, "decided_by": _same(by, count),
        "decided_at": _same(KNOWN, count), "decided_on": _same(HELD_FROM, count),
    })  # fmt: skip
    return count


def _insert(model: Any, columns: dict[str, Any]) -> None:
    from minzheng.services.inserting import insert_columns  # noqa: PLC0415

    insert_columns(model, {name: one if isinstance(one, pa.Array) else pa.array(one) for name, one in columns.items()})


def _same(value: Any, count: int) -> Any:
    return pa.repeat(pa.scalar(value), count)


def _coded(numbers: Any, words: tuple[str, ...]) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(np.asarray(numbers, np.int8)), pa.array(words)).dictionary_decode()

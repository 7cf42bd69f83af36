"""One program's sheet of a span of the registry: the registry's columns, and what the program's cases know beside them.

What `dossier` reads family by family is here read of all at once. Answers kept with a case, findings of other programs
and applications for one person alone are few beside the registry and are put in one by one. Needs the extra `[scale]`;
tests/screening/test_sheets.py holds it against the ordinary reading, to the byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from minzheng.casework.models import CaseFact
from minzheng.casework.queries.passports import NOTHING, Taken
from minzheng.registry.models import Supporter
from minzheng.rules.declare import HOUSEHOLD, PERSON, SUPPORTER
from minzheng.rules.fused import pieces
from minzheng.rules.fused.columns import Columns
from minzheng.rules.fused.shelf import Sheet
from minzheng.rules.load import LoadedProgram
from minzheng.screening.queries.registry_columns import Registry


@dataclass(frozen=True)
class Beside:
    """What a program knows of families beside the registry.

    `singles`, `own`: by case, whom it asks for alone, and its own answers; `found`: by household, what other programs
    settled.
    """

    singles: Mapping[int, int | None]
    own: Mapping[int, Sequence[CaseFact]]
    found: Mapping[int, Taken]


def sheet(law: LoadedProgram, registry: Registry, keys: Mapping[str, Any], beside: Beside) -> tuple[Sheet, list[int]]:
    """Return the sheet, and the households left out of it because a fact of theirs is out of bounds.

    `keys` are arrays beside the households of the registry, `household` first, `case` among them (0: none).
    """
    columns = _Filling(law, registry, keys["case"], beside).columns()
    wrong = pieces.unlawful(columns, law.facts)
    whole = dict(keys)
    people, left_out = registry.people, registry.households[wrong].tolist()
    if left_out:
        kept = np.flatnonzero(~wrong)
        people = people[pieces.rows_of(columns, PERSON, kept)]
        columns = pieces.picked(columns, law.facts, kept)
        whole = {name: numbers[kept] for name, numbers in whole.items()}
    columns.checked = {*columns.values, *columns.offsets}
    plain = {name: pieces.plain(numbers.astype(np.int64)) for name, numbers in (*whole.items(), ("person", people))}
    return Sheet(pieces.as_plain(columns), plain), left_out


def joined(sheets: Sequence[Sheet], law: LoadedProgram) -> Sheet:
    """Return the families of several sheets as one, in the order of their key `home` (which goes) and their ids."""
    columns = pieces.joined([one.columns for one in sheets], law.facts)
    keys = {name: np.concatenate([np.asarray(one.keys[name]) for one in sheets]) for name in sheets[0].keys}
    people, homes = keys.pop("person"), keys.pop("home")
    if len(sheets) > 1:
        order = np.lexsort((keys["household"], homes))
        people = people[pieces.rows_of(columns, PERSON, order)]
        columns = pieces.picked(columns, law.facts, order)
        keys = {name: numbers[order] for name, numbers in keys.items()}
    plain = {name: pieces.plain(numbers) for name, numbers in (*keys.items(), ("person", people))}
    return Sheet(pieces.as_plain(columns), plain)


class _Filling:
    """The facts that a program asks: those of the registry, and single answers put over them."""

    def __init__(self, law: LoadedProgram, registry: Registry, case_of: Any, beside: Beside) -> None:
        self.registry, self.case_of, self.beside = registry, case_of, beside
        self.facts = {fact.code: fact for fact in law.facts}
        self.answers: dict[str, dict[int, int]] = {}
        self.marks = {scope: np.asarray(marks) for scope, marks in registry.columns.offsets.items()}

    def columns(self) -> Columns:
        """Return the columns; what nothing was put over is the registry's own memory."""
        self._singles()
        self._own()
        self._found()
        source = self.registry.columns
        found = Columns(source.count, source.offsets)
        for code, fact in self.facts.items():
            if code in source.values and code not in self.answers:
                found.values[code], found.validity[code] = source.values[code], source.validity[code]
                continue
            rows = source.rows(fact.scope)
            is_there = code in source.values
            values = pieces.values_of(source, fact).copy() if is_there else np.zeros(rows, np.int64)
            known = pieces.known_of(source, fact).copy() if is_there else np.zeros(rows, bool)
            answers = self.answers.get(code, {})
            at = np.fromiter(answers.keys(), np.int64, len(answers))
            values = values.astype(np.int64)
            values[at], known[at] = np.fromiter(answers.values(), np.int64, len(answers)), True
            fits = values if fact.type == "fen" else np.clip(values, np.iinfo(np.int32).min, np.iinfo(np.int32).max)
            pieces.put(found, fact, fits, known)
        return found

    def _put(self, code: str, row: int, value: int) -> None:
        if code in self.facts:
            self.answers.setdefault(code, {})[row] = value

    def _members(self, home: int) -> dict[int, int]:
        first, last = (int(at) for at in self.marks[PERSON][home : home + 2])
        return {int(person): first + place for place, person in enumerate(self.registry.people[first:last])}

    def _of_cases(self, wanted: Mapping[int, Any]) -> list[tuple[int, int]]:
        """Return (place of the household, case) for these cases."""
        if not wanted:
            return []
        places = np.flatnonzero(np.isin(self.case_of, np.fromiter(wanted, np.int64, len(wanted))))
        return [(int(place), int(self.case_of[place])) for place in places]

    def _singles(self) -> None:
        asked = {case: person for case, person in self.beside.singles.items() if person is not None}
        for home, case in self._of_cases(asked):
            row = self._members(home).get(asked[case])
            if row is not None:
                self._put("is_single_applicant", row, 1)
            for place in range(*(int(at) for at in self.marks[SUPPORTER][home : home + 2])):
                self._put("supports_single_applicant", place, int(self.registry.supported[place] == asked[case]))

    def _own(self) -> None:
        homes = self._of_cases(self.beside.own)
        helpers = self._supporters({home for home, case in homes for row in self.beside.own[case] if row.supporter_id})
        for home, case in homes:
            members = self._members(home)
            for row in self.beside.own[case]:
                about = row.about_supporter
                if about is not None:
                    place = helpers.get((home, *about))
                else:
                    place = home if row.person_id is None else members.get(row.person_id)
                scope = SUPPORTER if about is not None else HOUSEHOLD if row.person_id is None else PERSON
                if place is not None and row.code in self.facts and self.facts[row.code].scope == scope:
                    self._put(row.code, place, int(row.value))

    def _supporters(self, homes: set[int]) -> dict[tuple[int, int, str], int]:
        """Return the row of each supporter of these households, by household, whom they support, and name."""
        rows = [(home, place) for home in homes for place in range(*self.marks[SUPPORTER][home : home + 2].tolist())]
        ids = self.registry.supporters
        names = dict(
            Supporter.objects.filter(pk__in=[int(ids[place]) for _home, place in rows]).values_list("pk", "name")
        )
        return {
            (home, int(self.registry.supported[place]), names.get(int(ids[place]), "")): place for home, place in rows
        }

    def _found(self) -> None:
        """What other programs settled; what an officer recorded stands before it."""
        found = self.beside.found
        if not found:
            return
        places = np.flatnonzero(np.isin(self.registry.households, np.fromiter(found, np.int64, len(found))))
        known = {
            code: pieces.known_of(self.registry.columns, fact)
            for code, fact in self.facts.items()
            if code in self.registry.columns.values and code in _settled(found)
        }
        for home in places.tolist():
            taken = found.get(int(self.registry.households[home]), NOTHING)
            members = self._members(home)
            theirs = [(members[pk], facts) for pk, facts in taken.people.items() if pk in members]
            for row, facts in [(home, taken.household), *theirs]:
                for code in facts:
                    is_there = row in self.answers.get(code, {}) or (code in known and known[code][row])
                    if not is_there:
                        self._put(code, row, 1)


def _settled(found: Mapping[int, Taken]) -> set[str]:
    return {code for one in found.values() for code in one.codes}

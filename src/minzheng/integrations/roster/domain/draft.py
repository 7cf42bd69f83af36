"""A household as the file tells it, before it is registered: everything checked by itself, nothing yet compared."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from minzheng.integrations.roster.domain.forms.labels import Labels
from minzheng.integrations.roster.domain.lines import Line
from minzheng.integrations.roster.domain.problem import Problem


@dataclass
class PersonDraft:
    """A person of a row. `incomes` and `expenses` map a kind to (fen, period); a kind left out is unknown."""

    sheet: str
    row: int
    name: str | None = None
    id_number: str | None = None
    sex: str = ""
    relation: str | None = None
    phone: str = ""
    is_covered: bool | None = None
    conditions: dict[str, str] = field(default_factory=dict)
    incomes: dict[str, tuple[int, str]] = field(default_factory=dict)
    expenses: dict[str, tuple[int, str]] = field(default_factory=dict)
    assets: list[dict[str, Any]] = field(default_factory=list)
    declares: dict[str, bool] = field(default_factory=dict)
    # A single sum the incomes were made of: it gives way to incomes by kind that are known already.
    income_total: tuple[int, str] | None = None


@dataclass
class HouseholdDraft:
    """One row of the payment list with its members. Money in fen a month; None is unknown or refused."""

    sheet: str
    row: int
    line: Line | Labels
    certificate_number: str = ""
    document_number: str | None = None
    division_code: str | None = None
    division_name: str = ""
    address: str = ""
    area_kind: str | None = None
    area_source: str = ""
    amount_fen: int | None = None
    from_month: str | None = None
    persons_count: int | None = None
    household_size: int | None = None
    account_holder: str | None = None
    bank_name: str | None = None
    account_number: str | None = None
    payee: int = 0
    head: PersonDraft | None = None
    members: list[PersonDraft] = field(default_factory=list)
    member_lines: list[Line] = field(default_factory=list)
    # Of a form: the day it speaks of, what was read and has no place in the register, and whom it is about.
    holds_from: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    household_number: str = ""

    @property
    def problems(self) -> list[Problem]:
        """Return everything found in the household's rows."""
        return [problem for line in (self.line, *self.member_lines) for problem in line.problems]

    @property
    def is_good(self) -> bool:
        """Whether nothing keeps the household out."""
        return not any(problem.is_error for problem in self.problems)

    @property
    def fact_count(self) -> int:
        """Return how many facts the household's rows bring."""
        return sum(
            len(person.conditions) + len(person.incomes) + len(person.expenses) + len(person.assets)
            for person in self.members
        )

    def line_of(self, person: PersonDraft) -> Line | Labels:
        """Return the row a person was read from."""
        for line in self.member_lines:
            if (line.sheet.name, line.row) == (person.sheet, person.row):
                return line
        return self.line

    def as_json(self) -> str:
        """Return all that registration needs; ID and account numbers are in it, so it is sealed before it is stored."""
        skipped = {"line", "member_lines", "head"}
        values = {key: value for key, value in vars(self).items() if key not in skipped}
        values["members"] = [asdict(member) for member in self.members]
        return json.dumps(values, ensure_ascii=False)

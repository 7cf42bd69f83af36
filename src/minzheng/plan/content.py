"""The plan as it stands in plan.yaml, read strictly: an unknown key or a task without its reasons is an error."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

PLAN_FILE = Path(__file__).with_name("plan.yaml")


class PlanError(ValueError):
    """The plan file does not say what a plan must say."""


@dataclass(frozen=True)
class Task:
    """One thing the plan asks for. `indicators` prove it; `not_yet` says what nobody can do here yet."""

    code: str
    title: str
    status: Literal["live", "not_built"]
    indicators: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    not_yet: str = ""

    def __post_init__(self) -> None:
        """Hold the file to its promise: a live task has numbers and records, any other says what is missing."""
        is_live = self.status == "live"
        if (
            self.status not in {"live", "not_built"}
            or is_live != bool(self.indicators)
            or is_live != bool(self.records)
        ):
            message = f"{self.code}: a live task names indicators and records, a task not built names none"
            raise PlanError(message)
        if not is_live and not self.not_yet:
            message = f"{self.code}: says not what is missing"
            raise PlanError(message)


@dataclass(frozen=True)
class Clause:
    """A clause; `program` is the code of the assistance program whose records its indicators count."""

    code: str
    title: str
    tasks: tuple[Task, ...]
    program: str = ""


@dataclass(frozen=True)
class Section:
    """A section of the plan."""

    code: str
    title: str
    clauses: tuple[Clause, ...]


@functools.lru_cache(maxsize=1)
def sections() -> tuple[Section, ...]:
    """Return the packaged plan."""
    return read(PLAN_FILE.read_text(encoding="utf-8"))


def read(text: str) -> tuple[Section, ...]:
    """Read a plan from YAML; raise PlanError naming the place."""
    plan = yaml.safe_load(text)
    found = tuple(
        _make(
            Section,
            row,
            clauses=[
                _make(Clause, part, tasks=[_make(Task, task) for task in part["tasks"]]) for part in row["clauses"]
            ],
        )
        for row in plan["sections"]
    )
    codes = [task.code for section in found for clause in section.clauses for task in clause.tasks]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        message = f"{twice[0]}: stands twice"
        raise PlanError(message)
    return found


def _make(kind: type, row: dict[str, Any], **parts: list[Any]) -> Any:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in (row | parts).items()}
    try:
        return kind(**values)
    except TypeError as error:
        message = f"{row.get('code')}: {error}"
        raise PlanError(message) from error

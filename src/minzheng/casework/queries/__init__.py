"""Reads of casework for the rooms above. Everything runs inside a declared area."""

from minzheng.casework.queries.cases import (
    CaseView,
    case_by_number,
    case_view,
    cases,
    counts,
    determinations,
    stations,
)
from minzheng.casework.queries.catalogue import ProgramCard, program_name, programs
from minzheng.casework.queries.clock import Counted, deadlines
from minzheng.casework.queries.deaths import Bereaved, benefits_of_the_dead
from minzheng.casework.queries.in_force import InForce, decisions_in_force
from minzheng.casework.queries.todo import TodoItem, todo

__all__ = [
    "Bereaved",
    "CaseView",
    "Counted",
    "InForce",
    "ProgramCard",
    "TodoItem",
    "benefits_of_the_dead",
    "case_by_number",
    "case_view",
    "cases",
    "counts",
    "deadlines",
    "decisions_in_force",
    "determinations",
    "program_name",
    "programs",
    "stations",
    "todo",
]

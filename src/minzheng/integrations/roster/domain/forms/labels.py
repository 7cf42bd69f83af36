"""The labelled cells of a form as a line: asked like a row of a roster, problems noted at the cell of the value."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain import cells
from minzheng.integrations.roster.domain.columns import Column
from minzheng.integrations.roster.domain.forms.found import Form
from minzheng.integrations.roster.domain.forms.layouts import form_words
from minzheng.integrations.roster.domain.problem import Problem
from minzheng.integrations.roster.domain.reading.book import Sheet, Value, column_letters
from minzheng.integrations.roster.enums import Severity

T = TypeVar("T")
# What is a column of a table of people is, of the head, a label.
OF_THE_HEAD = {"id_number": "head_id", "member_name": "head_name"}


@dataclass
class Labels:
    """What stands beside the labels of one form."""

    form: Form
    problems: list[Problem] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        """Return the sheet."""
        return self.form.sheet

    @property
    def row(self) -> int:
        """Return the row of the head's name, as Excel counts it: where the household stands."""
        return self.form.values.get("head_name", (0, 0))[0] + 1

    def label(self, code: str) -> Column:
        """Return the described label."""
        return form_words().labels[code]

    def has(self, code: str) -> bool:
        """Whether the form has this label."""
        return OF_THE_HEAD.get(code, code) in self.form.values

    def raw(self, code: str) -> Value:
        """Return the value beside the label, empty if there is none."""
        code = OF_THE_HEAD.get(code, code)
        if code in self.form.said:
            return self.form.said[code]
        return self.sheet.at(*self.form.values[code]) if code in self.form.values else ""

    def text(self, code: str) -> str:
        """Return the value as text: of boxes to tick, those that are ticked."""
        return cells.ticked(self.raw(code))

    def get(self, code: str, convert: Callable[[Value], T], severity: Severity = Severity.ERROR) -> T | None:
        """Return the converted value, None if it is blank or wrong; a wrong one and a formula error are noted."""
        code = OF_THE_HEAD.get(code, code)
        if not self.has(code):
            return None
        position = self.form.values[code]
        if position in self.sheet.errors:
            reason = _("公式出错（%(text)s），没有值；请修正公式或直接填写") % {"text": self.sheet.errors[position]}
            self.note(code, "formula_error", reason, Severity.ERROR)
            return None
        value: Value = self.raw(code)
        if isinstance(value, str):
            value = cells.ticked(value)
        if cells.is_blank(value):
            return None
        try:
            return convert(value)
        except cells.CellProblem as problem:
            self.note(code, problem.code, problem.reason, severity)
            return None

    def error(self, code: str, problem_code: str, reason: str) -> None:
        """Note an error at a label."""
        self.note(code, problem_code, reason, Severity.ERROR)

    def warn(self, code: str, problem_code: str, reason: str) -> None:
        """Note a warning at a label."""
        self.note(code, problem_code, reason, Severity.WARNING)

    def note(self, code: str, problem_code: str, reason: str, severity: Severity) -> None:
        """Note a finding; without the label, at the row of the household."""
        code = OF_THE_HEAD.get(code, code)
        name = form_words().labels[code].name if code in form_words().labels else ""
        if code in self.form.values:
            row, column = self.form.values[code]
            place = f"{column_letters(column)} {name}"
        else:
            row, place = self.row - 1, name
        self.problems.append(Problem(self.sheet.name, row + 1, place, severity.value, problem_code, reason))

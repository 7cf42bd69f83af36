"""The forms of reserve funds: nobody types a sum."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.files import FileForm, WordsForm
from minzheng.registry.queries.divisions import TOWNSHIP, divisions_in


class RefillForm(FileForm):
    """An act on a fund, or on its refill that waits."""

    def arguments(self) -> dict[str, Any]:
        """The fund."""
        return {"fund": self.file.fund}


class ApproveForm(FileForm):
    """Approve what waits."""

    def arguments(self) -> dict[str, Any]:
        """The refill that waits."""
        return {"refill": self.file.waiting}


class RefuseForm(WordsForm):
    """Send back what waits."""

    def arguments(self) -> dict[str, Any]:
        """The refill that waits, and why."""
        return {"refill": self.file.waiting, **self.cleaned_data}


class OpenFundForm(FileForm):
    """The township whose fund is opened."""

    division_code = forms.ChoiceField(label=_("乡镇（街道）"))

    def prepare(self) -> None:
        """Offer the townships without one."""
        taken = {one.division_code for one in self.file}
        offered = [one for one in divisions_in(self.by.area, level=TOWNSHIP) if one.code not in taken]
        self.fields["division_code"].choices = [(one.code, one.name) for one in offered]  # type: ignore[attr-defined]

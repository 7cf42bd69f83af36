"""Passing work on."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.kernel.wording import bracketed
from minzheng.ui.forms import DayField, PlainForm


class HandoverForm(PlainForm):
    """Whose work goes to whom, why, and until when."""

    giver = forms.ChoiceField(label=_("谁的工作"))
    taker = forms.ChoiceField(label=_("交给谁"), help_text=_("须是同一角色，管辖范围包括移交人的全部村（社区）。"))
    reason = forms.CharField(
        label=_("为什么移交"), max_length=200, help_text=_("例如：调离、产假、长期外出。会留在记录里。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    until_on = DayField(label=_("代办到哪一天"), required=False, help_text=_("请假代办的填写；调离的留空。"))

    def __init__(self, *args: Any, people: Sequence[Staff], **kwargs: Any) -> None:
        """Offer the people of one's area; closed accounts can give, not take."""
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        for name in ("giver", "taker"):
            choices = [
                (pk, f"{one.name}{bracketed(one.get_role_display())}")
                for pk, one in self.people.items()
                if one.is_active or name == "giver"
            ]
            self.fields[name].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return the people instead of their numbers."""
        data = self.cleaned_data
        return {**data, "giver": self.people[data["giver"]], "taker": self.people[data["taker"]]}

"""Choosing what to pay."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.catalogue import programs
from minzheng.kernel.month import Month
from minzheng.kernel.wording import month_words
from minzheng.ui.forms import PlainForm

# A list may catch up on months that were missed; older ones come along as unpaid dues anyway.
MONTHS_OFFERED = 6


class RunForm(PlainForm):
    """Program and month; months to come are not offered."""

    program = forms.ChoiceField(label=_("救助项目"))
    month = forms.ChoiceField(
        label=_("发放月份"), help_text=_("以前清单里退回、暂缓的会一并列入，不用另做；整月漏编的，选那个月另编一份。")
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        """The present month first."""
        super().__init__(*args, **kwargs)
        present = Month.of(today)
        months = [present.plus(-back) for back in range(MONTHS_OFFERED)]
        self.fields["program"].choices = [(card.code, card.name) for card in programs()]  # type: ignore[attr-defined]
        self.fields["month"].choices = [(str(month), month_words(str(month))) for month in months]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what `run.prepare` takes."""
        return {"program": self.cleaned_data["program"], "month": Month.parse(self.cleaned_data["month"])}

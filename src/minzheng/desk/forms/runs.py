"""Choosing what to pay."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.catalogue import benefits
from minzheng.kernel.month import Month
from minzheng.kernel.wording import month_words
from minzheng.ui.forms import DayField, PlainForm

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
        self.fields["program"].choices = [(card.code, card.name) for card in benefits()]  # type: ignore[attr-defined]
        self.fields["month"].choices = [(str(month), month_words(str(month))) for month in months]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what `run.prepare` takes."""
        return {"program": self.cleaned_data["program"], "month": Month.parse(self.cleaned_data["month"])}


class HoldForm(PlainForm):
    """Stopping payment to a household on purpose."""

    household_number = forms.CharField(label=_("户号"), max_length=24)
    last4 = forms.CharField(
        label=_("收款账户末四位"), required=False, max_length=4, help_text=_("只停一个账户时填写；不写就是全户暂停。")
    )
    program = forms.ChoiceField(label=_("救助项目"), required=False)
    until_on = DayField(label=_("暂停到哪一天（含当日）"))
    reason = forms.CharField(label=_("暂停理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Every program, or one."""
        super().__init__(*args, **kwargs)
        choices = [("", _("全部项目")), *((card.code, card.name) for card in benefits())]
        self.fields["program"].choices = choices  # type: ignore[attr-defined]


class LiftForm(PlainForm):
    """Letting it go on."""

    reason = forms.CharField(label=_("解除理由"), max_length=200)

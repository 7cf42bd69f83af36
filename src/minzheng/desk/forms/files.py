"""What the forms of honesty and remedies share: they act on a file, by one person, on one day."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.ui.forms import DayField, PlainForm


class FileForm(PlainForm):
    """A form of one file (or of the case a file is opened on)."""

    def __init__(self, *args: Any, file: Any, by: Staff, at: dt.datetime, today: dt.date, **kwargs: Any) -> None:
        """Keep who, what and when; forms with choices read them in `prepare`."""
        self.file, self.by, self.at, self.today = file, by, at, today
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values; nothing by default."""

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of the domain function."""
        return dict(self.cleaned_data)


class MonthField(forms.CharField):
    """A month typed as 2026-11; the cleaned value is a Month."""

    look = "short"

    def __init__(self, **kwargs: Any) -> None:
        """The browser's own month where it has one."""
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "month", "placeholder": "2026-11"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Return a Month, None if left empty."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return Month.parse(text)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class DayForm(FileForm):
    """An act with nothing but its day."""

    on = DayField(label=_("日期"))

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["on"].initial = self.today


class WordsForm(FileForm):
    """An act with nothing but words."""

    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}))


def lines_of(text: str) -> list[str]:
    """Return what was typed one per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def rows(count: int) -> forms.Textarea:
    """Return a text box of so many lines."""
    return forms.Textarea(attrs={"rows": count})

"""Forms of the working-day calendar: a year's notice, one day, a recount."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.ui.forms import DayField, PlainForm, yes_no

ONE_DAY = dt.timedelta(days=1)
LONGEST_HOLIDAY = 31
_DAY = r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?"
_RANGE = re.compile(rf"^{_DAY}(?:\s*(?:至|到|to|-|—|~)\s*{_DAY})?\s+(\S.*)$")

Days = dict[dt.date, tuple[bool, str]]


class NoticeForm(PlainForm):
    """The State Council's notice: stretches of holidays, and weekends that are worked."""

    year = forms.IntegerField(label=_("年份"), min_value=2004, max_value=2100)
    source = forms.CharField(
        label=_("依据"),
        max_length=200,
        help_text=_("通知的名称和文号，例如：国务院办公厅关于2027年部分节假日安排的通知。"),
    )
    holidays = forms.CharField(
        label=_("放假"),
        help_text=_("每行一段：起始日 至 最后一日 名称，例如：2027-01-01 至 2027-01-03 元旦放假。其中的周末不用另写。"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    workdays = forms.CharField(
        label=_("调休上班"),
        required=False,
        help_text=_("每行一天：日期 名称，例如：2027-02-06 春节调休上班。没有的留空。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_holidays(self) -> Days:
        """Return each weekday of the stretches; their weekends are days off already."""
        found: Days = {}
        for first, last, note in _stretches(self.cleaned_data["holidays"]):
            day = first
            while day <= last:
                if day.weekday() < 5:
                    found[day] = (False, note)
                day += ONE_DAY
        return found

    def clean_workdays(self) -> Days:
        """Return each day; whether it is a weekend the domain says."""
        found: Days = {}
        for first, last, note in _stretches(self.cleaned_data["workdays"]):
            if first != last:
                raise forms.ValidationError(_("调休上班每行只写一天：%(day)s。"), params={"day": first})
            found[first] = (True, note)
        return found

    def arguments(self) -> dict[str, Any]:
        """One table of days."""
        data = self.cleaned_data
        return {"year": data["year"], "source": data["source"], "days": {**data["holidays"], **data["workdays"]}}


class CorrectDayForm(PlainForm):
    """One day that is not what the calendar says."""

    day = DayField(label=_("哪一天"))
    is_workday = yes_no(_("这一天上班吗？"))
    note = forms.CharField(
        label=_("说明"), required=False, max_length=60, help_text=_("例如：国庆节放假、春节调休上班。")
    )
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("通知的名称和文号。"))


class RecountForm(PlainForm):
    """Why deadlines are counted anew."""

    reason = forms.CharField(
        label=_("重算的依据"), help_text=_("例如：2027年放假安排已公布。"), widget=forms.Textarea(attrs={"rows": 2})
    )


def _stretches(text: str) -> list[tuple[dt.date, dt.date, str]]:
    """Read one stretch a line; raise ValidationError naming the line that cannot be read."""
    found = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        first, last, note = _stretch(line)
        if not first <= last <= first + LONGEST_HOLIDAY * ONE_DAY:
            raise forms.ValidationError(
                _("“%(line)s”的最后一日早于起始日，或者超过一个月。请核对日期。"), params={"line": line}
            )
        found.append((first, last, note))
    return found


def _stretch(line: str) -> tuple[dt.date, dt.date, str]:
    read = _RANGE.match(line)
    days = [_day(read.group(at, at + 1, at + 2)) for at in (1, 4)] if read else [None]
    if read is None or days[0] is None or (days[1] is None and read.group(4)):
        raise forms.ValidationError(
            _("这一行看不懂：“%(line)s”。请写成：2027-01-01 至 2027-01-03 元旦放假。"), params={"line": line}
        )
    return days[0], days[1] or days[0], read.group(7).strip()


def _day(parts: tuple[str | None, ...]) -> dt.date | None:
    try:
        return dt.date(*(int(part or 0) for part in parts))
    except ValueError:
        return None

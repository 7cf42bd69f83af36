"""Settling the correction of a recorded death."""

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.ui.forms import PlainForm


class AnswerForm(PlainForm):
    """What the second person has looked at."""

    answer = forms.CharField(
        label=_("核准意见"),
        required=False,
        help_text=_("看了什么证明、向谁核实过。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RejectAnswerForm(PlainForm):
    """Why the death stands as recorded."""

    answer = forms.CharField(
        label=_("不予更正的理由"),
        help_text=_("写清楚还缺什么证明；提出人会看到。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

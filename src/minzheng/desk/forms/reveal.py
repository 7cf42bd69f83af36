"""Asking for a whole number: what for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.ui.forms import PlainForm


class RevealForm(PlainForm):
    """The purpose is kept with the reader's name."""

    purpose = forms.CharField(
        label=_("为什么要看完整号码"),
        max_length=200,
        help_text=_("例如：核对申请人身份、银行退回后核对账号。查看人、时间和事由会留存备查。"),
    )

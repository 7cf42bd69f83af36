"""Forms of custody agreements."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.relatives import id_field
from minzheng.registry.models import Person
from minzheng.ui.forms import DayField, PlainForm


class AgreementForm(PlainForm):
    """The signed agreement, as it stands on the paper."""

    resident = forms.ChoiceField(label=_("由哪一名家庭成员签字同意"))
    signed_for = forms.CharField(
        label=_("代签的监护人"), required=False, max_length=64, help_text=_("签字人未满18周岁的必填。")
    )
    holder_name = forms.CharField(label=_("代管人姓名"), max_length=64)
    holder_id_number = id_field(_("代管人身份证号码"))
    relation = forms.CharField(
        label=_("代管人与该户的关系"), max_length=100, help_text=_("例如：邻居、村会计、包户干部。")
    )
    reason = forms.CharField(
        label=_("代管原因"), help_text=_("例如：本人失能，无子女，不能到银行取款。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    from_on = DayField(label=_("协议起始日"))
    until_on = DayField(label=_("协议截止日（当天仍有效）"))
    paper = forms.FileField(label=_("协议原件"), help_text=_("签字按印的协议，照片（JPEG、PNG）或PDF，不超过8兆字节。"))

    def __init__(self, *args: Any, members: dict[int, tuple[Person, str]], today: dt.date, **kwargs: Any) -> None:
        """Offer the members; the agreement usually begins today."""
        super().__init__(*args, **kwargs)
        self.members = members
        self.fields["resident"].choices = [(str(pk), person.name) for pk, (person, _code) in members.items()]  # type: ignore[attr-defined]
        self.fields["from_on"].initial = today

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of the domain function."""
        data = dict(self.cleaned_data)
        return data | {"resident": self.members[int(data["resident"])][0]}


class ConfirmForm(PlainForm):
    """Nothing is asked: who presses it has compared the paper and asked the household."""


class EndForm(PlainForm):
    """Why it ends."""

    reason = forms.CharField(
        label=_("终止原因"), help_text=_("例如：本人已能自理，收回存折。"), widget=forms.Textarea(attrs={"rows": 2})
    )

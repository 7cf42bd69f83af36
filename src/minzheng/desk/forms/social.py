"""The forms of social help: what is offered, for whom, who signed, what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.files import FileForm, rows
from minzheng.desk.places import village_choices
from minzheng.registry.models import Household
from minzheng.relief.enums import Gift, Giver, SocialResult
from minzheng.relief.models import SocialMatch
from minzheng.ui.forms import DayField, YuanField


class SizeForm(FileForm):
    """How much: yuan of money or goods, or hours."""

    amount_fen = YuanField(label=_("金额或价值"), required=False, help_text=_("钱款、实物填；实物按帮扶方所报的价值。"))
    hours = forms.IntegerField(label=_("服务小时"), required=False, min_value=0, help_text=_("志愿服务才填。"))

    def arguments(self) -> dict[str, Any]:
        """What is left open is nothing."""
        data = dict(self.cleaned_data)
        return data | {"amount_fen": data.get("amount_fen") or 0, "hours": data.get("hours") or 0}


class OfferForm(SizeForm):
    """Who gives what."""

    division_code = forms.ChoiceField(label=_("登记地"))
    giver_kind = forms.ChoiceField(label=_("帮扶主体"), choices=Giver.choices, widget=forms.RadioSelect)
    giver = forms.CharField(label=_("名称或姓名"), max_length=100)
    gift = forms.ChoiceField(label=_("帮扶方式"), choices=Gift.choices, widget=forms.RadioSelect)
    what = forms.CharField(label=_("内容"), max_length=200)
    until_on = DayField(label=_("有效至"))

    field_order = ("division_code", "giver_kind", "giver", "gift", "what", "amount_fen", "hours", "until_on")

    def prepare(self) -> None:
        """Offer one's own places; open until the end of the year."""
        self.fields["division_code"].choices = village_choices(self.by)  # type: ignore[attr-defined]
        self.fields["until_on"].initial = self.today.replace(month=12, day=31)


class MatchForm(SizeForm):
    """Which family, and that it agreed."""

    household_number = forms.CharField(label=_("户号"), max_length=20)
    need = forms.CharField(label=_("这一家需要什么"), max_length=200)
    consented_on = DayField(label=_("家庭同意日期"), help_text=_("先征得家庭同意，再把情况告诉帮扶方。"))

    field_order = ("household_number", "need", "consented_on", "amount_fen", "hours")

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["consented_on"].initial = self.today

    def clean_household_number(self) -> Household:
        """Return the household in one's area."""
        found = Household.objects.filter(number=self.cleaned_data["household_number"].strip()).first()
        if found is None:
            raise forms.ValidationError(gettext("没有这个户号，请核对。"))
        return found

    def arguments(self) -> dict[str, Any]:
        """The household instead of its number."""
        data = super().arguments()
        return {"offer": self.file.offer, "household": data.pop("household_number"), **data}


class OfMatch(FileForm):
    """An act on one of the matches of an offer."""

    stage = ""
    match = forms.ChoiceField(label=_("哪一家"))

    def prepare(self) -> None:
        """Offer the matches that stand there; days are today's, usually."""
        self.fields["match"].choices = [(str(one.pk), label(one)) for one in self._rows()]  # type: ignore[attr-defined]
        if "handed_on" in self.fields:
            self.fields["handed_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """The match instead of its key."""
        data = dict(self.cleaned_data)
        return data | {"match": next(one for one in self._rows() if str(one.pk) == data["match"])}

    def _rows(self) -> list[SocialMatch]:
        found: list[SocialMatch] = getattr(self.file, self.stage)
        return found


class ConfirmForm(OfMatch):
    """The second person's."""

    stage = "to_confirm"


class HandForm(OfMatch):
    """Who signed, and under which receipt."""

    stage = "to_hand"
    received_by = forms.CharField(label=_("签收人"), max_length=64)
    receipt = forms.CharField(label=_("收据（服务记录）编号"), max_length=80)
    handed_on = DayField(label=_("交付日期"))


class ResultForm(OfMatch):
    """What it changed."""

    stage = "to_close"
    result = forms.ChoiceField(label=_("结果"), choices=SocialResult.choices, widget=forms.RadioSelect)
    result_words = forms.CharField(label=_("家庭现在的情况"), widget=rows(2))


class DropForm(OfMatch):
    """Why not."""

    stage = "open"
    reason = forms.CharField(label=_("取消的理由"), max_length=200)


def label(one: SocialMatch) -> str:
    """Return what a match is called in a choice."""
    return f"{one.household.number} {one.need} {one.size}"

"""What the county types beside the files."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.catalogue import programs
from minzheng.casework.queries.expired_rules import ExpiredDocument
from minzheng.registry.queries.divisions import townships
from minzheng.ui.forms import DayField, PlainForm


class ProgramForm(PlainForm):
    """A form that begins with a program."""

    program = forms.ChoiceField(label=_("救助项目"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the catalogue finds."""
        super().__init__(*args, **kwargs)
        self.fields["program"].choices = [(each.code, each.name) for each in programs()]  # type: ignore[attr-defined]


class DrawForm(ProgramForm):
    """A draw; the seed may be one that was agreed upon in public."""

    seed = forms.CharField(
        label=_("随机种子"),
        required=False,
        max_length=64,
        help_text=_("留空由系统产生；也可填当众确定的数字。种子随抽取结果保存，任何人可以据此重算名单。"),
    )


class DelegationForm(ProgramForm):
    """Which township decides, from when, by which document."""

    division_code = forms.ChoiceField(label=_("乡镇（街道）"))
    from_on = DayField(label=_("自何日起"))
    document = forms.CharField(
        label=_("授权文件"), max_length=120, help_text=_("省级人民政府的决定，或市、县下放的文件名称和文号。")
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        """Offer the county's townships; usually from today."""
        super().__init__(*args, **kwargs)
        offered = [(each.code, each.name) for each in townships(settings.COUNTY_CODE)]
        self.fields["division_code"].choices = offered  # type: ignore[attr-defined]
        self.fields["from_on"].initial = today


class EndDelegationForm(PlainForm):
    """Until when, and why."""

    until_on = DayField(label=_("至何日止"))
    reason = forms.CharField(label=_("原因和文件"), widget=forms.Textarea(attrs={"rows": 3}))


class RulingForm(PlainForm):
    """Which expired document still applies, until when, by which paper of the county."""

    rule = forms.ChoiceField(label=_("期满的文件"))
    until_on = DayField(label=_("暂继续适用至"), help_text=_("一次最多24个月，到期须重新决定。"))
    document = forms.CharField(
        label=_("处理文件"), max_length=120, help_text=_("局务会议纪要、批复或通知的名称和文号。")
    )
    reason = forms.CharField(label=_("继续适用的理由"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, documents: Sequence[ExpiredDocument], **kwargs: Any) -> None:
        """Offer the documents that nobody has ruled on."""
        super().__init__(*args, **kwargs)
        self.documents = {f"{one.program}:{one.reference}": one for one in documents}
        self.fields["rule"].choices = [(key, one.reference) for key, one in self.documents.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Name program and document apart, as the domain asks for them."""
        data = super().clean()
        chosen = self.documents.get(data.pop("rule", ""))
        return data | ({"program": chosen.program, "reference": chosen.reference} if chosen else {})


class EndRulingForm(PlainForm):
    """Why the expired document applies no longer."""

    reason = forms.CharField(label=_("原因和文件"), widget=forms.Textarea(attrs={"rows": 3}))

"""The forms of a store of goods: a new kind, what came in, what is spoilt or lost."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.files import FileForm, rows
from minzheng.desk.forms.relief import GoodField
from minzheng.ledger.models import Good


class NameForm(FileForm):
    """A kind of good and how it is counted."""

    code = forms.SlugField(label=_("物资代码"), max_length=24, help_text=_("拉丁字母和数字，如 quilt；登记后不能改。"))
    name = forms.CharField(label=_("物资名称"), max_length=40)
    measure = forms.CharField(label=_("计量单位"), max_length=8, help_text=_("床、袋、千克；充值卡写“张”或者“点”。"))


class OfStore(FileForm):
    """An act on one good of a store."""

    good = GoodField()
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=1_000_000)

    def prepare(self) -> None:
        """Offer every kind there is."""
        self.fields["good"].queryset = Good.objects.order_by("name")  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """In this store."""
        return {"division_code": self.file.division_code, **self.cleaned_data}


class ReceiveForm(OfStore):
    """What came in, by which paper."""

    document = forms.CharField(label=_("入库单据号"), max_length=60, help_text=_("调拨单、捐赠接收单、采购验收单。"))


class LossForm(OfStore):
    """What is spoilt or lost, and why."""

    reason = forms.CharField(label=_("报损原因"), widget=rows(2), max_length=200)


class ConfirmLossForm(FileForm):
    """The second person's."""

    write_off = forms.ChoiceField(label=_("哪一笔报损"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        """Offer what waits."""
        self.fields["write_off"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.good.name} {one.quantity} {one.good.measure} {one.reason}")
            for one in self.file.waiting
        ]

    def arguments(self) -> dict[str, Any]:
        """The row instead of its key."""
        key = self.cleaned_data["write_off"]
        return {"write_off": next(one for one in self.file.waiting if str(one.pk) == key)}

"""The forms of prices. They ask and parse; whether it is possible the domain says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.care import offices_of
from minzheng.desk.forms.files import FileForm, MonthField
from minzheng.desk.price_file import region_names
from minzheng.kernel.month import Month
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.prices.enums import IndexKind
from minzheng.statute.daily_goods import basket
from minzheng.statute.price_series import basis_points
from minzheng.ui.forms import DayField, YuanField


class PercentField(forms.CharField):
    """A percentage typed as 3.5 or -0.3; the cleaned value is basis points."""

    look = "short"

    def clean(self, value: Any) -> Any:
        """Return basis points, None if left empty."""
        text = super().clean(value)
        try:
            return basis_points(text.removesuffix("%")) if text else None
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class WeekForm(FileForm):
    """The prices of one market in one week; what was not seen is left empty."""

    seen_on = DayField(label=_("采价日期"))
    division_code = forms.ChoiceField(label=_("市场所在地"))
    market = forms.CharField(label=_("市场"), max_length=60, help_text=_("每周用同一个名称，便于前后比较。"))

    def prepare(self) -> None:
        """One's own places, and a price for each good."""
        self.fields["seen_on"].initial = self.today
        self.fields["division_code"].choices = offices_of(self.by)  # type: ignore[attr-defined]
        for good in basket().goods:
            words = {"name": retell(good.name), "unit": retell(good.unit)}
            self.fields[f"good_{good.code}"] = field = YuanField(
                label=_("%(name)s（元/%(unit)s）") % words, required=False
            )
            field.look = "money"

    def arguments(self) -> dict[str, Any]:
        """Return the prices by good; an empty field is no price."""
        given = self.cleaned_data
        prices = {name.removeprefix("good_"): fen for name, fen in given.items() if name.startswith("good_")}
        return {
            "seen_on": given["seen_on"], "division_code": given["division_code"], "market": given["market"],
            "prices": {code: fen for code, fen in prices.items() if fen is not None},
        }  # fmt: skip


class PriceCorrectionForm(FileForm):
    """The right price of a row."""

    price_fen = YuanField(label=_("正确的价格"))
    reason = forms.CharField(label=_("更正原因"), max_length=200)

    def arguments(self) -> dict[str, Any]:
        """Return what `market_price.correct` takes."""
        return {"price": self.file.price, **self.cleaned_data}


class IndexForm(FileForm):
    """One index."""

    month = MonthField(label=_("统计月份"))
    region = forms.ChoiceField(label=_("地区"), help_text=_("先录入本市的；没有本市的指数时用本省的。"))
    kind = forms.ChoiceField(label=_("指数"), choices=IndexKind.choices)
    rise_bp = PercentField(label=_("同比涨幅（%）"), help_text=_("比上年同月，例如 3.5；下降写 -0.3。"))
    released_on = DayField(label=_("发布日期"))
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("发布机关和标题。"))

    def prepare(self) -> None:
        """The regions whose indices count here; last month."""
        self.fields["region"].choices = list(region_names().items())  # type: ignore[attr-defined]
        self.fields["month"].initial = str(Month.of(self.today).previous())


class IndexCorrectionForm(FileForm):
    """The right value of an index."""

    rise_bp = PercentField(label=_("正确的同比涨幅（%）"))
    released_on = DayField(label=_("发布日期"))
    source = forms.CharField(label=_("来源"), max_length=200)
    reason = forms.CharField(label=_("更正原因"), max_length=200)

    def prepare(self) -> None:
        """What stands now."""
        self.fields["released_on"].initial = self.file.index.released_on
        self.fields["source"].initial = self.file.index.source

    def arguments(self) -> dict[str, Any]:
        """Return what `index.correct` takes."""
        return {"index": self.file.index, **self.cleaned_data}


class IndexConfirmForm(FileForm):
    """Nothing but the yes."""

    def arguments(self) -> dict[str, Any]:
        """Return what `index.confirm` takes."""
        return {"index": self.file.index}


class ConfirmMonthForm(FileForm):
    """The document by which the month is paid."""

    document_number = forms.CharField(label=_("发放文号"), max_length=80, help_text=_("一个文号只确认一个月。"))

    def arguments(self) -> dict[str, Any]:
        """Return what `subsidy.confirm` takes."""
        return {"month": self.file.month, **self.cleaned_data}


class MakeDueForm(FileForm):
    """Nothing but the yes."""

    def arguments(self) -> dict[str, Any]:
        """Return what `subsidy.make_due` takes."""
        return {"subsidy": self.file.confirmed}


class IndexFileForm(FileForm):
    """A CSV or Excel file of indices."""

    file_given = forms.FileField(
        label=_("文件"),
        help_text=_("电子表格或逗号分隔的文本；第一行写明各列，列名见上。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

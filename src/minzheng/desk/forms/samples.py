"""Drawing payments to be checked, and saying what was found."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.catalogue import programs
from minzheng.kernel.month import Month
from minzheng.ledger.period import Period
from minzheng.payments.enums import FindingKind
from minzheng.ui.forms import PlainForm, YuanField

MONTHS_OFFERED = 24


class SampleForm(PlainForm):
    """What is drawn from, how sure one wants to be, and perhaps a seed that was agreed upon."""

    period = forms.ChoiceField(label=_("记账期间"))
    program = forms.ChoiceField(label=_("救助项目"), required=False)
    confidence = forms.TypedChoiceField(
        label=_("置信度"), coerce=int, choices=((9_500, "95%"), (9_000, "90%"), (9_900, "99%"))
    )
    margin = forms.TypedChoiceField(
        label=_("允许误差"), coerce=int, choices=((500, "±5%"), (300, "±3%"), (200, "±2%"), (1_000, "±10%"))
    )
    expected = forms.TypedChoiceField(
        label=_("预计差错率"),
        coerce=int,
        choices=((500, "5%"), (100, "1%"), (1_000, "10%"), (5_000, _("50%（一无所知，样本最大）"))),
    )
    seed = forms.CharField(
        label=_("随机种子"),
        required=False,
        max_length=64,
        help_text=_("可填当众约定的数字（例如当日彩票号码）；留空由系统生成。"),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        """Months and years up to the present one."""
        super().__init__(*args, **kwargs)
        months = [Month.of(today).plus(-back) for back in range(MONTHS_OFFERED)]
        years = sorted({one.year for one in months}, reverse=True)
        offered = [*(str(month) for month in months), *(str(year) for year in years)]
        self.fields["period"].choices = [(one, one) for one in offered]  # type: ignore[attr-defined]
        everything = [("", _("全部项目"))]
        self.fields["program"].choices = [*everything, *((card.code, card.name) for card in programs())]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what `sample.draw` takes."""
        return {**self.cleaned_data, "period": Period.parse(self.cleaned_data["period"])}


class FindingForm(PlainForm):
    """What was found of one payment."""

    kind = forms.ChoiceField(label=_("结论"), choices=FindingKind.choices)
    wrong_fen = YuanField(label=_("差错金额"), required=False)
    note = forms.CharField(label=_("说明"), required=False, max_length=300)

    def arguments(self) -> dict[str, Any]:
        """Return what `sample.find` takes."""
        return {**self.cleaned_data, "wrong_fen": self.cleaned_data["wrong_fen"] or 0}

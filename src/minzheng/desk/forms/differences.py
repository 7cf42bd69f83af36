"""What the county types to look back, to settle a difference, and to enter a new standard."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.catalogue import programs
from minzheng.casework.queries.local_figures import settable
from minzheng.differences.enums import Cause
from minzheng.kernel.division import ancestry, level_of
from minzheng.kernel.fen import parse_yuan
from minzheng.kernel.month import Month
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import month_words
from minzheng.ui.forms import DayField, PlainForm

MONTHS_OFFERED = 60
LEVELS = (("nation", _("国家")), ("province", _("省级")), ("city", _("设区的市级")), ("county", _("县级")))
PLACE_NAMES = {1: _("全省"), 2: _("全市"), 3: _("本县（市、区）")}


class ComputationForm(PlainForm):
    """Which program, from which month, because of what."""

    program = forms.ChoiceField(label=_("救助项目"))
    first = forms.ChoiceField(
        label=_("从哪个月核算起"), help_text=_("核算到最后一次生成应发的月份；以后的月份按届时的决定发放。")
    )
    cause = forms.ChoiceField(label=_("原因"), choices=Cause.choices)
    reason = forms.CharField(
        label=_("说明"), max_length=300, help_text=_("依据哪份文件，或者得知了什么；会写进每户的差额表。")
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        """The months of five years, the nearest first."""
        super().__init__(*args, **kwargs)
        present = Month.of(today)
        months = [str(present.plus(-back)) for back in range(MONTHS_OFFERED)]
        self.fields["program"].choices = [(card.code, card.name) for card in programs()]  # type: ignore[attr-defined]
        self.fields["first"].choices = [(month, month_words(month)) for month in months]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what `computation.start` takes."""
        return self.cleaned_data | {"first": Month.parse(self.cleaned_data["first"])}


class ConfirmForm(PlainForm):
    """A word to keep beside the confirmation."""

    reason = forms.CharField(label=_("说明"), max_length=300, required=False)


class DismissForm(PlainForm):
    """Why nothing follows."""

    reason = forms.CharField(label=_("不予处理的理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(PlainForm):
    """Which file of honesty carries the claim."""

    file = forms.ChoiceField(label=_("诚信案卷"))

    def __init__(self, *args: Any, files: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the files of the case."""
        super().__init__(*args, **kwargs)
        self.fields["file"].choices = files  # type: ignore[attr-defined]


class FigureForm(PlainForm):
    """A value from a document: yuan where the figure is money, a whole number elsewhere."""

    code = forms.ChoiceField(label=_("指标"))
    value = forms.CharField(label=_("数值"), max_length=20, help_text=_("金额写元，例如 750；其他写整数，比例写基点。"))
    from_on = DayField(label=_("执行日期"), help_text=_("文件写明的执行日，可以早于今天：已发的月份由差额核算补齐。"))
    where = forms.ChoiceField(label=_("适用地区"))
    level = forms.ChoiceField(label=_("由哪一级确定"), choices=LEVELS, initial="city")
    reference = forms.CharField(label=_("文件名称和文号"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every plain figure of every program, and the places above the county."""
        super().__init__(*args, **kwargs)
        self.units: dict[str, str] = {}
        choices: dict[str, str] = {}
        for card in programs():
            for figure in settable(card.code):
                choices.setdefault(figure.code, retell(figure.name))
                self.units[figure.code] = figure.unit
        places = [(code, PLACE_NAMES[level_of(code)]) for code in ancestry(settings.COUNTY_CODE)]
        self.fields["code"].choices = list(choices.items())  # type: ignore[attr-defined]
        self.fields["where"].choices = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the value in the figure's unit."""
        data = super().clean()
        text, code = data.get("value"), data.get("code")
        if not text or not code:
            return data
        try:
            data["value"] = parse_yuan(text) if self.units[code].startswith("fen") else int(text)
        except (Refused, ValueError) as error:
            self.add_error("value", str(error) if isinstance(error, Refused) else _("请写整数"))
        return data


class GrowthDayForm(PlainForm):
    """From which day a standard would grow."""

    from_on = DayField(label=_("拟执行日期"))


class GrowthForm(PlainForm):
    """The document that proposes the growth, and its first day."""

    from_on = DayField(label=_("执行日期"))
    reference = forms.CharField(label=_("文件名称和文号"), max_length=200)


class DropForm(PlainForm):
    """Why a value is withdrawn before anybody approved it."""

    reason = forms.CharField(label=_("撤回理由"), max_length=200)

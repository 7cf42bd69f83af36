"""The forms of self-assessment: what an item asks decides what its form asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.assessment.engine import period as periods
from minzheng.assessment.engine.period import Period
from minzheng.assessment.engine.sheet import COUNTED, JUDGED, MEASURED, YES_NO, float_free
from minzheng.assessment.queries.sheets import sheets_on
from minzheng.desk.forms.files import FileForm, rows
from minzheng.kernel.phrasebook import retell
from minzheng.registry.queries.divisions import TOWNSHIP, VILLAGE, divisions_in
from minzheng.ui.forms import PlainForm, yes_no

PERIODS_BACK = 4
LEVELS = {"township": TOWNSHIP, "village": VILLAGE}


class StartForm(FileForm):
    """Which sheet, which unit, which period; `file` is None."""

    sheet = forms.ChoiceField(label=_("自评表"), widget=forms.RadioSelect)
    division_code = forms.ChoiceField(label=_("被评估单位"))
    unit_name = forms.CharField(
        label=_("单位名称"), max_length=80, required=False, help_text=_("福利院等机构填写名称；乡镇、村不填。")
    )
    period = forms.ChoiceField(label=_("评估期"))

    def prepare(self) -> None:
        """Offer the sheets this person fills, the units of their area, the latest periods."""
        found = [one for one in sheets_on(self.today) if one.unit.filled_by == self.by.role]
        self.sheets = {one.code: one for one in found}
        self.fields["sheet"].choices = [(one.code, retell(one.name)) for one in found]  # type: ignore[attr-defined]
        if len(found) == 1:
            self.fields["sheet"].initial = found[0].code
        if not any(one.unit.is_named for one in found):
            del self.fields["unit_name"]
        units = [
            (row.code, row.name)
            for level in dict.fromkeys(one.unit.level for one in found)
            for row in divisions_in(self.by.area, level=LEVELS[level])
        ]
        self.fields["division_code"].choices = units  # type: ignore[attr-defined]
        offered = []
        for kind in dict.fromkeys(kind for one in found for kind in one.periods):
            period = Period.holding(self.today, kind)
            for _place in range(PERIODS_BACK if kind != periods.YEAR else 2):
                offered.append(period)
                period = period.before
        self.fields["period"].choices = [(one.code, one.words) for one in offered]  # type: ignore[attr-defined]
        self.fields["period"].initial = Period.holding(self.today, periods.QUARTER).before.code

    def arguments(self) -> dict[str, Any]:
        """The sheet and the period themselves."""
        data = dict(self.cleaned_data)
        data["sheet"] = self.sheets[data["sheet"]]
        data["period"] = Period.parse(data["period"])
        return data


class AnswerForm(PlainForm):
    """One answer; the fields are those of the item's kind."""

    points = forms.DecimalField(label=_("评分"), max_digits=7, decimal_places=2, min_value=0)
    is_yes = yes_no(_("是否做到"))
    numerator = forms.IntegerField(label=_("数量"), min_value=0)
    denominator = forms.IntegerField(label=_("总数"), min_value=0)
    words = forms.CharField(label=_("说明"), widget=rows(2), required=False)

    def __init__(self, *args: Any, item: Any, **kwargs: Any) -> None:
        """Keep the fields that the item asks."""
        super().__init__(*args, **kwargs)
        asked = {
            JUDGED: ("points",),
            YES_NO: ("is_yes",),
            COUNTED: ("numerator",),
            MEASURED: ("numerator", "denominator"),
        }
        for name in ("points", "is_yes", "numerator", "denominator"):
            if name not in asked[item.kind]:
                del self.fields[name]
        if item.kind == JUDGED:
            full = float_free(item.full)
            self.fields["points"].help_text = _("0到%(full)s分，最多两位小数。") % {"full": full}
        if item.kind == YES_NO and not item.full:
            self.fields["is_yes"].label = _("是否发生")

    def arguments(self) -> dict[str, Any]:
        """What was typed."""
        return dict(self.cleaned_data)


class EvidenceForm(PlainForm):
    """A file that shows an item."""

    title = forms.CharField(label=_("材料名称"), max_length=80)
    content = forms.FileField(
        label=_("文件"), widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        help_text=_("照片或者扫描件（JPEG、PNG、PDF），最大8兆字节。提交后不能删除。"),
    )  # fmt: skip

    def __init__(self, *args: Any, item: Any, **kwargs: Any) -> None:  # noqa: ARG002 - made like its siblings
        """Nothing depends on the item."""
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """What was chosen."""
        return dict(self.cleaned_data)


class ReviewForm(PlainForm):
    """Agree, or other points with a reason."""

    points = forms.DecimalField(
        label=_("改为（分）"), max_digits=7, decimal_places=2, min_value=0, required=False,
        help_text=_("同意自评得分的，留空。"),
    )  # fmt: skip
    reason = forms.CharField(label=_("理由"), widget=rows(2), required=False, help_text=_("改分的必须写明理由。"))

    def __init__(self, *args: Any, item: Any, **kwargs: Any) -> None:
        """An item without points can only be looked at."""
        super().__init__(*args, **kwargs)
        if not item.full:
            del self.fields["points"]

    def arguments(self) -> dict[str, Any]:
        """What was typed."""
        return dict(self.cleaned_data)


class SubmitForm(FileForm):
    """Words that go with it."""

    statement = forms.CharField(label=_("自评说明"), widget=rows(3), required=False)


class CloseForm(FileForm):
    """The reviewer's opinion."""

    opinion = forms.CharField(label=_("复核意见"), widget=rows(3))


class ReopenForm(FileForm):
    """Why it goes back."""

    reason = forms.CharField(label=_("为什么退回，要补正什么"), widget=rows(3))

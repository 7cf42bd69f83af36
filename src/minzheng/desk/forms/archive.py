"""Forms of the archive: appraisal, lending, handover, the office's own periods."""

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.archive.enums import ArchiveClass, Verdict
from minzheng.ui.forms import DayField, PlainForm


class AssessForm(PlainForm):
    """What becomes of a volume whose period is over."""

    verdict = forms.ChoiceField(label=_("鉴定意见"), choices=Verdict.choices, widget=forms.RadioSelect)
    retain_until = DayField(label=_("继续保管至"), required=False, help_text=_("选“继续保管”的必填。"))
    reason = forms.CharField(
        label=_("鉴定理由"),
        help_text=_("有没有诉讼、追回、审计未结，有没有继续利用的价值。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApproveForm(PlainForm):
    """The second person's words."""

    answer = forms.CharField(label=_("批准意见"), required=False, max_length=200)


class RejectForm(PlainForm):
    """Why not."""

    answer = forms.CharField(label=_("不同意的理由"), widget=forms.Textarea(attrs={"rows": 2}))


class LendForm(PlainForm):
    """To whom, for what, until when."""

    borrower = forms.CharField(label=_("借阅人"), max_length=64)
    unit = forms.CharField(label=_("借阅单位"), max_length=100)
    purpose = forms.CharField(label=_("用途"), max_length=200)
    due_on = DayField(label=_("应还日期"))


class NothingForm(PlainForm):
    """An act that asks nothing."""


class HandOverForm(PlainForm):
    """The list the county archive signs."""

    list_number = forms.CharField(label=_("移交清册号"), max_length=60)
    receiver = forms.CharField(label=_("接收单位和接收人"), max_length=100)
    handed_on = DayField(label=_("移交日期"))


class PeriodForm(PlainForm):
    """The office's own period of a class."""

    archive_class = forms.ChoiceField(label=_("档案类别"), choices=ArchiveClass.choices)
    years = forms.IntegerField(label=_("保管年数"), min_value=1, max_value=100)
    from_on = DayField(label=_("自何日起立卷的适用"))
    source = forms.CharField(label=_("批准文件"), max_length=200, help_text=_("档案主管部门批准的文件名称和文号。"))

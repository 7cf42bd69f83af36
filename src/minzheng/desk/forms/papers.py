"""Forms about papers: a Word template, the words of a notice, why one goes back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.paperwork.docx_gate import BYTES_MAX
from minzheng.ui.forms import DayField, PlainForm


class TemplateForm(PlainForm):
    """A .docx and what is new in it."""

    file = forms.FileField(
        label=_("Word 模板（.docx）"),
        allow_empty_file=True,
        help_text=_("正文里写字段；可用的字段和写法见本页清单。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )
    note = forms.CharField(label=_("这一版改了什么"), required=False, max_length=200)

    def clean_file(self) -> Any:
        """Refuse by size, before a byte is read."""
        file = self.cleaned_data["file"]
        if file.size > BYTES_MAX:
            raise forms.ValidationError(
                _("文件有 %(size)s MB，超过上限 %(limit)s MB，没有打开。请删去大图片。")
                % {"size": file.size // 2**20, "limit": BYTES_MAX // 2**20}
            )
        return file


class WordingForm(PlainForm):
    """The office's own words; an empty part keeps the usual ones."""

    valid_from = DayField(label=_("自何日起"), help_text=_("这一天和以后制发的文书用新的写法，以前的不变。"))
    opening = forms.CharField(
        label=_("开头语"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    closing = forms.CharField(
        label=_("结束语"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    contact = forms.CharField(
        label=_("联系方式"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class RejectForm(PlainForm):
    """Why it goes back."""

    reason = forms.CharField(label=_("退回原因"), max_length=200)

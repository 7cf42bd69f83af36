"""Forms of acts on imports and pay runs: a reason, a file, nothing at all."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minzheng.kernel.phrasebook import retell
from minzheng.payments.formats import codes, load
from minzheng.ui.forms import PlainForm


class NothingForm(PlainForm):
    """An act that asks nothing; its consequence is said above the button."""


class RejectForm(PlainForm):
    """Why a roster goes back."""

    reason = forms.CharField(
        label=_("退回原因"), help_text=_("写清楚哪里要改；提交人会看到。"), widget=forms.Textarea(attrs={"rows": 3})
    )


class CancelForm(PlainForm):
    """Why a list is withdrawn."""

    reason = forms.CharField(label=_("撤销理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


def _formats() -> list[tuple[str, str]]:
    return [(code, retell(load(code).name)) for code in codes()]


class FileForm(PlainForm):
    """In which format the file is written; the one chosen for the program is chosen already."""

    format_code = forms.ChoiceField(label=_("文件格式"), required=False, choices=_formats)


class ResultForm(PlainForm):
    """The file the bank sent back."""

    file = forms.FileField(
        label=_("银行回盘文件"),
        allow_empty_file=True,
        help_text=_("银行交回的原始文件，按导出时选的格式读：xlsx、xls、csv 或定长文本。不要用记事本或 Excel 另存。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
    )

    def clean_file(self) -> Any:
        """Refuse by size, before a byte is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_BYTES:
            raise forms.ValidationError(
                _("文件有 %(size)s MB，超过上限 %(limit)s MB，没有打开。请确认是不是回盘文件。")
                % {"size": file.size // 2**20, "limit": settings.UPLOAD_LIMIT_BYTES // 2**20}
            )
        return file

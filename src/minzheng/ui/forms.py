"""Form fields of the house and the base form: Chinese words, exact parsing, sources beside prefilled values."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from minzheng.kernel.fen import format_yuan, parse_yuan
from minzheng.kernel.refusal import Refused

REQUIRED = _("请填写此项")


class PlainForm(forms.Form):
    """One column; every control says to the screen reader where its help and error stand."""

    # Field name -> where the value already in it comes from, shown beneath the field.
    origins: dict[str, str]

    def __init__(self, *args: Any, origins: dict[str, str] | None = None, **kwargs: Any) -> None:
        """`origins` explains prefilled values."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.origins = origins or {}
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = REQUIRED
            if not hasattr(field, "look"):
                field.look = _look(field)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Browsers send lines ended by CR LF; what is kept and printed has LF alone."""
        data = super().clean() or self.cleaned_data
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in data.items()}


class YuanField(forms.CharField):
    """Yuan typed by people; the cleaned value is whole fen (kernel.fen.parse_yuan says what it refuses)."""

    look = "money"

    def __init__(self, **kwargs: Any) -> None:
        """Numeric keyboard on a phone."""
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show fen as yuan; leave what was typed as it was typed."""
        return format_yuan(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Return fen, None if left empty."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class DayField(forms.DateField):
    """A day; the browser's own calendar."""

    look = "short"

    def __init__(self, **kwargs: Any) -> None:
        """ISO in and out."""
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y年%m月%d日", "%Y%m%d", "%Y.%m.%d", "%Y/%m/%d"])
        kwargs.setdefault("error_messages", {"invalid": _("日期应写成 2026-11-23 的样子")})
        super().__init__(**kwargs)


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; the cleaned value is a list."""

    def __init__(self, **kwargs: Any) -> None:
        """Photographs by default."""
        accept = kwargs.pop("accept", "image/*")
        kwargs.setdefault("widget", ManyFilesInput(attrs={"accept": accept}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Clean each file."""
        files = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(one, initial) for one in files]
        return [one for one in cleaned if isinstance(one, UploadedFile)]


def yes_no(
    label: Any, *, help_text: Any = "", required: bool = True, initial: bool | None = None
) -> forms.TypedChoiceField:
    """A question answered by 是 or 否; unanswered stays unknown, never no."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=required,
        initial={True: "1", False: "0"}.get(initial) if initial is not None else None,
        choices=[("1", _("是")), ("0", _("否"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择“是”或“否”")},
    )


def _look(field: forms.Field) -> str:
    if isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(field.widget, forms.CheckboxInput):
        return "check"
    if isinstance(field.widget, forms.FileInput):
        return "file"
    return "short" if isinstance(field, forms.IntegerField) else ""

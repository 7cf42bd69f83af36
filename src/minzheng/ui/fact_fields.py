"""A form field for a fact: drawn from its one description, so a new program's questions appear without a new form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.kernel.phrasebook import retell
from minzheng.rules.fact import FactSpec
from minzheng.ui.forms import YuanField, yes_no


def field_for(spec: FactSpec, *, value: Any = None) -> forms.Field:
    """Return the field of a fact; empty stays unknown (None). `value` is what is known already."""
    shared: dict[str, Any] = {"label": retell(spec.label), "help_text": retell(spec.help), "required": False}
    if spec.type == "fen":
        return YuanField(**shared, initial=value)
    if spec.is_bool:
        return yes_no(**shared, initial=None if value is None else bool(value))
    if spec.type == "choice":
        return forms.TypedChoiceField(
            **shared,
            initial=value,
            choices=[("", _("未知")), *((code, retell(label)) for code, label in spec.choices)],
            coerce=int,
            empty_value=None,
        )
    return forms.IntegerField(**shared, initial=value, min_value=spec.minimum, max_value=spec.maximum)

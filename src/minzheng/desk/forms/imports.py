"""The upload of a roster."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.catalogue import programs
from minzheng.ui.forms import PlainForm


class UploadForm(PlainForm):
    """A file; for which program is asked only where there is a choice."""

    file = forms.FileField(
        label=_("名册文件"),
        allow_empty_file=True,
        help_text=_("xlsx、xls 或 csv，不超过 20 MB。照原样选就行，不用先改表头。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.csv,.txt"}),
    )
    program = forms.ChoiceField(label=_("按哪个项目发放"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the programs of the catalogue."""
        super().__init__(*args, **kwargs)
        cards = programs()
        if len(cards) > 1:
            self.fields["program"].choices = [(card.code, card.name) for card in cards]  # type: ignore[attr-defined]
        else:
            del self.fields["program"]

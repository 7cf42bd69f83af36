"""One application, all programs: the questions of every program, each once, and which cases to open."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.casework.domain.dossier import Said
from minzheng.casework.queries.catalogue import kept_with_case, questions
from minzheng.desk.filing import CONDITION_OF
from minzheng.desk.forms.application import ApplicationForm
from minzheng.registry.queries.household import HouseholdView
from minzheng.rules.fact import FactSpec


class OneDoorForm(ApplicationForm):
    """What happened, said once. Reckoning needs nothing signed; opening needs what every application needs."""

    programs = forms.MultipleChoiceField(
        label=_("为哪几项开办件"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项")},
    )

    def __init__(
        self, *args: Any, home: HouseholdView, asked: Sequence[tuple[str, str]], is_opening: bool, **kwargs: Any
    ) -> None:
        """`asked` are code and name of the programs that can be opened."""
        self.codes = [code for code, _name in asked]
        specs: dict[str, FactSpec] = {}
        for code in self.codes:
            for spec in questions(code):
                specs.setdefault(spec.code, spec)
        kept = frozenset(spec.code for code in self.codes for spec in kept_with_case(code))
        super().__init__(*args, home=home, questions=tuple(specs.values()), kept_with_case=kept, **kwargs)
        self.fields["reason"].label = _("发生了什么")
        self.fields["reason"].help_text = _("只说一次；选中的每个办件都用这段话作申请理由。")
        self.fields["programs"].choices = list(asked)  # type: ignore[attr-defined]
        if not is_opening:
            for field in self.fields.values():
                field.required = False

    def said(self) -> list[Said]:
        """Return what differs from what is known, for reckoning. A "no" to an illness is nothing to write down."""
        return [
            Said(one.code, one.person_id, one.value, one.supporter_id, str(_("本次所说")))
            for one in self.told()
            if one.value or one.code not in CONDITION_OF
        ]

    @property
    def alone(self) -> int | None:
        """Return who applies alone, if anybody."""
        chosen = self.cleaned_data.get("single")
        return int(chosen) if chosen else None

    @property
    def asking(self) -> int | None:
        """Return who applies, if that is said."""
        chosen = self.cleaned_data.get("applicant")
        return int(chosen) if chosen else None

    def own_fields(self) -> dict[str, dict[str, Any]]:
        """Return the answers of each program chosen: only what that program asks."""
        given = self.answers()
        found: dict[str, dict[str, Any]] = {}
        for code in self.cleaned_data["programs"]:
            asked = {spec.code for spec in questions(code)}
            mine = {name: value for name, value in given.items() if name.partition("-")[2] in asked}
            if "is_single_applicant" in asked and "single_applicant_id" in given:
                mine["single_applicant_id"] = given["single_applicant_id"]
            found[code] = {"answers": mine}
        return found

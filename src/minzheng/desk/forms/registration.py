"""Registering a household: where it lives, who belongs to it; short enough for a phone at the door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.desk.forms.household import GRADES
from minzheng.desk.places import village_choices
from minzheng.kernel.idnumber import IdNumber, IdNumberError
from minzheng.registry.domain.intake import Amount, NewMember, per_month
from minzheng.registry.enums import AreaKind, ConditionKind, DisabilityKind, IncomeKind, Relation
from minzheng.ui.forms import DayField, PlainForm, YuanField

# What a village worker can ask at the door; the rest is added on the household's page.
ASKED = (
    IncomeKind.WAGE,
    IncomeKind.BUSINESS,
    IncomeKind.PROPERTY,
    IncomeKind.TRANSFER,
    IncomeKind.OTHER,
    IncomeKind.BASIC_PENSION,
)


class PlaceForm(PlainForm):
    """The household itself."""

    division_code = forms.ChoiceField(label=_("所在村（社区）"))
    address = forms.CharField(label=_("住址"), max_length=200, help_text=_("村（社区）以下：组、门牌或楼栋。"))
    area_kind = forms.ChoiceField(
        label=_("适用标准"),
        choices=AreaKind.choices,
        widget=forms.RadioSelect,
        help_text=_("按户口和居住情况定，不看村名。写明依据。"),
    )
    holds_from = DayField(
        label=_("从哪一天起住在这里"), required=False, help_text=_("不填就是今天。所填的情况从这一天起算。")
    )
    elsewhere = forms.CharField(
        label=_("从县外迁入的，原来在哪里"),
        max_length=200,
        required=False,
        help_text=_("写到省、市、县。不是从县外迁入的不填。"),
    )
    source = forms.CharField(label=_("登记依据"), max_length=200, help_text=_("例如：户口簿、本人申报 2026-11-24。"))

    def __init__(self, *args: Any, by: Staff, **kwargs: Any) -> None:
        """Offer the villages of the person's own area; the only one is chosen."""
        super().__init__(*args, **kwargs)
        groups = village_choices(by)
        villages = [village for _township, members in groups for village in members]
        self.fields["division_code"].choices = [("", _("请选择")), *groups]  # type: ignore[attr-defined]
        if len(villages) == 1:
            self.fields["division_code"].initial = villages[0][0]


class MemberForm(PlainForm):
    """One member; amounts left empty are unknown, 0 says there is none."""

    name = forms.CharField(label=_("姓名"), max_length=64)
    id_number = forms.CharField(
        label=_("身份证号"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-private": True, "inputmode": "text"}),
    )
    relation = forms.ChoiceField(
        label=_("与户主关系"), choices=[choice for choice in Relation.choices if choice[0] != Relation.SELF]
    )
    phone = forms.CharField(
        label=_("电话"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "data-private": True}),
    )
    disability_kind = forms.ChoiceField(
        label=_("残疾类别"), choices=[("", _("没有残疾人证")), *DisabilityKind.choices], required=False
    )
    disability_grade = forms.ChoiceField(label=_("残疾等级"), choices=[("", _("不涉及")), *GRADES], required=False)
    has_serious_illness = forms.BooleanField(label=_("患有重病"), required=False)
    is_full_time_student = forms.BooleanField(label=_("全日制在校学生"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add one monthly amount per kind of income."""
        super().__init__(*args, **kwargs)
        for kind in ASKED:
            self.fields[f"income_{kind.value}"] = YuanField(
                label=_("%(kind)s（每月）") % {"kind": kind.label}, required=False
            )

    def clean_id_number(self) -> str:
        """Say at once what is wrong with a number; whether the person is known already the registry says."""
        typed: str = self.cleaned_data["id_number"]
        try:
            return IdNumber.parse(typed).value
        except IdNumberError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def incomes(self) -> list[Any]:
        """Return the bound fields of the amounts."""
        return [self[f"income_{kind.value}"] for kind in ASKED]

    def member(self) -> NewMember:
        """Return what the registry takes."""
        data = self.cleaned_data
        conditions: dict[str, str] = {}
        if data["disability_kind"] or data["disability_grade"]:
            conditions[ConditionKind.DISABILITY] = f"{data['disability_kind']}.{data['disability_grade']}"
        if data["has_serious_illness"]:
            conditions[ConditionKind.SERIOUS_ILLNESS] = ""
        if data["is_full_time_student"]:
            conditions[ConditionKind.FULL_TIME_STUDENT] = ""
        incomes: dict[str, Amount] = {
            kind.value: per_month(data[f"income_{kind.value}"])
            for kind in ASKED
            if data[f"income_{kind.value}"] is not None
        }
        return NewMember(
            name=data["name"], id_number=data["id_number"], relation=data["relation"], phone=data["phone"],
            conditions=conditions, incomes=incomes,
        )  # fmt: skip

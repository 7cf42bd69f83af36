"""Forms on a household: what happens to it, and what becomes known about it. Each names its source."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.registry.enums import (
    AreaKind,
    AssetKind,
    AssetUse,
    ConditionKind,
    DisabilityKind,
    Employment,
    ExpenseKind,
    IncomeKind,
    LabourCapacity,
    Period,
    PreferentialClass,
    Relation,
    SelfCare,
    SupporterRelation,
)
from minzheng.registry.models import Household, Person
from minzheng.ui.forms import DayField, PlainForm, YuanField, yes_no

GRADES = [("1", _("一级")), ("2", _("二级")), ("3", _("三级")), ("4", _("四级"))]


class HouseholdForm(PlainForm):
    """A form of one household; `members` are its living members by id."""

    from_label = _("从哪一天起")
    source = forms.CharField(
        label=_("依据什么"), max_length=200, help_text=_("例如：户口簿、工资单、残疾人证、本人申报。日后查证要用。")
    )

    def __init__(
        self,
        *args: Any,
        household: Household,
        members: dict[int, tuple[Person, str]],
        by: Staff,
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        """Fill the choices of members; the day is usually today."""
        self.household, self.members, self.by, self.today = household, members, by, today
        super().__init__(*args, **kwargs)
        for name in ("person", "holder", "new_head"):
            if name in self.fields:
                people = [(str(pk), person.name) for pk, (person, _relation) in members.items()]
                blank = [] if self.fields[name].required else [("", _("不涉及"))]
                self.fields[name].choices = blank + people  # type: ignore[attr-defined]
        self.prepare()
        self.order_fields([name for name in self.fields if name != "source"])

    def prepare(self) -> None:
        """Fill further choices."""

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of the domain function."""
        data = dict(self.cleaned_data)
        for name in ("person", "holder", "new_head"):
            if name in data:
                data[name] = self.members[int(data[name])][0] if data[name] else None
        return data

    def relation_fields(self, label: Any) -> None:
        """Add one optional relation per member, for a head who changes."""
        for pk, (person, _relation) in self.members.items():
            self.fields[f"relation_{pk}"] = forms.ChoiceField(
                label=label % {"name": person.name},
                required=False,
                choices=[("", _("不变")), *[choice for choice in Relation.choices if choice[0] not in {"01", "02"}]],
            )

    def relations(self) -> dict[int, str]:
        """Return the relations that were chosen, by person id, and take them out of the arguments."""
        return {
            pk: self.cleaned_data[f"relation_{pk}"] for pk in self.members if self.cleaned_data.get(f"relation_{pk}")
        }

    def without_relations(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments without the single relation fields."""
        return {name: value for name, value in data.items() if not name.startswith("relation_")}


class IncomeForm(HouseholdForm):
    """What a member receives; 0 says there is none."""

    person = forms.ChoiceField(label=_("谁的收入"))
    kind = forms.ChoiceField(label=_("收入种类"), choices=IncomeKind.choices)
    amount_fen = YuanField(label=_("金额"), help_text=_("没有这类收入的填 0。不知道就先不登记，不要填 0。"))
    period = forms.ChoiceField(
        label=_("按月还是按年"), choices=Period.choices, widget=forms.RadioSelect, initial="month"
    )
    holds_from = DayField(label=HouseholdForm.from_label)


class ExpenseForm(HouseholdForm):
    """A cost that may be taken off income."""

    person = forms.ChoiceField(label=_("谁的支出"))
    kind = forms.ChoiceField(label=_("支出种类"), choices=ExpenseKind.choices)
    amount_fen = YuanField(label=_("金额"))
    period = forms.ChoiceField(
        label=_("按月还是按年"), choices=Period.choices, widget=forms.RadioSelect, initial="month"
    )
    holds_from = DayField(label=HouseholdForm.from_label)


class AssetForm(HouseholdForm):
    """Property; count 0 says there is none."""

    kind = forms.ChoiceField(label=_("财产种类"), choices=AssetKind.choices)
    use = forms.ChoiceField(label=_("用途"), choices=AssetUse.choices, required=False)
    count = forms.IntegerField(label=_("数量"), min_value=0, initial=1, help_text=_("没有的填 0。"))
    amount_fen = YuanField(label=_("总价值"), required=False)
    person = forms.ChoiceField(label=_("在谁名下"), required=False)
    acquired_on = DayField(label=_("取得日期"), required=False)
    holds_from = DayField(label=HouseholdForm.from_label)

    def arguments(self) -> dict[str, Any]:
        """No amount means no value of its own."""
        data = super().arguments()
        return {**data, "amount_fen": data["amount_fen"] or 0}


class ConditionForm(HouseholdForm):
    """A circumstance of a member."""

    person = forms.ChoiceField(label=_("谁"))
    kind = forms.ChoiceField(label=_("情形"), choices=ConditionKind.choices)
    disability_kind = forms.ChoiceField(
        label=_("残疾类别"), choices=[("", _("不涉及")), *DisabilityKind.choices], required=False
    )
    disability_grade = forms.ChoiceField(label=_("残疾等级"), choices=[("", _("不涉及")), *GRADES], required=False)
    self_care = forms.ChoiceField(label=_("自理能力"), choices=[("", _("不涉及")), *SelfCare.choices], required=False)
    preferential_class = forms.ChoiceField(
        label=_("优抚对象类别"), choices=[("", _("不涉及")), *PreferentialClass.choices], required=False
    )
    labour_capacity = forms.ChoiceField(
        label=_("劳动能力"), choices=[("", _("不涉及")), *LabourCapacity.choices], required=False
    )
    employment = forms.ChoiceField(
        label=_("就业状况"), choices=[("", _("不涉及")), *Employment.choices], required=False
    )
    holds_from = DayField(
        label=HouseholdForm.from_label, help_text=_("宗教教职人员填脱离家庭的日期，服刑等填开始的日期。")
    )
    holds_until = DayField(label=_("到哪一天为止（含当日）"), required=False, help_text=_("仍在持续的不填。"))

    def arguments(self) -> dict[str, Any]:
        """The code of a disability is "kind.grade", of labour and employment the choice; the domain checks it."""
        data = super().arguments()
        grade = f"{data.pop('disability_kind')}.{data.pop('disability_grade')}"
        codes = {
            ConditionKind.DISABILITY.value: grade,
            ConditionKind.LABOUR_CAPACITY.value: data.pop("labour_capacity"),
            ConditionKind.EMPLOYMENT.value: data.pop("employment"),
            ConditionKind.SELF_CARE.value: data.pop("self_care"),
            ConditionKind.PREFERENTIAL_TREATMENT.value: data.pop("preferential_class"),
        }
        return {**data, "code": codes.get(data["kind"], "")}


class SupporterForm(HouseholdForm):
    """Who owes a member support from outside the household."""

    person = forms.ChoiceField(label=_("赡养（抚养、扶养）谁"))
    name = forms.CharField(label=_("义务人姓名"), max_length=64)
    relation = forms.ChoiceField(label=_("义务人是这名成员的"), choices=SupporterRelation.choices)
    birth_date = DayField(label=_("义务人出生日期"))
    supported_count = forms.IntegerField(
        label=_("义务人赡养（抚养、扶养）几个人"),
        min_value=1,
        max_value=40,
        initial=1,
        help_text=_("包括本户的这名成员。"),
    )
    income_month_fen = YuanField(
        label=_("义务人家庭人均月收入"), required=False, help_text=_("不知道的不填，不要填 0；没有收入的填 0。")
    )
    is_income_checked = yes_no(_("收入是否经核对查得？"), help_text=_("查询义务人须经其本人同意。"))
    consented_on = DayField(label=_("义务人同意查询的日期"), required=False)
    agreed_month_fen = YuanField(
        label=_("协议或裁判文书确定每月给多少"), required=False, help_text=_("没有协议、判决的不填。")
    )
    holds_from = DayField(label=HouseholdForm.from_label)

    def arguments(self) -> dict[str, Any]:
        """No agreement is none."""
        data = super().arguments()
        return {
            **data,
            "agreed_month_fen": data["agreed_month_fen"] or 0,
            "is_income_checked": bool(data["is_income_checked"]),
        }


class DeclarationForm(HouseholdForm):
    """What the household declares about itself."""

    employs_others = yes_no(_("是否雇用他人从事经营？"), required=False)
    bought_house_in_3_years = yes_no(_("三年内是否购买过住房？"), required=False)
    support_payment_fen = YuanField(
        label=_("不住在一起的赡养、抚养、扶养义务人每月给多少"),
        required=False,
        help_text=_("没有的填 0。已逐人登记的义务人不再填在这里。"),
    )
    holds_from = DayField(label=HouseholdForm.from_label)


class StandardAreaForm(HouseholdForm):
    """Which standard applies."""

    area_kind = forms.ChoiceField(label=_("适用标准"), choices=AreaKind.choices, widget=forms.RadioSelect)
    holds_from = DayField(label=HouseholdForm.from_label)


class AccountForm(HouseholdForm):
    """Where the money goes."""

    holder = forms.ChoiceField(label=_("户名（持有人）"), required=False)
    holder_name = forms.CharField(label=_("持有人姓名（不是家庭成员的）"), required=False, max_length=64)
    holder_id_number = forms.CharField(
        label=_("持有人身份证号码（不是家庭成员的）"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-private": True}),
    )
    guardian_note = forms.CharField(
        label=_("监护或代管依据（不是家庭成员的）"),
        required=False,
        max_length=200,
        help_text=_("例如：祖父，村委会指定监护证明。持有人是工作人员或村（居）委会成员的，须先备案代管协议并经核实。"),
    )
    bank_name = forms.CharField(label=_("开户银行"), max_length=64)
    account_number = forms.CharField(
        label=_("账号"),
        max_length=32,
        help_text=_("保存后只显示末四位。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-private": True}),
    )
    holds_from = DayField(label=HouseholdForm.from_label)

    def prepare(self) -> None:
        """Offer the members, and somebody else who is named below."""
        people = [(str(pk), person.name) for pk, (person, _relation) in self.members.items()]
        self.fields["holder"].choices = [*people, ("", _("不是家庭成员，在下面填写"))]  # type: ignore[attr-defined]
        # Usually the head; nobody has to choose what is usual.
        self.fields["holder"].initial = people[0][0] if people else ""

    def clean(self) -> dict[str, Any]:
        """Ask for the three boxes of an outsider only where no member was chosen."""
        data = super().clean()
        if not data.get("holder") and "holder" not in self.errors:
            for name in ("holder_name", "holder_id_number", "guardian_note"):
                if not data.get(name):
                    self.add_error(name, _("持有人不是家庭成员的，这一项必填。"))
        return data

    def arguments(self) -> dict[str, Any]:
        """A member is the holder by right; what was typed about an outsider is then left out."""
        data = super().arguments()
        if data["holder"] is not None:
            data |= {"holder_name": "", "holder_id_number": "", "guardian_note": ""}
        return data

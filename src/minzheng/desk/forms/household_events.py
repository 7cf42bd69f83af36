"""Forms on what happens to a household: people come, go, are born and die; households split, merge, move and end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.household import HouseholdForm
from minzheng.desk.places import village_choices
from minzheng.registry.domain.intake import NewMember
from minzheng.registry.enums import AreaKind, Relation, Sex
from minzheng.registry.models import Household, Person
from minzheng.registry.queries.deaths import dead_members
from minzheng.ui.forms import DayField

RELATIONS = [choice for choice in Relation.choices if choice[0] not in {"01", "02"}]
CHOOSE = _("请选择")
PRIVATE = {"autocomplete": "off", "data-private": True}


def relation_field(label: Any, *, required: bool = True, none: Any = CHOOSE) -> forms.ChoiceField:
    """Return a choice of the relation to a head who stays."""
    return forms.ChoiceField(label=label, required=required, choices=[("", none), *RELATIONS])


def elsewhere_field(label: Any, help_text: Any) -> forms.CharField:
    """Return a field for a place outside the county, if there is one."""
    return forms.CharField(label=label, max_length=200, required=False, help_text=help_text)


class IntoForm(HouseholdForm):
    """Another household takes people in."""

    into = forms.CharField(
        label=_("并入或转入哪一户（户号）"), max_length=24, help_text=_("例如 HH-420581-000012，在那一户的档案页上。")
    )

    def clean_into(self) -> Household:
        """Find the household in the person's own area."""
        number = self.cleaned_data["into"].strip().upper()
        found: Household | None = Household.objects.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(
                _("找不到户号 %(number)s，或不在您的管辖范围内。请核对；两户分属不同乡镇的，由县民政局办理。")
                % {"number": number}
            )
        return found


class MoveForm(HouseholdForm):
    """The household lives elsewhere."""

    division_code = forms.ChoiceField(label=_("迁往哪个村（社区）"))
    address = forms.CharField(label=_("新住址"), max_length=200)
    moved_on = DayField(label=_("迁入日期"))
    area_kind = forms.ChoiceField(
        label=_("适用标准"), choices=[("", _("不变")), *AreaKind.choices], required=False, widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        """Offer the villages of the person's own area."""
        self.fields["division_code"].choices = village_choices(self.by)  # type: ignore[attr-defined]
        self.fields["division_code"].initial = self.household.division_code


class SplitForm(HouseholdForm):
    """Some members leave into a household of their own."""

    leaving = forms.MultipleChoiceField(label=_("哪些人分出去"), widget=forms.CheckboxSelectMultiple)
    head_of_new = forms.ChoiceField(label=_("谁是新户的户主"))
    address = forms.CharField(label=_("新户住址"), max_length=200)
    split_on = DayField(label=_("分户日期"))
    new_head = forms.ChoiceField(label=_("原户主也分出去的，谁接任原户的户主"), required=False)

    def prepare(self) -> None:
        """Relations to the head of the new household, for those who leave without being its head."""
        people = [(str(pk), person.name) for pk, (person, _relation) in self.members.items()]
        self.fields["leaving"].choices = people  # type: ignore[attr-defined]
        self.fields["head_of_new"].choices = people  # type: ignore[attr-defined]
        self.relation_fields(_("%(name)s与所在户户主的新关系"))

    def arguments(self) -> dict[str, Any]:
        """Split the chosen relations between those who leave and those who stay."""
        data = self.without_relations(super().arguments())
        leaving, head = {int(pk) for pk in data.pop("leaving")}, int(data.pop("head_of_new"))
        chosen = self.relations()
        gone = {pk: "02" if pk == head else chosen.get(pk, self.members[pk][1]) for pk in leaving | {head}}
        stay = {pk: relation for pk, relation in chosen.items() if pk not in gone}
        return {**data, "leaving": gone, "relations": stay}


class HeadForm(HouseholdForm):
    """Another member becomes the head."""

    new_head = forms.ChoiceField(label=_("新户主"))
    on = DayField(label=_("从哪一天起"))

    def prepare(self) -> None:
        """Everybody else is related to the new head."""
        self.relation_fields(_("%(name)s与新户主的关系"))

    def arguments(self) -> dict[str, Any]:
        """Relations of everybody but the new head."""
        data = self.without_relations(super().arguments())
        relations = {pk: relation for pk, relation in self.relations().items() if pk != data["new_head"].pk}
        return {**data, "relations": relations}


class DeathForm(HouseholdForm):
    """A member died."""

    person = forms.ChoiceField(label=_("谁去世了"))
    died_on = DayField(label=_("死亡日期"))
    new_head = forms.ChoiceField(label=_("去世的是户主的，由谁接任户主"), required=False)

    def prepare(self) -> None:
        """Relations to the new head, if the head died."""
        self.relation_fields(_("%(name)s与新户主的关系"))

    def arguments(self) -> dict[str, Any]:
        """Relations only matter when the head died."""
        data = self.without_relations(super().arguments())
        relations = {pk: relation for pk, relation in self.relations().items() if pk != data["person"].pk}
        return {**data, "relations": relations if data["new_head"] else None}


class RemoveMemberForm(HouseholdForm):
    """A member left for good."""

    person = forms.ChoiceField(label=_("谁离开了本户"))
    on = DayField(label=_("从哪一天起不再是本户成员"))
    elsewhere = elsewhere_field(_("迁往县外的，去了哪里"), _("写到省、市、县。没有迁出本县的不填。"))
    new_head = forms.ChoiceField(label=_("离开的是户主的，由谁接任户主"), required=False)

    def prepare(self) -> None:
        """Relations to the new head, if the head left."""
        self.relation_fields(_("%(name)s与新户主的关系"))

    def arguments(self) -> dict[str, Any]:
        """Relations only matter when the head left."""
        data = self.without_relations(super().arguments())
        relations = {pk: relation for pk, relation in self.relations().items() if pk != data["person"].pk}
        return {**data, "relations": relations if data["new_head"] else None}


class AddMemberForm(HouseholdForm):
    """Somebody with an ID number joins."""

    name = forms.CharField(label=_("姓名"), max_length=64)
    id_number = forms.CharField(label=_("身份证号"), max_length=24, widget=forms.TextInput(attrs=PRIVATE))
    relation = relation_field(_("与户主的关系"))
    phone = forms.CharField(
        label=_("电话"), max_length=20, required=False, widget=forms.TextInput(attrs=PRIVATE | {"inputmode": "tel"})
    )
    on = DayField(label=_("从哪一天起是本户成员"))
    elsewhere = elsewhere_field(
        _("从县外迁入的，原来在哪里"),
        _("写到省、市、县。不是从县外迁入的不填；在本县另一户的，请在那一户办“转到另一户”。"),
    )

    def arguments(self) -> dict[str, Any]:
        """Return the new member as the registry takes it."""
        data = super().arguments()
        member = NewMember(**{name: data.pop(name) for name in ("name", "id_number", "relation", "phone")})
        return {**data, "member": member}


class BirthForm(HouseholdForm):
    """A child was born; the ID number may follow later."""

    name = forms.CharField(label=_("孩子姓名"), max_length=64)
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, widget=forms.RadioSelect)
    born_on = DayField(label=_("出生日期"))
    relation = relation_field(_("与户主的关系"))
    mother = forms.ChoiceField(label=_("母亲"), required=False)
    father = forms.ChoiceField(label=_("父亲"), required=False, help_text=_("父母至少选一人，须是本户成员。"))
    certificate = forms.CharField(
        label=_("出生医学证明编号"),
        max_length=20,
        help_text=_("1 位字母加 9 位数字；同一份证明只能登记一次。"),
        widget=forms.TextInput(attrs=PRIVATE),
    )
    id_number = forms.CharField(
        label=_("身份证号"),
        max_length=24,
        required=False,
        help_text=_("还没有的不填，落户后再登记。"),
        widget=forms.TextInput(attrs=PRIVATE),
    )

    def prepare(self) -> None:
        """Offer women as mothers and men as fathers."""
        for name, sex in (("mother", Sex.FEMALE), ("father", Sex.MALE)):
            people = [(str(pk), person.name) for pk, (person, _relation) in self.members.items() if person.sex == sex]
            self.fields[name].choices = [("", _("不在本户或不详")), *people]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return the parents as people."""
        data = super().arguments()
        for name in ("mother", "father"):
            data[name] = self.members[int(data[name])][0] if data[name] else None
        return data


class IdNumberForm(HouseholdForm):
    """A member who had no ID number has one now."""

    person = forms.ChoiceField(label=_("谁"))
    id_number = forms.CharField(label=_("身份证号"), max_length=24, widget=forms.TextInput(attrs=PRIVATE))

    def prepare(self) -> None:
        """Offer those without a number."""
        people = [(str(pk), each.name) for pk, (each, _relation) in self.members.items() if not each.has_id_number]
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class RenameForm(HouseholdForm):
    """A name is corrected."""

    person = forms.ChoiceField(label=_("谁的姓名"))
    name = forms.CharField(label=_("更正为"), max_length=64)

    def arguments(self) -> dict[str, Any]:
        """Return the ground as the reason."""
        data = super().arguments()
        return {"person": data["person"], "name": data["name"], "reason": data["source"]}


class PhoneForm(HouseholdForm):
    """Another phone number."""

    person = forms.ChoiceField(label=_("谁的电话"))
    phone = forms.CharField(
        label=_("新电话"),
        max_length=20,
        required=False,
        help_text=_("不再使用电话的留空。"),
        widget=forms.TextInput(attrs=PRIVATE | {"inputmode": "tel"}),
    )


class MergeForm(IntoForm):
    """The whole household goes into another."""

    on = DayField(label=_("从哪一天起并为一户"))

    def prepare(self) -> None:
        """Everybody is related to the head over there."""
        for pk, (person, _relation) in self.members.items():
            self.fields[f"relation_{pk}"] = relation_field(_("%(name)s与并入户户主的关系") % {"name": person.name})

    def arguments(self) -> dict[str, Any]:
        """Return the relations by person."""
        return {**self.without_relations(super().arguments()), "relations": self.relations()}


class TransferForm(IntoForm):
    """One member goes into another household."""

    person = forms.ChoiceField(label=_("谁转出"))
    joins_as = relation_field(_("与转入户户主的关系"))
    on = DayField(label=_("从哪一天起"))
    new_head = forms.ChoiceField(label=_("转出的是户主的，由谁接任户主"), required=False)

    def prepare(self) -> None:
        """Relations to the new head, if the head leaves."""
        self.relation_fields(_("%(name)s与新户主的关系"))

    def arguments(self) -> dict[str, Any]:
        """Relations only matter when the head leaves."""
        data = self.without_relations(super().arguments())
        relations = {pk: relation for pk, relation in self.relations().items() if pk != data["person"].pk}
        data["relation"] = data.pop("joins_as")
        return {**data, "relations": relations if data["new_head"] else None}


class CloseForm(HouseholdForm):
    """Nobody of the household is here any more."""

    on = DayField(label=_("从哪一天起不在本地"))
    elsewhere = elsewhere_field(_("迁往县外哪里"), _("写到省、市、县。不知去向的不填，只办销户。"))


class DeathCorrectionForm(HouseholdForm):
    """A recorded death is wrong; another person must agree."""

    person = forms.ChoiceField(label=_("谁的死亡登记有误"))
    reason = forms.CharField(
        label=_("为什么是误登"),
        help_text=_("写清楚怎样发现、谁可以证明。核准人会看到。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    relation = relation_field(_("恢复后与现在户主的关系"), required=False, none=_("恢复到登记死亡以前的样子"))

    def prepare(self) -> None:
        """Offer those of the household who are recorded dead."""
        self.dead: dict[str, Person] = {str(person.pk): person for person in dead_members(self.household)}
        self.fields["person"].choices = [(pk, each.name) for pk, each in self.dead.items()]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return the person, who is no living member."""
        data = dict(self.cleaned_data)
        return {**data, "person": self.dead[data["person"]]}

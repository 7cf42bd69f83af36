"""The forms of one resident. They ask and parse; `file` is the view of the page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.files import lines_of, rows
from minzheng.desk.forms.homes import RowsForm, bed_words
from minzheng.institutions.enums import LEAVING, Harm, Occasion, Stay
from minzheng.kernel.phrasebook import retell
from minzheng.statute.home_rule import risks, slots
from minzheng.ui.forms import DayField, YuanField


class ResidentForm(RowsForm):
    """An act on one resident."""

    def arguments(self) -> dict[str, Any]:
        """With the resident."""
        return {**super().arguments(), "residence": self.file.residence}


class LeaveForm(ResidentForm):
    """Going out."""

    due_on = DayField(label=_("应返院日期"))
    reason = forms.CharField(label=_("事由"), max_length=200)
    companion = forms.CharField(label=_("谁来接、到哪里"), max_length=100)


class ReturnForm(ResidentForm):
    """Coming back."""

    text = forms.CharField(label=_("返院时的情况"), max_length=200, required=False)


class MoveForm(ResidentForm):
    """Another bed."""

    bed = forms.ChoiceField(label=_("床位"))
    reason = forms.CharField(label=_("调换原因"), max_length=200)

    def prepare(self) -> None:
        """Offer the beds nobody has."""
        self.offer("bed", self.file.data["free"], bed_words)


class RenewForm(ResidentForm):
    """The agreement, longer."""

    agreement_until = DayField(label=_("协议到期日"))


class PlanForm(ResidentForm):
    """One more item of care."""

    name = forms.CharField(label=_("项目"), max_length=100)
    times = forms.MultipleChoiceField(label=_("时段"), widget=forms.CheckboxSelectMultiple)
    until_on = DayField(label=_("到哪天止"), required=False)

    def prepare(self) -> None:
        """The parts of the day."""
        words = [(one.code, retell(one.name)) for one in slots()]
        self.fields["times"].choices = words  # type: ignore[attr-defined]


class MedicineForm(PlanForm):
    """A medicine."""

    dose = forms.CharField(label=_("用量"), max_length=60)
    ordered_by = forms.CharField(label=_("开药医生、依据"), max_length=100)

    def arguments(self) -> dict[str, Any]:
        """It is one."""
        return {**super().arguments(), "is_medicine": True}


class EndItemForm(RowsForm):
    """An item that stops."""

    item = forms.ChoiceField(label=_("项目"))

    def prepare(self) -> None:
        """Offer what is planned."""
        self.offer("item", self.file.data["items"], lambda one: f"{retell(one.name)} {one.dose}".strip())


class VisitForm(ResidentForm):
    """A visitor."""

    visitor = forms.CharField(label=_("来访人"), max_length=64)
    relation = forms.CharField(label=_("与本人关系"), max_length=40)
    came_on = DayField(label=_("来访日期"))
    text = forms.CharField(label=_("情况"), max_length=200, required=False)

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["came_on"].initial = self.today


class IncidentForm(ResidentForm):
    """What happened."""

    risk = forms.ChoiceField(label=_("风险类别"))
    happened_on = DayField(label=_("发生日期"))
    words = forms.CharField(label=_("经过"), widget=rows(2))
    harm = forms.ChoiceField(label=_("后果"), choices=Harm.choices)
    measures = forms.CharField(label=_("当场怎样处理、告知了谁"), widget=rows(2))

    def prepare(self) -> None:
        """The nine risks."""
        found = [(one.code, retell(one.name)) for one in risks()]
        self.fields["risk"].choices = found  # type: ignore[attr-defined]
        self.fields["happened_on"].initial = self.today


class BelongingsForm(ResidentForm):
    """A list before two witnesses."""

    occasion = forms.ChoiceField(label=_("清点时机"), choices=Occasion.choices)
    items = forms.CharField(
        label=_("物品"), widget=rows(3), help_text=_("每行一件。证件、银行卡、土地合同由本人保管，不收存。")
    )
    witness_one = forms.CharField(label=_("见证人一"), max_length=64)
    witness_two = forms.CharField(label=_("见证人二"), max_length=64)

    def arguments(self) -> dict[str, Any]:
        """Lines."""
        given = super().arguments()
        return {**given, "items": lines_of(given["items"])}


class HandForm(RowsForm):
    """Who received the things."""

    belongings = forms.ChoiceField(label=_("物品清单"))
    handed_to = forms.CharField(label=_("交给谁"), max_length=64)

    def prepare(self) -> None:
        """Offer the lists not handed over."""
        kept = [one for one in self.file.data["belongings"] if not one.handed_on]
        self.offer("belongings", kept, lambda one: f"{one.listed_on} {one.get_occasion_display()}")


class DepartForm(ResidentForm):
    """Leaving."""

    stay = forms.ChoiceField(label=_("去向"), choices=[(one.value, Stay(one).label) for one in LEAVING])
    words = forms.CharField(label=_("原因、去向"), max_length=200)


class DieForm(ResidentForm):
    """A death."""

    died_on = DayField(label=_("去世日期"))
    words = forms.CharField(label=_("去世的情况"), max_length=200)
    told_to = forms.CharField(label=_("通知了乡镇的谁"), max_length=100)

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["died_on"].initial = self.today


class DepartureForm(RowsForm):
    """What follows a departure."""

    def arguments(self) -> dict[str, Any]:
        """With the departure."""
        return {**super().arguments(), "departure": self.file.departure}


class BuryForm(DepartureForm):
    """The burial."""

    on = DayField(label=_("安葬日期"))
    words = forms.CharField(label=_("殡葬方式、地点"), max_length=200)
    cost_fen = YuanField(label=_("丧葬费用（元）"))

"""Forms of officials and their close relatives, and of the register of one case."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.accounts.queries import covering
from minzheng.casework.domain import close_relatives
from minzheng.casework.models import CloseRelative
from minzheng.casework.queries.members import members_on
from minzheng.desk.forms.case_actions import ActionForm
from minzheng.desk.places import village_choices
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import labelled
from minzheng.relatives.enums import DECLARABLE, Kin, Post
from minzheng.relatives.models import CommitteeMember
from minzheng.relatives.queries.lists import committee_members
from minzheng.ui.forms import DayField, PlainForm

ID_HELP = _("18 位；旧的 15 位号码会自动换算。保存后只显示首尾各 4 位。")


def id_field(label: Any) -> forms.CharField:
    """A box for a whole ID number, never filled in by the browser."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"})
    return forms.CharField(label=label, max_length=24, help_text=ID_HELP, widget=widget)


class MemberForm(PlainForm):
    """A seat on a committee."""

    division_code = forms.ChoiceField(label=_("村（社区）"))
    name = forms.CharField(label=_("姓名"), max_length=64)
    id_number = id_field(_("身份证号码"))
    post = forms.ChoiceField(label=_("职务"), choices=Post.choices)
    from_on = DayField(label=_("任职起始日"))

    def __init__(self, *args: Any, by: Staff, **kwargs: Any) -> None:
        """Offer the villages of the person's area."""
        super().__init__(*args, **kwargs)
        self.fields["division_code"].choices = village_choices(by)  # type: ignore[attr-defined]


class EndMemberForm(PlainForm):
    """The last day of a seat."""

    until_on = DayField(label=_("离任日期（当天仍在任）"))


class DeclareForm(PlainForm):
    """One close relative."""

    relation = forms.ChoiceField(label=_("此人是本人的"), choices=[(kin.value, kin.label) for kin in DECLARABLE])
    name = forms.CharField(label=_("亲属姓名"), max_length=64)
    id_number = id_field(_("亲属身份证号码"))


class NumberForm(PlainForm):
    """The ID number of a member of staff."""

    id_number = id_field(_("身份证号码"))
    reason = forms.CharField(
        label=_("更正原因"), required=False, max_length=200, help_text=_("已登记过的，须写明原因和依据。")
    )


class EndDeclarationForm(PlainForm):
    """Why somebody is no close relative any more."""

    reason = forms.CharField(
        label=_("终止原因和依据"), help_text=_("例如：已离婚，见离婚证。"), widget=forms.Textarea(attrs={"rows": 2})
    )


class RegisterRelativeForm(ActionForm):
    """An entry of the register, by hand."""

    member = forms.ChoiceField(label=_("哪一名家庭成员"))
    official = forms.ChoiceField(
        label=_("是谁的近亲属"),
        required=False,
        help_text=_("选中工作人员的，该人员从此不能办理本案。名册上没有的，选“不在名册”，在下面填写。"),
    )
    official_name = forms.CharField(label=_("有关人员姓名（不在名册的）"), required=False, max_length=64)
    official_post = forms.CharField(label=_("单位和职务（不在名册的）"), required=False, max_length=100)
    kin = forms.ChoiceField(label=_("该家庭成员是有关人员的"), choices=Kin.choices)

    def prepare(self) -> None:
        """Offer the members, the staff who handle or supervise the case, and the committee of its village."""
        people = members_on(self.case.household, self.today, self.at)
        self.people = {str(person.pk): person for person in people}
        self.officials = dict(self._officials())
        self.fields["member"].choices = [(pk, person.name) for pk, person in self.people.items()]  # type: ignore[attr-defined]
        self.fields["official"].choices = [  # type: ignore[attr-defined]
            ("", _("不在名册")),
            *((key, labelled(one.name, retell(close_relatives.post_of(one)))) for key, one in self.officials.items()),
        ]

    def _officials(self) -> Iterable[tuple[str, Staff | CommitteeMember]]:
        for staff in covering(self.case.division_code, *close_relatives.HANDLING_ROLES):
            yield f"staff-{staff.pk}", staff
        for member in committee_members(division_code=self.case.division_code, on=self.today):
            yield f"member-{member.pk}", member

    def arguments(self) -> dict[str, Any]:
        """People instead of keys."""
        data = self.cleaned_data
        return {
            **data,
            "member": self.people[data["member"]],
            "official": self.officials.get(data["official"]),
        }


class ClearRelativeForm(ActionForm):
    """Why an entry is wrong."""

    entry = forms.ChoiceField(label=_("哪一条备案"))
    reason = forms.CharField(
        label=_("解除理由和依据"),
        help_text=_("例如：经核户口簿，同名不同人，不是近亲属。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self) -> None:
        """Offer the entries that stand."""
        rows = CloseRelative.objects.filter(case=self.case, cleared_at__isnull=True).select_related("member")
        self.rows = {str(row.pk): row for row in rows.order_by("pk")}
        self.fields["entry"].choices = [  # type: ignore[attr-defined]
            (pk, labelled(row.member.name if row.member else _("申请家庭"), row.official_name or _("申请人申明")))
            for pk, row in self.rows.items()
        ]

    def arguments(self) -> dict[str, Any]:
        """The row instead of its id."""
        return {**self.cleaned_data, "entry": self.rows[self.cleaned_data["entry"]]}

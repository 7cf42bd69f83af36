"""The forms of guardians, care agreements, property and burials. They ask and parse; the domain decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.files import FileForm, rows
from minzheng.support.enums import Basis, Capacity, PropertyKind, Use
from minzheng.ui.forms import DayField, YuanField

A_YEAR = 364


class OfPersonForm(FileForm):
    """An act on the person of the page."""

    def arguments(self) -> dict[str, Any]:
        """With the person."""
        return {**super().arguments(), "person": self.file.person}


class ProposeForm(OfPersonForm):
    """A care agreement: who, what, how often, for what, from when until when."""

    carer_name = forms.CharField(label=_("照料人"), max_length=64)
    carer_id_number = forms.CharField(label=_("照料人公民身份号码"), max_length=18)
    carer_relation = forms.CharField(label=_("照料人与本人关系"), max_length=40)
    carer_phone = forms.CharField(label=_("照料人电话"), max_length=20)
    duties = forms.CharField(label=_("照料内容"), widget=rows(3))
    times_a_week = forms.IntegerField(label=_("每周上门次数"), min_value=1, max_value=99)
    monthly_pay_fen = YuanField(label=_("每月照料报酬（元）"), help_text=_("护理费按协议付给照料人；没有报酬填0。"))
    contact = forms.CharField(label=_("紧急联系人"), max_length=64)
    contact_phone = forms.CharField(label=_("紧急联系电话"), max_length=20)
    entrusted_by = forms.CharField(
        label=_("委托方"), max_length=100, help_text=_("乡镇人民政府（街道办事处），或者受委托的村（居）民委员会。")
    )
    signed_by = forms.CharField(label=_("本人一方签字人"), max_length=64)
    from_on = DayField(label=_("起始日"))
    until_on = DayField(label=_("截止日（含当日）"))

    def prepare(self) -> None:
        """Who signs is the person, or the guardian on record; a renewal begins the day after the running one."""
        guardian, running = self.file.guardian, self.file.cared.running
        self.fields["signed_by"].initial = guardian.name if guardian else self.file.person.name
        self.fields["signed_by"].help_text = _("本人签字；登记了监护人的由监护人签字。照料人不能代签。")
        start = self.today if running is None else running.last_on + self.today.resolution
        self.fields["from_on"].initial = start
        self.fields["until_on"].initial = start + A_YEAR * self.today.resolution
        self.fields["entrusted_by"].initial = self.file.township


class ConfirmForm(FileForm):
    """Nothing to fill in."""

    def arguments(self) -> dict[str, Any]:
        """The agreement that waits."""
        return {"agreement": self.file.waiting}


class EndForm(FileForm):
    """The last day of something, and why."""

    ended_on = DayField(label=_("最后一天"))
    reason = forms.CharField(label=_("原因"), widget=rows(2))

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["ended_on"].initial = self.today


class EndAgreementForm(EndForm):
    """An agreement that ends before its day, or is not confirmed."""

    agreement = forms.ChoiceField(label=_("哪份协议"))
    field_order = ("agreement", "ended_on", "reason")

    def prepare(self) -> None:
        """Offer those that run or wait."""
        super().prepare()
        self.fields["agreement"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.number} {one.carer_name}") for one in self.file.open_agreements
        ]

    def arguments(self) -> dict[str, Any]:
        """The agreement itself."""
        found = {str(one.pk): one for one in self.file.open_agreements}
        return {**self.cleaned_data, "agreement": found[self.cleaned_data["agreement"]]}


class GuardianForm(OfPersonForm):
    """Who speaks for the person, by which paper."""

    name = forms.CharField(label=_("监护人"), max_length=64)
    id_number = forms.CharField(label=_("监护人公民身份号码"), max_length=18)
    relation = forms.CharField(label=_("与本人关系"), max_length=40)
    phone = forms.CharField(label=_("监护人电话"), max_length=20)
    basis = forms.ChoiceField(label=_("监护的根据"), choices=Basis.choices)
    capacity = forms.ChoiceField(label=_("本人的行为能力"), choices=Capacity.choices)
    document = forms.CharField(
        label=_("文书名称、文号"),
        max_length=120,
        help_text=_("法院判决书、鉴定意见；未成年人写户口簿或者指定监护文书。"),
    )
    document_on = DayField(label=_("文书日期"))
    from_on = DayField(label=_("起始日"))
    reason = forms.CharField(label=_("变更的原因"), required=False, widget=rows(2))

    def prepare(self) -> None:
        """A reason is asked only for a change."""
        self.fields["from_on"].initial = self.today
        if not self.file.open_guardian:
            del self.fields["reason"]


class EndGuardianForm(EndForm):
    """The end of a guardian's standing."""

    def arguments(self) -> dict[str, Any]:
        """The guardian on record."""
        return {**self.cleaned_data, "guardian": self.file.open_guardian}


class PropertyForm(OfPersonForm):
    """What the person owns and who uses it."""

    kind = forms.ChoiceField(label=_("种类"), choices=PropertyKind.choices)
    what = forms.CharField(label=_("位置、面积、证号"), max_length=200)
    use = forms.ChoiceField(label=_("现在怎样使用"), choices=Use.choices)
    user_name = forms.CharField(label=_("使用人"), max_length=64, required=False)
    agreed = forms.CharField(label=_("约定的内容"), max_length=400, required=False, widget=rows(2))
    agreed_on = DayField(label=_("约定日期"), required=False)
    signed_by = forms.CharField(label=_("本人一方签字人"), max_length=64, required=False)
    yearly_fen = YuanField(label=_("每年收益（元）"), required=False, help_text=_("收益归本人。"))
    from_on = DayField(label=_("起始日"))
    until_on = DayField(label=_("截止日（含当日）"), required=False)
    is_free_will_told = forms.BooleanField(label=_("已告知本人：供养不以交出土地、房屋和财产为条件"), required=False)

    def prepare(self) -> None:
        """Today."""
        self.fields["from_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """No income is none."""
        given = super().arguments()
        return {**given, "yearly_fen": given["yearly_fen"] or 0}


class OwnedForm(FileForm):
    """An act on one thing the person owns."""

    owned = forms.ChoiceField(label=_("哪项财产"))

    def prepare(self) -> None:
        """Offer what is not closed."""
        self.fields["owned"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.get_kind_display()} {one.what}") for one in self.file.open_property
        ]

    def arguments(self) -> dict[str, Any]:
        """The thing itself."""
        found = {str(one.pk): one for one in self.file.open_property}
        return {**self.cleaned_data, "owned": found[self.cleaned_data["owned"]]}


class IncomeForm(OwnedForm):
    """Money that came in from it."""

    received_on = DayField(label=_("收款日期"))
    amount_fen = YuanField(label=_("金额（元）"))
    receipt = forms.CharField(label=_("凭据"), max_length=100)
    received_by = forms.CharField(label=_("收款签字人"), max_length=64, help_text=_("只能是本人，或者登记的监护人。"))

    def prepare(self) -> None:
        """Today, into the person's own hand."""
        super().prepare()
        self.fields["received_on"].initial = self.today
        guardian = self.file.guardian
        self.fields["received_by"].initial = guardian.name if guardian else self.file.person.name


class EndPropertyForm(OwnedForm):
    """The use has changed, or the term is over."""

    ended_on = DayField(label=_("最后一天"))
    reason = forms.CharField(label=_("原因"), widget=rows(2))

    def prepare(self) -> None:
        """Today, usually."""
        super().prepare()
        self.fields["ended_on"].initial = self.today


class ApplyForm(OfPersonForm):
    """The cost of a burial: who arranged it, what it cost by which receipts."""

    arranger_name = forms.CharField(label=_("办理丧葬的人"), max_length=64)
    arranger_id_number = forms.CharField(
        label=_("公民身份号码"), max_length=18,
        help_text=_("须已在家庭档案登记，并有以本人为户名的收款账户；丧葬费发到这个账户。"),
    )  # fmt: skip
    relation = forms.CharField(label=_("与去世者关系"), max_length=40)
    buried_on = DayField(label=_("安葬日期"))
    words = forms.CharField(label=_("殡葬方式、地点"), max_length=200)
    cost_fen = YuanField(label=_("实际费用（元）"), help_text=_("按票据合计；超过上限的按上限。"))
    receipts = forms.CharField(label=_("票据名称、号码"), max_length=200)


class BurialForm(FileForm):
    """A decision on the application that stands."""

    def arguments(self) -> dict[str, Any]:
        """The application."""
        return {**self.cleaned_data, "burial": self.file.dead.burial}


class GrantForm(BurialForm):
    """Granted, with the number of the paper."""

    document_number = forms.CharField(label=_("文号"), max_length=80)


class RefuseForm(BurialForm):
    """Refused, with the reason."""

    reason = forms.CharField(label=_("不予支付的原因"), widget=rows(2))

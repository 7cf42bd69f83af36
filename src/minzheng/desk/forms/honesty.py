"""The forms of an honesty file. They ask and parse; what is lawful the domain says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.accounts.queries import covering
from minzheng.casework.queries.members import members_on
from minzheng.desk.forms.files import FileForm, MonthField, lines_of, rows
from minzheng.honesty.enums import ALLEGED, Correction, PoliceAnswer, ReceiptKind, ServiceMethod, Wrong
from minzheng.kernel.month import Month
from minzheng.kernel.wording import bracketed
from minzheng.registry.enums import AreaKind
from minzheng.registry.models import StandardArea
from minzheng.ui.forms import DayField, YuanField, yes_no


class OpenForm(FileForm):
    """What is suspected of whom; `file` is the case."""

    person = forms.ChoiceField(label=_("当事人"))
    wrong = forms.ChoiceField(
        label=_("事由"), choices=[(one.value, one.label) for one in ALLEGED], widget=forms.RadioSelect
    )
    facts = forms.CharField(
        label=_("反映的问题"), widget=rows(4), help_text=_("时间、事项、金额，只记线索，不下结论。")
    )
    source = forms.CharField(label=_("发现途径"), max_length=120, help_text=_("例如：数据比对、实名举报、动态复核。"))
    discovered_on = DayField(
        label=_("发现日期"), help_text=_("违法行为终了两年后才发现的，不再罚款（行政处罚法第三十六条）。")
    )
    proposes_stop = yes_no(
        _("是否建议停止救助？"),
        help_text=_("只是建议；停发、终止在动态复核中办理，事先听取当事人意见。"),
        initial=False,
    )

    def prepare(self) -> None:
        """Offer the applicant and the living members."""
        found = members_on(self.file.household, self.today, self.at)
        self.people = {str(person.pk): person for person in [self.file.applicant, *found]}
        self.fields["person"].choices = [(pk, one.name) for pk, one in self.people.items()]  # type: ignore[attr-defined]
        self.fields["discovered_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """The person itself."""
        return {**self.cleaned_data, "person": self.people[self.cleaned_data["person"]]}


class InvestigateForm(FileForm):
    """What two officers found, and the months."""

    investigators = forms.MultipleChoiceField(
        label=_("调查人"), widget=forms.CheckboxSelectMultiple, help_text=_("至少两人（行政处罚法第四十二条）。")
    )
    finding = forms.ChoiceField(label=_("认定"), choices=Wrong.choices, widget=forms.RadioSelect)
    facts = forms.CharField(label=_("查明的事实"), widget=rows(5))
    evidence = forms.CharField(label=_("证据"), widget=rows(3), help_text=_("每行一项。"))
    began_on = DayField(label=_("行为开始之日"))
    ended_on = DayField(label=_("行为终了之日"), help_text=_("按这一天和决定之日的规定从轻（行政处罚法第三十七条）。"))
    area_kind = forms.ChoiceField(label=_("当时适用的标准"), choices=AreaKind.choices, widget=forms.RadioSelect)
    is_grave = yes_no(_("情节是否恶劣？"), help_text=_("只有2014年4月底以前的城市低保区分情节。"), initial=False)
    first_month = MonthField(label=_("多领起始月份"), required=False)
    last_month = MonthField(label=_("多领截止月份"), required=False)
    due_fen = YuanField(label=_("每月应发（元）"), required=False, help_text=_("不符合条件的月份填 0。"))
    stated_fen = YuanField(
        label=_("每月实发（元）"), required=False, help_text=_("留空：按本系统发放记录逐月核算；没有记录的才填写。")
    )

    def prepare(self) -> None:
        """Offer the officers of the place, and the standard the household fell under."""
        place = self.file.case.division_code
        found = [*covering(place), *covering(place, Role.COUNTY_OFFICER)]
        self.staff = {str(one.pk): one for one in found}
        choices = [(pk, one.name + bracketed(one.get_role_display())) for pk, one in self.staff.items()]
        self.fields["investigators"].choices = choices  # type: ignore[attr-defined]
        areas = StandardArea.objects.filter(household_id=self.file.case.household_id).as_of(self.today, self.at)
        self.fields["area_kind"].initial = areas.order_by("-holds_from").values_list("area_kind", flat=True).first()
        self.fields["due_fen"].initial = 0

    def clean(self) -> dict[str, Any]:
        """Months are asked unless nothing was found."""
        data = super().clean()
        if data.get("finding") not in {None, Wrong.NOTHING}:
            for name in ("first_month", "last_month"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("请填写多领的月份，例如 2026-07。"))
        return data

    def arguments(self) -> dict[str, Any]:
        """People, lists and months as the domain takes them."""
        data = self.cleaned_data
        month = Month.of(data["began_on"])
        return {
            **data,
            "investigators": [self.staff[pk] for pk in data["investigators"]],
            "evidence": lines_of(data["evidence"]),
            "first_month": data["first_month"] or month,
            "last_month": data["last_month"] or month,
            "due_fen": data["due_fen"] or 0,
        }


class TellForm(FileForm):
    """The proposed sums."""

    refund_fen = YuanField(label=_("拟责令退回（元）"), help_text=_("不超过调查认定的多领金额。"))
    fine_fen = YuanField(label=_("拟罚款（元）"), help_text=_("在右侧“罚款幅度”之内；不罚款填 0。"))
    grounds = forms.CharField(label=_("理由"), widget=rows(4), help_text=_("会印在告知书上。"))

    def prepare(self) -> None:
        """Start from what was found and no fine."""
        found = self.file.investigations.order_by("-pk").first()
        self.fields["refund_fen"].initial = found.obtained_fen if found else 0
        self.fields["fine_fen"].initial = 0


class ServeForm(FileForm):
    """How and when a paper reached the person."""

    served_on = DayField(label=_("送达日期"))
    method = forms.ChoiceField(label=_("送达方式"), choices=ServiceMethod.choices, widget=forms.RadioSelect)


class StateForm(FileForm):
    """What the person says."""

    text = forms.CharField(label=_("当事人怎么说"), widget=rows(4), help_text=_("如实记录；没有意见的也请写明。"))
    made_on = DayField(label=_("陈述日期"))


class AskHearingForm(FileForm):
    """The day on which a hearing was asked for."""

    asked_on = DayField(label=_("当事人要求听证的日期"))


class SetHearingForm(FileForm):
    """Day, place and chair."""

    notified_on = DayField(label=_("通知当事人的日期"))
    meets_on = DayField(label=_("听证日期"), help_text=_("提前七个工作日通知（行政处罚法第六十四条、第八十五条）。"))
    place = forms.CharField(label=_("地点"), max_length=100)
    chair = forms.ChoiceField(label=_("主持人"), help_text=_("不能是本案调查人员。"))

    def prepare(self) -> None:
        """Offer the county's officers and leaders who did not investigate."""
        place = self.file.case.division_code
        barred = {pk for row in self.file.investigations.all() for pk in row.investigator_ids}
        found = [*covering(place, Role.LEADER), *covering(place, Role.COUNTY_OFFICER)]
        self.staff = {str(one.pk): one for one in found if one.pk not in barred}
        self.fields["chair"].choices = [(pk, one.name) for pk, one in self.staff.items()]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """The chair itself."""
        return {**self.cleaned_data, "chair": self.staff[self.cleaned_data["chair"]]}


class HoldHearingForm(FileForm):
    """The minutes."""

    minutes = forms.CharField(label=_("听证笔录"), widget=rows(6))


class DecideForm(TellForm):
    """The sums decided, never above what was told."""

    is_warned = yes_no(_("是否批评教育？"), initial=False)

    def prepare(self) -> None:
        """Start from what was told."""
        notice = getattr(self.file, "notice", None)
        super().prepare()
        self.fields["refund_fen"].label, self.fields["fine_fen"].label = _("责令退回（元）"), _("罚款（元）")
        self.fields["grounds"].label = _("决定的理由")
        self.fields["grounds"].help_text = _("写明是否采纳陈述、申辩；会印在决定书上。")
        if notice is not None:
            self.fields["refund_fen"].initial, self.fields["fine_fen"].initial = notice.refund_fen, notice.fine_fen
            self.fields["grounds"].initial = notice.grounds

    def arguments(self) -> dict[str, Any]:
        """The words are the decision's reason."""
        data = dict(self.cleaned_data)
        reason = data.pop("grounds")
        return {**data, "reason": reason, "is_warned": bool(data["is_warned"])}


class ChangeRulingForm(FileForm):
    """What a review or a court left of the decision."""

    order_number = forms.CharField(label=_("复议决定书或裁判文书文号"), max_length=80)
    ordered_on = DayField(label=_("文书日期"))
    refund_fen = YuanField(label=_("变更后应退回（元）"), help_text=_("撤销的填 0；不能高于原决定。"))
    fine_fen = YuanField(label=_("变更后罚款（元）"))
    reason = forms.CharField(label=_("变更的内容和理由"), widget=rows(3))


class PlanForm(FileForm):
    """Payment in equal monthly parts."""

    request = forms.CharField(label=_("当事人的申请和困难情况"), widget=rows(3))
    count = forms.IntegerField(label=_("分几期（每月一期）"), min_value=1, max_value=120)
    first_on = DayField(label=_("第一期应缴日期"))


class ReceiveForm(FileForm):
    """One receipt."""

    kind = forms.ChoiceField(label=_("款项"), choices=ReceiptKind.choices, widget=forms.RadioSelect)
    amount_fen = YuanField(label=_("金额（元）"))
    received_on = DayField(label=_("收款日期"))
    receipt_number = forms.CharField(
        label=_("票据号"), max_length=60, help_text=_("财政票据号；同一号码只能登记一次。")
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class CancelReceiptForm(FileForm):
    """A receipt that was entered wrongly."""

    receipt = forms.ChoiceField(label=_("冲销哪一笔"))
    reason = forms.CharField(label=_("冲销理由"), widget=rows(2))

    def prepare(self) -> None:
        """Offer the receipts that stand."""
        found = self.file.ruling.receipts.filter(cancels__isnull=True, cancelled_by__isnull=True).order_by("pk")
        self.receipts = {str(one.pk): one for one in found}
        self.fields["receipt"].choices = [  # type: ignore[attr-defined]
            (pk, f"{one.receipt_number} {one.get_kind_display()}") for pk, one in self.receipts.items()
        ]

    def arguments(self) -> dict[str, Any]:
        """The receipt itself."""
        return {**self.cleaned_data, "receipt": self.receipts[self.cleaned_data["receipt"]]}


class PoliceForm(FileForm):
    """What is handed to the police."""

    organ = forms.CharField(label=_("接收机关"), max_length=100)
    reason = forms.CharField(label=_("移送理由"), widget=rows(3))
    documents = forms.CharField(label=_("移送材料"), widget=rows(3), help_text=_("每行一项。"))
    sent_on = DayField(label=_("移送日期"))

    def arguments(self) -> dict[str, Any]:
        """Papers one per line."""
        return {**self.cleaned_data, "documents": lines_of(self.cleaned_data["documents"])}


class PoliceAnswerForm(FileForm):
    """What the police answered."""

    kind = forms.ChoiceField(label=_("答复"), choices=PoliceAnswer.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("文书和内容"), widget=rows(3))
    answered_on = DayField(label=_("答复日期"))


class UnitForm(FileForm):
    """A unit that issued a false proof."""

    unit_name = forms.CharField(label=_("出具证明的单位"), max_length=100)
    authority = forms.CharField(label=_("主管机关"), max_length=100)
    proof = forms.CharField(label=_("虚假证明的内容"), widget=rows(3))
    issued_on = DayField(label=_("证明出具日期"))


class UnitAnswerForm(FileForm):
    """What the authority did."""

    report = forms.ChoiceField(label=_("哪个单位"))
    text = forms.CharField(label=_("处理结果"), widget=rows(3))
    answered_on = DayField(label=_("答复日期"))

    def prepare(self) -> None:
        """Offer the reports that wait."""
        found = self.file.unit_reports.filter(answered_at__isnull=True).order_by("pk")
        self.reports = {str(one.pk): one for one in found}
        self.fields["report"].choices = [(pk, one.unit_name) for pk, one in self.reports.items()]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """The report itself."""
        return {**self.cleaned_data, "report": self.reports[self.cleaned_data["report"]]}


class CreditForm(FileForm):
    """What is entered in the credit record."""

    text = forms.CharField(label=_("失信情况"), widget=rows(3), help_text=_("到期自动不再显示；不作为拒绝救助的理由。"))


class CorrectCreditForm(FileForm):
    """A correction of the credit record."""

    kind = forms.ChoiceField(label=_("怎样更正"), choices=Correction.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("更正后的内容"), widget=rows(2), required=False)
    reason = forms.CharField(label=_("更正理由"), widget=rows(2))

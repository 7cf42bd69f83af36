"""The forms of remedies and complaints. They ask and parse; what is in time the domain reckons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.casework.models import Decision
from minzheng.desk.forms.files import DayForm, FileForm, rows
from minzheng.desk.places import village_choices
from minzheng.remedies.enums import AGAINST_A_DECISION, OUTCOMES, Channel, Kind, State
from minzheng.remedies.models import RemedyFile
from minzheng.ui.forms import DayField, yes_no


class RegisterForm(FileForm):
    """What came in; `file` is the case it concerns, or None."""

    kind = forms.ChoiceField(label=_("种类"), choices=Kind.choices, widget=forms.RadioSelect)
    division_code = forms.ChoiceField(label=_("涉及的村（社区）"))
    person_name = forms.CharField(
        label=_("申请人、信访人或投诉人"),
        max_length=64,
        required=False,
        help_text=_("只有投诉举报可以匿名，匿名的留空。"),
    )
    contact = forms.CharField(
        label=_("联系方式"), max_length=60, required=False, help_text=_("加密保存，只用于答复本人。")
    )
    channel = forms.ChoiceField(label=_("来源"), choices=Channel.choices, widget=forms.RadioSelect)
    body = forms.CharField(
        label=_("办理机关"), max_length=100, help_text=_("复议为县（市）人民政府，诉讼为人民法院，其他一般为本局。")
    )
    request = forms.CharField(label=_("请求和理由"), widget=rows(4))
    filed_on = DayField(label=_("提出日期"))
    received_on = DayField(label=_("收到日期"), help_text=_("期限从这一天的次日起算。"))
    decision = forms.ChoiceField(label=_("针对的决定"), required=False)
    document_number = forms.CharField(
        label=_("针对的文号"), max_length=60, required=False, help_text=_("不在上面的，例如处罚决定，填写文号。")
    )
    known_on = DayField(label=_("知道决定的日期"), required=False, help_text=_("复议、诉讼必填，据此计算提出期限。"))
    was_told_of_remedy = yes_no(_("决定书是否告知了救济途径和期限？"), required=False, initial=True)
    remedy_known_on = DayField(
        label=_("知道救济途径的日期"), required=False, help_text=_("没有告知的才填；最长自知道决定之日起一年。")
    )
    after_review = forms.ChoiceField(label=_("此前的行政复议"), required=False)

    def prepare(self) -> None:
        """Offer the villages of the area, the decisions of the case, and its finished reviews."""
        villages = village_choices(self.by)
        self.fields["division_code"].choices = villages  # type: ignore[attr-defined]
        self.fields["filed_on"].initial = self.fields["received_on"].initial = self.today
        self.decisions: dict[str, Decision] = {}
        self.reviews: dict[str, RemedyFile] = {}
        if self.file is None:
            for name in ("decision", "after_review"):
                del self.fields[name]
            return
        self.fields["division_code"].initial = self.file.division_code
        self.fields["person_name"].initial = self.file.applicant.name
        found = Decision.objects.filter(case=self.file).order_by("-pk")
        self.decisions = {str(one.pk): one for one in found}
        blank = [("", _("不针对某一决定"))]
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            *blank, *((pk, f"{one.document_number} {one.get_kind_display()}") for pk, one in self.decisions.items()),
        ]  # fmt: skip
        reviews = RemedyFile.objects.filter(case=self.file, kind=Kind.REVIEW).exclude(state=State.RECEIVED)
        self.reviews = {str(one.pk): one for one in reviews.order_by("-pk")}
        self.fields["after_review"].choices = [  # type: ignore[attr-defined]
            ("", _("没有")), *((pk, one.number) for pk, one in self.reviews.items()),
        ]  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        """Rows instead of their keys."""
        data = self.cleaned_data
        told = data.get("was_told_of_remedy")
        return {
            **data,
            "case": self.file,
            "decision": self.decisions.get(data.get("decision") or ""),
            "after_review": self.reviews.get(data.get("after_review") or ""),
            "was_told_of_remedy": told is None or told,
        }


class AcceptForm(DayForm):
    """Accepted, with its paper."""

    document_number = forms.CharField(label=_("受理文书文号"), max_length=80, required=False)
    is_simplified = yes_no(_("是否适用简易程序？"), required=False, initial=False)

    def prepare(self) -> None:
        """Only a review has a simplified procedure."""
        super().prepare()
        if self.file.kind != Kind.REVIEW:
            del self.fields["is_simplified"]

    def arguments(self) -> dict[str, Any]:
        """Unanswered means ordinary."""
        return {**self.cleaned_data, "is_simplified": bool(self.cleaned_data.get("is_simplified"))}


class DayAndWordsForm(DayForm):
    """A day and what happened."""

    text = forms.CharField(label=_("内容"), widget=rows(3))


class NotAcceptForm(DayAndWordsForm):
    """Not accepted, and why."""

    document_number = forms.CharField(label=_("文书文号"), max_length=80, required=False)


class ExtendForm(DayAndWordsForm):
    """How many days more."""

    days = forms.IntegerField(label=_("延长几日"), min_value=1, max_value=60)


class ConcludeForm(DayAndWordsForm):
    """The conclusion."""

    result = forms.ChoiceField(label=_("结论"), widget=forms.RadioSelect)
    document_number = forms.CharField(label=_("文号"), max_length=80, required=False)

    def prepare(self) -> None:
        """Offer what this kind of file can conclude."""
        super().prepare()
        self.fields["result"].choices = [(one.value, one.label) for one in OUTCOMES[Kind(self.file.kind)]]  # type: ignore[attr-defined]
        if self.file.kind in AGAINST_A_DECISION:
            self.fields["document_number"].required = True
            self.fields["document_number"].label = _("复议决定书或裁判文书文号")


class CloseForm(DayForm):
    """Closing, with a word if there is one."""

    text = forms.CharField(label=_("说明"), widget=rows(2), required=False)


class SuspendForm(DayForm):
    """An order that stops the decision."""

    document_number = forms.CharField(label=_("停止执行文书文号"), max_length=80)
    reason = forms.CharField(label=_("停止执行的理由"), widget=rows(2))


class LiftForm(DayForm):
    """The end of it."""

    reason = forms.CharField(label=_("恢复执行的依据"), widget=rows(2))

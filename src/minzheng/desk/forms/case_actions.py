"""The forms of the stations. They ask and parse; whether an act is allowed the domain says."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.casework.enums import AppraisalStep, CheckStatus, ExtensionGround, ScopeGround, VisitMode
from minzheng.casework.models import Case, Determination
from minzheng.casework.queries.members import members_on
from minzheng.ui.forms import DayField, FilesField, PlainForm, yes_no

# 社会救助法 第四十一条: what the checking centre may ask.
CHECK_SOURCES = (
    _("户籍登记"), _("税务"), _("社会保险"), _("不动产登记"), _("市场主体登记"), _("住房公积金"),
    _("车辆、船舶登记"), _("银行存款"), _("商业保险"), _("证券"), _("非银行支付机构"),
)  # fmt: skip


class ActionForm(PlainForm):
    """A form of one case, filled in by one person on one day."""

    def __init__(self, *args: Any, case: Case, by: Staff, at: dt.datetime, today: dt.date, **kwargs: Any) -> None:
        """Keep who, what and when; forms with choices of members read them in `prepare`."""
        self.case, self.by, self.at, self.today = case, by, at, today
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values; nothing by default."""

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of the domain function."""
        return dict(self.cleaned_data)


class NothingAskedForm(ActionForm):
    """An act that asks nothing; its consequence is said above the button."""


class AcceptForm(ActionForm):
    """Acceptance, with the register of close relatives."""

    near_relative = yes_no(
        _("申请家庭中是否有人是经办人员或村（居）委会成员的近亲属？"),
        help_text=_(
            "近亲属：配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女。单独登记，县级必访，不影响申请。"
        ),
    )

    def prepare(self) -> None:
        """What is registered already is not asked again; only the county clears it."""
        if self.case.near_relative_flag:
            del self.fields["near_relative"]


class SupplementForm(ActionForm):
    """Everything missing, once."""

    missing = forms.CharField(
        label=_("还缺哪些材料"),
        help_text=_("每行一项，一次写全。能通过核对查到的材料不要求申请人提供（社会救助法第六十二条）。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def arguments(self) -> dict[str, Any]:
        """One item per line."""
        return {"missing": [line.strip() for line in self.cleaned_data["missing"].splitlines() if line.strip()]}


class DeclineForm(ActionForm):
    """Why this office may not take the request, and who does."""

    ground = forms.ChoiceField(label=_("原因"), choices=ScopeGround.choices, widget=forms.RadioSelect)
    referred_to = forms.CharField(
        label=_("应当向哪里申请"),
        max_length=200,
        help_text=_("写明单位、地址或电话。符合条件的申请不得拒绝受理（社会救助法第七十条）。"),
    )


class ExtendForm(ActionForm):
    """One of the grounds on which the whole limit may be the longer one."""

    ground = forms.ChoiceField(label=_("法定事由"), choices=ExtensionGround.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("具体情况"), widget=forms.Textarea(attrs={"rows": 3}))


class ComplainForm(ActionForm):
    """What was told, and how it came."""

    text = forms.CharField(
        label=_("投诉举报的内容和来源"),
        help_text=_("来电、来信或来访，反映了什么。不是不予确认的理由，但县级须入户核查。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(ActionForm):
    """What the household brought."""

    answer = forms.CharField(label=_("补交了哪些材料"), widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(ActionForm):
    """An act that needs a reason in words."""

    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}))


class WithdrawForm(ReasonForm):
    """Withdrawal at the household's wish."""

    def prepare(self) -> None:
        """Name whose reason it is."""
        self.fields["reason"].label = _("申请人为什么撤回")


class RefuseForm(ReasonForm):
    """The reasons printed in the letter."""

    def prepare(self) -> None:
        """Say where the words go."""
        self.fields["reason"].label = _("不予确认的理由")
        self.fields["reason"].help_text = _("逐条写明事实和依据；会原样印在告知书上，申请人据此可以申请行政复议。")
        row = Determination.objects.filter(case=self.case).order_by("-pk").first()
        failed = row.evaluation["failed"] if row is not None else []
        self.fields["reason"].widget.attrs["rows"] = 1 + 2 * max(1, len(failed))
        self.fields["reason"].initial = "\n".join(
            f"{number}. {each['label']}：要求{each['needs']}，现为{each['has']}（{each['law']}）。"
            if each["needs"]
            else f"{number}. {each['label']}：不符合（{each['law']}）。"
            for number, each in enumerate(failed, 1)
        )


class SendBackForm(ReasonForm):
    """What the township should look at again."""

    def prepare(self) -> None:
        """Say to whom the words go."""
        self.fields["reason"].label = _("请乡镇（街道）补充什么")


class ConfirmForm(ActionForm):
    """Confirmation; a reason is optional because the calculation is the reason."""

    reason = forms.CharField(
        label=_("审核确认意见"), initial=_("经审核，符合条件，予以确认。"), widget=forms.Textarea(attrs={"rows": 2})
    )


class CheckReportForm(ActionForm):
    """The report of the checking centre, typed or attached."""

    status = forms.ChoiceField(
        label=_("核对结果"),
        choices=[(value, label) for value, label in CheckStatus.choices if value != CheckStatus.NOT_CHECKED],
        widget=forms.RadioSelect,
        help_text=_("与申报内容是否一致。不一致的，会告知申请人，申请人可以说明。"),
    )
    as_of = DayField(label=_("数据截止日"), help_text=_("各来源数据是哪一天的，例如银行余额所在的日期。"))
    sources = forms.MultipleChoiceField(
        label=_("核对来源"), choices=[(name, name) for name in CHECK_SOURCES], widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label=_("核对情况"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    attachment = forms.FileField(
        label=_("报告文件"), required=False, help_text=_("PDF 或图片；与上面的文字至少有一项。")
    )


class RebutForm(ActionForm):
    """What the household says to a negative check."""

    text = forms.CharField(label=_("申请人的说明和复核情况"), widget=forms.Textarea(attrs={"rows": 4}))
    accepted = yes_no(
        _("说明是否成立？"), help_text=_("成立：转入入户调查。不成立：留在本环节，只能提出不符合条件的意见。")
    )


class VisitForm(ActionForm):
    """A visit by two, signed by a member who was there."""

    visited_on = DayField(label=_("入户日期"))
    surveyor_1 = forms.CharField(label=_("调查人一"), max_length=30)
    surveyor_2 = forms.CharField(
        label=_("调查人二"), max_length=30, help_text=_("至少两名不同的调查人（民发〔2021〕57号第十六条）。")
    )
    surveyor_3 = forms.CharField(label=_("调查人三"), max_length=30, required=False)
    member_present = forms.ChoiceField(label=_("在场并签字的家庭成员"))
    signed = forms.BooleanField(label=_("调查人和在场的家庭成员都已在调查表上签字"))
    mode = forms.ChoiceField(label=_("方式"), choices=VisitMode.choices, initial=VisitMode.ON_SITE, required=False)
    mode_reason = forms.CharField(
        label=_("不实地入户的原因"),
        required=False,
        max_length=200,
        help_text=_("只有发生重大突发事件时才可以电话、视频调查；实地入户的留空。"),
    )
    findings = forms.CharField(
        label=_("看到和问到的情况"),
        help_text=_("住房、家具电器、从业、收入来源、重大支出、邻里说法。只记事实。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    photos = FilesField(label=_("照片"), required=False, help_text=_("手机可直接拍照，可一次选多张，最多 12 张。"))

    def prepare(self) -> None:
        """Offer the living members; the person at the desk is usually the first surveyor."""
        self.people = {str(person.pk): person for person in members_on(self.case.household, self.today, self.at)}
        choices = [(pk, person.name) for pk, person in self.people.items()]
        self.fields["member_present"].choices = choices  # type: ignore[attr-defined]
        self.fields["surveyor_1"].initial = self.by.name
        self.fields["visited_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """Names as typed; the domain counts different people."""
        data = self.cleaned_data
        names = [data["surveyor_1"], data["surveyor_2"], data["surveyor_3"]]
        return {
            "visited_on": data["visited_on"],
            "surveyors": [self.by if name == self.by.name else name for name in names if name],
            "member_present": self.people[data["member_present"]],
            "findings": data["findings"],
            "signed": data["signed"],
            "mode": data["mode"] or VisitMode.ON_SITE,
            "mode_reason": data["mode_reason"],
            "photos": data["photos"],
        }


class AppraisalForm(ActionForm):
    """The meeting judges whether the survey is true, not who deserves help."""

    held_on = DayField(label=_("评议日期"))
    place = forms.CharField(label=_("地点"), max_length=100)
    participants = forms.IntegerField(label=_("参加人数"), min_value=1)
    representatives = forms.IntegerField(
        label=_("其中村（居）民代表人数"), min_value=0, help_text=_("不少于参加人数的三分之二。")
    )
    steps = forms.MultipleChoiceField(
        label=_("已完成的步骤"),
        choices=AppraisalStep.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("五个步骤都完成，评议才有效。"),
    )
    is_survey_true = yes_no(_("入户调查的结果是否属实？"))
    opinions = forms.CharField(
        label=_("发言要点"), required=False, help_text=_("每行一位。"), widget=forms.Textarea(attrs={"rows": 4})
    )
    conclusion = forms.CharField(label=_("评议结论"), widget=forms.Textarea(attrs={"rows": 3}))

    def arguments(self) -> dict[str, Any]:
        """Opinions one per line."""
        lines = [line.strip() for line in self.cleaned_data["opinions"].splitlines() if line.strip()]
        return {**self.cleaned_data, "opinions": lines}


class PlaceForm(ActionForm):
    """Where a notice is posted."""

    place = forms.CharField(label=_("张贴地点"), max_length=100, help_text=_("例如：村委会公示栏。"))


class PostForm(PlaceForm):
    """Where it hangs, and a photo that shows it hangs."""

    photos = FilesField(label=_("张贴照片"), required=False, help_text=_("拍到公示栏全貌和公示内容。"))


class PostCountyForm(PostForm):
    """The county's opinion, and where it hangs."""

    opinion = forms.CharField(
        label=_("县级审批意见"), initial=_("经审核，拟予批准。"), widget=forms.Textarea(attrs={"rows": 2})
    )


class ObjectionForm(ActionForm):
    """What somebody says against the proposal."""

    objector_name = forms.CharField(
        label=_("异议人姓名"), required=False, max_length=50, help_text=_("匿名的留空；实名的，处理后要答复本人。")
    )
    text = forms.CharField(label=_("异议内容"), widget=forms.Textarea(attrs={"rows": 4}))

"""The forms of homes. They ask and parse; whether it is possible the domain says. `file` is the view of the page."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.files import FileForm, lines_of, rows
from minzheng.institutions.enums import (
    Chooser,
    Kind,
    Post,
    Watch,
)
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import bracketed
from minzheng.registry.enums import Sex
from minzheng.registry.queries.divisions import TOWNSHIP, divisions_in
from minzheng.statute.home_rule import checks
from minzheng.ui.forms import DayField, YuanField, yes_no

ABILITIES = [
    ("eat", _("吃饭")), ("dress", _("穿衣")), ("bed", _("上下床")), ("toilet", _("如厕")), ("walk", _("室内行走")),
    ("bathe", _("洗澡")),
]  # fmt: skip


class RowsForm(FileForm):
    """A form that lets people choose among rows; the chosen row itself is handed on."""

    def offer(self, field: str, found: Iterable[Any], words: Callable[[Any], str]) -> None:
        """Fill a choice with rows."""
        if not hasattr(self, "rows"):
            self.rows: dict[str, dict[str, Any]] = {}
        self.rows[field] = {str(row.pk): row for row in found}
        choices = [(pk, words(row)) for pk, row in self.rows[field].items()]
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Rows instead of their keys; of several, a list."""
        given = dict(self.cleaned_data)
        for name, known in getattr(self, "rows", {}).items():
            value = given[name]
            given[name] = [known[pk] for pk in value] if isinstance(value, list) else known[value]
        return given


class HomeForm(RowsForm):
    """An act in the home itself."""

    def arguments(self) -> dict[str, Any]:
        """With the home."""
        return {**super().arguments(), "institution": self.file.home}


class OpenForm(FileForm):
    """A home about to be entered."""

    kind = forms.ChoiceField(label=_("机构类别"), choices=Kind.choices)
    name = forms.CharField(label=_("机构名称"), max_length=60)
    township = forms.ChoiceField(label=_("所在乡镇（街道）"))
    address = forms.CharField(label=_("地址"), max_length=200)
    opened_on = DayField(label=_("开办日期"))

    def prepare(self) -> None:
        """Offer the townships of the area."""
        found = divisions_in(self.by.area, level=TOWNSHIP)
        self.fields["township"].choices = [(one.code, one.name) for one in found]  # type: ignore[attr-defined]


class EnterForm(HomeForm):
    """Who wishes to move in, and whose will it is."""

    id_number = forms.CharField(
        label=_("公民身份号码"), max_length=20, help_text=_("本人须已在登记簿中；没有的，先由所在乡镇登记家庭。")
    )
    chosen_by = forms.ChoiceField(label=_("谁作的选择"), choices=Chooser.choices, widget=forms.RadioSelect)
    chosen_on = DayField(label=_("选择日期"))
    witness = forms.CharField(label=_("见证人"), max_length=64)
    guardian_name = forms.CharField(label=_("监护人"), max_length=64, required=False)
    guardian_relation = forms.CharField(label=_("与本人关系"), max_length=40, required=False)
    capacity_document = forms.CharField(
        label=_("无（限制）行为能力的认定文书"), max_length=120, required=False,
        help_text=_("监护人决定的必填：法院判决或指定监护文书的编号。"),
    )  # fmt: skip

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["chosen_on"].initial = self.today


class EntryForm(RowsForm):
    """One who waits."""

    entry = forms.ChoiceField(label=_("申请入住的人"))

    def prepare(self) -> None:
        """Offer those who wait."""
        self.offer("entry", [one.entry for one in self.file.data["waiting"]], lambda row: row.person.name)


class WithdrawForm(EntryForm):
    """Why somebody does not wait any more."""

    reason = forms.CharField(label=_("撤回原因"), widget=rows(2))


class AdmitForm(EntryForm):
    """The agreement and the bed."""

    bed = forms.ChoiceField(label=_("床位"))
    signed_by = forms.CharField(label=_("协议签字人"), max_length=64, help_text=_("本人；由监护人决定的，监护人签字。"))
    services = forms.CharField(label=_("服务内容"), widget=rows(2))
    agreement_until = DayField(label=_("协议到期日"))
    contact = forms.CharField(label=_("紧急联系人"), max_length=64)
    contact_phone = forms.CharField(label=_("紧急联系电话"), max_length=20)

    def prepare(self) -> None:
        """Offer the beds nobody has."""
        super().prepare()
        self.offer("bed", self.file.data["free"], bed_words)
        self.fields["services"].initial = _("食宿、照护、医疗协助、文化活动")


class PersonForm(HomeForm):
    """Somebody who waits or lives here."""

    person = forms.ChoiceField(label=_("姓名"))

    def prepare(self) -> None:
        """Offer those who wait, then those who live here."""
        people = [one.entry.person for one in self.file.data["waiting"]]
        people += [row.person for row in self.file.data["living"]]
        self.offer("person", {one.pk: one for one in people}.values(), lambda row: row.name)


class AssessForm(PersonForm):
    """What somebody can do alone."""

    able = forms.MultipleChoiceField(
        label=_("自己能完成的"), choices=ABILITIES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("六项都能的为具备生活自理能力，有一至三项不能的为部分丧失，四至六项不能的为完全丧失。"),
    )  # fmt: skip
    assessor = forms.CharField(label=_("评估人"), max_length=64)
    assessed_on = DayField(label=_("评估日期"))

    def prepare(self) -> None:
        """Today, usually."""
        super().prepare()
        self.fields["assessed_on"].initial = self.today


class HealthForm(PersonForm):
    """What the doctor found."""

    clinic = forms.CharField(label=_("体检医院"), max_length=100)
    checked_on = DayField(label=_("体检日期"))
    is_infectious = yes_no(_("有传染性，需隔离"))
    findings = forms.CharField(label=_("体检结论、忌口、过敏"), widget=rows(2))

    def prepare(self) -> None:
        """Today, usually."""
        super().prepare()
        self.fields["checked_on"].initial = self.today


class RoomForm(HomeForm):
    """A room with its beds."""

    name = forms.CharField(label=_("房号"), max_length=20)
    square_metres = forms.IntegerField(label=_("使用面积（平方米）"), min_value=1, max_value=500)
    beds = forms.IntegerField(label=_("床位数"), min_value=1, max_value=20)
    sex = forms.ChoiceField(
        label=_("入住性别"), choices=[("", _("不限（夫妻房等）")), *Sex.choices], required=False
    )  # fmt: skip
    is_isolation = yes_no(_("隔离房间"), initial=False)


class BedForm(RowsForm):
    """A bed out of use, or back."""

    bed = forms.ChoiceField(label=_("床位"))
    is_out = yes_no(_("停用"))
    reason = forms.CharField(label=_("原因"), max_length=200)

    def prepare(self) -> None:
        """Offer every bed."""
        self.offer("bed", [line.bed for line in self.file.data["beds"]], bed_words)


class HireForm(HomeForm):
    """Somebody who begins to work here."""

    name = forms.CharField(label=_("姓名"), max_length=64)
    post = forms.ChoiceField(label=_("岗位"), choices=Post.choices)
    id_number = forms.CharField(
        label=_("公民身份号码"), max_length=20, required=False, help_text=_("用于核对不是在住人员，不保存号码。")
    )
    from_on = DayField(label=_("到岗日期"))

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["from_on"].initial = self.today


class WorkerForm(RowsForm):
    """Somebody who works here."""

    worker = forms.ChoiceField(label=_("工作人员"))

    def prepare(self) -> None:
        """Offer those who are here."""
        self.offer("worker", self.file.data["here"], worker_words)


class TrainForm(WorkerForm):
    """A training."""

    topic = forms.CharField(label=_("培训内容"), max_length=100)
    held_on = DayField(label=_("培训日期"))
    hours = forms.IntegerField(label=_("学时"), min_value=1, max_value=400)
    valid_until = DayField(label=_("有效期至"), required=False)


class LetGoForm(WorkerForm):
    """Somebody's last day."""

    until_on = DayField(label=_("离岗日期"))


class DutyForm(HomeForm):
    """A watch of a day."""

    day = DayField(label=_("日期"))
    watch = forms.ChoiceField(label=_("班次"), choices=Watch.choices)
    workers = forms.MultipleChoiceField(label=_("值班人员"), widget=forms.CheckboxSelectMultiple)

    def prepare(self) -> None:
        """Offer those who are here."""
        self.fields["day"].initial = self.today
        self.offer("workers", self.file.data["here"], worker_words)


class CommitteeForm(HomeForm):
    """Somebody elected."""

    name = forms.CharField(label=_("姓名"), max_length=64)
    is_resident = yes_no(_("供养人员代表"))
    from_on = DayField(label=_("任期起"))
    until_on = DayField(label=_("任期止"))


class MenuForm(HomeForm):
    """The dishes of a week."""

    week_on = DayField(label=_("星期一"))
    lines = forms.CharField(label=_("逐日菜单"), widget=rows(7), help_text=_("每天一行，从星期一到星期日，共七行。"))

    def prepare(self) -> None:
        """The next Monday."""
        self.fields["week_on"].initial = self.today + dt.timedelta(days=7 - self.today.weekday())

    def arguments(self) -> dict[str, Any]:
        """Lines."""
        given = super().arguments()
        return {**given, "lines": lines_of(given["lines"])}


class VoteForm(RowsForm):
    """The committee's vote."""

    menu = forms.ChoiceField(label=_("菜单"))
    present = forms.IntegerField(label=_("到会委员"), min_value=0)
    votes = forms.IntegerField(label=_("同意"), min_value=0)

    def prepare(self) -> None:
        """Offer the menus not voted on."""
        self.offer("menu", self.file.data["unvoted"], lambda one: str(one.week_on))


class ComplainForm(HomeForm):
    """A complaint."""

    said_by = forms.CharField(label=_("投诉人"), max_length=64)
    text = forms.CharField(label=_("投诉内容"), widget=rows(2))
    received_on = DayField(label=_("收到日期"))

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["received_on"].initial = self.today


class AnswerForm(RowsForm):
    """The answer to a complaint."""

    complaint = forms.ChoiceField(label=_("投诉"))
    text = forms.CharField(label=_("处理结果和答复"), widget=rows(2))

    def prepare(self) -> None:
        """Offer those not answered."""
        open_ones = [one for one in self.file.data["complaints"] if not one.answered_at]
        self.offer("complaint", open_ones, lambda one: f"{one.number} {one.text[:20]}")


class CheckForm(HomeForm):
    """One check, item by item."""

    failed = forms.MultipleChoiceField(
        label=_("不合格的项目"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("全部合格的不勾选。")
    )
    due_on = DayField(label=_("整改期限"), required=False)
    words = forms.CharField(label=_("检查情况"), widget=rows(2), required=False)
    kind = ""

    def prepare(self) -> None:
        """Offer the items of the kind."""
        items = [(one.code, retell(one.name)) for one in checks()[self.kind].items]
        self.fields["failed"].choices = items  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """With the kind."""
        return {**super().arguments(), "kind": self.kind}


class FireForm(CheckForm):
    """Fire safety."""

    kind = "fire"


class FoodForm(CheckForm):
    """Food safety."""

    kind = "food"


class DefectForm(HomeForm):
    """Something to be put right."""

    words = forms.CharField(label=_("问题"), max_length=200)
    due_on = DayField(label=_("整改期限"))


class MendForm(RowsForm):
    """How it was put right."""

    defect = forms.ChoiceField(label=_("整改事项"))
    remedy = forms.CharField(label=_("怎样整改的"), max_length=200)

    def prepare(self) -> None:
        """Offer what is open."""
        self.offer("defect", [one for one in self.file.data["defects"] if not one.mended_at], defect_words)


class VerifyForm(RowsForm):
    """What was looked at again."""

    defect = forms.ChoiceField(label=_("整改事项"))

    def prepare(self) -> None:
        """Offer what waits for it."""
        waits = [one for one in self.file.data["defects"] if one.mended_at and not one.verified_at]
        self.offer("defect", waits, defect_words)


class CloseIncidentForm(RowsForm):
    """Why it happened."""

    incident = forms.ChoiceField(label=_("意外事件"))
    cause = forms.CharField(label=_("原因和改进措施"), widget=rows(2))

    def prepare(self) -> None:
        """Offer what is open."""
        open_ones = [one for one in self.file.data["incidents"] if not one.closed_at]
        self.offer("incident", open_ones, lambda one: f"{one.number} {one.residence.person.name}")


class NothingForm(HomeForm):
    """An act that asks nothing."""


class WorksForm(HomeForm):
    """Works."""

    need = forms.CharField(label=_("建设改造内容"), max_length=200)
    budget_fen = YuanField(label=_("预算（元）"))
    funder = forms.CharField(label=_("资金来源"), max_length=100)
    contractor = forms.CharField(label=_("施工单位、合同号"), max_length=100)
    due_on = DayField(label=_("计划完工日期"))


class StepForm(RowsForm):
    """How far the works are."""

    works = forms.ChoiceField(label=_("工程"))
    percent = forms.IntegerField(label=_("进度（%）"), min_value=0, max_value=100)
    words = forms.CharField(label=_("现场情况"), max_length=200)

    def prepare(self) -> None:
        """Offer what is not accepted."""
        self.offer("works", [one for one in self.file.data["works"] if not one.accepted_at], works_words)


class AcceptForm(RowsForm):
    """Taking works over."""

    works = forms.ChoiceField(label=_("工程"))
    words = forms.CharField(label=_("验收意见"), max_length=200)
    cost_fen = YuanField(label=_("决算（元）"))

    def prepare(self) -> None:
        """Offer what is finished."""
        done = [one for one in self.file.data["works"] if one.percent == 100 and not one.accepted_at]
        self.offer("works", done, works_words)


def bed_words(bed: Any) -> str:
    """Room and bed, with whom the room is for."""
    room = bed.room
    notes = [str(_("隔离"))] if room.is_isolation else [room.get_sex_display()] if room.sex else []
    return f"{room.name}-{bed.label}" + (bracketed(notes[0]) if notes else "")


def worker_words(worker: Any) -> str:
    """Name and post."""
    return f"{worker.name}{bracketed(str(worker.get_post_display()))}"


def defect_words(defect: Any) -> str:
    """Number and what is wrong."""
    return f"{defect.number} {defect.words[:24]}"


def works_words(works: Any) -> str:
    """Number and need."""
    return f"{works.number} {works.need[:20]} {works.percent}%"

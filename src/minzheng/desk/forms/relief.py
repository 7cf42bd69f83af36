"""The forms of urgent help. They ask and parse; the answers to the program's questions are drawn from the questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.members import members_on
from minzheng.desk.forms.files import FileForm, lines_of, rows
from minzheng.desk.places import village_choices
from minzheng.kernel.fen import parse_yuan
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.refusal import Refused
from minzheng.ledger.models import Good
from minzheng.registry.models import Household, Person
from minzheng.registry.queries.search import search
from minzheng.relief.domain.conference import Member, Option
from minzheng.relief.domain.reporting import Asking
from minzheng.relief.enums import Finding, FoundBy, NeedKind, SlipAnswer, Target, Vote
from minzheng.relief.queries import asked
from minzheng.ui.fact_fields import field_for
from minzheng.ui.forms import DayField, YuanField, yes_no

FACT = "fact_"
PLEASE = _("请填写此项")
CAMERA = {"accept": "image/*,application/pdf", "capture": "environment"}


class MomentField(forms.DateTimeField):
    """A day and an hour; the browser's own clock. The cleaned value is a moment in China."""

    look = "short"

    def __init__(self, **kwargs: Any) -> None:
        """As `datetime-local` writes it."""
        kwargs.setdefault("widget", forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
        kwargs.setdefault("error_messages", {"invalid": _("时间应写成 2026-11-21 21:30 的样子")})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Return an aware moment."""
        found = super().clean(value)
        return found if found is None or found.tzinfo else found.replace(tzinfo=SHANGHAI)


class GoodField(forms.ModelChoiceField):
    """A kind of good, by its name and measure."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer nothing before the form says so."""
        super().__init__(label=_("物资种类"), queryset=Good.objects.none(), **kwargs)

    def label_from_instance(self, obj: Good) -> str:
        """Return what a kind is called."""
        return f"{obj.name} / {obj.measure}"


class FactsForm(FileForm):
    """A form with questions of the program in it; an answer left open stays unknown."""

    asks: tuple[str, ...] = ()
    needed: frozenset[str] = frozenset()

    def prepare(self) -> None:
        """Add a field for each question."""
        program = asked.program_here()
        for code in self.asks:
            field = field_for(asked.question(program, code), value=self.known(code))
            field.required = code in self.needed
            field.error_messages["required"] = PLEASE
            self.fields[FACT + code] = field

    def known(self, code: str) -> Any:  # noqa: ARG002 - what is known already, of forms that change it
        """Return nothing: a first report knows nothing yet."""
        return None

    def facts(self) -> dict[str, Any]:
        """Return the answers given."""
        given = {code: self.cleaned_data.get(FACT + code) for code in self.asks}
        return {code: value for code, value in given.items() if value is not None}

    def plain(self) -> dict[str, Any]:
        """Return what is not an answer to the program."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(FACT)}


class AskForm(FactsForm):
    """Who asks, as far as anybody knows, and the few questions that an amount needs."""

    asks = asked.REPORTED
    needed = frozenset(asked.REPORTED) - {"is_urgent"}
    # What is usual where somebody reports an emergency on the spot; everything can be answered otherwise.
    usual = {"need_type": 2, "happened_here": True, "duration_months": 1}

    name = forms.CharField(label=_("求助人"), max_length=64, help_text=_("不知道姓名的，写怎样称呼和特征。"))
    people_affected = forms.IntegerField(label=_("这一户受困几人"), min_value=1, max_value=30)
    id_number = forms.CharField(
        label=_("身份证号"), max_length=20, required=False, help_text=_("没有证件或者来不及核对的留空，事后补。")
    )
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)
    household_number = forms.CharField(
        label=_("户号"), max_length=20, required=False, help_text=_("已登记的家庭可以填户号；没有的留空，照样救助。")
    )
    needs = forms.MultipleChoiceField(
        label=_("现在缺什么"), choices=NeedKind.choices, widget=forms.CheckboxSelectMultiple
    )
    repeat_reason = forms.CharField(
        label=_("同一件事再次求助的理由"), widget=rows(2), required=False,
        help_text=_("同一件事以前救助过的才填：为什么还需要。"),
    )  # fmt: skip
    is_other_help_asked = forms.BooleanField(
        label=_("已问清这件事有没有得到过其他帮助"),
        help_text=_("灾害救助、医疗救助、慈善、保险、责任人赔偿等；得到过的登记后记入事件的合并台账。"),
        error_messages={"required": _("先问清有没有得到过其他帮助，再登记")},
    )

    def known(self, code: str) -> Any:
        """Return the usual answer, where there is one."""
        return self.usual.get(code)

    def clean(self) -> dict[str, Any]:
        """Find the household or the person that was named; an ID number that nobody here has is a stranger's."""
        data = super().clean()
        number, identity = data.get("household_number", ""), data.get("id_number", "")
        data["household"] = data["person"] = None
        if number:
            data["household"] = Household.objects.filter(number=number.strip()).first()
            if data["household"] is None:
                self.add_error("household_number", gettext("没有这个户号，请核对；不知道的留空。"))
        if identity:
            hit = next(iter(search(identity, day=self.today, known_at=self.at)), None)
            if hit is not None:
                data["person"] = Person.objects.filter(pk=hit.person_id).first()
                home = Household.objects.filter(number=hit.household_number).first() if hit.household_number else None
                data["household"] = data["household"] or home
        return data

    def asking(self) -> Asking:
        """Return who asks."""
        data = self.cleaned_data
        return Asking(
            name=data["name"], people_affected=data["people_affected"], facts=self.facts(),
            needs=[(kind, None, "") for kind in data["needs"]], id_number=data["id_number"], phone=data["phone"],
            person=data["person"], household=data["household"], is_other_help_asked=data["is_other_help_asked"],
            repeat_reason=data["repeat_reason"],
        )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        """Another request of the same event."""
        return {"event": self.file, "asking": self.asking()}


class ReportForm(AskForm):
    """What happened, and the first who asks: short enough for a telephone at night."""

    division_code = forms.ChoiceField(label=_("发生在哪个村（社区）"))
    place = forms.CharField(label=_("具体地点"), max_length=120, help_text=_("组、门牌、路段。"))
    happened_at = MomentField(label=_("什么时候发生的"))
    cause_code = forms.TypedChoiceField(label=_("困难原因"), coerce=int)
    what = forms.CharField(label=_("发生了什么"), widget=rows(2))
    people_hit = forms.IntegerField(label=_("一共多少人受困"), min_value=1, max_value=10_000)
    found_by = forms.ChoiceField(label=_("由谁发现"), choices=FoundBy.choices)

    field_order = ("division_code", "place", "happened_at", "cause_code", "what", "people_hit", "found_by")

    def prepare(self) -> None:
        """Offer one's own villages and the causes of the program."""
        super().prepare()
        self.fields.pop("repeat_reason")
        self.fields["division_code"].choices = village_choices(self.by)  # type: ignore[attr-defined]
        self.fields["happened_at"].initial = self.at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
        self.fields["cause_code"].choices = asked.causes(asked.program_here())  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def asking(self) -> Asking:
        """Nobody asks again for what has only just happened."""
        self.cleaned_data["repeat_reason"] = ""
        return super().asking()

    def arguments(self) -> dict[str, Any]:
        """Return the event and who asks."""
        return {"happened": {name: self.cleaned_data[name] for name in self.field_order}, "asking": self.asking()}


class RequestForm(FileForm):
    """A form of one request; `file` is its RequestView."""

    def arguments(self) -> dict[str, Any]:
        """Of this request."""
        return {"request": self.file.request, **self.cleaned_data}


class PayForm(RequestForm):
    """Who took it, the signed receipt, a picture."""

    received_by = forms.CharField(label=_("领取人"), max_length=64)
    receipt = forms.FileField(
        label=_("领取人签字的收据"), widget=forms.ClearableFileInput(attrs=CAMERA), help_text=_("用手机拍下来即可。")
    )
    photo = forms.FileField(label=_("发放现场照片"), widget=forms.ClearableFileInput(attrs=CAMERA))
    good = GoodField(required=False)

    def prepare(self) -> None:
        """Goods are named where goods are given."""
        self.fields["received_by"].initial = self.file.request.name
        decided = self.file.grant is not None
        if decided or int(self.file.request.facts.get("help_form", 1)) != 3:
            self.fields.pop("good")
        else:
            self.fields["good"].queryset = Good.objects.order_by("name")  # type: ignore[attr-defined]
            self.fields["good"].required = True


class BareForm(RequestForm):
    """An act with nothing to fill in."""


class SurveyForm(FactsForm):
    """The answers that may still change before the decision."""

    asks = asked.SURVEYED

    def known(self, code: str) -> Any:
        """Return the answer as it stands."""
        return self.file.request.facts.get(code)

    def arguments(self) -> dict[str, Any]:
        """Of this request."""
        return {"request": self.file.request, "facts": self.facts()}


class CompleteForm(FileForm):
    """What is made good: the visit, who went, who the person is."""

    done_on = DayField(label=_("补办日期"))
    surveyors = forms.CharField(label=_("调查人"), widget=rows(2), help_text=_("每行一人，不少于两人。"))
    text = forms.CharField(label=_("调查情况"), widget=rows(3), help_text=_("事情经过、损失、现在的生活。"))
    name = forms.CharField(label=_("求助人姓名（核实后）"), max_length=64, required=False)
    id_number = forms.CharField(label=_("身份证号（核实后）"), max_length=20, required=False)
    facts_true = yes_no(_("与报告时的说法相符"))
    signed = forms.BooleanField(label=_("登记表已由求助人签字"), required=False)

    def prepare(self) -> None:
        """Today, usually, by whoever fills it in."""
        self.fields["done_on"].initial = self.today
        self.fields["surveyors"].initial = self.by.name
        self.fields["name"].initial = self.file.request.name

    def arguments(self) -> dict[str, Any]:
        """The first that is still owed."""
        data = self.cleaned_data
        return {
            "completion": self.file.open_completions[0], **data, "surveyors": lines_of(data["surveyors"]),
        }  # fmt: skip


class ConferenceForm(RequestForm):
    """The minutes of a case conference."""

    held_on = DayField(label=_("会商日期"))
    found = forms.CharField(label=_("查明的事实"), widget=rows(3))
    options = forms.CharField(label=_("可选方案"), widget=rows(3), help_text=_("每行一个方案：内容，合计金额（元）。"))
    members = forms.CharField(
        label=_("成员"), widget=rows(5),
        help_text=_(
            "每行一人：姓名，单位，意见（同意、反对、弃权、回避），利害关系（没有的不写）。有利害关系的应当回避。"
        ),
    )  # fmt: skip
    conclusion = forms.CharField(label=_("结论和理由"), widget=rows(3))
    amount_fen = YuanField(label=_("确定的金额"), help_text=_("须是上面一个方案的金额；不给予救助的填0。"))
    instalments = forms.IntegerField(label=_("分几次发放"), min_value=1, max_value=12, initial=1)

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["held_on"].initial = self.today

    def clean_members(self) -> list[Member]:
        """Return the members; an error names the line that is none."""
        found, votes = [], _votes()
        for line in lines_of(self.cleaned_data["members"]):
            parts = [part.strip() for part in line.replace(",", "，").split("，")]
            if len(parts) < 3 or parts[2] not in votes:
                raise forms.ValidationError(
                    gettext("“%(line)s”应写成：姓名，单位，意见（同意、反对、弃权、回避）。") % {"line": line}
                )
            found.append(Member(parts[0], parts[1], votes[parts[2]], parts[3] if len(parts) > 3 else ""))
        return found

    def clean_options(self) -> list[Option]:
        """Return the options; an error names the line that has no amount."""
        found = []
        for line in lines_of(self.cleaned_data["options"]):
            words, comma, yuan = line.replace(",", "，").rpartition("，")
            try:
                fen = parse_yuan(yuan.strip().removesuffix("元"))
            except Refused:
                comma = ""
            if not comma:
                raise forms.ValidationError(
                    gettext("“%(line)s”应写成：内容，合计金额，如：一次救助，8000。") % {"line": line}
                )
            found.append(Option(words, fen))
        return found


def _votes() -> dict[str, str]:
    """Return the votes by their words, in the language of the page and in Chinese."""
    with as_kept():
        chinese = {str(label): value for value, label in Vote.choices}
    return chinese | {str(label): value for value, label in Vote.choices}


class ConfirmConferenceForm(FileForm):
    """Confirm the minutes that wait."""

    def arguments(self) -> dict[str, Any]:
        """The open ones."""
        return {"conference": self.file.open_conference}


class VisitForm(RequestForm):
    """What a visit found; a registered household may apply for standing help at once."""

    visited_on = DayField(label=_("探访日期"))
    finding = forms.ChoiceField(label=_("结论"), choices=Finding.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("探访情况"), widget=rows(3))
    consented = forms.MultipleChoiceField(
        label=_("已签申请书、承诺书和核对授权的成年家庭成员"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("回访发现仍有困难、家庭同意申请低保的才选：选齐后自动登记申请，由乡镇（街道）照常办理，不会自动批准。"),
    )  # fmt: skip

    def prepare(self) -> None:
        """Offer the people of the household, if it is registered."""
        self.fields["visited_on"].initial = self.today
        home = self.file.request.household
        if home is None or self.file.next_instalment is not None:
            self.fields.pop("consented")
            return
        people = [(str(one.pk), one.name) for one in members_on(home, self.today, self.at)]
        self.fields["consented"].choices = people  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Rows instead of their keys."""
        data = super().arguments()
        data["consented"] = list(Person.objects.filter(pk__in=data.get("consented") or []))
        return data


class CancelForm(RequestForm):
    """What the person said, and why the rest is not paid."""

    heard_on = DayField(label=_("听取意见日期"))
    opinion = forms.CharField(label=_("本人意见"), widget=rows(2))
    reason = forms.CharField(label=_("取消的理由"), widget=rows(2))

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["heard_on"].initial = self.today


class SlipForm(RequestForm):
    """Where the request is sent on to."""

    target = forms.ChoiceField(label=_("转介事项"), choices=Target.choices)
    office = forms.CharField(label=_("受理单位"), max_length=100)
    reason = forms.CharField(label=_("转介理由"), widget=rows(2))


class SlipAnswerForm(FileForm):
    """What the other office said."""

    slip = forms.ChoiceField(label=_("转介单"))
    answer = forms.ChoiceField(label=_("答复"), choices=SlipAnswer.choices, widget=forms.RadioSelect)
    result = forms.CharField(label=_("办理结果"), widget=rows(2))
    answered_on = DayField(label=_("答复日期"))

    def prepare(self) -> None:
        """Offer the slips without an answer."""
        self.fields["answered_on"].initial = self.today
        self.fields["slip"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.get_target_display()} {one.number}") for one in self.file.open_slips
        ]

    def arguments(self) -> dict[str, Any]:
        """The slip instead of its key."""
        data = dict(self.cleaned_data)
        data["slip"] = next(one for one in self.file.open_slips if str(one.pk) == data["slip"])
        return data


class OpenCaseForm(RequestForm):
    """Who of the household is affected, and who has signed."""

    affected = forms.MultipleChoiceField(label=_("受困的家庭成员"), widget=forms.CheckboxSelectMultiple)
    consented = forms.MultipleChoiceField(label=_("已签核对授权的成年家庭成员"), widget=forms.CheckboxSelectMultiple)
    commitment_signed = forms.BooleanField(label=_("申请书、诚信承诺书已签"), required=False)

    def prepare(self) -> None:
        """Offer the people of the household."""
        home = self.file.request.household
        people = [(str(one.pk), one.name) for one in members_on(home, self.today, self.at)] if home else []
        for name in ("affected", "consented"):
            self.fields[name].choices = people  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Rows instead of their keys."""
        data = super().arguments()
        for name in ("affected", "consented"):
            data[name] = list(Person.objects.filter(pk__in=data[name]))
        return data


class CloseForm(RequestForm):
    """How it ended."""

    reason = forms.CharField(label=_("办结说明"), widget=rows(2))

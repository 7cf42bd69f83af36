"""The forms of linked help. They ask and parse; whether it is possible the domain says."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.care.enums import ANSWERS, EnrolmentState, Ground, Outcome, Target
from minzheng.care.queries import jobs
from minzheng.care.queries.training import days_of, open_to_join, trainees
from minzheng.casework.enums import OfferAnswer
from minzheng.desk.forms.files import FileForm, WordsForm, lines_of, rows
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.wording import bracketed, day_words
from minzheng.registry.models import Person
from minzheng.registry.queries.divisions import COUNTY, TOWNSHIP, divisions_in
from minzheng.ui.forms import DayField, YuanField, yes_no

MOST_DAYS = 200


def offices_of(by: Staff) -> list[tuple[str, str]]:
    """Return for whom a person may enter a course or a vacancy: the county, and each township of the area."""
    found = [*divisions_in(by.area, level=COUNTY), *divisions_in(by.area, level=TOWNSHIP)]
    return [(one.code, one.name) for one in found]


class DaysField(forms.CharField):
    """Days, one per line, or two days with "~" between for every day from the one to the other."""

    def __init__(self, **kwargs: Any) -> None:
        """A text box."""
        kwargs.setdefault("widget", rows(4))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Return the days in order; an error names the line that is none."""
        found: list[dt.date] = []
        for line in lines_of(super().clean(value).replace("～", "~")):
            first, _tilde, last = (part.strip() for part in line.partition("~"))
            begin = DayField().clean(first)
            end = DayField().clean(last) if last else begin
            if not begin <= end or (end - begin).days > MOST_DAYS:
                raise forms.ValidationError(gettext("“%(line)s”的起止日期不对，请核对。") % {"line": line})
            found += [begin + dt.timedelta(days=n) for n in range((end - begin).days + 1)]
        return found


class CourseForm(FileForm):
    """A course."""

    title = forms.CharField(label=_("培训班名称"), max_length=100)
    content = forms.CharField(label=_("培训内容"), widget=rows(3))
    organiser = forms.CharField(label=_("培训机构"), max_length=100)
    place = forms.CharField(label=_("上课地点"), max_length=100)
    days = DaysField(
        label=_("上课日期"), help_text=_("每行一天，例如 2026-12-07；连续的几天写成 2026-12-07~2026-12-11。")
    )
    capacity = forms.IntegerField(label=_("名额"), min_value=1, max_value=1000)
    division_code = forms.ChoiceField(label=_("面向哪里"), help_text=_("选县（市）的，全县各乡镇都可以报名。"))

    def prepare(self) -> None:
        """Offer one's own county and townships."""
        self.fields["division_code"].choices = offices_of(self.by)  # type: ignore[attr-defined]


class VacancyForm(FileForm):
    """A vacancy."""

    employer = forms.CharField(label=_("用人单位"), max_length=100)
    job = forms.CharField(label=_("岗位"), max_length=100)
    place = forms.CharField(label=_("工作地点"), max_length=100)
    needs = forms.CharField(label=_("岗位要求"), widget=rows(2))
    wage_from_fen = YuanField(label=_("月工资下限"))
    wage_to_fen = YuanField(label=_("月工资上限"))
    openings = forms.IntegerField(label=_("招用人数"), min_value=1, max_value=10000)
    closes_on = DayField(label=_("招用截止日期"), required=False)
    division_code = forms.ChoiceField(label=_("面向哪里"), help_text=_("选县（市）的，全县各乡镇都可以介绍。"))

    def prepare(self) -> None:
        """Offer one's own county and townships."""
        self.fields["division_code"].choices = offices_of(self.by)  # type: ignore[attr-defined]


class HelpForm(FileForm):
    """A form of a household; `file` is its HelpView."""

    def offer_covered(self) -> None:
        """Offer the people whom a benefit covers."""
        ids = [one.person_id for one in self.file.members if one.person_id in self.file.covered]
        self.fields["person"].choices = [(str(pk), self.file.name_of(pk)) for pk in ids]  # type: ignore[attr-defined]

    def covered(self) -> dict[str, Any]:
        """Return the person and the case that covers it."""
        pk = int(self.cleaned_data["person"])
        return {"person": Person.objects.get(pk=pk), "case": self.file.covered[pk]}


class ReferForm(HelpForm):
    """Where the household is sent, for whom, and why."""

    target = forms.ChoiceField(label=_("转介事项"), choices=Target.choices, widget=forms.RadioSelect)
    person = forms.ChoiceField(label=_("为哪一位成员"), required=False)
    reason = forms.CharField(label=_("转介理由"), widget=rows(3), help_text=_("家庭的情况，需要什么帮助。"))
    office = forms.CharField(
        label=_("受理单位"), max_length=100, required=False, help_text=_("留空：按转介事项填写通常的主管部门。")
    )
    sent_on = DayField(label=_("转介日期"), help_text=_("反馈期限从次日起按工作日计算。"))

    def prepare(self) -> None:
        """Offer the members; the whole household first."""
        people = [(str(one.person_id), one.name) for one in self.file.members]
        self.fields["person"].choices = [("", _("全家")), *people]  # type: ignore[attr-defined]
        self.fields["sent_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """Rows instead of their keys."""
        data, pk = self.cleaned_data, self.cleaned_data["person"]
        person = Person.objects.get(pk=int(pk)) if pk else None
        return {**data, "household": self.file.household, "person": person}


class EnrolForm(HelpForm):
    """Which course, for whom."""

    person = forms.ChoiceField(label=_("学员"))
    course = forms.ChoiceField(label=_("培训班"))

    def prepare(self) -> None:
        """Offer the courses that have not begun."""
        self.offer_covered()
        self.courses = {str(one.pk): one for one in open_to_join(self.today)}
        self.fields["course"].choices = [  # type: ignore[attr-defined]
            (pk, f"{one.title}{bracketed(day_words(one.starts_on))} {one.seats_taken}/{one.capacity}")
            for pk, one in self.courses.items()
        ]

    def arguments(self) -> dict[str, Any]:
        """Rows instead of their keys."""
        return {**self.covered(), "course": self.courses[self.cleaned_data["course"]]}


class OfferForm(HelpForm):
    """Which vacancy, for whom, and why it suits."""

    person = forms.ChoiceField(label=_("介绍给谁"))
    vacancy = forms.ChoiceField(label=_("岗位"))
    suits = forms.CharField(
        label=_("为什么合适"), widget=rows(2), help_text=_("与本人健康状况、劳动能力相适应的说明。")
    )
    offered_on = DayField(label=_("介绍日期"))

    def prepare(self) -> None:
        """Offer the open vacancies."""
        self.offer_covered()
        self.vacancies = {str(one.pk): one for one in jobs.vacancy_list(state="open", today=self.today)}
        self.fields["vacancy"].choices = [  # type: ignore[attr-defined]
            (pk, f"{one.employer} {one.job}{bracketed(wages(one.wage_from_fen, one.wage_to_fen))}")
            for pk, one in self.vacancies.items()
        ]
        self.fields["offered_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """Rows instead of their keys."""
        data = self.cleaned_data
        return {
            **self.covered(), "vacancy": self.vacancies[data["vacancy"]], "suits": data["suits"],
            "offered_on": data["offered_on"],
        }  # fmt: skip


class PlaceForm(HelpForm):
    """Who works where since when, for how much."""

    person = forms.ChoiceField(label=_("谁上岗"))
    offer = forms.ChoiceField(label=_("通过哪次介绍"), required=False)
    employer = forms.CharField(
        label=_("用人单位"), max_length=100, required=False, help_text=_("通过介绍的不填，以介绍的岗位为准。")
    )
    job = forms.CharField(label=_("岗位"), max_length=100, required=False)
    from_on = DayField(label=_("上岗日期"), help_text=_("满3、6、12个月时各回访一次。"))
    wage_fen = YuanField(label=_("月工资"))

    def prepare(self) -> None:
        """Offer the accepted offers that were not begun yet."""
        self.offer_covered()
        self.offers = {str(one.pk): one for one in self.file.accepted}
        self.fields["offer"].choices = [  # type: ignore[attr-defined]
            ("", _("自己找到的工作")),
            *((pk, f"{one.person.name} {one.employer} {one.job}") for pk, one in self.offers.items()),
        ]
        self.fields["from_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """Rows instead of their keys."""
        data = self.cleaned_data
        return {**data, **self.covered(), "offer": self.offers.get(data["offer"])}


class AnswerForm(FileForm):
    """What the office answered; `file` is the referral."""

    outcome = forms.ChoiceField(
        label=_("结果"), choices=[(one.value, one.label) for one in ANSWERS], widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("办理情况"), widget=rows(3))
    amount_fen = YuanField(label=_("帮扶金额"), required=False, help_text=_("给予帮扶且有金额的填写。"))
    document_number = forms.CharField(label=_("反馈文书文号"), max_length=80, required=False)
    answered_on = DayField(label=_("反馈日期"))

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["answered_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """With the referral."""
        return {**self.cleaned_data, "referral": self.file}


class WithdrawForm(WordsForm):
    """Sent in error, or no longer needed."""

    def arguments(self) -> dict[str, Any]:
        """As an answer of our own."""
        return {
            "referral": self.file, "outcome": Outcome.WITHDRAWN, "text": self.cleaned_data["reason"],
            "answered_on": self.today,
        }  # fmt: skip


class SlipForm(FileForm):
    """Nothing is asked."""

    def arguments(self) -> dict[str, Any]:
        """The referral."""
        return {"referral": self.file}


class MarkForm(FileForm):
    """Who came on a day; `file` is the course."""

    day = forms.ChoiceField(label=_("日期"))
    present = forms.MultipleChoiceField(
        label=_("到课的人"), widget=forms.CheckboxSelectMultiple, required=False, help_text=_("没有勾选的记为缺勤。")
    )
    note_text = forms.CharField(
        label=_("更正原因"), max_length=200, required=False, help_text=_("改动已登记的出勤时必填。")
    )

    def prepare(self) -> None:
        """Offer the days that have come, the latest first, and those who have a place."""
        days = [day for day in reversed(days_of(self.file)) if day <= self.today]
        self.fields["day"].choices = [(day.isoformat(), day_words(day)) for day in days]  # type: ignore[attr-defined]
        found = [one.enrolment for one in trainees(self.file) if one.enrolment.state == EnrolmentState.ENROLLED]
        self.fields["present"].choices = [(str(one.pk), one.person.name) for one in found]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Numbers and days as such."""
        data = self.cleaned_data
        return {
            "course": self.file, "day": dt.date.fromisoformat(data["day"]),
            "present": [int(pk) for pk in data["present"]], "note_text": data["note_text"],
        }  # fmt: skip


class TraineeForm(FileForm):
    """One person of the course."""

    enrolment = forms.ChoiceField(label=_("学员"))
    states: tuple[str, ...] = (EnrolmentState.ENROLLED,)

    def prepare(self) -> None:
        """Offer those of one's own area."""
        found = [one.enrolment for one in trainees(self.file) if one.enrolment.state in self.states]
        self.rows = {str(one.pk): one for one in found}
        self.fields["enrolment"].choices = [  # type: ignore[attr-defined]
            (pk, one.person.name + bracketed(one.get_state_display())) for pk, one in self.rows.items()
        ]

    def arguments(self) -> dict[str, Any]:
        """The row instead of its key."""
        return {**self.cleaned_data, "enrolment": self.rows[self.cleaned_data["enrolment"]]}


class LeaveForm(TraineeForm):
    """Who gave it up, and why."""

    states = (EnrolmentState.ENROLLED, EnrolmentState.WAITING)
    reason = forms.CharField(label=_("退出原因"), widget=rows(2))


class CancelForm(WordsForm):
    """Why a course is called off."""

    def arguments(self) -> dict[str, Any]:
        """With the course."""
        return {**self.cleaned_data, "course": self.file}


class JobAnswerForm(FileForm):
    """What the person said; `file` is the vacancy."""

    introduction = forms.ChoiceField(label=_("谁的答复"))
    accepted = yes_no(_("是否接受？"))
    ground = forms.ChoiceField(
        label=_("拒绝的理由"), required=False, widget=forms.RadioSelect,
        choices=[("", _("接受的不填")), *Ground.choices],
        help_text=_("由经办人听取本人说明后认定；选“没有正当理由”的计入连续拒绝次数。"),
    )  # fmt: skip
    reason = forms.CharField(label=_("本人说明"), widget=rows(2), required=False)
    judgement = forms.CharField(label=_("认定依据"), widget=rows(2), required=False, help_text=_("拒绝的必填。"))
    answer_on = DayField(label=_("答复日期"))

    def prepare(self) -> None:
        """Offer those who have not answered."""
        found = [one for one in jobs.introductions(self.file) if one.offer.answer == OfferAnswer.OPEN]
        self.rows = {str(one.pk): one for one in found}
        self.fields["introduction"].choices = [  # type: ignore[attr-defined]
            (pk, one.offer.person.name + bracketed(day_words(one.offer.offered_on))) for pk, one in self.rows.items()
        ]
        self.fields["answer_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """The row instead of its key."""
        return {**self.cleaned_data, "introduction": self.rows[self.cleaned_data["introduction"]]}


class CloseForm(WordsForm):
    """Why a vacancy is closed."""

    def arguments(self) -> dict[str, Any]:
        """With the vacancy."""
        return {**self.cleaned_data, "vacancy": self.file}


class FollowUpForm(FileForm):
    """What was found after some months; `file` is the placement."""

    follow_up = forms.ChoiceField(label=_("第几个月的回访"))
    done_on = DayField(label=_("回访日期"))
    is_employed = yes_no(_("是否仍在岗？"))
    wage_fen = YuanField(
        label=_("现在的月工资"), required=False, help_text=_("仍在岗的必填；有变化的自动登记情况变化。")
    )
    text = forms.CharField(label=_("回访情况"), widget=rows(2), help_text=_("怎样回访，了解到什么。"))

    def prepare(self) -> None:
        """Offer those whose day has come."""
        found = jobs.follow_ups(self.file).filter(done_on__isnull=True, opens_on__lte=self.today)
        self.rows = {str(one.pk): one for one in found}
        self.fields["follow_up"].choices = [  # type: ignore[attr-defined]
            (pk, gettext("满%(n)d个月") % {"n": one.months}) for pk, one in self.rows.items()
        ]
        self.fields["done_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """The row instead of its key."""
        return {**self.cleaned_data, "follow_up": self.rows[self.cleaned_data["follow_up"]]}


class EndForm(FileForm):
    """When and why the work ended."""

    ended_on = DayField(label=_("离岗日期"))
    reason = forms.CharField(label=_("离岗原因"), widget=rows(2))

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["ended_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """With the placement."""
        return {**self.cleaned_data, "placement": self.file}


def wages(low: int, high: int) -> str:
    """Say a range of monthly wages."""
    return gettext("月工资%(low)s至%(high)s元") % {"low": format_yuan(low), "high": format_yuan(high)}

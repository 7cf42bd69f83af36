"""Forms of what is done to a benefit that runs: looked at, changed, suspended, restored, ended."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.casework.domain import job_refusal
from minzheng.casework.domain.hearing import ANSWER_DAYS
from minzheng.casework.enums import ChangeKind, EndWish, HearingOutcome, OfferAnswer, ReportedBy
from minzheng.casework.models import ChangeReport, Decision, JobOffer, OutsideBenefit, PeriodicReview
from minzheng.casework.queries.catalogue import programs
from minzheng.casework.queries.members import adults, members_on
from minzheng.desk.forms.case_actions import ActionForm
from minzheng.desk.forms.case_choices import NothingOpen, ProposalForm
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.kernel.wording import bracketed, labelled, month_words
from minzheng.registry.models import Person
from minzheng.services.calendar.queries import add_calendar_days
from minzheng.ui.forms import DayField, YuanField, yes_no

NOTICE_METHODS = (_("当面"), _("电话"), _("邮寄"), _("短信"), _("公告"))


def text_field(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """Return a field for sentences."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class PeopleForm(ActionForm):
    """A form that names one of the household's people."""

    def offer_people(self, name: str, people: list[Person]) -> None:
        """Offer these people in the field `name`."""
        self.people = {str(person.pk): person for person in people}
        self.fields[name].choices = [(pk, person.name) for pk, person in self.people.items()]  # type: ignore[attr-defined]

    def members(self) -> list[Person]:
        """Return the living members today, head first."""
        return members_on(self.case.household, self.today, self.at)

    @cached_property
    def last(self) -> Decision | None:
        """The decision in force."""
        return Decision.objects.filter(case=self.case).order_by("-pk").first()

    def covered(self) -> list[Person]:
        """Return the living members whom the last decision covers."""
        covered = set(self.last.covered_person_ids) if self.last else set()
        return [person for person in self.members() if person.pk in covered]


class CompleteReviewForm(ActionForm):
    """What a periodic review found; a visit is not always needed."""

    findings = text_field(
        _("复核情况"),
        5,
        help_text=_("怎样核实的（入户、电话、数据核对），家庭成员、收入、财产有无变化。有变化的，先在家庭档案登记。"),
    )
    visited_on = DayField(label=_("入户日期"), required=False, help_text=_("没有入户的留空。"))
    surveyor_1 = forms.CharField(label=_("复核人一"), max_length=30, required=False)
    surveyor_2 = forms.CharField(label=_("复核人二"), max_length=30, required=False, help_text=_("入户的至少两人。"))

    def prepare(self) -> None:
        """The person at the desk is usually the first."""
        self.fields["surveyor_1"].initial = self.by.name

    def arguments(self) -> dict[str, Any]:
        """The open review instead of the case."""
        row = PeriodicReview.objects.filter(case=self.case, done_at__isnull=True).first()
        if row is None:
            raise NothingOpen(_("这个办件没有待办的定期复核。"))
        data = self.cleaned_data
        names = [name for name in (data["surveyor_1"], data["surveyor_2"]) if name]
        return {"review": row, "findings": data["findings"], "visited_on": data["visited_on"], "surveyors": names}


class ReportChangeForm(ActionForm):
    """A change told or found."""

    kind = forms.ChoiceField(label=_("什么变了"), choices=ChangeKind.choices, widget=forms.RadioSelect)
    text = text_field(_("变化情况"), help_text=_("变成怎样，涉及谁、多少钱。"))
    changed_on = DayField(label=_("变化日期"))
    told_on = DayField(label=_("告知或发现日期"))
    told_by = forms.ChoiceField(label=_("怎样知道的"), choices=ReportedBy.choices, widget=forms.RadioSelect)
    teller = forms.CharField(label=_("报告人"), max_length=50, required=False)
    is_major = yes_no(_("是否重大变化？"), help_text=_("重大变化超过三个月没有报告的，会标出（民发〔2022〕83号）。"))

    def prepare(self) -> None:
        """Told today."""
        self.fields["told_on"].initial = self.today


class HandleChangeForm(ActionForm):
    """What came of a change."""

    report = forms.ChoiceField(label=_("哪一条变化"))
    finding = text_field(
        _("核实情况"), help_text=_("先在家庭档案登记变化后的事实，再在这里重新核算；金额不同的会提出变更建议。")
    )

    def prepare(self) -> None:
        """Offer those that wait."""
        rows = ChangeReport.objects.filter(case=self.case, handled_at__isnull=True).order_by("pk")
        self.rows = {str(row.pk): row for row in rows}
        self.fields["report"].choices = [  # type: ignore[attr-defined]
            (pk, labelled(f"{row.changed_on} {row.get_kind_display()}", row.text[:40])) for pk, row in self.rows.items()
        ]

    def arguments(self) -> dict[str, Any]:
        """The row instead of its id."""
        return {"report": self.rows[self.cleaned_data["report"]], "finding": self.cleaned_data["finding"]}


class SuspendForm(ActionForm):
    """Why nothing shall be paid for the time being."""

    reason = text_field(_("停发的事实和理由"), help_text=_("会告知当事人，并印在告知书上。"))


class RestoreForm(ActionForm):
    """Why it shall be paid again, and whether months are owed."""

    reason = text_field(_("为什么恢复"))
    arrears_from = forms.ChoiceField(
        label=_("补发"), required=False, help_text=_("只有在这里选定，恢复决定才补发停发期间的月份。")
    )

    def prepare(self) -> None:
        """Offer the months in which nothing was paid."""
        last = Decision.objects.filter(case=self.case).order_by("-pk").first()
        first, now = Month.parse(last.from_month) if last else Month.of(self.today), Month.of(self.today)
        months = []
        while first <= now:
            months.append((str(first), _("从%(month)s起补发") % {"month": month_words(str(first))}))
            first = first.next()
        self.fields["arrears_from"].choices = [("", _("不补发")), *months]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """The month, or none."""
        text = self.cleaned_data["arrears_from"]
        return {"reason": self.cleaned_data["reason"], "arrears_from": Month.parse(text) if text else None}


class ProposeStopForm(ActionForm):
    """Facts no formula computes."""

    reason = text_field(_("终止的事实和依据"), help_text=_("例如已迁出、户口注销。会告知当事人，并印在告知书上。"))


class EndRequestForm(PeopleForm):
    """The household's own wish, signed."""

    wish = forms.ChoiceField(label=_("为什么终止"), choices=EndWish.choices, widget=forms.RadioSelect)
    asked_by = forms.ChoiceField(label=_("由谁申请（成年成员，本人签字）"))
    words = text_field(_("本人陈述"), help_text=_("原话记录；本人知道终止后不再发放，可以重新申请。"))
    moved_to = forms.CharField(
        label=_("迁入地"), max_length=100, required=False, help_text=_("迁出本县的填写，写到县。")
    )
    signed_on = DayField(label=_("签字日期"))

    def prepare(self) -> None:
        """Offer the adults; usually signed today."""
        people = self.members()
        self.offer_people("asked_by", adults(people, self.today) or people)
        self.fields["signed_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """The person instead of the id."""
        return {**self.cleaned_data, "asked_by": self.people[self.cleaned_data["asked_by"]]}


class NotifyForm(ProposalForm):
    """The household is told what is proposed and until when it may answer."""

    method = forms.ChoiceField(
        label=_("告知方式"), choices=[(str(word), word) for word in NOTICE_METHODS], widget=forms.RadioSelect
    )
    answer_until = DayField(label=_("答复截止日"))

    def prepare(self) -> None:
        """The least time there must be."""
        self.fields["answer_until"].initial = add_calendar_days(self.today, ANSWER_DAYS).day


class HearForm(ProposalForm):
    """What the household says before anything is cut, or why it says nothing (社会救助法 第四十八条)."""

    outcome = forms.ChoiceField(
        label=_("听取结果"), choices=HearingOutcome.choices, initial=HearingOutcome.HEARD, required=False,
        widget=forms.RadioSelect, help_text=_("拒绝发表意见或联系不上的，须先告知并等答复期满。"),
    )  # fmt: skip
    opinion = text_field(
        _("当事人的意见"), 4, required=False, help_text=_("听取到意见的必填：原话记录；没有意见的，也写明。")
    )
    evidence = text_field(
        _("佐证"), 2, required=False, help_text=_("拒绝或联系不上的必填：何时、怎样联系或上门，谁在场。")
    )

    def prepare(self) -> None:
        """Left out it means heard; to who reads the form it is no optional question."""
        self.fields["outcome"].required = not self.is_bound

    def clean(self) -> dict[str, Any]:
        """Ask for what the outcome needs."""
        data = dict(super().clean() or {})
        data["outcome"] = data.get("outcome") or HearingOutcome.HEARD.value
        wanted = "opinion" if data["outcome"] == HearingOutcome.HEARD else "evidence"
        if not data.get(wanted):
            self.add_error(wanted, _("请填写此项。"))
        return data


class OfferJobForm(PeopleForm):
    """A job for a member who can work."""

    person = forms.ChoiceField(label=_("成员"))
    job = forms.CharField(label=_("岗位"), max_length=100)
    employer = forms.CharField(label=_("用人单位"), max_length=100)
    suits = text_field(_("为什么合适"), 2, help_text=_("与本人健康状况、劳动能力相适应的说明。"))
    offered_on = DayField(label=_("介绍日期"))

    def prepare(self) -> None:
        """Offer those the decision covers."""
        self.offer_people("person", self.covered())
        self.fields["offered_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """The person instead of the id."""
        return {**self.cleaned_data, "person": self.people[self.cleaned_data["person"]]}


class AnswerJobForm(ActionForm):
    """What the person said."""

    offer = forms.ChoiceField(label=_("哪一次就业介绍"))
    accepted = yes_no(_("是否接受？"))
    answer_on = DayField(label=_("答复日期"))
    reason = text_field(_("本人说明"), 2, required=False)
    is_justified = forms.ChoiceField(
        label=_("拒绝有无正当理由"), required=False, widget=forms.RadioSelect,
        choices=[("", _("接受的不填")), ("1", _("有正当理由")), ("0", _("无正当理由"))],
    )  # fmt: skip
    judgement = text_field(_("认定依据"), 2, required=False, help_text=_("拒绝的必填。"))

    def prepare(self) -> None:
        """Offer the open ones."""
        rows = JobOffer.objects.filter(case=self.case, answer=OfferAnswer.OPEN).select_related("person").order_by("pk")
        self.rows = {str(row.pk): row for row in rows}
        self.fields["offer"].choices = [  # type: ignore[attr-defined]
            (pk, labelled(row.person.name, f"{row.employer} {row.job}{bracketed(row.offered_on)}"))
            for pk, row in self.rows.items()
        ]
        self.fields["answer_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """The row, and yes or no as such."""
        data, said = self.cleaned_data, self.cleaned_data["is_justified"]
        return {**data, "offer": self.rows[data["offer"]], "is_justified": None if said == "" else said == "1"}


class CutShareForm(PeopleForm):
    """How much of the own share."""

    person = forms.ChoiceField(label=_("成员"))
    cut_fen = YuanField(label=_("每次减发（元）"))
    reason = text_field(_("补充说明"), 2, required=False)

    def prepare(self) -> None:
        """Say how large a share is."""
        self.offer_people("person", self.covered())
        whole = job_refusal.share_of(self.last, Month.of(self.today)) if self.last else 0
        self.fields["cut_fen"].help_text = _("只能减发本人的份额，每人 %(share)s 元；填满即停发本人份额。") % {
            "share": format_yuan(whole)
        }

    def arguments(self) -> dict[str, Any]:
        """The person instead of the id."""
        return {**self.cleaned_data, "person": self.people[self.cleaned_data["person"]]}


class ChangeScopeForm(PeopleForm):
    """For whom the case goes on."""

    person = forms.ChoiceField(
        label=_("保障谁"), required=False, help_text=_("单人户：家庭属于低保边缘，成员重残、重病等可以单独保障。")
    )
    reason = text_field(_("理由"), 2)

    def prepare(self) -> None:
        """Offer the household, and each member alone."""
        self.offer_people("person", self.members())
        alone = [(pk, _("仅%(name)s一人（单人户）") % {"name": one.name}) for pk, one in self.people.items()]
        self.fields["person"].choices = [("", _("整户")), *alone]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """The person, or nobody for the whole household."""
        chosen = self.cleaned_data["person"]
        return {"reason": self.cleaned_data["reason"], "person": self.people[chosen] if chosen else None}


class OutsideForm(PeopleForm):
    """What somebody draws in another county."""

    person = forms.ChoiceField(label=_("成员"))
    program = forms.ChoiceField(label=_("救助项目"))
    county = forms.CharField(label=_("享受地"), max_length=60, help_text=_("省、市、县。"))
    source = forms.CharField(label=_("来源"), max_length=120, help_text=_("来函、比对结果、本人陈述等。"))
    found_on = DayField(label=_("查明日期"))

    def prepare(self) -> None:
        """Offer the members and the programs."""
        self.offer_people("person", self.members())
        self.fields["program"].choices = [(card.code, card.name) for card in programs()]  # type: ignore[attr-defined]
        self.fields["program"].initial = self.case.program
        self.fields["found_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """The person instead of the id."""
        return {**self.cleaned_data, "person": self.people[self.cleaned_data["person"]]}


class StrikeOffForm(ActionForm):
    """It has ended there."""

    outside = forms.ChoiceField(label=_("哪一条"))
    source = forms.CharField(label=_("已停的依据"), max_length=120)

    def prepare(self) -> None:
        """Offer those that stand."""
        people = [person.pk for person in members_on(self.case.household, self.today, self.at)]
        rows = OutsideBenefit.objects.filter(person__in=people, ended_at__isnull=True).select_related("person")
        self.rows = {str(row.pk): row for row in rows.order_by("pk")}
        self.fields["outside"].choices = [  # type: ignore[attr-defined]
            (pk, labelled(row.person.name, row.county)) for pk, row in self.rows.items()
        ]

    def arguments(self) -> dict[str, Any]:
        """The row instead of its id."""
        return {**self.cleaned_data, "outside": self.rows[self.cleaned_data["outside"]]}

"""The application form of any program: its questions, with what is known already prefilled and its source beside it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.members import ADULT_YEARS
from minzheng.desk.filing import Told, can_record, known_value
from minzheng.desk.forms.questions import Section, Subject, add_question, arises, subjects, told
from minzheng.desk.known import origin
from minzheng.registry.models import Person
from minzheng.registry.queries.household import HouseholdView
from minzheng.rules.fact import FactSpec
from minzheng.ui.forms import PlainForm, yes_no

# Answered in words of their own below, or known from the ID number.
ASKED_ELSEWHERE = frozenset({"age_years", "is_counted", "is_single_applicant"})


class ApplicationForm(PlainForm):
    """One form for every program."""

    applicant = forms.ChoiceField(label=_("申请人"))
    reason = forms.CharField(label=_("为什么申请"), widget=forms.Textarea(attrs={"rows": 3}))
    single = forms.ChoiceField(
        label=_("是否有人单独申请（单人户）"),
        required=False,
        help_text=_("只限低保边缘家庭中的重度残疾、重病等人员。"),
    )
    source = forms.CharField(
        label=_("以上情况依据什么"),
        max_length=200,
        initial=_("申请人申报"),
        help_text=_("改动过的项目会按这里写的来源登记。"),
    )
    near_relative = yes_no(
        _("家庭中是否有人是经办人员或村（居）委会成员的近亲属？"), help_text=_("单独登记，不影响申请。")
    )
    commitment_signed = forms.BooleanField(
        label=_("申请人已签诚信承诺书，承诺如实申报"),
        error_messages={"required": _("承诺书签好后才能提交（社会救助法第四十条）")},
    )
    consented = forms.MultipleChoiceField(
        label=_("已签核对授权书的成年成员"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("全体成年成员都要签授权书，才能核对家庭经济状况")},
    )

    def __init__(
        self,
        *args: Any,
        home: HouseholdView,
        questions: tuple[FactSpec, ...],
        kept_with_case: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        """Add the questions for each member, the household and each supporter, each once.

        `kept_with_case` are the codes of those that the registry does not keep.
        """
        self.home, self.questions, self.kept_with_case = home, questions, kept_with_case
        super().__init__(*args, **kwargs)
        people = [(str(member.person_id), member.name) for member in home.members]
        adults = [(str(each.person_id), each.name) for each in home.members if each.age_years >= ADULT_YEARS]
        self.fields["applicant"].choices = adults or people  # type: ignore[attr-defined]
        self.fields["consented"].choices = adults  # type: ignore[attr-defined]
        if any(spec.code == "is_single_applicant" for spec in questions):
            self.fields["single"].choices = [("", _("全家一起申请")), *people]  # type: ignore[attr-defined]
        else:
            del self.fields["single"]
        self.known: dict[str, Any] = {}
        found = [self._section(subject) for subject in subjects(home, str(_("全家")))]
        self.sections = [section for section in found if not section.is_empty]
        for field in self.fields.values():
            if not hasattr(field, "look"):
                field.look = "choices" if isinstance(field.widget, forms.RadioSelect) else ""  # type: ignore[attr-defined]

    def _section(self, subject: Subject) -> Section:
        section = Section(subject.title)
        for spec in self.questions:
            if spec.scope != subject.scope or not self._is_asked(spec, subject):
                continue
            value, known = None, None
            if subject.supporter is None:
                value, known = known_value(spec.code, self.home, subject.member)
            words = "" if known is None else str(_("已登记：%(origin)s。不对请改。")) % {"origin": origin(known)}
            bound = add_question(self, spec, subject, value=value, origin=words)
            self.known[bound.name] = value
            (section.fields if spec.default is None else section.more).append(bound)
        return section

    def _is_asked(self, spec: FactSpec, subject: Subject) -> bool:
        """Ask what the applicant must say; never what can be checked (社会救助法 第六十二条)."""
        if spec.code in ASKED_ELSEWHERE or spec.who_provides == "check":
            return False
        return arises(spec, subject, {})

    def told(self) -> list[Told]:
        """Return the answers that differ from what is known, be they the registry's to keep or the case's."""
        changed = [name for name, value in self.known.items() if self.cleaned_data[name] != value]
        kept = self.kept_with_case
        return [one for one in told(changed, self.cleaned_data) if one.code in kept or can_record(one.code)]

    def answers(self) -> dict[str, Any]:
        """Return everything that was answered, for the application itself."""
        data = self.cleaned_data
        given: dict[str, Any] = {name: data[name] for name in self.known if data[name] is not None}
        if data.get("single"):
            given["single_applicant_id"] = int(data["single"])
        return given

    def application(self, people: Mapping[int, Person]) -> dict[str, Any]:
        """Return the arguments of the application itself."""
        data = self.cleaned_data
        return {
            "applicant": people[int(data["applicant"])],
            "reason": data["reason"],
            "answers": self.answers(),
            "commitment_signed": data["commitment_signed"],
            "near_relative": bool(data["near_relative"]),
            "consented_persons": [people[int(pk)] for pk in data["consented"]],
        }

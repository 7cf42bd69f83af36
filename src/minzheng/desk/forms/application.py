"""The application form of any program: its questions, with what is known already prefilled and its source beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.casework.queries.members import ADULT_YEARS
from minzheng.desk.filing import Told, can_record, known_value
from minzheng.desk.known import origin
from minzheng.registry.models import Person
from minzheng.registry.queries.household import HouseholdView, MemberView
from minzheng.rules.fact import FactSpec
from minzheng.ui.fact_fields import field_for
from minzheng.ui.forms import PlainForm, yes_no

# Answered in words of their own below, or known from the ID number.
ASKED_ELSEWHERE = frozenset({"age_years", "is_counted", "is_single_applicant"})


@dataclass(frozen=True)
class Section:
    """The questions about one member, or about the household: those that must be answered, and those with a default."""

    title: str
    fields: list[Any]
    more: list[Any]


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

    def __init__(self, *args: Any, home: HouseholdView, questions: tuple[FactSpec, ...], **kwargs: Any) -> None:
        """Add the program's questions for each member and for the household."""
        self.home, self.questions = home, questions
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
        self.sections = [self._section(member) for member in home.members]
        self.sections.append(self._section(None))
        for field in self.fields.values():
            if not hasattr(field, "look"):
                field.look = "choices" if isinstance(field.widget, forms.RadioSelect) else ""  # type: ignore[attr-defined]

    def _section(self, member: MemberView | None) -> Section:
        scope = "household" if member is None else "person"
        asked = [spec for spec in self.questions if spec.scope == scope and self._is_asked(spec, member)]
        must: list[Any] = []
        more: list[Any] = []
        for spec in asked:
            name = f"{'home' if member is None else member.person_id}-{spec.code}"
            value, known = known_value(spec.code, self.home, member)
            self.fields[name] = field_for(spec, value=value)
            # An empty answer is allowed and stays unknown; but it is not something one may as well leave out.
            self.fields[name].must_be_known = spec.default is None  # type: ignore[attr-defined]
            self.known[name] = value
            if known is not None:
                self.origins[name] = str(_("已登记：%(origin)s。不对请改。")) % {"origin": origin(known)}
            (must if spec.default is None else more).append(self[name])
        return Section(str(_("全家")) if member is None else member.name, must, more)

    def _is_asked(self, spec: FactSpec, member: MemberView | None) -> bool:
        """Ask what the applicant must say; never what can be checked (社会救助法 第六十二条)."""
        if spec.code in ASKED_ELSEWHERE or spec.who_provides == "check":
            return False
        age = 0 if member is None else member.age_years
        return all(when.arises(age) for when in spec.ask_when if when.fact == "age_years")

    def told(self) -> list[Told]:
        """Return the answers that differ from what is known and that the registry keeps."""
        return [
            Told(None if who == "home" else int(who), code, value)
            for who, code, value in self._answers()
            if value is not None and can_record(code) and value != self.known[f"{who}-{code}"]
        ]

    def answers(self) -> dict[str, Any]:
        """Return everything that was answered, for the application itself."""
        given: dict[str, Any] = {f"{who}-{code}": value for who, code, value in self._answers() if value is not None}
        if self.cleaned_data.get("single"):
            given["single_applicant_id"] = int(self.cleaned_data["single"])
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

    def _answers(self) -> list[tuple[str, str, Any]]:
        return [(*name.split("-", 1), self.cleaned_data[name]) for name in self.known]

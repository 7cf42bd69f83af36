"""The facts of one case, asked at the desk: of the household, each member, each supporter; said and checked apart."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.casework.domain import case_fact
from minzheng.casework.enums import State
from minzheng.casework.models import CaseFact
from minzheng.casework.queries.catalogue import kept_with_case
from minzheng.casework.queries.passports import NOTHING, Found, taken
from minzheng.desk.forms.case_actions import ActionForm
from minzheng.desk.forms.questions import Section, Subject, add_question, arises, subjects, told
from minzheng.kernel.moment import local_day
from minzheng.kernel.phrasebook import retell
from minzheng.registry.queries.household import view as household_view
from minzheng.rules.fact import FactSpec

Known = dict[str, CaseFact]


class CaseFactsForm(ActionForm):
    """Everything the program asks and the registry does not keep, with what is known of it already.

    What another program found already stands there as the answer; what is recorded otherwise goes before it.
    """

    source = forms.CharField(
        label=_("以上情况依据什么"), max_length=200, help_text=_("改动过的项目会按这里写的来源登记。")
    )

    def prepare(self) -> None:
        """Draw the questions in groups; what does not arise by what is known is left out."""
        self.fields["source"].initial = self._usual_source()
        self.known: dict[str, Any] = {}
        home = household_view(self.case.household, day=self.today, known_at=self.at)
        of_people, of_supporters = case_fact.last_known(self.case), case_fact.last_of_supporters(self.case)
        specs = kept_with_case(self.case.program)
        home_id = self.case.household_id
        found = taken(self.case.program, [home_id], self.today, self.at).get(home_id, NOTHING)
        self.sections = []
        for subject in subjects(home, str(_("全家"))):
            one = subject.supporter
            recognised: Mapping[str, Found] = {}
            if one is not None:
                about = (one.person_id, one.name)
                rows = {code: row for (code, whose), row in of_supporters.items() if whose == about}
            else:
                person_id = None if subject.member is None else subject.member.person_id
                rows = {code: row for (code, whose), row in of_people.items() if whose == person_id}
                recognised = found.household if person_id is None else found.people.get(person_id, {})
            asked = [spec for spec in specs if spec.scope == subject.scope]
            section = self._section(subject, asked, rows, recognised)
            if not section.is_empty:
                self.sections.append(section)
        # Said last, after what it is the source of.
        self.fields["source"] = self.fields.pop("source")

    def clean(self) -> dict[str, Any]:
        """What is known stays known: an answer is corrected, not emptied."""
        data = super().clean()
        for name, value in self.known.items():
            if value is not None and data.get(name) is None and name not in self.errors:
                self.add_error(name, _("已经登记的不能清空；不对的请改成对的。"))
        return data

    def arguments(self) -> dict[str, Any]:
        """What differs from what is known, by question and person or supporter."""
        changed = [name for name, value in self.known.items() if self.cleaned_data[name] != value]
        given = told(changed, self.cleaned_data)
        return {
            "source": self.cleaned_data["source"],
            "answers": {(one.code, one.person_id): one.value for one in given if one.supporter_id is None},
            "of_supporters": {(one.code, one.supporter_id): one.value for one in given if one.supporter_id is not None},
        }

    def _section(
        self, subject: Subject, specs: list[FactSpec], rows: Known, recognised: Mapping[str, Found]
    ) -> Section:
        section = Section(subject.title)
        values = dict.fromkeys(recognised, 1) | {code: row.value for code, row in rows.items()}
        for spec in specs:
            if not arises(spec, subject, values):
                continue
            row, found = rows.get(spec.code), recognised.get(spec.code)
            value = None if row is None else bool(row.value) if spec.is_bool else row.value
            origin = "" if row is None else _origin(row)
            if row is None and found is not None:
                value, origin = True, _("其他救助已认定：%(source)s。与实际不符的请改。") % {"source": found.source}
            bound = add_question(self, spec, subject, value=value, origin=origin)
            self.known[bound.name] = value
            group = section.fields if spec.default is None else section.more
            (section.checked if spec.who_provides == "check" and spec.default is None else group).append(bound)
        return section

    def _usual_source(self) -> Any:
        if self.by.role == Role.COUNTY_OFFICER or self.case.state == State.CHECKING:
            return _("信息核对")
        return _("入户调查") if self.case.state == State.SURVEYING else _("申请人申报")


def _origin(row: CaseFact) -> str:
    words = _("已登记：%(source)s · %(day)s。不对请改。")
    return str(words) % {"source": retell(row.source), "day": local_day(row.recorded_at).isoformat()}

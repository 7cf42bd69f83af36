"""Questions of programs as fields of a form: whose each is stands in the field's name, its origin beneath it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from minzheng.desk.filing import Told
from minzheng.kernel.wording import bracketed
from minzheng.registry.queries.household import HouseholdView, MemberView, SupporterView
from minzheng.rules.fact import FactSpec
from minzheng.ui.fact_fields import field_for
from minzheng.ui.forms import PlainForm

HOME = "home"
OF_SUPPORTER = "s"


@dataclass(frozen=True)
class Section:
    """The questions about one person, one supporter, or the household.

    `fields` must be answered, `more` have an answer of the law where nobody says anything; `checked` are an officer's,
    on forms that tell them apart.
    """

    title: str
    fields: list[Any] = field(default_factory=list)
    more: list[Any] = field(default_factory=list)
    checked: list[Any] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked of this one."""
        return not (self.fields or self.more or self.checked)


@dataclass(frozen=True)
class Subject:
    """Whom a question is about: the household, a member, or a supporter."""

    scope: str
    key: str
    title: str
    member: MemberView | None = None
    supporter: SupporterView | None = None


def subjects(home: HouseholdView, household_title: str) -> list[Subject]:
    """Return everybody a program may ask about: members first, then the household, then supporters."""
    names = {member.person_id: member.name for member in home.members}
    found = [Subject("person", str(one.person_id), one.name, member=one) for one in home.members]
    found.append(Subject("household", HOME, household_title))
    for one in home.supporters:
        title = one.name + bracketed(f"{names.get(one.person_id, '')} · {one.relation_label}")
        found.append(Subject("supporter", f"{OF_SUPPORTER}{one.known.fact_id}", title, supporter=one))
    return found


def arises(spec: FactSpec, subject: Subject, known: Mapping[str, Any]) -> bool:
    """Say whether a question arises by what is known; a condition on something unknown does not keep it away."""
    values = dict(known)
    if subject.member is not None:
        values["age_years"] = subject.member.age_years
    return all(when.arises(int(values[when.fact])) for when in spec.ask_when if values.get(when.fact) is not None)


def add_question(form: PlainForm, spec: FactSpec, subject: Subject, *, value: Any, origin: str) -> Any:
    """Add the field of a question to a form and return it bound; its name says whose it is."""
    name = f"{subject.key}-{spec.code}"
    made = field_for(spec, value=value)
    # An empty answer is allowed and stays unknown; but it is not something one may as well leave out.
    made.must_be_known = spec.default is None  # type: ignore[attr-defined]
    if not hasattr(made, "look"):
        made.look = "choices" if spec.is_bool else "short" if spec.type == "int" else ""  # type: ignore[attr-defined]
    form.fields[name] = made
    if origin:
        form.origins[name] = origin
    return form[name]


def told(names: Iterable[str], data: Mapping[str, Any]) -> list[Told]:
    """Return the answers given to the questions of these names."""
    found = []
    for name in names:
        whose, _dash, code = name.partition("-")
        if data.get(name) is None:
            continue
        is_of_supporter = whose.startswith(OF_SUPPORTER)
        person_id = None if whose == HOME or is_of_supporter else int(whose)
        supporter_id = int(whose.removeprefix(OF_SUPPORTER)) if is_of_supporter else None
        found.append(Told(person_id, code, data[name], supporter_id))
    return found

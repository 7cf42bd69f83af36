"""The facts of one case: what a program asks and the registry does not keep. The dossier reads them too.

Handed in with the application, by the room that asks for an event, or at the desk while the case is surveyed.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.models import Case, CaseFact
from minzheng.casework.queries.catalogue import kept_with_case
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import Membership, Supporter
from minzheng.rules.fact import FactSpec

Value = int | bool
Answers = Mapping[tuple[str, int | None], Value]
OfSupporters = Mapping[tuple[str, int], Value]
NOBODY: OfSupporters = MappingProxyType({})
VERB = "record_facts"


class FactRefused(Refused):
    """The program does not ask this of the case, or the answer is none of its answers."""


@transaction.atomic
def register(
    *, case: Case, answers: Answers, source: str, by: Staff, at: datetime, of_supporters: OfSupporters = NOBODY
) -> list[CaseFact]:
    """Write down what a survey or a check found. Raises IllegalMove, NotAllowed, and what `record` raises."""
    flow.require_act(case=case, act=flow.act_in(case, VERB), by=by)
    made = record(case=case, answers=answers, source=source, by=by, at=at, of_supporters=of_supporters)
    if not made:
        raise FactRefused(_("没有新的内容：所填与已登记的相同，或者一项也没有填。"))
    return made


@transaction.atomic
def record(
    *, case: Case, answers: Answers, source: str, by: Staff, at: datetime, of_supporters: OfSupporters = NOBODY
) -> list[CaseFact]:
    """Write what differs from what is known: answers by question and person (None: the household), or supporter.

    Roles are the caller's to ask. Raises FactRefused for a question that is not kept with the case, a value beyond its
    bounds, somebody who is not of the household, what may not be looked up without consent; Recused.
    """
    if not source.strip():
        raise FactRefused(_("没有写明来源。每项事实都要有来源，请填写，例如“本人申报”“入户调查”。"))
    asked = {one.code: one for one in kept_with_case(case.program)}
    people = _people(case, answers)
    supporters = _supporters(case, of_supporters)
    known, known_of_supporters = last_known(case), last_of_supporters(case)
    made = []
    for code, person_id, supporter_id, value in _each(answers, of_supporters):
        spec = _asked(asked, code, value)
        supporter = None if supporter_id is None else supporters.get(supporter_id)
        _require_whose(spec, person_id, supporter_id, people, supporter)
        before = known.get((code, person_id))
        if supporter is not None:
            before = known_of_supporters.get((code, (supporter.person_id, supporter.name)))
        if before is not None and before.value == int(value):
            continue
        row = CaseFact(
            case=case, person_id=person_id, supporter=supporter, code=code, value=int(value), is_yes_no=spec.is_bool,
            source=source.strip(), recorded_by=by, recorded_at=at,
        )  # fmt: skip
        row.save(force_insert=True)
        made.append(row)
    if made:
        details = {"facts": [_told(row) for row in made]}
        flow.note(case=case, action=VERB, by=by, at=at, details=details, reason=source.strip())
    return made


def last_known(case: Case) -> dict[tuple[str, int | None], CaseFact]:
    """Return the last answer to each question about the household and its members."""
    rows = CaseFact.objects.filter(case=case, supporter__isnull=True).order_by("pk")
    return {(row.code, row.person_id): row for row in rows}


def last_of_supporters(case: Case) -> dict[tuple[str, tuple[int, str]], CaseFact]:
    """Return the last answer to each question about a supporter: by whom they support and their name."""
    rows = CaseFact.objects.filter(case=case, supporter__isnull=False).select_related("supporter").order_by("pk")
    return {(row.code, row.about_supporter): row for row in rows}


def _each(answers: Answers, of_supporters: OfSupporters) -> Iterator[tuple[str, int | None, int | None, Value]]:
    for (code, person_id), value in answers.items():
        yield code, person_id, None, value
    for (code, supporter_id), value in of_supporters.items():
        yield code, None, supporter_id, value


def _people(case: Case, answers: Answers) -> set[int]:
    """Return who of those named ever lived in the household: an answer may come after a death."""
    named = {person_id for _code, person_id in answers if person_id is not None}
    if not named:
        return set()
    rows = Membership.objects.filter(household_id=case.household_id, person__in=named)
    return set(rows.values_list("person_id", flat=True))


def _supporters(case: Case, of_supporters: OfSupporters) -> dict[int, Supporter]:
    named = {supporter_id for _code, supporter_id in of_supporters}
    if not named:
        return {}
    rows = Supporter.objects.filter(pk__in=named, household_id=case.household_id)
    return {row.pk: row for row in rows}


def _asked(asked: Mapping[str, FactSpec], code: str, value: Value) -> FactSpec:
    spec = asked.get(code)
    if spec is None:
        raise FactRefused(_("本项目没有“%(code)s”这一项，或者它登记在家庭档案中，不能在办件上登记。") % {"code": code})
    within = spec.minimum <= int(value) <= spec.maximum
    if not within or (spec.choices and int(value) not in dict(spec.choices)):
        raise FactRefused(
            _("“%(label)s”应在%(low)s到%(high)s之间。")
            % {"label": retell(spec.label), "low": spec.minimum, "high": spec.maximum}
        )
    return spec


def _require_whose(
    spec: FactSpec, person_id: int | None, supporter_id: int | None, people: set[int], supporter: Supporter | None
) -> None:
    scope = "supporter" if supporter_id is not None else "household" if person_id is None else "person"
    if scope != spec.scope:
        raise FactRefused(_("“%(label)s”没有写对是问谁的，不能登记。") % {"label": retell(spec.label)})
    if person_id is not None and person_id not in people:
        raise FactRefused(_("“%(label)s”所问的人不是这一家的成员。") % {"label": retell(spec.label)})
    if supporter_id is not None and supporter is None:
        raise FactRefused(
            _("“%(label)s”所问的义务人没有登记在这一家。请先在家庭档案中登记。") % {"label": retell(spec.label)}
        )
    if supporter is not None and spec.needs_consent and supporter.consented_on is None:
        raise FactRefused(
            _(
                "“%(label)s”须经义务人%(name)s本人同意才能查询（社会救助法第四十一条）。"
                "请先在家庭档案的义务人登记中填写同意的日期。"
            )
            % {"label": retell(spec.label), "name": supporter.name}
        )


def _told(row: CaseFact) -> list[str | int | None]:
    told: list[str | int | None] = [row.code, row.person_id, row.value]
    return told if row.supporter_id is None else [*told, row.supporter_id]

"""The facts of one case, as a room that asks for an event hands them in; the dossier reads them with the registry's."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.models import Case, CaseFact
from minzheng.casework.queries.catalogue import asked_by_room, questions
from minzheng.kernel.refusal import Refused

Answers = Mapping[tuple[str, int | None], int | bool]


class FactRefused(Refused):
    """The program does not ask this, or the answer is none of its answers."""


@transaction.atomic
def record(*, case: Case, answers: Answers, source: str, by: Staff, at: datetime) -> list[CaseFact]:
    """Write what differs from what is known: answers by question and person (None: the household).

    Raises FactRefused for a question the program does not ask or a value beyond its bounds, Recused.
    """
    if not asked_by_room(case.program):
        raise FactRefused(_("本项目的事实登记在家庭档案中，不在办件上登记。"))
    asked = {one.code: one for one in questions(case.program)}
    known = last_known(case)
    made = []
    for (code, person_id), value in answers.items():
        spec = asked.get(code)
        if spec is None:
            raise FactRefused(_("本项目没有“%(code)s”这一项，不能登记。") % {"code": code})
        if not spec.minimum <= int(value) <= spec.maximum:
            raise FactRefused(
                _("“%(label)s”应在%(low)s到%(high)s之间。")
                % {"label": spec.label, "low": spec.minimum, "high": spec.maximum}
            )
        before = known.get((code, person_id))
        if before is not None and before.value == int(value):
            continue
        row = CaseFact(
            case=case, person_id=person_id, code=code, value=int(value), is_yes_no=isinstance(value, bool),
            source=source, recorded_by=by, recorded_at=at,
        )  # fmt: skip
        row.save(force_insert=True)
        made.append(row)
    if made:
        details = {"facts": [[row.code, row.person_id, row.value] for row in made]}
        flow.note(case=case, action="record_facts", by=by, at=at, details=details, reason=source)
    return made


def last_known(case: Case) -> dict[tuple[str, int | None], CaseFact]:
    """Return the last answer to each question."""
    rows = CaseFact.objects.filter(case=case).order_by("pk")
    return {(row.code, row.person_id): row for row in rows}

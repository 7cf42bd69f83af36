"""Who promised what, when: read from what the application kept, never typed again."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from minzheng.casework.models import Application, Case
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Person

TRUTH = _("承诺申报的家庭成员、收入和财产真实、完整，情况变化及时告知，不实的依法承担责任")
CONSENT = _("授权核对本人的家庭经济状况")


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: whose, in which words, on which day, where it stands."""

    person_id: int
    name: str
    text: str
    on: dt.date
    source: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as a file freezes it."""
        return {**asdict(self), "on": self.on.isoformat()}


def promises_of(case: Case) -> list[Promise]:
    """Return what the members of a case's household signed; nothing for a benefit taken over from paper."""
    applied = Application.objects.filter(case=case).first()
    if applied is None:
        return []
    on = local_day(applied.submitted_at)
    found = []
    if applied.is_commitment_signed:
        found.append(Promise(case.applicant_id, case.applicant.name, TRUTH, on, case.number))
    people = Person.objects.filter(pk__in=applied.consented_person_ids).order_by("pk")
    return [*found, *(Promise(person.pk, person.name, CONSENT, on, case.number) for person in people)]

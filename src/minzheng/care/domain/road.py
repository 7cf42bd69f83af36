"""What every act of this room asks first: may this person act here, and does the benefit stand that it rests on."""

from datetime import datetime

from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import decision as decisions
from minzheng.casework.domain import flow
from minzheng.casework.enums import HELD_STATES
from minzheng.casework.models import Case, NumberSeries
from minzheng.casework.queries.members import members_on
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import Household, Person
from minzheng.relatives.queries.matching import links

OFFICERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


class CareRefused(Refused):
    """What was asked is not possible now."""


def require_officer(by: Staff, division_code: str) -> None:
    """Raise NotAllowed unless an officer of this area acts."""
    permissions.require_role(by, *OFFICERS)
    permissions.require_area(by, division_code)


def require_covered(case: Case, person: Person, *, what: str) -> None:
    """Raise unless the benefit stands and covers the person; `what` names the act in Chinese."""
    flow.require_state(case, *HELD_STATES, what=what)
    if person.pk not in decisions.in_force(case).covered_person_ids:
        raise CareRefused(
            _("%(name)s不是办件%(number)s的保障成员，不能%(what)s。请核对人员，或先办理家庭成员变动。")
            % {"name": person.name, "number": case.number, "what": what}
        )


def require_unrelated(*, household: Household, by: Staff, at: datetime) -> None:
    """Raise Recused if a member of the household is this person's close relative."""
    case = Case.objects.filter(household=household).order_by("-pk").first()
    if case is not None:
        flow.require_unrelated(case=case, by=by, at=at)
        return
    day = local_day(at)
    found = links(members_on(household, day, at), division_code=household.division_code, day=day)
    if any(each.official == by for each in found):
        raise flow.Recused(
            _("户%(number)s中有您的近亲属，您应当回避，请转交其他人员办理。") % {"number": household.number}
        )


def next_number(word: str, division_code: str, at: datetime) -> str:
    """Return the next number of a series of the county and year, e.g. ZJ-420581-2026-00001."""
    series = f"{word}-{division_code[:6]}-{local_day(at).year}"
    return f"{series}-{NumberSeries.objects.take(series):05d}"

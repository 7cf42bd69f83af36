"""Who is registered already, and why that keeps a household out. Asked at the check and again at approval."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere
from minzheng.casework.enums import OPEN_STATES
from minzheng.casework.models import Case, Decision
from minzheng.kernel.idnumber import IdNumber
from minzheng.registry.domain.duplicates import known_elsewhere_many
from minzheng.registry.domain.person import find_many
from minzheng.registry.models import Death, Membership, Person

AT_ONCE = 400


@dataclass(frozen=True)
class Known:
    """Why a person cannot be registered with this household: a problem code and a sentence."""

    code: str
    reason: str


def people(names: dict[str, str], *, program: str, by: Staff | None, at: dt.datetime) -> dict[str, Known]:
    """Return, by ID number, those who cannot be registered anew. `names` maps ID numbers to the names in the file.

    Looks inside the declared area by itself, and outside it through the registry's one function for that, which audits
    the look; without a person (`by` None, the operator's dry run) the declared area is everywhere.
    """
    found = find_many(names)
    households = _households_of(found)
    open_cases = _open_cases({household_id for household_id, _number in households.values()}, program)
    dead = _dead(found)
    answer = {}
    for value, person in found.items():
        if person.pk in dead:
            answer[value] = Known("person_dead", _("此人已登记死亡"))
        elif person.pk in households:
            household_id, number = households[person.pk]
            answer[value] = _in_household(number, open_cases.get(household_id))
        elif person.name != names[value]:
            reason = _("此身份证号已登记在另一个姓名下；请核对姓名和证号")
            answer[value] = Known("already_registered", reason)
    if by is not None:
        strangers = [IdNumber.parse(value) for value in names if value not in found]
        for value, elsewhere in known_elsewhere_many(id_numbers=strangers, by=by, at=at).items():
            answer[value] = Known("known_elsewhere", str(elsewhere))
    return answer


def used_documents(numbers: Collection[str]) -> set[str]:
    """Return those document numbers that a decision, of any place, already bears."""
    wanted = sorted(numbers)
    used: set[str] = set()
    with everywhere("文号在全县不得重复"):
        for start in range(0, len(wanted), AT_ONCE):
            rows = Decision.objects.filter(document_number__in=wanted[start : start + AT_ONCE])
            used.update(rows.values_list("document_number", flat=True))
    return used


def _in_household(number: str, case_number: str | None) -> Known:
    if case_number:
        reason = _("此人所在的户 %(household)s 已有在办或在保的案件 %(case)s，不能再接管") % {
            "household": number,
            "case": case_number,
        }
        return Known("already_taken_over", reason)
    return Known("already_registered", _("此人已登记在户 %(household)s；同一人不能在两户") % {"household": number})


def _households_of(found: dict[str, Person]) -> dict[int, tuple[int, str]]:
    members: dict[int, tuple[int, str]] = {}
    wanted = sorted(person.pk for person in found.values())
    for start in range(0, len(wanted), AT_ONCE):
        rows = Membership.objects.latest_versions().filter(
            person__in=wanted[start : start + AT_ONCE], is_withdrawn=False, holds_until__isnull=True
        )
        for person_id, household_id, number in rows.values_list("person_id", "household_id", "household__number"):
            members[person_id] = (household_id, number)
    return members


def _open_cases(households: set[int], program: str) -> dict[int, str]:
    wanted = sorted(households)
    cases: dict[int, str] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = Case.objects.filter(
            household__in=wanted[start : start + AT_ONCE], program=program, state__in=OPEN_STATES
        )
        cases |= dict(rows.values_list("household_id", "number"))
    return cases


def _dead(found: dict[str, Person]) -> set[int]:
    dead: set[int] = set()
    wanted = sorted(person.pk for person in found.values())
    for start in range(0, len(wanted), AT_ONCE):
        rows = Death.objects.latest_versions().filter(person__in=wanted[start : start + AT_ONCE], is_withdrawn=False)
        dead.update(rows.values_list("person_id", flat=True))
    return dead

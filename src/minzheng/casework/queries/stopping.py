"""Why a case that was paid is paid no more: the decision, the end month, the deaths."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minzheng.casework.enums import UNPAID_KINDS, Cadence, DecisionKind
from minzheng.casework.models import Decision
from minzheng.kernel.month import Month
from minzheng.registry.models import Death

AT_ONCE = 400


@dataclass(frozen=True)
class Stop:
    """What ended or interrupted the payment, in words for the official."""

    case_number: str
    words: str


def stops_of(case_numbers: Collection[str], month: Month) -> dict[str, Stop]:
    """Return, by case number, why nothing is due in the month; a case of which nothing on record says so is left out.

    Two queries for every few hundred cases. Scoped to the declared area.
    """
    found: dict[str, Stop] = {}
    numbers = sorted(case_numbers)
    for start in range(0, len(numbers), AT_ONCE):
        rows = Decision.objects.filter(case__number__in=numbers[start : start + AT_ONCE], from_month__lte=str(month))
        rows = rows.exclude(kind=DecisionKind.REFUSE).select_related("case").order_by("pk")
        last = {row.case.number: row for row in rows}
        people = {person for row in last.values() for person in row.covered_person_ids}
        dead = _deaths(people, month)
        for number, row in last.items():
            words = _words(row, month, dead)
            if words:
                found[number] = Stop(number, words)
    return found


def _words(row: Decision, month: Month, dead: dict[int, str]) -> str:
    if row.kind in UNPAID_KINDS:
        return _("%(kind)s（%(document)s），自 %(month)s 起") % {
            "kind": row.get_kind_display(), "document": row.document_number, "month": row.from_month,
        }  # fmt: skip
    if row.until_month is not None and row.until_month < str(month):
        return _("决定 %(document)s 发放至 %(month)s，已到期") % {
            "document": row.document_number, "month": row.until_month,
        }  # fmt: skip
    gone = [dead[person] for person in row.covered_person_ids if person in dead]
    if gone and len(gone) == len(row.covered_person_ids):
        return _("保障对象已去世（%(day)s）") % {"day": max(gone)}
    if row.cadence == Cadence.QUARTER:
        return _("按季发放，本月不是发放月份")
    return ""


def _deaths(people: Collection[int], month: Month) -> dict[int, str]:
    rows = Death.objects.latest_versions().filter(person_id__in=people, died_on__lt=month.first_day, is_withdrawn=False)
    return {person: f"{day:%Y-%m-%d}" for person, day in rows.values_list("person_id", "died_on")}

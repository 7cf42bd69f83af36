"""What may be printed in one batch: letters of decisions, or one form for many records of an area and a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import area_q
from minzheng.casework.enums import DecisionKind
from minzheng.casework.models import Application, Decision, Publication, Publicity, Supplement
from minzheng.kernel.division import Area

LETTERS = "letters"


@dataclass(frozen=True)
class Batch:
    """One thing that is printed in batches: the rows, the day they are chosen by, the form (none: the letters)."""

    code: str
    label: Any
    model: Any
    day: str
    form: str = ""


BATCHES = {
    batch.code: batch
    for batch in (
        Batch(LETTERS, _("决定告知书"), Decision, "decided_on"),
        Batch("supplements", _("一次性补正告知书"), Supplement, "asked_at__date", "one_time_supplement"),
        Batch("acceptances", _("受理通知书"), Application, "accepted_at__date", "acceptance"),
        Batch("publicities", _("公示"), Publicity, "posted_on", "publicity_notice"),
        Batch("publications", _("公布"), Publication, "posted_on", "publication_notice"),
        Batch("certificates", _("救助证"), Decision, "decided_on", "dibao_certificate"),
    )
}


def candidates(
    batch: Batch, *, from_on: date | None = None, until_on: date | None = None, division: str = ""
) -> QuerySet[Any]:
    """Return the records of the declared area, newest first, with their case and applicant."""
    rows = batch.model.objects.select_related("case__applicant").order_by("-pk")
    if batch.model is Decision:
        rows = rows.exclude(kind=DecisionKind.TAKEN_OVER).select_related("case__applicant", "letter")
    if batch.code == "certificates":
        rows = rows.filter(kind=DecisionKind.CONFIRM)
    if batch.model is Application:
        rows = rows.filter(accepted_at__isnull=False)
    if from_on is not None:
        rows = rows.filter(**{f"{batch.day}__gte": from_on})
    if until_on is not None:
        rows = rows.filter(**{f"{batch.day}__lte": until_on})
    if division:
        rows = rows.filter(area_q("case__division_code", Area.of(division)))
    return rows

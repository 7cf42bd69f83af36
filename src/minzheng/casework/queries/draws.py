"""The county's own visits: what was drawn, what waits to be drawn from."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef

from minzheng.casework.enums import Level, State
from minzheng.casework.models import Case, HouseholdVisit, SpotCheckDraw, SpotCheckEntry
from minzheng.casework.queries.catalogue import ProgramCard, card
from minzheng.programs import catalogue
from minzheng.rules.program import SpotCheck


@dataclass(frozen=True)
class Waiting:
    """How many cases of a program wait for a draw, and what the rules of the day say of it."""

    program: ProgramCard
    count: int
    rule: SpotCheck | None


def waiting(today: date) -> list[Waiting]:
    """Return, by program, the cases reported to the county that no draw has seen."""
    rows = Case.objects.filter(state=State.SUBMITTED_TO_COUNTY, spot_check__isnull=True)
    counted = rows.order_by("program").values_list("program").annotate(n=Count("pk"))
    return [Waiting(card(code), n, catalogue.get(code).program.path_on(today).spot_check) for code, n in counted]


def draws() -> list[SpotCheckDraw]:
    """Return the last hundred draws, the newest first."""
    return list(SpotCheckDraw.objects.select_related("drawn_by").order_by("-pk")[:100])


def entries(draw: SpotCheckDraw) -> list[SpotCheckEntry]:
    """Return the households the draw fell on, each with `is_visited`."""
    seen = HouseholdVisit.objects.filter(case=OuterRef("case"), level=Level.COUNTY)
    rows = SpotCheckEntry.objects.filter(draw=draw, is_drawn=True).annotate(is_visited=Exists(seen))
    return list(rows.select_related("case__applicant").order_by("case__number"))

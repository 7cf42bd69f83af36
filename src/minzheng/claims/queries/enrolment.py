"""Reading the campaign: the rate over frozen rosters, who is left and why, what changed from month to month."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from minzheng.claims.enums import GapKind
from minzheng.claims.models import Campaign, Freeze, GapNote, Match, RosterEntry, Standing
from minzheng.claims.models.campaign import LEAVING
from minzheng.registry.models import Death

BASIS = 10_000


@dataclass(frozen=True)
class MonthRate:
    """A frozen month and its last matching; `match` is None before the first."""

    freeze: Freeze
    match: Match | None

    @property
    def basis_points(self) -> int | None:
        """The rate rounded down: 100 per cent is said only of a full one."""
        if self.match is None or not self.match.to_enrol:
            return None
        return self.match.enrolled * BASIS // self.match.to_enrol

    @property
    def open_count(self) -> int:
        """How many are still to be insured."""
        return self.match.to_enrol - self.match.enrolled if self.match else 0


@dataclass(frozen=True)
class VillageLine:
    """One village on the work list: how many are to be insured, how many are not."""

    division_code: str
    to_enrol: int
    open_count: int


@dataclass(frozen=True)
class Turnover:
    """Who came onto the roster and who left it between two frozen months, with the reason that is on record.

    `moved` are those who stay on it and live in another village, each with the village of the month before.
    """

    joined: list[RosterEntry]
    left: list[tuple[RosterEntry, bool]]
    moved: list[tuple[RosterEntry, str]]


def campaigns() -> QuerySet[Campaign]:
    """Return the campaigns, the newest first."""
    rows: QuerySet[Campaign] = Campaign.objects.select_related("opened_by").order_by("-year")
    return rows


def months_of(campaign: Campaign) -> list[MonthRate]:
    """Return the frozen months with their last matching, the newest first; two queries."""
    last: dict[int, Match] = {}
    for row in Match.objects.filter(freeze__campaign=campaign).select_related("file").order_by("pk"):
        last[row.freeze_id] = row
    freezes = Freeze.objects.filter(campaign=campaign).select_related("frozen_by", "campaign").order_by("-month")
    return [MonthRate(row, last.get(row.pk)) for row in freezes]


def gaps(match: Match) -> QuerySet[Standing]:
    """Return who of a matching is to be insured and is not, by village; within the declared area."""
    rows: QuerySet[Standing] = Standing.objects.filter(match=match, counts=True).exclude(kind=GapKind.ENROLLED)
    return rows.select_related("entry__person").order_by("entry__division_code", "entry__serial")


def left_out(match: Match) -> QuerySet[Standing]:
    """Return who was taken out of the count, with a document and two people."""
    rows: QuerySet[Standing] = Standing.objects.filter(match=match, counts=False)
    return rows.select_related("entry__person").order_by("entry__division_code", "entry__serial")


def gap_counts(match: Match) -> dict[str, int]:
    """Return how many stand in each kind of gap, the full words for it."""
    rows = Standing.objects.filter(match=match).exclude(kind=GapKind.ENROLLED).order_by()
    found = dict(rows.values_list("kind").annotate(Count("pk")))
    return {str(GapKind(kind).label): found[kind] for kind in GapKind.values if kind in found}


def villages(match: Match) -> list[VillageLine]:
    """Return the villages with somebody still to be insured, those with most first."""
    rows = Standing.objects.filter(match=match, counts=True).order_by()
    whole = dict(rows.values_list("entry__division_code").annotate(Count("pk")))
    missing = dict(rows.exclude(kind=GapKind.ENROLLED).values_list("entry__division_code").annotate(Count("pk")))
    found = [VillageLine(code, whole[code], count) for code, count in missing.items()]
    return sorted(found, key=lambda one: (-one.open_count, one.division_code))


def waiting_notes(campaign: Campaign) -> QuerySet[GapNote]:
    """Return the findings that take somebody out of the count and wait for a second person."""
    rows: QuerySet[GapNote] = GapNote.objects.filter(
        campaign=campaign, kind__in=[str(kind) for kind in LEAVING], confirmed_at__isnull=True
    )
    return rows.select_related("person", "stated_by").order_by("pk")


def notes_of(campaign: Campaign, person_ids: list[int]) -> dict[int, list[GapNote]]:
    """Return what was found of these people, the oldest first."""
    found: dict[int, list[GapNote]] = {}
    rows = GapNote.objects.filter(campaign=campaign, person_id__in=person_ids).select_related("stated_by")
    for row in rows.order_by("pk"):
        found.setdefault(row.person_id, []).append(row)
    return found


def turnover(earlier: Freeze, later: Freeze) -> Turnover:
    """Return who joined, who left and who lives elsewhere between two frozen months; True beside who is recorded dead.

    Four queries, which read only those who changed. Within the declared area: who moved into it has joined it.
    """
    was, now = (RosterEntry.objects.filter(freeze=row) for row in (earlier, later))
    gone = list(_not_in(was, now))
    deaths = Death.objects.latest_versions().filter(person_id__in=[row.person_id for row in gone], is_withdrawn=False)
    dead = set(deaths.values_list("person_id", flat=True))
    before = was.filter(person_id=OuterRef("person_id")).values("division_code")[:1]
    stayed = now.annotate(division_before=Subquery(before)).exclude(division_before=F("division_code"))
    moved = stayed.filter(division_before__isnull=False).select_related("person").order_by("serial")
    return Turnover(
        list(_not_in(now, was)), [(row, row.person_id in dead) for row in gone],
        [(row, row.division_before) for row in moved],
    )  # fmt: skip


def _not_in(rows: QuerySet[RosterEntry], others: QuerySet[RosterEntry]) -> QuerySet[RosterEntry]:
    same = others.filter(person_id=OuterRef("person_id"))
    return rows.filter(~Exists(same)).select_related("person").order_by("serial")

"""Reading who waits, who lives here, who is away, and what does not fit with the register of people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import area_q, everywhere
from minzheng.institutions.enums import LIVING_HERE, EntryState, Stay
from minzheng.institutions.models import Assessment, Bed, Departure, Entry, HealthCheck, Institution, Leave, Residence
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Death
from minzheng.registry.queries.divisions import name_paths


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits, with what is still missing before a bed can be given."""

    entry: Entry
    assessment: Assessment | None
    health: HealthCheck | None


@dataclass(frozen=True)
class BedLine:
    """One bed and who has it."""

    bed: Bed
    residence: Residence | None


def last_assessment(person_id: int, institution: Institution) -> Assessment | None:
    """Return the last assessment of somebody made by a home."""
    rows = Assessment.objects.filter(person_id=person_id, institution=institution)
    found: Assessment | None = rows.order_by("assessed_on", "pk").last()
    return found


def last_health_check(person_id: int, institution: Institution) -> HealthCheck | None:
    """Return the last health check of somebody made for a home."""
    rows = HealthCheck.objects.filter(person_id=person_id, institution=institution)
    found: HealthCheck | None = rows.order_by("checked_on", "pk").last()
    return found


def living_here(institution: Institution) -> QuerySet[Residence]:
    """Return who lives in a home, by room and bed, those away included."""
    rows = Residence.objects.filter(institution=institution, stay__in=LIVING_HERE)
    found: QuerySet[Residence] = rows.select_related("person", "bed__room").order_by("bed__room__name", "bed__label")
    return found


def gone(institution: Institution) -> QuerySet[Residence]:
    """Return who lived in a home, the last first."""
    rows = Residence.objects.filter(institution=institution).exclude(stay__in=LIVING_HERE)
    found: QuerySet[Residence] = rows.select_related("person", "departure").order_by("-departure__left_on", "-pk")
    return found


def waiting_list(institution: Institution) -> list[Waiting]:
    """Return who waits, whoever came first first. Three queries."""
    rows = Entry.objects.filter(institution=institution, state=EntryState.WAITING)
    entries = list(rows.select_related("person").order_by("entered_at", "pk"))
    people = [row.person_id for row in entries]
    assessed = Assessment.objects.filter(institution=institution, person__in=people).order_by("assessed_on", "pk")
    checked = HealthCheck.objects.filter(institution=institution, person__in=people).order_by("checked_on", "pk")
    by_person = {row.person_id: row for row in assessed}
    healthy = {row.person_id: row for row in checked}
    return [Waiting(row, by_person.get(row.person_id), healthy.get(row.person_id)) for row in entries]


def bed_lines(institution: Institution) -> list[BedLine]:
    """Return every bed with who has it, by room. Two queries."""
    beds = Bed.objects.filter(room__institution=institution).select_related("room").order_by("room__name", "label")
    taken = {row.bed_id: row for row in living_here(institution)}
    return [BedLine(bed, taken.get(bed.pk)) for bed in beds]


def free_beds(institution: Institution) -> list[Bed]:
    """Return the beds nobody has and that are in use."""
    return [line.bed for line in bed_lines(institution) if line.residence is None and line.bed.out_since is None]


def tiers(institutions: Collection[int]) -> dict[int, dict[str, int]]:
    """Return by home how many residents there are of each tier. One query."""
    rows = Residence.objects.filter(institution_id__in=institutions, stay__in=LIVING_HERE).order_by()
    found: dict[int, dict[str, int]] = {pk: {} for pk in institutions}
    for home, tier, n in rows.values_list("institution_id", "tier").annotate(n=Count("pk")):
        found[home][tier] = n
    return found


def open_leaves(institution: Institution) -> list[Leave]:
    """Return who is away, the one due back first."""
    rows = Leave.objects.filter(residence__institution=institution, returned_at__isnull=True)
    return list(rows.select_related("residence__person", "residence__bed__room").order_by("due_on", "pk"))


def dead_among(here: Sequence[Residence]) -> list[Residence]:
    """Return residents whom the register of people has as dead: nothing may be paid for them any more."""
    with everywhere("每月与登记的死亡比对，在住人员来自全县各村"):
        dead = set(
            Death.objects.latest_versions()
            .filter(person__in=[row.person_id for row in here], is_withdrawn=False)
            .values_list("person_id", flat=True)
        )
    return [row for row in here if row.person_id in dead]


def deaths_to_register(staff: Staff) -> list[Departure]:
    """Return the deaths homes told of whose people are registered in the officer's area and not recorded dead yet."""
    with everywhere("死亡由户籍所在乡镇登记，机构可能在另一乡镇"):
        rows = Departure.objects.filter(
            area_q("residence__person__division_code", staff.area), stay=Stay.DECEASED
        ).select_related("residence__person", "residence__institution")
        found = list(rows.order_by("told_at", "pk"))
        dead = set(
            Death.objects.latest_versions()
            .filter(person__in=[row.residence.person_id for row in found], is_withdrawn=False)
            .values_list("person_id", flat=True)
        )
    return [row for row in found if row.residence.person_id not in dead]


def is_registered(departure: Departure) -> bool:
    """Say whether the register of people has the death."""
    with everywhere("核对死亡是否已登记，本人可能属于另一乡镇"):
        rows = Death.objects.latest_versions().filter(person=departure.residence.person_id, is_withdrawn=False)
        return bool(rows.exists())


def told_late(departure: Departure) -> bool:
    """Say whether the township was told later than on the day of the death."""
    return departure.told_at is not None and local_day(departure.told_at) > departure.left_on


def origins(residences: Collection[Residence]) -> dict[int, str]:
    """Return where each resident is registered, by residence."""
    names = name_paths({row.person.division_code for row in residences})
    return {row.pk: names[row.person.division_code] for row in residences}

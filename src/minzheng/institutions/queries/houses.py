"""Reading the homes: beds, residents, care staff needed and there, and what waits in each."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from minzheng.accounts.scope import everywhere
from minzheng.institutions.enums import EntryState, Post
from minzheng.institutions.models import (
    Bed,
    CommitteeMember,
    Complaint,
    Defect,
    Departure,
    Duty,
    Entry,
    Incident,
    Institution,
    Leave,
    Menu,
    SafetyCheck,
    Voucher,
    Worker,
    Works,
)
from minzheng.institutions.queries.stays import tiers
from minzheng.statute.home_rule import NoTier, ratio


@dataclass(frozen=True)
class HomeLine:
    """One home in figures. `carers_needed` is None with `why_not` while a resident's tier is not known."""

    home: Institution
    beds: int
    tiers: Mapping[str, int]
    waiting: int
    carers: int
    carers_needed: int | None
    why_not: str
    late: int

    @property
    def residents(self) -> int:
        """Return how many live here, those away included."""
        return sum(self.tiers.values())

    @property
    def percent(self) -> int | None:
        """Return the occupancy in whole per cent, rounded down; None without beds."""
        return self.residents * 100 // self.beds if self.beds else None

    @property
    def carers_short(self) -> int:
        """Return how many carers are missing."""
        return max(0, (self.carers_needed or 0) - self.carers)


def homes() -> QuerySet[Institution]:
    """Return the homes of the declared area, by code."""
    found: QuerySet[Institution] = Institution.objects.order_by("division_code")
    return found


def home_names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of homes by code. Names of places are no secret, and the codes are one's own."""
    with everywhere("机构名称是公开信息"):
        return dict(Institution.objects.filter(division_code__in=codes).values_list("division_code", "name"))


def lines(rows: QuerySet[Institution], today: date) -> list[HomeLine]:
    """Return the homes in figures; a fixed number of queries however many there are."""
    found = list(rows)
    keys = [row.pk for row in found]
    of = Q(until_on__isnull=True) | Q(until_on__gte=today)
    beds = _counts(Bed.objects.filter(room__institution__in=keys, out_since__isnull=True), "room__institution")
    carers = _counts(
        Worker.objects.filter(of, institution__in=keys, post=Post.CARER, from_on__lte=today), "institution"
    )
    waits = _counts(Entry.objects.filter(institution__in=keys, state=EntryState.WAITING), "institution")
    late = _late(keys, today)
    by_tier = tiers(keys)
    made = []
    for home in found:
        needed, why = None, ""
        try:
            needed = ratio(place=home.division_code, on=today).required(by_tier[home.pk])
        except NoTier as refusal:
            why = str(refusal)
        made.append(
            HomeLine(
                home, beds.get(home.pk, 0), by_tier[home.pk], waits.get(home.pk, 0), carers.get(home.pk, 0), needed,
                why, late[home.pk],
            )
        )  # fmt: skip
    return made


def line_of(home: Institution, today: date) -> HomeLine:
    """Return one home in figures."""
    return lines(homes().filter(pk=home.pk), today)[0]


def workers(home: Institution, today: date) -> list[Worker]:
    """Return who works here with their trainings, those who left last."""
    rows = Worker.objects.filter(institution=home).prefetch_related("trainings")
    return sorted(rows, key=lambda row: (row.until_on is not None and row.until_on < today, row.post, row.pk))


def duties(home: Institution, first: date, last: date) -> list[Duty]:
    """Return who is on duty between two days."""
    rows = Duty.objects.filter(worker__institution=home, day__range=(first, last)).select_related("worker")
    return list(rows.order_by("day", "watch", "pk"))


def committee(home: Institution, today: date) -> list[CommitteeMember]:
    """Return the committee in office."""
    rows = CommitteeMember.objects.filter(institution=home, from_on__lte=today, until_on__gte=today)
    return list(rows.order_by("pk"))


def menus(home: Institution, most: int = 6) -> list[Menu]:
    """Return the last menus, the newest first."""
    return list(Menu.objects.filter(institution=home).select_related("approved_by").order_by("-week_on")[:most])


def incidents(home: Institution, most: int = 50) -> list[Incident]:
    """Return the incidents, open ones first."""
    rows = Incident.objects.filter(residence__institution=home).select_related("residence__person", "reported_by")
    return list(rows.order_by("closed_at", "-happened_on", "-pk")[:most])


def by_risk(home: Institution) -> Counter[str]:
    """Return how often each risk came true."""
    rows = Incident.objects.filter(residence__institution=home).values_list("risk", flat=True)
    return Counter(rows)


def complaints(home: Institution, most: int = 50) -> list[Complaint]:
    """Return the complaints, those unanswered first."""
    rows = Complaint.objects.filter(institution=home).select_related("answered_by")
    return list(rows.order_by("answered_at", "due_on", "pk")[:most])


def safety_checks(home: Institution, most: int = 20) -> list[SafetyCheck]:
    """Return the last checks."""
    return list(SafetyCheck.objects.filter(institution=home).select_related("checked_by").order_by("-pk")[:most])


def defects(home: Institution, most: int = 100) -> list[Defect]:
    """Return what is to be put right, what is open first."""
    rows = Defect.objects.filter(institution=home).select_related("check_of", "mended_by", "verified_by")
    return list(rows.order_by("verified_at", "due_on", "pk")[:most])


def works(home: Institution) -> list[Works]:
    """Return the works with their steps, those not accepted first."""
    rows = Works.objects.filter(institution=home).prefetch_related("steps")
    return list(rows.order_by("accepted_at", "due_on", "pk"))


def late_departures(home: Institution, today: date) -> list[Departure]:
    """Return what should be settled by now."""
    rows = Departure.objects.filter(residence__institution=home, settled_at__isnull=True, settle_by__lt=today)
    return list(rows.select_related("residence__person").order_by("settle_by"))


def _counts(rows: QuerySet[Institution], field: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(field).annotate(n=Count("pk")))


def _late(keys: list[int], today: date) -> Counter[int]:
    """Everything past its day: people not back, defects, answers, settlements; and vouchers that wait."""
    found: Counter[int] = Counter()
    parts = (
        (Leave.objects.filter(returned_at__isnull=True, due_on__lt=today), "residence__institution"),
        (Defect.objects.filter(verified_at__isnull=True, due_on__lt=today), "institution"),
        (Complaint.objects.filter(answered_at__isnull=True, due_on__lt=today), "institution"),
        (Departure.objects.filter(settled_at__isnull=True, settle_by__lt=today), "residence__institution"),
    )
    for rows, field in parts:
        found.update(_counts(rows.filter(**{f"{field}__in": keys}), field))
    return found


def vouchers_waiting(home: Institution) -> int:
    """Return how many vouchers wait for a second signature."""
    rows = Voucher.objects.filter(pot__institution=home, confirmed_at__isnull=True, cancelled_at__isnull=True)
    return int(rows.count())

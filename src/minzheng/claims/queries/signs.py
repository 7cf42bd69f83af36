"""Signs that a bill should be looked into: none of them proves anything, and none refuses a bill by itself."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from minzheng.claims.enums import Kind
from minzheng.claims.models import Claim, SettlementFile
from minzheng.statute.period import figure

MONTH = timedelta(days=30)
AT_ONCE = 5000


@dataclass(frozen=True)
class Sign:
    """One bill and why it should be looked into."""

    claim: Claim
    why: str


def signs_of_file(file: SettlementFile) -> list[Sign]:
    """Return the signs of a file's living bills; stays at other hospitals and in other months are looked at too."""
    rows = Claim.objects.filter(file=file, replaced_by__isnull=True, is_reversal=False, kind=Kind.INPATIENT)
    return _signs(list(rows.select_related("person").defer("medical_sealed", "facts", "sources")))


def signs_of_claim(claim: Claim) -> list[Sign]:
    """Return the signs of one bill."""
    return _signs([claim]) if claim.kind == Kind.INPATIENT and not claim.is_reversal else []


def _signs(claims: list[Claim]) -> list[Sign]:
    if not claims:
        return []
    day = max(claim.settled_on for claim in claims)
    longest = figure("claims_long_stay_days", place=settings.COUNTY_CODE, on=day).value
    most = figure("claims_admissions_in_30_days", place=settings.COUNTY_CODE, on=day).value
    stays = _stays({claim.person_id for claim in claims}, min(claim.admitted_on for claim in claims) - MONTH)
    found = []
    for claim in claims:
        others = [one for one in stays[claim.person_id] if one[0] != claim.pk]
        found += [Sign(claim, why) for why in _of(claim, others, longest, most)]
    return found


Stay = tuple[int, int | None, date, date]


def _of(claim: Claim, others: Iterable[Stay], longest: int, most: int) -> Iterable[str]:
    days = (claim.discharged_on - claim.admitted_on).days
    if days > longest:
        yield _("住院%(days)d天，超过%(most)d天") % {"days": days, "most": longest}
    near = [one for one in others if abs(one[2] - claim.admitted_on) <= MONTH]
    if len(near) + 1 > most:
        yield _("三十天内住院%(n)d次") % {"n": len(near) + 1}
    for _pk, hospital, admitted, discharged in others:
        if admitted < claim.discharged_on and claim.admitted_on < discharged:
            where = _("同一家医院") if hospital == claim.hospital_id else _("另一家医院")
            yield _("与在%(where)s的住院（%(in)s至%(out)s）时间重叠") % {
                "where": where,
                "in": admitted,
                "out": discharged,
            }


def _stays(people: set[int], since: date) -> dict[int, list[Stay]]:
    ordered = sorted(people)
    found: dict[int, list[Stay]] = defaultdict(list)
    for start in range(0, len(ordered), AT_ONCE):
        rows = Claim.objects.filter(
            person_id__in=ordered[start : start + AT_ONCE], kind=Kind.INPATIENT, replaced_by__isnull=True,
            is_reversal=False, discharged_on__gte=since,
        )  # fmt: skip
        for person, *stay in rows.values_list("person_id", "pk", "hospital_id", "admitted_on", "discharged_on"):
            found[person].append((stay[0], stay[1], stay[2], stay[3]))
    return found

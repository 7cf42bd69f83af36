"""A person's year reckoned: each new claim on what the earlier ones used up, and what follows it once more.

The row of the year is locked first, so two files that hold bills of one person follow each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import takewhile

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from minzheng.accounts.models import Staff
from minzheng.casework.queries import by_claim
from minzheng.claims.domain.facts import packed, running
from minzheng.claims.enums import Outcome
from minzheng.claims.models import Claim, Reckoning, SettlementFile, YearAccount
from minzheng.claims.queries.program import program
from minzheng.rules.running import Line, Year
from minzheng.services.inserting import insert_all

Key = tuple[int, int]


def lock_years(keys: Iterable[Key]) -> None:
    """Lock the years of people, opening those that are not there yet; in one order, so nobody waits in a circle."""
    wanted = sorted(set(keys))
    people = [person for person, _year in wanted]
    known = set(YearAccount.objects.filter(person_id__in=people).values_list("person_id", "year"))
    new = [YearAccount(person_id=person, year=year) for person, year in wanted if (person, year) not in known]
    YearAccount.objects.bulk_create(new, ignore_conflicts=True)
    list(YearAccount.objects.select_for_update().filter(person_id__in=people).order_by("person_id", "year"))


@transaction.atomic
def reckon_years(
    keys: Iterable[Key], *, by: Staff, at: datetime, file: SettlementFile | None = None
) -> list[Reckoning]:
    """Reckon the years of these people as their living claims stand now; return the rows in which something changed.

    The locks of `lock_years` must be held. Claims before the first new one stand as they are; from it on the year is
    reckoned again (all of it, where a claim was taken back), and each claim that changed gets a row of the difference.
    """
    wanted = set(keys)
    if not wanted:
        return []
    living = _living(wanted)
    latest = _latest(wanted)
    rows: list[Reckoning] = []
    for key in sorted(wanted):
        claims, known = living.get(key, []), latest.get(key, {})
        rows += _of_year(claims, known, key[1], by=by, at=at, file=file)
        gone = [row for pk, row in known.items() if row.amount_fen and pk not in {claim.pk for claim in claims}]
        rows += [_undone(row, by=by, at=at, file=file) for row in gone]
    return insert_all(rows)


def _of_year(
    claims: Sequence[Claim], known: Mapping[int, Reckoning], year: int, *, by: Staff, at: datetime,
    file: SettlementFile | None,
) -> list[Reckoning]:  # fmt: skip
    stands = _standing(claims, known)
    if stands == len(claims) and stands == len(known):
        return []
    last = known[claims[stands - 1].pk].after if stands else None
    later = claims[stands:]
    rows = []
    for claim, line in zip(later, reckoned(later, already=last).lines, strict=True):
        was = known.get(claim.pk)
        if was is None or was.amount_fen != line.amount_fen or was.before != dict(line.before):
            rows.append(_row(claim, line, was, year, by=by, at=at, file=file))
    return rows


def _standing(claims: Sequence[Claim], known: Mapping[int, Reckoning]) -> int:
    """Return how many of the first claims stand as reckoned: none where a claim is gone, none after an unknown sum."""
    if set(known) - {claim.pk for claim in claims}:
        return 0
    found = list(takewhile(lambda claim: claim.pk in known, claims))
    return len(found) if not found or None not in known[found[-1].pk].after.values() else 0


def reckoned(claims: Sequence[Claim], already: Mapping[str, int] | None = None) -> Year:
    """Return the year of these claims in the order given; nothing is stored."""
    return by_claim.reckon(program(), [running(claim) for claim in claims], at=settings.COUNTY_CODE, already=already)


def year_claims(person_id: int, year: int, *, also: int | None = None) -> list[Claim]:
    """Return the living claims of a person's year in the order in which they are reckoned, and one not decided yet."""
    return _living({(person_id, year)}, also=also).get((person_id, year), [])


def _living(keys: set[Key], *, also: int | None = None) -> dict[Key, list[Claim]]:
    """Order: by the day of settlement, then by when it became known. A person's claim counts from its decision on."""
    decided = Q(application__isnull=True) | Q(application__decided_at__isnull=False) | Q(pk=also)
    rows = Claim.objects.filter(
        decided, person_id__in={person for person, _year in keys}, replaced_by__isnull=True, is_reversal=False,
        settled_on__range=(date(min(y for _p, y in keys), 1, 1), date(max(y for _p, y in keys), 12, 31)),
    )  # fmt: skip
    found: dict[Key, list[Claim]] = {}
    for claim in rows.defer("medical_sealed", "sources").order_by("settled_on", "pk"):
        if (claim.person_id, claim.settled_on.year) in keys:
            found.setdefault((claim.person_id, claim.settled_on.year), []).append(claim)
    return found


def _latest(keys: set[Key]) -> dict[Key, dict[int, Reckoning]]:
    rows = Reckoning.objects.filter(
        claim__person_id__in={person for person, _year in keys}, year__in={year for _person, year in keys}
    )
    found: dict[Key, dict[int, Reckoning]] = {}
    for row in rows.select_related("claim").defer("evaluation_packed", "claim__medical_sealed").order_by("pk"):
        if (row.claim.person_id, row.year) in keys:
            found.setdefault((row.claim.person_id, row.year), {})[row.claim_id] = row
    return found


def _row(
    claim: Claim, line: Line, was: Reckoning | None, year: int, *, by: Staff, at: datetime, file: SettlementFile | None
) -> Reckoning:
    found = line.evaluation
    return Reckoning(
        claim=claim, year=year, amount_fen=found.amount_fen,
        delta_fen=found.amount_fen - (was.amount_fen if was else 0),
        outcome=found.outcome, layer=found.layer or "", before=dict(line.before), after=dict(line.after),
        evaluation_packed=packed(found.as_dict()), rule_version=found.rule_version, file=file, reckoned_by=by,
        reckoned_at=at,
    )  # fmt: skip


def _undone(was: Reckoning, *, by: Staff, at: datetime, file: SettlementFile | None) -> Reckoning:
    """A claim that was corrected or reversed comes to nothing; its successor has a row of its own."""
    return Reckoning(
        claim_id=was.claim_id, year=was.year, amount_fen=0, delta_fen=-was.amount_fen, outcome=Outcome.REFUSED,
        layer=was.layer, before=was.before, after=was.before, evaluation_packed=packed({}),
        rule_version=was.rule_version, file=file, reckoned_by=by, reckoned_at=at,
    )  # fmt: skip

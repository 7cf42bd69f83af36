"""Reading settlement files: how far they are, what they came to, line by line; and the year of a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from minzheng.claims.enums import FileState
from minzheng.claims.models import Change, Claim, PersonalClaim, Reckoning, ReturnedLine, SettlementFile


@dataclass(frozen=True)
class FileTotals:
    """What a file comes to: lines taken and sent back, sums in fen. `laid_out_fen` is what the hospital took off."""

    good: int
    returned: int
    bill_fen: int
    insurers_fen: int
    aid_fen: int
    laid_out_fen: int

    @property
    def difference_fen(self) -> int:
        """What we settled more (less) than the hospital took off the person's bill."""
        return self.aid_fen - self.laid_out_fen


@dataclass(frozen=True)
class ClaimLine:
    """One claim with what it came to."""

    claim: Claim
    aid_fen: int
    outcome: str

    @property
    def insurers_fen(self) -> int:
        """What the payers before assistance paid."""
        one = self.claim
        return int(
            one.basic_insurance_fen + one.serious_illness_insurance_fen + one.supplementary_fen + one.commercial_fen
        )

    @property
    def self_fen(self) -> int:
        """What the person bears."""
        return int(self.claim.bill_fen) - self.insurers_fen - self.aid_fen


def files() -> QuerySet[SettlementFile]:
    """Return the files within reach, the newest first, without their content."""
    rows: QuerySet[SettlementFile] = SettlementFile.objects.select_related("hospital", "received_by", "confirmed_by")
    return rows.defer("content_sealed").order_by("-pk")


def file_of(number: str) -> SettlementFile | None:
    """Return a file by its number."""
    return files().filter(number=number).first()


def waiting_files() -> QuerySet[SettlementFile]:
    """Return the files that wait for settling or for a second person."""
    return files().filter(state__in=(FileState.RECEIVED, FileState.SETTLED))


def living(file: SettlementFile) -> QuerySet[Claim]:
    """Return the bills of a file that count, in the order of its lines."""
    rows: QuerySet[Claim] = Claim.objects.filter(file=file, replaced_by__isnull=True, is_reversal=False)
    return rows.select_related("person", "hospital").defer("medical_sealed", "facts", "sources").order_by("line", "pk")


def totals(file: SettlementFile) -> FileTotals:
    """Return what a file comes to; three queries."""
    rows = Claim.objects.filter(file=file, replaced_by__isnull=True, is_reversal=False)
    names = ("basic_insurance_fen", "serious_illness_insurance_fen", "supplementary_fen", "commercial_fen")
    found = rows.aggregate(
        n=Count("pk"), bill=Sum("bill_fen"), laid_out=Sum("laid_out_fen"), **{name: Sum(name) for name in names}
    )
    aid = Reckoning.objects.filter(claim__in=rows.values("pk")).aggregate(total=Sum("delta_fen"))["total"]
    returned = ReturnedLine.objects.filter(file=file).count()
    insurers = sum(int(found[name] or 0) for name in names)
    return FileTotals(
        found["n"], returned, int(found["bill"] or 0), insurers, int(aid or 0), int(found["laid_out"] or 0)
    )


def lines(claims: Iterable[Claim]) -> list[ClaimLine]:
    """Return claims with what they came to; two queries."""
    asked = list(claims)
    rows = Reckoning.objects.filter(claim_id__in=[one.pk for one in asked]).order_by("pk")
    sums: dict[int, int] = {}
    outcomes: dict[int, str] = {}
    for pk, delta, outcome in rows.values_list("claim_id", "delta_fen", "outcome"):
        sums[pk] = sums.get(pk, 0) + delta
        outcomes[pk] = outcome
    return [ClaimLine(one, sums.get(one.pk, 0), outcomes.get(one.pk, "")) for one in asked]


def reckonings(claim: Claim) -> list[Reckoning]:
    """Return every reckoning of a claim, the oldest first."""
    rows = Reckoning.objects.filter(claim=claim).select_related("reckoned_by")
    return list(rows.order_by("pk"))


def versions(claim: Claim) -> list[Claim]:
    """Return the versions of a bill by its number, the newest first."""
    rows = Claim.objects.filter(number=claim.number).select_related("entered_by").defer("medical_sealed")
    return list(rows.order_by("-pk"))


def open_change(claim: Claim) -> Change | None:
    """Return the correction that waits for a second person."""
    rows = Change.objects.filter(claim=claim, confirmed_at__isnull=True).select_related("proposed_by")
    found: Change | None = rows.first()
    return found


@dataclass(frozen=True)
class YearView:
    """A person's year: every claim in order with its sum, and what the year remembers after the last."""

    lines: list[ClaimLine]
    remembered: Mapping[str, Any]

    @property
    def total_fen(self) -> int:
        """What the person was helped with in the year."""
        return sum(line.aid_fen for line in self.lines)


def year_view(person_id: int, year: int) -> YearView:
    """Return the year of a person as it was reckoned; within the declared area."""
    rows = Claim.objects.filter(
        Q(application__isnull=True) | Q(application__decided_at__isnull=False), person_id=person_id,
        settled_on__year=year, replaced_by__isnull=True, is_reversal=False,
    )  # fmt: skip
    rows = rows.select_related("hospital", "person").defer("medical_sealed", "facts").order_by("settled_on", "pk")
    found = lines(rows)
    last = Reckoning.objects.filter(claim__in=[line.claim.pk for line in found]).order_by("claim__settled_on", "pk")
    newest: dict[int, Any] = {row.claim_id: row.after for row in last.defer("evaluation_packed")}
    return YearView(found, newest.get(found[-1].claim.pk, {}) if found else {})


def applications() -> QuerySet[PersonalClaim]:
    """Return the claims people made, those that wait first."""
    rows: QuerySet[PersonalClaim] = PersonalClaim.objects.select_related(
        "claim__person", "claim__hospital", "household", "claimed_by", "decided_by"
    )
    return rows.defer("claim__medical_sealed").order_by("decided_at", "-pk")

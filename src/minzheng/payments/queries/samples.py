"""Reading samples: what may be drawn from, what was found, what it says of all payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from minzheng.kernel import sampling
from minzheng.ledger.enums import Why
from minzheng.ledger.models import Transfer
from minzheng.ledger.period import Period
from minzheng.payments.enums import FindingKind
from minzheng.payments.models import PayLine, PaymentSample, SampleFinding, SampleLine

LINE_KIND = "payments.PayLine"


@dataclass(frozen=True)
class Payment:
    """One payment that may be drawn."""

    pk: int
    serial: str
    division_code: str
    amount_fen: int


@dataclass(frozen=True)
class Drawn:
    """A drawn payment with the finding that counts, if there is one."""

    row: SampleLine
    line: PayLine
    finding: SampleFinding | None


@dataclass(frozen=True)
class Result:
    """What a sample says: looked at, wrong, and the exact interval of errors in all, in payments and basis points."""

    drawn: int
    looked_at: int
    wrong: int
    wrong_fen: int
    low: int
    high: int
    population: int

    @property
    def rate(self) -> int:
        """Return the error rate found, in basis points, rounded half up."""
        return _rate(self.wrong, self.looked_at)

    @property
    def low_rate(self) -> int:
        """Return the least rate that agrees with it, rounded down."""
        return self.low * sampling.BASIS // self.population if self.population else 0

    @property
    def high_rate(self) -> int:
        """Return the greatest rate that agrees with it, rounded up."""
        return -(-self.high * sampling.BASIS // self.population) if self.population else 0

    @property
    def is_complete(self) -> bool:
        """Whether every drawn payment was looked at: only then does the interval say something."""
        return self.looked_at == self.drawn


def population_of(period: Period, program: str, *, until: datetime) -> list[Payment]:
    """Return every payment booked as paid in the period up to a moment, by serial, within the declared scope."""
    posted = Transfer.objects.filter(
        why=Why.POST, reference_kind=LINE_KIND, made_at__gte=period.begins, made_at__lt=period.ends, made_at__lte=until
    )
    paid = dict(posted.order_by().values_list("reference_id").annotate(Sum("amount_fen")))
    rows = PayLine.objects.filter(serial__in=posted.order_by().values("reference_id"))
    if program:
        rows = rows.filter(run__program=program)
    found = rows.order_by("serial").values_list("pk", "serial", "division_code")
    return [Payment(pk, serial, division_code, paid[serial]) for pk, serial, division_code in found]


def township_of(division_code: str) -> str:
    """Return the township or street of a division: the stratum."""
    return division_code[:9] + "000"


def drawn_of(sample: PaymentSample) -> list[Drawn]:
    """Return the drawn payments by serial with their findings, within the declared scope."""
    rows = list(
        SampleLine.objects.filter(sample=sample)
        .select_related("line", "line__run", "sample")
        .defer("line__account_sealed")
        .order_by("line__serial")
    )
    latest: dict[int, SampleFinding] = {}
    found = SampleFinding.objects.filter(drawn__in=[row.pk for row in rows]).select_related("found_by")
    for one in found.order_by("pk"):
        latest[one.drawn_id] = one
    return [Drawn(row, row.line, latest.get(row.pk)) for row in rows]


def result_of(sample: PaymentSample, drawn: Sequence[Drawn]) -> Result:
    """Return what the findings say of all payments of the sample."""
    findings = [one.finding for one in drawn if one.finding is not None]
    wrong = [one for one in findings if one.kind != FindingKind.RIGHT]
    low, high = sampling.error_interval(
        population=sample.population_count, looked_at=len(findings), errors=len(wrong), confidence=sample.confidence
    )
    return Result(
        drawn=len(drawn),
        looked_at=len(findings),
        wrong=len(wrong),
        wrong_fen=sum(one.wrong_fen for one in wrong),
        low=low,
        high=high,
        population=sample.population_count,
    )


def samples() -> list[PaymentSample]:
    """Return all samples, newest first."""
    return list(PaymentSample.objects.select_related("drawn_by").order_by("-pk"))


def _rate(part: int, whole: int) -> int:
    return (2 * part * sampling.BASIS + whole) // (2 * whole) if whole else 0

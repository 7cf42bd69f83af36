"""Drawing payments to be checked, and writing down what was found. Sizes and intervals: kernel.sampling."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.accounts.scope import within
from minzheng.kernel import sampling
from minzheng.kernel.refusal import Refused
from minzheng.ledger.period import Period
from minzheng.payments.enums import FindingKind
from minzheng.payments.models import PaymentSample, SampleFinding, SampleLine
from minzheng.payments.queries.samples import Payment, population_of, township_of
from minzheng.services.audit.domain.record import record

CHAIN = "payments"
DRAWERS = (Role.COUNTY_OFFICER, Role.AUDITOR)


class BadSample(Refused):
    """Nothing was paid in the period, or the numbers asked for make no sense."""


class BadFinding(Refused):
    """A finding of an error says what is wrong, and not more than was paid."""


@transaction.atomic
def draw(
    *,
    period: Period,
    by: Staff,
    at: datetime,
    program: str = "",
    confidence: int = 9_500,
    margin: int = 500,
    expected: int = 1_000,
    seed: str = "",
) -> PaymentSample:
    """Draw from every payment booked in the period, a share in each township; the seed is kept.

    An empty seed is made here; one that was agreed upon (a lottery number) may be given. Rates in basis points.
    Raises BadSample, NotAllowed.
    """
    require_role(by, *DRAWERS)
    require_area(by, settings.COUNTY_CODE)
    if confidence not in sampling.Z or not 0 < margin < sampling.BASIS or not 0 < expected < sampling.BASIS:
        raise BadSample(_("置信度可选 90%、95%、99%；误差和预计差错率应在 0 与 100% 之间，请检查填写的数字"))
    used = seed.strip() or secrets.token_hex(16)
    with within(by.area):
        rows = population_of(period, program, until=at)
        if not rows:
            raise BadSample(_("%(period)s 没有已发放的明细可抽，请换一个期间或项目") % {"period": period.text})
        chosen, strata = choose(rows, seed=used, confidence=confidence, margin=margin, expected=expected)
        serials = [row.serial for row in rows]
        made = PaymentSample.objects.create(
            number=_number(at),
            period=period.text,
            program=program,
            seed=used,
            confidence=confidence,
            margin=margin,
            expected=expected,
            population_count=len(rows),
            population_fen=sum(row.amount_fen for row in rows),
            population_digest=sampling.digest_of(serials),
            strata=strata,
            drawn_by=by,
            drawn_at=at,
        )
        by_serial = {row.serial: row for row in rows}
        SampleLine.objects.bulk_create(
            SampleLine(sample=made, line_id=by_serial[serial].pk, division_code=by_serial[serial].division_code)
            for serial in chosen
        )
    _audit(made, "sample.drawn", by=by, at=at, after={"seed": used, "of": len(rows), "drawn": chosen})
    return made


def choose(
    rows: Sequence[Payment], *, seed: str, confidence: int, margin: int, expected: int
) -> tuple[list[str], dict[str, list[int]]]:
    """Return the serials drawn and, for each township, how many there are and how many were drawn."""
    by_township: dict[str, list[str]] = {}
    for row in rows:
        by_township.setdefault(township_of(row.division_code), []).append(row.serial)
    size = sampling.sample_size(len(rows), confidence=confidence, margin=margin, expected=expected)
    shares = sampling.allocate({code: len(serials) for code, serials in by_township.items()}, size)
    chosen = [serial for code in by_township for serial in sampling.choose(by_township[code], seed, shares[code])]
    return sorted(chosen), {code: [len(by_township[code]), shares[code]] for code in sorted(by_township)}


def again(sample: PaymentSample) -> tuple[bool, list[str]]:
    """Draw once more from the books as they are: whether the population is the same, and who is drawn.

    The population hangs on transfers, which never change, so the same comes out for ever.
    """
    rows = population_of(Period.parse(sample.period), sample.program, until=sample.drawn_at)
    chosen, _strata = choose(
        rows, seed=sample.seed, confidence=sample.confidence, margin=sample.margin, expected=sample.expected
    )
    return sampling.digest_of([row.serial for row in rows]) == sample.population_digest, chosen


@transaction.atomic
def find(*, drawn: SampleLine, kind: str, by: Staff, at: datetime, note: str = "", wrong_fen: int = 0) -> SampleFinding:
    """Write down what was found of a payment; said again, the later counts. Raises BadFinding, NotAllowed."""
    require_role(by, *DRAWERS)
    require_area(by, drawn.division_code)
    if kind not in FindingKind.values:
        raise BadFinding(_("请选择检查结论"))
    if kind != FindingKind.RIGHT and not note.strip():
        raise BadFinding(_("有差错的，必须写明差在哪里、看了什么"))
    paid = drawn.line.amount_fen
    if not 0 <= wrong_fen <= paid or (kind == FindingKind.RIGHT and wrong_fen):
        raise BadFinding(_("差错金额应在零与这笔发放金额之间；没有差错的填零"))
    made = SampleFinding.objects.create(
        drawn=drawn, kind=kind, wrong_fen=wrong_fen, note=note.strip(), found_by=by, found_at=at
    )
    _audit(
        drawn.sample,
        "sample.found",
        by=by,
        at=at,
        after={"line": drawn.line.serial, "kind": kind, "wrong_fen": wrong_fen},
    )
    return made


def _number(at: datetime) -> str:
    start = f"CY{at:%Y%m}-"
    return f"{start}{PaymentSample.objects.filter(number__startswith=start).count() + 1:02d}"


def _audit(sample: PaymentSample, action: str, *, by: Staff, at: datetime, after: object) -> None:
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind="payments.PaymentSample",
        object_id=sample.number,
        division_code=settings.COUNTY_CODE,
        after=after,
    )

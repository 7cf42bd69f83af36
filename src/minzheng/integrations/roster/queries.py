"""What the screens and the other rooms read about imports. All of it inside the declared area."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from minzheng.accounts.scope import everywhere
from minzheng.casework.enums import GRANTED_STATES
from minzheng.casework.models import Case, Decision
from minzheng.integrations.roster.enums import BatchState
from minzheng.integrations.roster.models import ImportBatch, ImportProblem, ImportRow
from minzheng.kernel.division import range_of
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Division, Membership


def divisions_of_county() -> list[Division]:
    """Return the divisions of the county served, and the ones above it, whose names people write in front."""
    code = settings.COUNTY_CODE
    low, high = range_of(code)
    above = [code[:2] + "0" * 10, code[:4] + "0" * 8]
    return list(Division.objects.filter(Q(code__gte=low, code__lt=high) | Q(code__in=above)).order_by("code"))


def batches() -> QuerySet[ImportBatch]:
    """Return the batches of the area, newest first, with who submitted and decided."""
    return ImportBatch.objects.select_related("submitted_by", "decided_by").order_by("-submitted_at", "-pk")


def waiting() -> QuerySet[ImportBatch]:
    """Return the batches that wait for a second person."""
    return batches().filter(state=BatchState.SUBMITTED)


def batch(number: str) -> ImportBatch | None:
    """Return a batch of the area by its number."""
    return batches().filter(number=number).first()


def rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the households of a batch in the order of the file."""
    return ImportRow.objects.filter(batch=batch).select_related("household", "decision").order_by("sheet", "row")


def problems(batch: ImportBatch) -> QuerySet[ImportProblem]:
    """Return what the check found, in the order of the file."""
    return ImportProblem.objects.filter(batch=batch).order_by("pk")


def reasons_left_out(batch: ImportBatch) -> Counter[str]:
    """Return how many good households were left out at approval, by reason."""
    found = ImportRow.objects.filter(batch=batch).exclude(left_out_reason="")
    return Counter(found.values_list("left_out_reason", flat=True))


def granted_in(villages: Collection[str], *, at: datetime) -> dict[tuple[str, str], int]:
    """Return how many persons are covered, by village and head's name, for granted cases of the villages."""
    found: dict[tuple[str, str], int] = {}
    codes = sorted(villages)
    for start in range(0, len(codes), 400):
        rows = Case.objects.filter(division_code__in=codes[start : start + 400], state__in=GRANTED_STATES)
        cases = {case.pk: case for case in rows.order_by("pk")}
        heads = dict(
            Membership.objects.as_of(local_day(at), at)
            .filter(household__in={case.household_id for case in cases.values()}, relation="02")
            .values_list("household_id", "person__name")
        )
        last = {row.case_id: row for row in Decision.objects.filter(case__in=list(cases)).order_by("pk")}
        for pk, decision in last.items():
            key = cases[pk].division_code, heads.get(cases[pk].household_id, "")
            found[key] = found.get(key, 0) + len(decision.covered_person_ids)
    return found


def batch_of_file(sha256: str, program: str) -> ImportBatch | None:
    """Return the live batch of the same file, wherever it was submitted: one file is taken once in the county."""
    with everywhere("同一文件在全县只能提交一次"):
        found = ImportBatch.objects.filter(sha256=sha256, program=program).exclude(state=BatchState.REJECTED)
        return found.select_related("submitted_by").first()


def next_number(day: date) -> str:
    """Return the next batch number of a day: DR-20261124-01."""
    prefix = f"DR-{day:%Y%m%d}-"
    with everywhere("批次号在全县连续"):
        last = (
            ImportBatch.objects.filter(number__startswith=prefix)
            .order_by("-pk")
            .values_list("number", flat=True)
            .first()
        )
    return f"{prefix}{int(last.rpartition('-')[2]) + 1 if last else 1:02d}"

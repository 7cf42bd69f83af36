"""What anybody may ask of a paper: was it issued, which number, when, by whom. Nothing about whom it concerns."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused
from minzheng.paperwork.domain.issuing import HALF, is_genuine, normal
from minzheng.paperwork.models import IssuedPaper, VerifyCount
from minzheng.services import vault

WINDOW_SECONDS, ASKED_MAX = 600, 30
VISITOR = "paperwork.VerifyCount.visitor"


class AskedTooOften(Refused):
    """One visitor asks more often than a person would."""


@dataclass(frozen=True)
class Answer:
    """What the public page shows of a genuine paper."""

    title: str
    number: str
    issuer: str
    issued_on: date


def verify(*, code: str, visitor: str, at: datetime) -> Answer | None:
    """Return the answer, None for a paper never issued or an entry that was altered. Raises AskedTooOften."""
    _count(visitor, at)
    wanted = normal(code)
    if len(wanted) != 2 * HALF:
        return None
    row = IssuedPaper.objects.filter(code=wanted).first()
    if row is None or not is_genuine(row):
        return None
    return Answer(row.title, row.number, row.issuer, row.issued_on)


@transaction.atomic
def _count(visitor: str, at: datetime) -> None:
    window = int(at.timestamp()) // WINDOW_SECONDS
    name = vault.index(visitor, context=VISITOR).hex()
    VerifyCount.objects.filter(window__lt=window - 6).delete()
    VerifyCount.objects.bulk_create([VerifyCount(visitor=name, window=window)], ignore_conflicts=True)
    mine = VerifyCount.objects.filter(visitor=name, window=window)
    if not mine.filter(count__lt=ASKED_MAX).update(count=F("count") + 1):
        raise AskedTooOften(_("查验过于频繁，请十分钟后再试；也可以持原件到制发机关核对。"))

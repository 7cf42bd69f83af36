"""Monthly indices: entered by one person, or read from a file, and confirmed by another before they count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_other_person, require_role
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.wording import month_words
from minzheng.prices.domain.road import PricesRefused, note
from minzheng.prices.enums import IndexKind
from minzheng.prices.models import PriceIndex
from minzheng.prices.queries.months import regions
from minzheng.rules.wording import say

LEAST, LARGEST = -5_000, 10_000


class AlreadyKnown(PricesRefused):
    """The index of the region and month is there; another value is a correction."""


class NotWaiting(PricesRefused):
    """The index was confirmed or replaced already."""


@dataclass(frozen=True)
class NewIndex:
    """One index as read or typed."""

    region: str
    month: Month
    kind: str
    rise_bp: int
    released_on: date
    source: str


@transaction.atomic
def enter(
    *, region: str, month: Month, kind: str, rise_bp: int, released_on: date, source: str, by: Staff, at: datetime
) -> PriceIndex:
    """Enter an index; it counts once another person has confirmed it. Raises PricesRefused, AlreadyKnown."""
    require_role(by, Role.COUNTY_OFFICER)
    new = NewIndex(region, month, kind, rise_bp, released_on, source.strip())
    wrong = problem_with(new, local_day(at))
    if wrong:
        raise PricesRefused(wrong)
    there = PriceIndex.objects.filter(region=region, month=str(month), kind=kind, replaces__isnull=True).exists()
    if there:
        raise AlreadyKnown(known_already(new))
    row = _row(new, by, at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyKnown(known_already(new)) from error
    note("price_index", row.pk, "index.entered", by=by, at=at, **_said(row))
    return row


@transaction.atomic
def enter_many(*, rows: Sequence[NewIndex], by: Staff, at: datetime) -> Sequence[PriceIndex]:
    """Enter the good rows of a file at once, all of them or none."""
    require_role(by, Role.COUNTY_OFFICER)
    if not rows:
        raise PricesRefused(_("文件里没有可以录入的指数。"))
    for new in rows:
        wrong = problem_with(new, local_day(at))
        if wrong:
            raise PricesRefused(wrong)
    try:
        with transaction.atomic():
            made = PriceIndex.objects.bulk_create(_row(new, by, at) for new in rows)
    except IntegrityError as error:
        raise AlreadyKnown(_("文件中有的指数刚由他人录入，请重新预检。")) from error
    note("price_index", "import", "index.imported", by=by, at=at, rows=[_said(row) for row in made])
    return made


@transaction.atomic
def correct(
    *, index: PriceIndex, rise_bp: int, released_on: date, source: str, reason: str, by: Staff, at: datetime
) -> PriceIndex:
    """Enter the right value as a new row; until it is confirmed, a confirmed old one goes on counting."""
    require_role(by, Role.COUNTY_OFFICER)
    row = _locked(index)
    new = NewIndex(row.region, Month.parse(row.month), row.kind, rise_bp, released_on, source.strip())
    wrong = problem_with(new, local_day(at))
    if wrong or not reason.strip():
        raise PricesRefused(wrong or _("请写明更正原因。"))
    made = _row(new, by, at)
    made.replaces, made.reason = row, reason.strip()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise NotWaiting(_("这条指数已被更正过，请更正最新的一条。")) from error
    note("price_index", row.pk, "index.corrected", by=by, at=at, reason=made.reason, was=row.rise_bp, **_said(made))
    return made


@transaction.atomic
def confirm(*, index: PriceIndex, by: Staff, at: datetime) -> PriceIndex:
    """Say, as another person, that the value is what was released. Raises TwoPeopleNeeded, NotWaiting."""
    require_role(by, Role.COUNTY_OFFICER)
    row = _locked(index)
    require_other_person(by, earlier=row.entered_by, what=_("这条指数的录入"))
    if row.confirmed_at is not None or hasattr(row, "replaced_by"):
        raise NotWaiting(_("这条指数已核对或已被更正，请刷新页面查看最新状态。"))
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    note("price_index", row.pk, "index.confirmed", by=by, at=at, **_said(row))
    return row


def problem_with(new: NewIndex, today: date) -> str:
    """Return what is wrong with an index, for an official; empty if nothing is."""
    if new.region not in regions():
        return _("地区 %(region)s 的指数不用于本地：只用本市和本省的指数。") % {"region": new.region}
    if new.kind not in IndexKind.values:
        return _("不认识指数“%(kind)s”。") % {"kind": new.kind}
    if not LEAST <= new.rise_bp <= LARGEST:
        return _("涨幅 %(rise)s 超出 %(least)s 至 %(largest)s，请核对：填同比涨幅，例如 3.5，不是指数 103.5。") % {
            "rise": say(new.rise_bp, "basis_points"),
            "least": say(LEAST, "basis_points"),
            "largest": say(LARGEST, "basis_points"),
        }
    if new.released_on > today:
        return _("发布日期%(day)s还没有到。") % {"day": new.released_on}
    if new.released_on <= new.month.first_day:
        return _("发布日期%(day)s不晚于%(month)s的第一天，一个月的指数在月后发布。") % {
            "day": new.released_on,
            "month": month_words(str(new.month)),
        }
    return "" if new.source else _("请写明来源，例如发布机关和标题。")


def known_already(new: NewIndex) -> str:
    """Say that the index is there."""
    return _("%(month)s的%(kind)s已录入，改动请用“更正”。") % {
        "month": month_words(str(new.month)),
        "kind": IndexKind(new.kind).label,
    }


def _locked(index: PriceIndex) -> PriceIndex:
    return PriceIndex.objects.select_for_update(of=("self",)).select_related("entered_by").get(pk=index.pk)


def _row(new: NewIndex, by: Staff, at: datetime) -> PriceIndex:
    return PriceIndex(
        region=new.region, month=str(new.month), kind=new.kind, rise_bp=new.rise_bp, released_on=new.released_on,
        source=new.source, entered_by=by, entered_at=at,
    )  # fmt: skip


def _said(row: PriceIndex) -> dict[str, Any]:
    return {
        "region": row.region, "month": row.month, "index": row.kind, "rise_bp": row.rise_bp,
        "released_on": row.released_on.isoformat(),
    }  # fmt: skip

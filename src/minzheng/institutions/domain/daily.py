"""Care as it is planned and done: items by tier, marks of the round, medicines, visitors."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.institutions.domain.road import CARERS, DIRECTORS, HomeRefused, filled, fresh, locked, note_of, require
from minzheng.institutions.enums import Outcome, Stay
from minzheng.institutions.models import CareItem, CareMark, Residence, Visit
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.statute.home_rule import slots, tasks_of

ONE_DAY = timedelta(days=1)
SLOT_CODES = tuple(slot.code for slot in slots())
LATE_DAYS = 1
"""A mark may be made up for yesterday; what is older stays as not recorded."""


def plan_tier(residence: Residence, *, by: Staff, at: datetime) -> list[CareItem]:
    """Lay out the daily care of the resident's tier from today; what another tier asked for ends yesterday."""
    day = local_day(at)
    rows = CareItem.objects.filter(residence=residence, is_medicine=False, ended_at__isnull=True)
    rows.update(until_on=day - ONE_DAY, ended_by=by, ended_at=at)
    made = [
        CareItem(
            residence=residence, name=one.name, slots=list(one.slots), from_on=day, planned_by=by, planned_at=at
        )
        for one in tasks_of(residence.tier)
    ]  # fmt: skip
    CareItem.objects.bulk_create(made)
    return made


@transaction.atomic
def plan(
    *, residence: Residence, name: str, times: Sequence[str], by: Staff, at: datetime, is_medicine: bool = False,
    dose: str = "", ordered_by: str = "", until_on: date | None = None,
) -> CareItem:  # fmt: skip
    """Add one item to the plan; a medicine names its dose and who ordered it. Director only."""
    row = fresh(residence)
    require(by, row.institution, *DIRECTORS)
    filled(name, what=_("项目名称"))
    order = [slot.code for slot in slots()]
    if not times or not set(times) <= set(order):
        raise HomeRefused(_("请选择在一天的哪些时段做。"))
    if is_medicine:
        filled(dose, ordered_by, what=_("药品用量和开药医生"))
    day = local_day(at)
    if until_on is not None and until_on < day:
        raise HomeRefused(_("停止日期不能早于今天。"))
    made = CareItem(
        residence=row, name=name.strip(), is_medicine=is_medicine, dose=dose.strip(), ordered_by=ordered_by.strip(),
        slots=sorted(set(times), key=order.index), from_on=day, until_on=until_on, planned_by=by, planned_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    note_of(row, "residence.care_planned", by=by, at=at, name=made.name, slots=made.slots, dose=made.dose)
    return made


@transaction.atomic
def end_item(*, item: CareItem, by: Staff, at: datetime) -> CareItem:
    """Stop an item or a medicine after today."""
    row: CareItem = locked(item)
    require(by, row.residence.institution, *DIRECTORS)
    if row.ended_at is not None:
        raise HomeRefused(_("“%(name)s”已停止。") % {"name": row.name})
    row.until_on, row.ended_by, row.ended_at = local_day(at), by, at
    row.save(update_fields=["until_on", "ended_by", "ended_at"])
    note_of(row.residence, "residence.care_ended", by=by, at=at, name=row.name)
    return row


@transaction.atomic
def mark(*, item: CareItem, day: date, slot: str, outcome: str, by: Staff, at: datetime, reason: str = "") -> CareMark:
    """Say what became of one item in one part of a day. Once; a wrong mark is corrected by another, with why.

    Raises HomeRefused for a part of the day that has not come, for somebody on leave, for a day long past.
    """
    found: CareItem = CareItem.objects.select_related("residence__institution", "residence__person").get(pk=item.pk)
    stay = found.residence
    require(by, stay.institution, *CARERS)
    _check_time(found, day, slot, at)
    if stay.stay == Stay.ON_LEAVE:
        raise HomeRefused(_("%(name)s请假外出，返院登记后再登记照护。") % {"name": stay.person.name})
    if outcome not in Outcome.values:
        raise HomeRefused(_("请选择结果。"))
    if outcome != Outcome.DONE:
        filled(reason, what=_("没有做的原因"))
    row = CareMark(
        item=found, day=day, slot=slot, outcome=outcome, reason=reason.strip(), marked_by=by, marked_at=at
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise HomeRefused(
            _("%(name)s这一时段的“%(item)s”已有记录，不重复登记；记错了的，请更正。")
            % {"name": stay.person.name, "item": found.name}
        ) from error
    return row


@transaction.atomic
def mark_all(*, items: Sequence[CareItem], day: date, slot: str, by: Staff, at: datetime) -> list[CareMark]:
    """Mark as done what has no mark yet of several items of one home; who is away is left out. No medicines.

    A dose is given and written down one by one. Raises as `mark`.
    """
    found = list(
        CareItem.objects.filter(pk__in=[item.pk for item in items], is_medicine=False)
        .exclude(residence__stay=Stay.ON_LEAVE)
        .select_related("residence__institution")
        .order_by("pk")
    )
    for home in {item.residence.institution for item in found}:
        require(by, home, *CARERS)
    for item in found:
        _check_time(item, day, slot, at)
    there = CareMark.objects.filter(item__in=found, day=day, slot=slot).values_list("item_id", flat=True)
    had = set(there)
    rows = [
        CareMark(item=item, day=day, slot=slot, outcome=Outcome.DONE, marked_by=by, marked_at=at)
        for item in found
        if item.pk not in had
    ]
    try:
        with transaction.atomic():
            CareMark.objects.bulk_create(rows)
    except IntegrityError as error:
        raise HomeRefused(_("其中有的刚刚由另一人登记了，请刷新后再看。")) from error
    return rows


@transaction.atomic
def correct(*, wrong: CareMark, outcome: str, reason: str, by: Staff, at: datetime) -> CareMark:
    """Put a mark right by another that names it; both stay."""
    item = CareItem.objects.select_related("residence__institution").get(pk=wrong.item_id)
    require(by, item.residence.institution, *CARERS)
    filled(reason, what=_("更正原因"))
    if outcome not in Outcome.values:
        raise HomeRefused(_("请选择结果。"))
    if CareMark.objects.filter(corrects=wrong).exists():
        raise HomeRefused(_("这条记录已更正过，请更正最后一条。"))
    row = CareMark(
        item=item, day=wrong.day, slot=wrong.slot, outcome=outcome, reason=reason.strip(), corrects=wrong,
        marked_by=by, marked_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note_of(item.residence, "residence.mark_corrected", by=by, at=at, reason=reason, item=item.name)
    return row


@transaction.atomic
def visited(
    *, residence: Residence, visitor: str, relation: str, came_on: date, by: Staff, at: datetime, text: str = ""
) -> Visit:
    """Record that somebody came to see a resident."""
    row = fresh(residence)
    require(by, row.institution, *CARERS)
    filled(visitor, relation, what=_("来访人和关系"))
    if came_on > local_day(at):
        raise HomeRefused(_("来访日期不能晚于今天。"))
    made = Visit(
        residence=row, visitor=visitor.strip(), relation=relation.strip(), came_on=came_on, note=text.strip(),
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    note_of(row, "residence.visited", by=by, at=at, visitor=made.visitor)
    return made


def _check_time(item: CareItem, day: date, slot: str, at: datetime) -> None:
    today = local_day(at)
    hours = {one.code: one.hour for one in slots()}
    if slot not in item.slots or day < item.from_on or (item.until_on is not None and day > item.until_on):
        raise HomeRefused(_("照护计划里%(day)s的这一时段没有“%(name)s”。") % {"day": day, "name": item.name})
    if day > today or (day == today and at.astimezone(SHANGHAI).hour < hours[slot]):
        raise HomeRefused(_("时间还没有到，不能先登记。"))
    if day < today - LATE_DAYS * ONE_DAY:
        raise HomeRefused(_("只能补记昨天的照护，更早的不能补记。"))

"""A roll of another office imported: tried first, submitted with its good rows, confirmed by a second person."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_other_person
from minzheng.claims.domain.road import ClaimsRefused, next_number, note, require_county
from minzheng.claims.domain.table import Row, day_of, rows_of
from minzheng.claims.models import RollEntry, RollImport
from minzheng.claims.queries.rolls import roll_kinds
from minzheng.kernel.idnumber import IdNumber, IdNumberError
from minzheng.registry.domain.person import find_many
from minzheng.registry.models import Person
from minzheng.services.inserting import insert_all

KIND = "roll_import"
TITLES = {
    "id_number": ("公民身份号码", "身份证号", "身份证号码"),
    "name": ("姓名",),
    "from_day": ("起始日期", "认定日期", "享受日期"),
    "until_day": ("截止日期", "有效期至"),
    "category": ("类别", "对象类别"),
}
NEEDED = ("id_number", "name", "from_day")


@dataclass(frozen=True)
class Good:
    """A row that may be taken."""

    number: int
    person: Person
    from_day: date
    until_day: date | None
    category: str


@dataclass(frozen=True)
class DryRun:
    """What a file would bring: good rows, and every problem by row."""

    good: tuple[Good, ...]
    problems: tuple[tuple[int, str], ...]


def try_file(*, roll: str, content: bytes, name: str) -> DryRun:
    """Return what would be imported; nothing is written."""
    if roll not in roll_kinds():
        raise ClaimsRefused(_("没有这种名册。"))
    rows = rows_of(content, name, TITLES, NEEDED)
    numbers: dict[int, str] = {}
    problems: list[tuple[int, str]] = []
    for row in rows:
        try:
            numbers[row.number] = IdNumber.parse(row.cells["id_number"]).value
        except IdNumberError as error:
            problems.append((row.number, _("身份证号码有误：%(why)s") % {"why": error}))
    people = find_many(set(numbers.values()))
    good: list[Good] = []
    seen: set[int] = set()
    for row in rows:
        if row.number not in numbers:
            continue
        person = people.get(numbers[row.number])
        made = _read(row, person, seen)
        if isinstance(made, Good):
            good.append(made)
            seen.add(made.person.pk)
        else:
            problems.append((row.number, made))
    return DryRun(tuple(good), tuple(sorted(problems)))


def _read(row: Row, person: Person | None, seen: set[int]) -> Good | str:
    if person is None:
        return _("本县没有登记这个人，请先登记或核对号码")
    if row.cells["name"] != person.name:
        return _("姓名与登记的不一致，请核对")
    if person.pk in seen:
        return _("与前面的一行是同一个人")
    try:
        first, last = _days(row)
    except ValueError as error:
        return str(error)
    return Good(row.number, person, first, last, row.cells.get("category", "")[:60])


def _days(row: Row) -> tuple[date, date | None]:
    first, last = day_of(row.cells["from_day"]), day_of(row.cells.get("until_day", ""))
    if first is None:
        raise ValueError(_("没有起始日期"))
    if last is not None and last < first:
        raise ValueError(_("截止日期早于起始日期"))
    return first, last


@transaction.atomic
def submit(*, roll: str, content: bytes, name: str, source: str, by: Staff, at: datetime) -> RollImport:
    """Keep the good rows for a second person, and say of every other row why it was left out."""
    require_county(by)
    if not source.strip():
        raise ClaimsRefused(_("请填写来源（哪个部门、哪份文件）。"))
    found = try_file(roll=roll, content=content, name=name)
    if not found.good:
        raise ClaimsRefused(_("没有一行可以导入，请按逐行说明改好后重新上传。"))
    row = RollImport(
        number=next_number("MC", at), roll=roll, division_code=settings.COUNTY_CODE, file_name=name[:120],
        sha256=hashlib.sha256(content).hexdigest(), source=source.strip(),
        problems=[list(one) for one in found.problems],
        submitted_by=by, submitted_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ClaimsRefused(_("这份文件已导入过，没有重复导入。")) from error
    insert_all(
        RollEntry(
            batch=row, roll=roll, person=one.person, from_day=one.from_day, until_day=one.until_day,
            category=one.category,
        )
        for one in found.good
    )  # fmt: skip
    note(
        "roll.submitted", kind=KIND, object_id=row.pk, by=by, at=at, number=row.number, roll=roll,
        good=len(found.good), problems=len(found.problems),
    )  # fmt: skip
    return row


@transaction.atomic
def confirm(*, batch: RollImport, by: Staff, at: datetime) -> RollImport:
    """Confirm as the second person; from now on the people are recognised."""
    require_county(by)
    row: RollImport = RollImport.objects.select_for_update(of=("self",)).select_related("submitted_by").get(pk=batch.pk)
    if row.confirmed_at is not None:
        raise ClaimsRefused(_("名册%(number)s已复核过。") % {"number": row.number})
    require_other_person(by, earlier=row.submitted_by, what=_("名册的提交"))
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    note("roll.confirmed", kind=KIND, object_id=row.pk, by=by, at=at, number=row.number)
    return row

"""The house itself: opened, its rooms and beds, who works there and when, the committee and its menus."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.institutions.domain.road import (
    DIRECTORS,
    HomeRefused,
    filled,
    lives_somewhere,
    lock_home,
    locked,
    note,
    person_of,
    require,
)
from minzheng.institutions.enums import HOME_PURPOSES, LIVING_HERE, Kind, Post, Watch
from minzheng.institutions.models import (
    Bed,
    CommitteeMember,
    Duty,
    Institution,
    Menu,
    Pot,
    Residence,
    Room,
    Training,
    Worker,
)
from minzheng.institutions.triggers import PREFIX
from minzheng.kernel.division import level_of
from minzheng.kernel.moment import local_day
from minzheng.statute.period import figure

TOWNSHIP_LEVEL, FIRST, LAST = 4, 901, 999
DM2 = 100


@transaction.atomic
def open_home(
    *, kind: str, name: str, township: str, address: str, opened_on: date, by: Staff, at: datetime
) -> Institution:  # fmt: skip
    """Enter a home in a township; county officers only. It gets the next free code below the township's villages.

    Raises HomeRefused, NotAllowed.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, township)
    filled(name, address, what=_("机构名称和地址"))
    if kind not in Kind.values or level_of(township) != TOWNSHIP_LEVEL:
        raise HomeRefused(_("请选择机构类别和所在乡镇（街道）。"))
    head = township[:9]
    taken = Institution.objects.filter(division_code__gte=f"{head}{FIRST}", division_code__lte=f"{head}{LAST}")
    last = taken.order_by("-division_code").values_list("division_code", flat=True).first()
    number = int(last[9:]) + 1 if last else FIRST
    if number > LAST:
        raise HomeRefused(_("这个乡镇的机构代码已用完。"))
    row = Institution(
        division_code=f"{head}{number}", kind=kind, name=name.strip(), address=address.strip(), opened_on=opened_on,
        opened_by=by, opened_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    for purpose in HOME_PURPOSES:
        Pot(institution=row, purpose=purpose, fund_code=f"{PREFIX}{row.division_code}-{purpose}").save(
            force_insert=True
        )
    note(row, "home.opened", by=by, at=at, name=row.name, kind=kind)
    return row


@transaction.atomic
def enter_room(
    *, institution: Institution, name: str, square_metres: int, beds: int, sex: str, is_isolation: bool, by: Staff,
    at: datetime,
) -> Room:  # fmt: skip
    """Enter a room with its beds. Raises HomeRefused if it is smaller than the figures allow for so many beds."""
    require(by, institution, *DIRECTORS, Role.COUNTY_OFFICER)
    filled(name, what=_("房号"))
    day = local_day(at)
    least = figure("home_room_area_min", place=institution.division_code, on=day)
    per_bed = figure("home_bed_area_min", place=institution.division_code, on=day)
    needed = max(least.value, per_bed.value * beds)
    if beds < 1 or square_metres < needed:
        raise HomeRefused(
            _("房间使用面积%(has)d平方米，放%(n)d张床至少要%(needs)d平方米（%(law)s）。请减少床位或核对面积。")
            % {"has": square_metres, "n": beds, "needs": needed, "law": per_bed.reference}
        )
    row = Room(
        institution=institution, name=name.strip(), area_dm2=square_metres * DM2, sex=sex, is_isolation=is_isolation,
        entered_by=by, entered_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise HomeRefused(_("房号“%(name)s”已登记。") % {"name": row.name}) from error
    Bed.objects.bulk_create(Bed(room=row, label=str(n)) for n in range(1, beds + 1))
    note(institution, "home.room_entered", by=by, at=at, room=row.name, beds=beds)
    return row


@transaction.atomic
def use_bed(*, bed: Bed, is_out: bool, reason: str, by: Staff, at: datetime) -> Bed:
    """Take a bed out of use, or back. Raises HomeRefused if somebody sleeps in it."""
    home = bed.room.institution
    require(by, home, *DIRECTORS, Role.COUNTY_OFFICER)
    filled(reason, what=_("原因"))
    lock_home(home)
    if is_out and Residence.objects.filter(bed=bed, stay__in=LIVING_HERE).exists():
        raise HomeRefused(_("这张床有人住，请先调换床位。"))
    row: Bed = locked(bed)
    row.out_since, row.out_reason = (local_day(at), reason.strip()) if is_out else (None, "")
    row.save(update_fields=["out_since", "out_reason"])
    note(home, "home.bed_changed", by=by, at=at, reason=reason, bed=row.pk, is_out=is_out)
    return row


@transaction.atomic
def hire(
    *, institution: Institution, name: str, post: str, id_number: str, from_on: date, by: Staff, at: datetime
) -> Worker:
    """Enter somebody who works here. Residents do no staff work: whoever lives in a home is refused."""
    require(by, institution, *DIRECTORS, Role.COUNTY_OFFICER)
    filled(name, what=_("姓名"))
    if post not in Post.values:
        raise HomeRefused(_("请选择岗位。"))
    person = person_of(id_number) if id_number.strip() else None
    if person is not None and lives_somewhere(person):
        raise HomeRefused(
            _("%(name)s是在住人员，不能安排做工作人员的工作。供养对象自愿参加劳动的，不列入工作人员，不排班。")
            % {"name": person.name}
        )
    row = Worker(
        institution=institution, name=name.strip(), post=post, person=person, from_on=from_on, entered_by=by,
        entered_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note(institution, "home.worker_entered", by=by, at=at, name=row.name, post=post)
    return row


@transaction.atomic
def let_go(*, worker: Worker, until_on: date, by: Staff, at: datetime) -> Worker:
    """Record somebody's last day."""
    row: Worker = locked(worker)
    require(by, row.institution, *DIRECTORS, Role.COUNTY_OFFICER)
    if row.until_on is not None or until_on < row.from_on:
        raise HomeRefused(_("离岗日期不能早于到岗日期，已离岗的不重复登记。"))
    row.until_on = until_on
    row.save(update_fields=["until_on"])
    note(row.institution, "home.worker_left", by=by, at=at, name=row.name, until=until_on.isoformat())
    return row


@transaction.atomic
def train(
    *, worker: Worker, topic: str, held_on: date, hours: int, by: Staff, at: datetime, valid_until: date | None = None
) -> Training:
    """Record a training."""
    require(by, worker.institution, *DIRECTORS, Role.COUNTY_OFFICER)
    filled(topic, what=_("培训内容"))
    if held_on > local_day(at) or hours < 1:
        raise HomeRefused(_("培训日期不能晚于今天，学时至少为1。"))
    row = Training(
        worker=worker, topic=topic.strip(), held_on=held_on, hours=hours, valid_until=valid_until, entered_by=by,
        entered_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note(worker.institution, "home.worker_trained", by=by, at=at, name=worker.name, topic=row.topic)
    return row


@transaction.atomic
def set_duty(
    *, institution: Institution, day: date, watch: str, workers: Sequence[Worker], by: Staff, at: datetime
) -> list[Duty]:
    """Put people on a watch of a day; whoever stands there already stays once."""
    require(by, institution, *DIRECTORS)
    if watch not in Watch.values or not workers:
        raise HomeRefused(_("请选择班次和值班人员。"))
    people = list(Worker.objects.filter(pk__in=[one.pk for one in workers]).order_by("pk"))
    for one in people:
        if one.institution_id != institution.pk or not one.from_on <= day <= (one.until_on or day):
            raise HomeRefused(_("%(name)s这一天不在岗，不能排班。") % {"name": one.name})
    there = set(Duty.objects.filter(day=day, watch=watch, worker__in=people).values_list("worker_id", flat=True))
    rows = [Duty(worker=one, day=day, watch=watch, entered_by=by, entered_at=at) for one in people
            if one.pk not in there]  # fmt: skip
    Duty.objects.bulk_create(rows)
    note(institution, "home.duty_set", by=by, at=at, day=day.isoformat(), watch=watch, names=[w.name for w in people])
    return rows


@transaction.atomic
def enter_committee_member(
    *, institution: Institution, name: str, is_resident: bool, from_on: date, until_on: date, by: Staff, at: datetime
) -> CommitteeMember:
    """Record somebody elected to the residents' committee (农村五保供养工作条例 第十五条)."""
    require(by, institution, *DIRECTORS)
    filled(name, what=_("姓名"))
    if until_on < from_on:
        raise HomeRefused(_("任期止不能早于任期起。"))
    row = CommitteeMember(
        institution=institution, name=name.strip(), is_resident=is_resident, from_on=from_on, until_on=until_on,
        entered_by=by, entered_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    note(institution, "home.committee_entered", by=by, at=at, name=row.name, is_resident=is_resident)
    return row


@transaction.atomic
def propose_menu(*, institution: Institution, week_on: date, lines: Sequence[str], by: Staff, at: datetime) -> Menu:
    """Draw up the dishes of a week: seven lines, Monday to Sunday."""
    require(by, institution, *DIRECTORS)
    days = [line.strip() for line in lines if line.strip()]
    if week_on.weekday() != 0 or len(days) != 7:
        raise HomeRefused(_("一周菜单从星期一起，每天一行，共七行。"))
    if Menu.objects.filter(institution=institution, week_on=week_on).exists():
        raise HomeRefused(_("%(day)s这一周的菜单已经拟定。") % {"day": week_on})
    row = Menu(institution=institution, week_on=week_on, lines=days, proposed_by=by, proposed_at=at)
    row.save(force_insert=True)
    note(institution, "home.menu_proposed", by=by, at=at, week=week_on.isoformat())
    return row


@transaction.atomic
def approve_menu(*, menu: Menu, present: int, votes: int, by: Staff, at: datetime) -> Menu:
    """Record the committee's vote: more than half of its members present, more than half of those in favour."""
    row: Menu = locked(menu)
    require(by, row.institution, *DIRECTORS, Role.CAREGIVER)
    if row.approved_at is not None:
        raise HomeRefused(_("这份菜单已经表决通过。"))
    today = local_day(at)
    members = CommitteeMember.objects.filter(
        institution=row.institution, from_on__lte=today, until_on__gte=today
    ).count()
    if not members:
        raise HomeRefused(_("还没有登记院务管理委员会委员，菜单不能表决。请先登记委员。"))
    if present > members or present * 2 <= members or votes * 2 <= present or votes > present:
        raise HomeRefused(
            _("委员%(all)d人，到会%(present)d人，同意%(votes)d人：到会、同意都须超过半数，不能通过。")
            % {"all": members, "present": present, "votes": votes}
        )
    row.votes_for, row.votes_present, row.approved_by, row.approved_at = votes, present, by, at
    row.save(update_fields=["votes_for", "votes_present", "approved_by", "approved_at"])
    note(row.institution, "home.menu_approved", by=by, at=at, week=row.week_on.isoformat(), votes=votes)
    return row

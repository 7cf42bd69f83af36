"""A place, its rooms and beds, and the people who work there."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.institutions.enums import Kind, Post, Watch
from minzheng.institutions.models.paired import both_or_neither, who, who_later
from minzheng.registry.enums import Sex


class Institution(models.Model):
    """A place with beds. `division_code` is a code of its own below its township: so an area may be one home.

    Townships and the county see it within their range; its own staff see this place and no other (docs/adr/0170).
    """

    division_code = models.CharField(_("机构代码"), max_length=12, unique=True)
    kind = models.CharField(_("机构类别"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("机构名称"), max_length=60)
    address = models.CharField(_("地址"), max_length=200)
    opened_on = models.DateField(_("开办日期"))
    opened_by = who(_("登记人"))
    opened_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("福利机构")

    @property
    def number(self) -> str:
        """Return what its pages are addressed by."""
        return self.division_code


class Room(models.Model):
    """A room: how large it is decides how many beds it may hold; a room without a sex is for couples and guests."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="rooms", verbose_name=_("机构"))
    name = models.CharField(_("房号"), max_length=20)
    area_dm2 = models.PositiveIntegerField(_("使用面积（平方分米）"))
    sex = models.CharField(_("入住性别"), max_length=1, choices=Sex.choices, blank=True)
    is_isolation = models.BooleanField(_("隔离房间"), default=False)
    entered_by = who(_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("居室")
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="home_room_once")]


class Bed(models.Model):
    """One bed. That one person has it stands in Residence, unique in the database."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="beds", verbose_name=_("居室"))
    label = models.CharField(_("床号"), max_length=10)
    out_since = models.DateField(_("停用日期"), null=True, blank=True)
    out_reason = models.CharField(_("停用原因"), max_length=200, blank=True)

    objects = ScopedManager("room__institution__division_code")

    class Meta:
        verbose_name = _("床位")
        constraints = [models.UniqueConstraint(fields=["room", "label"], name="home_bed_once")]


class Worker(models.Model):
    """Somebody who works in a home. Residents never do: `person` is who it is in the register, if registered here."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="workers", verbose_name=_("机构"))
    name = models.CharField(_("姓名"), max_length=64)
    post = models.CharField(_("岗位"), max_length=12, choices=Post.choices)
    person = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("登记人员")
    )
    from_on = models.DateField(_("到岗日期"))
    until_on = models.DateField(_("离岗日期"), null=True, blank=True)
    entered_by = who(_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("工作人员")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="home_worker_days_in_order"
            ),
        ]


class Training(models.Model):
    """What somebody was trained in, and until when it counts."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="trainings", verbose_name=_("工作人员"))
    topic = models.CharField(_("培训内容"), max_length=100)
    held_on = models.DateField(_("培训日期"))
    hours = models.PositiveSmallIntegerField(_("学时"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    entered_by = who(_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("worker__institution__division_code")

    class Meta:
        verbose_name = _("培训")


class Duty(models.Model):
    """Who is on duty when. Nobody stands twice in one watch."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="duties", verbose_name=_("工作人员"))
    day = models.DateField(_("日期"), db_index=True)
    watch = models.CharField(_("班次"), max_length=8, choices=Watch.choices)
    entered_by = who(_("排班人"))
    entered_at = models.DateTimeField(_("排班时间"))

    objects = ScopedManager("worker__institution__division_code")

    class Meta:
        verbose_name = _("值班")
        constraints = [models.UniqueConstraint(fields=["worker", "day", "watch"], name="home_duty_once")]


class CommitteeMember(models.Model):
    """One of the residents' committee (院务管理委员会), elected among those who live and work there."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="committee", verbose_name=_("机构"))
    name = models.CharField(_("姓名"), max_length=64)
    is_resident = models.BooleanField(_("供养人员代表"))
    from_on = models.DateField(_("任期起"))
    until_on = models.DateField(_("任期止"))
    entered_by = who(_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("院务管理委员会委员")
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="home_committee_days_in_order")
        ]


class Menu(models.Model):
    """The dishes of a week. It counts once the committee has voted for it."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="menus", verbose_name=_("机构"))
    week_on = models.DateField(_("星期一"))
    lines = models.JSONField(_("逐日菜单"))
    proposed_by = who(_("拟定人"))
    proposed_at = models.DateTimeField(_("拟定时间"))
    votes_for = models.PositiveSmallIntegerField(_("同意"), null=True, blank=True)
    votes_present = models.PositiveSmallIntegerField(_("到会"), null=True, blank=True)
    approved_by = who_later(_("会议登记人"))
    approved_at = models.DateTimeField(_("会议登记时间"), null=True, blank=True)

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("一周菜单")
        constraints = [
            models.UniqueConstraint(fields=["institution", "week_on"], name="home_menu_once"),
            both_or_neither("menu_approved", "approved_by", "approved_at", "votes_for", "votes_present"),
            models.CheckConstraint(
                condition=Q(votes_for__isnull=True) | Q(votes_for__lte=F("votes_present")), name="home_menu_votes"
            ),
        ]

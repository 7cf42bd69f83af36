"""Who wishes to move in, who lives here, where they are, and how they left."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.institutions.enums import LIVING_HERE, Chooser, EntryState, Occasion, Stay
from minzheng.institutions.models.paired import both_or_neither, who, who_later
from minzheng.institutions.models.place import Bed, Institution
from minzheng.services.vault.fields import SealedTextField

HERE = [stay.value for stay in LIVING_HERE]
TIERS = [("self", _("具备生活自理能力")), ("part", _("部分丧失生活自理能力")), ("full", _("完全丧失生活自理能力"))]


class Entry(models.Model):
    """A wish to live in a home: the person's own, or the decision of a guardian on record. Never anybody else's."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="entries", verbose_name=_("机构"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("申请入住的人"))
    chosen_by = models.CharField(_("谁作的选择"), max_length=8, choices=Chooser.choices)
    chosen_on = models.DateField(_("选择日期"))
    guardian_name = models.CharField(_("监护人"), max_length=64, blank=True)
    guardian_relation = models.CharField(_("与本人关系"), max_length=40, blank=True)
    capacity_document = models.CharField(_("无（限制）行为能力的认定文书"), max_length=120, blank=True)
    witness = models.CharField(_("见证人"), max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=EntryState.choices, default=EntryState.WAITING)
    entered_by = who(_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))
    withdrawn_by = who_later(_("撤回登记人"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdraw_reason = models.TextField(_("撤回原因"), blank=True)

    objects: Any = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("入住申请")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "person"], condition=Q(state=EntryState.WAITING.value), name="home_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(chosen_by=Chooser.PERSON.value)
                | (Q(chosen_by=Chooser.GUARDIAN.value) & ~Q(guardian_name="") & ~Q(capacity_document="")),
                name="home_entry_has_a_will",
            ),
            both_or_neither("entry_withdrawn", "withdrawn_by", "withdrawn_at"),
        ]


class Assessment(models.Model):
    """How much somebody can do alone: the six abilities and the tier they make. Append-only, the last one counts."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("机构"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("被评估人"))
    unable = models.JSONField(_("不能自己完成的"))
    tier = models.CharField(_("自理能力"), max_length=8, choices=TIERS)
    assessor = models.CharField(_("评估人"), max_length=64)
    assessed_on = models.DateField(_("评估日期"))
    recorded_by = who(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("自理能力评估")
        indexes = [models.Index(fields=["person"], name="home_assessment_person")]


class HealthCheck(models.Model):
    """What a doctor found before somebody moved in, or later. The findings are sealed."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("机构"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("体检人"))
    clinic = models.CharField(_("体检医院"), max_length=100)
    checked_on = models.DateField(_("体检日期"))
    is_infectious = models.BooleanField(_("有传染性，需隔离"))
    findings = SealedTextField(_("体检结论、忌口、过敏"))
    recorded_by = who(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("体检")
        indexes = [models.Index(fields=["person"], name="home_health_person")]


class Residence(models.Model):
    """One person in one home with one bed, by a signed agreement. One bed one person, one person one home."""

    number = models.CharField(_("协议编号"), max_length=40, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="residences", verbose_name=_("机构"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("在住人员"))
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="residence", verbose_name=_("入住申请"))
    bed = models.ForeignKey(Bed, models.PROTECT, related_name="residences", verbose_name=_("床位"))
    stay = models.CharField(_("状态"), max_length=16, choices=Stay.choices, default=Stay.IN_RESIDENCE)
    tier = models.CharField(_("自理能力"), max_length=8, choices=TIERS)
    admitted_on = models.DateField(_("入住日期"))
    agreement_until = models.DateField(_("协议到期日"))
    signed_by = models.CharField(_("协议签字人"), max_length=64)
    services = models.TextField(_("服务内容"))
    contact = models.CharField(_("紧急联系人"), max_length=64)
    contact_phone = SealedTextField(_("紧急联系电话"))
    admitted_by = who(_("机构签字人"))
    admitted_at = models.DateTimeField(_("登记时间"))

    objects: Any = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("在住登记")
        constraints = [
            models.UniqueConstraint(fields=["bed"], condition=Q(stay__in=HERE), name="home_one_bed_one_person"),
            models.UniqueConstraint(fields=["person"], condition=Q(stay__in=HERE), name="home_one_person_one_home"),
            models.CheckConstraint(condition=Q(stay__in=Stay.values), name="home_stay_is_known"),
            models.CheckConstraint(
                condition=Q(agreement_until__gte=F("admitted_on")) & ~Q(signed_by=""), name="home_agreement_signed"
            ),
        ]


class Leave(models.Model):
    """Away from the home and back. Whoever is not back on the day is shown late."""

    residence = models.ForeignKey(Residence, models.PROTECT, related_name="leaves", verbose_name=_("在住人员"))
    from_on = models.DateField(_("外出日期"))
    due_on = models.DateField(_("应返院日期"))
    reason = models.CharField(_("事由"), max_length=200)
    companion = models.CharField(_("谁来接、到哪里"), max_length=100)
    left_by = who(_("外出登记人"))
    left_at = models.DateTimeField(_("外出登记时间"))
    returned_on = models.DateField(_("返院日期"), null=True, blank=True)
    returned_by = who_later(_("返院登记人"))
    returned_at = models.DateTimeField(_("返院登记时间"), null=True, blank=True)
    return_note = models.CharField(_("返院时的情况"), max_length=200, blank=True)

    objects = ScopedManager("residence__institution__division_code")

    class Meta:
        verbose_name = _("请假")
        constraints = [
            models.UniqueConstraint(
                fields=["residence"], condition=Q(returned_at__isnull=True), name="home_one_leave_at_a_time"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("from_on")), name="home_leave_days_in_order"),
            both_or_neither("leave_returned", "returned_by", "returned_at", "returned_on"),
        ]


class Departure(models.Model):
    """How and when a stay ended, and everything that must follow: notice, burial, settlement."""

    residence = models.OneToOneField(Residence, models.PROTECT, related_name="departure", verbose_name=_("在住人员"))
    stay = models.CharField(_("去向"), max_length=16, choices=Stay.choices)
    left_on = models.DateField(_("日期"))
    words = models.CharField(_("原因、去向"), max_length=200)
    # A death is told to the township on the day it is recorded; who took it there, and when it became known.
    told_to = models.CharField(_("通知了谁"), max_length=100, blank=True)
    told_at = models.DateTimeField(_("通知乡镇时间"), null=True, blank=True)
    burial_on = models.DateField(_("安葬日期"), null=True, blank=True)
    burial_words = models.CharField(_("殡葬方式、地点"), max_length=200, blank=True)
    burial_cost_fen = models.PositiveBigIntegerField(_("丧葬费用（分）"), null=True, blank=True)
    settle_by = models.DateField(_("结算期限"))
    settle_law = models.CharField(_("期限依据"), max_length=120)
    settled_by = who_later(_("结算人"))
    settled_at = models.DateTimeField(_("结算时间"), null=True, blank=True)
    recorded_by = who(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("residence__institution__division_code")

    class Meta:
        verbose_name = _("离院")
        constraints = [
            both_or_neither("departure_settled", "settled_by", "settled_at"),
            models.CheckConstraint(
                condition=~Q(stay=Stay.DECEASED.value) | Q(told_at__isnull=False), name="home_death_is_told"
            ),
        ]


class Belongings(models.Model):
    """A list of what is in the home's keeping, or of what somebody left, by two witnesses; and who received it."""

    residence = models.ForeignKey(Residence, models.PROTECT, related_name="belongings", verbose_name=_("在住人员"))
    occasion = models.CharField(_("清点时机"), max_length=10, choices=Occasion.choices)
    items = models.JSONField(_("物品"))
    witness_one = models.CharField(_("见证人一"), max_length=64)
    witness_two = models.CharField(_("见证人二"), max_length=64)
    listed_on = models.DateField(_("清点日期"))
    listed_by = who(_("登记人"))
    listed_at = models.DateTimeField(_("登记时间"))
    handed_to = models.CharField(_("交给谁"), max_length=64, blank=True)
    handed_on = models.DateField(_("交还日期"), null=True, blank=True)
    handed_by = who_later(_("经手人"))

    objects = ScopedManager("residence__institution__division_code")

    class Meta:
        verbose_name = _("物品清单")
        constraints = [
            models.CheckConstraint(condition=~Q(witness_one=F("witness_two")), name="home_two_witnesses"),
            both_or_neither("belongings_handed", "handed_by", "handed_on"),
        ]


class Visit(models.Model):
    """Somebody came to see a resident."""

    residence = models.ForeignKey(Residence, models.PROTECT, related_name="visits", verbose_name=_("在住人员"))
    visitor = models.CharField(_("来访人"), max_length=64)
    relation = models.CharField(_("与本人关系"), max_length=40)
    came_on = models.DateField(_("来访日期"))
    note = models.CharField(_("情况"), max_length=200, blank=True)
    recorded_by = who(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("residence__institution__division_code")

    class Meta:
        verbose_name = _("探访")

"""What happened, to whom, where and when; and what others gave because of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.relief.enums import FoundBy, NeedKind, OtherSource


class ReliefEvent(models.Model):
    """One fire, one accident, one illness. All help for it, from whatever source, hangs on its number. Append-only."""

    number = models.CharField(_("事件编号"), max_length=40, unique=True)
    division_code = models.CharField(_("发生地"), max_length=12, db_index=True)
    place = models.CharField(_("地点"), max_length=120)
    happened_at = models.DateTimeField(_("发生时间"))
    # A code of the program's own question; what it is called stands there.
    cause_code = models.PositiveSmallIntegerField(_("困难原因"))
    what = models.TextField(_("发生了什么"))
    people_hit = models.PositiveSmallIntegerField(_("受困人数"))
    found_by = models.CharField(_("由谁发现"), max_length=12, choices=FoundBy.choices)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    reported_at = models.DateTimeField(_("报告时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("困难事件")
        constraints = [
            models.CheckConstraint(condition=~Q(place="") & ~Q(what=""), name="relief_event_says_what"),
            models.CheckConstraint(condition=Q(people_hit__gt=0), name="relief_event_hits_people"),
            models.CheckConstraint(condition=Q(found_by__in=FoundBy.values), name="relief_found_by_is_known"),
        ]
        indexes = [models.Index(fields=["division_code", "happened_at"], name="relief_event_place")]


class OtherHelp(models.Model):
    """What somebody else gave for the event, so that one page shows every source and the sum. Append-only."""

    event = models.ForeignKey(ReliefEvent, models.PROTECT, related_name="other_help", verbose_name=_("困难事件"))
    source = models.CharField(_("来源"), max_length=12, choices=OtherSource.choices)
    giver = models.CharField(_("给予单位或个人"), max_length=100)
    # For whom and for what it was, where that is known: what a cost has got already is not granted again.
    request = models.ForeignKey(
        "relief.Request", models.PROTECT, related_name="other_help", null=True, blank=True, verbose_name=_("救助请求")
    )
    need_kind = models.CharField(_("用于什么"), max_length=12, choices=NeedKind.choices, blank=True)
    # Which record of which room of this system it is; empty for what came from outside.
    room = models.CharField(_("来源模块"), max_length=24, blank=True)
    reference = models.CharField(_("来源记录"), max_length=80, blank=True)
    amount_fen = models.PositiveBigIntegerField(_("金额（分）"))
    given_on = models.DateField(_("给予日期"))
    document = models.CharField(_("凭据"), max_length=100)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("event__division_code")

    class Meta:
        verbose_name = _("其他来源的帮助")
        constraints = [
            models.UniqueConstraint(fields=["event", "source", "document"], name="relief_other_help_once"),
            models.CheckConstraint(condition=~Q(giver="") & ~Q(document=""), name="relief_other_help_says_who"),
            models.CheckConstraint(condition=Q(source__in=OtherSource.values), name="relief_other_source_is_known"),
            models.UniqueConstraint(
                fields=["room", "reference"], condition=~Q(room=""), name="relief_payment_counted_once"
            ),
            models.CheckConstraint(
                condition=Q(room="", reference="") | (~Q(room="") & ~Q(reference="") & Q(request__isnull=False)),
                name="relief_counted_payment_is_named",
            ),
            models.CheckConstraint(
                condition=Q(need_kind="") | (Q(need_kind__in=NeedKind.values) & Q(request__isnull=False)),
                name="relief_other_help_for_whose_need",
            ),
        ]

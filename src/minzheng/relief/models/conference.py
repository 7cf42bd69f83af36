"""A case conference (一事一议): who sat, what was found, what could be done, how they voted, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.relief.enums import Vote
from minzheng.relief.models.paired import both_or_neither
from minzheng.relief.models.request import Reckoning, Request


class Conference(models.Model):
    """The minutes. Written by one person and confirmed by another; from then on nothing in them changes.

    A grant of 0 is a decision too: the conference gives nothing.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="conferences", verbose_name=_("救助请求"))
    reckoning = models.ForeignKey(Reckoning, models.PROTECT, related_name="+", verbose_name=_("提交会商的测算"))
    held_on = models.DateField(_("会商日期"))
    found = models.TextField(_("查明的事实"))
    options = models.JSONField(_("可选方案"), default=list)
    conclusion = models.TextField(_("结论和理由"))
    amount_fen = models.PositiveBigIntegerField(_("确定的金额（分）"))
    instalments = models.PositiveSmallIntegerField(_("分几次发放"), default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    written_at = models.DateTimeField(_("记录时间"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("核定人")
    )
    confirmed_at = models.DateTimeField(_("核定时间"), null=True, blank=True)

    objects = ScopedManager("request__division_code")

    class Meta:
        verbose_name = _("个案会商")
        constraints = [
            both_or_neither("conference_confirmed", "confirmed_by", "confirmed_at"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("written_by")),
                name="relief_conference_needs_two_people",
                violation_error_message=_("核定人与记录人不能是同一人"),
            ),
            models.CheckConstraint(condition=~Q(found="") & ~Q(conclusion=""), name="relief_conference_says_why"),
            models.CheckConstraint(condition=Q(instalments__gt=0), name="relief_conference_instalments"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(confirmed_by__isnull=True), name="relief_one_open_conference"
            ),
        ]


class ConferenceMember(models.Model):
    """One who sat there: for which office, with which interest of one's own, and the vote. Append-only."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="members", verbose_name=_("个案会商"))
    name = models.CharField(_("姓名"), max_length=64)
    office = models.CharField(_("单位"), max_length=100)
    conflict = models.CharField(_("利害关系"), max_length=200, blank=True)
    vote = models.CharField(_("意见"), max_length=10, choices=Vote.choices)

    objects = ScopedManager("conference__request__division_code")

    class Meta:
        verbose_name = _("会商成员")
        constraints = [
            models.UniqueConstraint(fields=["conference", "name", "office"], name="relief_member_once"),
            models.CheckConstraint(
                condition=Q(conflict="") | Q(vote=Vote.WITHDREW), name="relief_no_vote_in_own_matter"
            ),
            models.CheckConstraint(condition=Q(vote__in=Vote.values), name="relief_vote_is_known"),
        ]

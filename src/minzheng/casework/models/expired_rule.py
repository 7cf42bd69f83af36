"""What a county does with a local rule that has ended by its own words and has no successor yet."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.models.paired import both_or_neither


class ExpiredRuleRuling(models.Model):
    """The county's recorded decision that an expired document still applies, until when, by which paper.

    One person records it, another approves it; before that it permits nothing. Ended, never edited.
    """

    program = models.CharField(_("救助项目"), max_length=40)
    division_code = models.CharField(_("适用区域"), max_length=12, db_index=True)
    reference = models.CharField(_("期满的文件"), max_length=300)
    expired_on = models.DateField(_("期满日"))
    until_on = models.DateField(_("暂继续适用至"))
    document = models.CharField(_("处理文件"), max_length=120)
    reason = models.TextField(_("理由"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("批准人")
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    ended_on = models.DateField(_("最后适用日"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("终止人")
    )
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("期满规定处理决定")
        constraints = [
            both_or_neither("ruling_approved", "approved_by", "approved_at"),
            both_or_neither("ruling_ended", "ended_by", "ended_at", "ended_on"),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("entered_by")),
                name="casework_ruling_two_people",
            ),
            models.UniqueConstraint(
                fields=["program", "division_code", "reference"], condition=models.Q(ended_on__isnull=True),
                name="casework_one_ruling",
            ),
        ]  # fmt: skip

    def may_hold_on(self, day: date) -> bool:
        """Say whether the day lies within its term; approved or not."""
        return day <= (self.until_on if self.ended_on is None else min(self.until_on, self.ended_on))

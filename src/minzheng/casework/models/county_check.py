"""What the county looks at itself before a decision is made, and where it lets townships decide."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.models.paired import both_or_neither


class SpotCheckDraw(models.Model):
    """One draw from a batch of cases. Append-only: from seed and batch anybody draws the same households again.

    `ratio` is in basis points; `drawn` are the case numbers the county visits.
    """

    program = models.CharField(_("救助项目"), max_length=40)
    division_code = models.CharField(_("抽查范围"), max_length=12, db_index=True)
    seed = models.CharField(_("随机种子"), max_length=64)
    ratio = models.PositiveIntegerField(_("抽查比例（万分之）"))
    law = models.CharField(_("依据"), max_length=120)
    batch = models.JSONField(_("参加抽取的案件"))
    drawn = models.JSONField(_("抽中的案件"))
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("抽取人"))
    drawn_at = models.DateTimeField(_("抽取时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("入户抽查")


class SpotCheckEntry(models.Model):
    """A case in a draw. A case is drawn from once in a round: sent back and reported anew it stays as it fell."""

    draw = models.ForeignKey("casework.SpotCheckDraw", models.PROTECT, related_name="entries", verbose_name=_("抽取"))
    case = models.OneToOneField("casework.Case", models.PROTECT, related_name="spot_check", verbose_name=_("案件"))
    is_drawn = models.BooleanField(_("抽中"))

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("抽查名单")


class Delegation(models.Model):
    """Where townships decide a program themselves, by which document, from when. Ended, never edited.

    民发〔2021〕57号 第二条；社会救助法 第五、四十四条：由省级人民政府决定。
    """

    program = models.CharField(_("救助项目"), max_length=40)
    division_code = models.CharField(_("授权的乡镇（街道）"), max_length=12, db_index=True)
    from_on = models.DateField(_("自何日起"))
    document = models.CharField(_("授权文件"), max_length=120)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"))
    until_on = models.DateField(_("至何日止"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("终止人")
    )
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("确认权限下放")
        constraints = [
            both_or_neither("delegation_ended", "ended_by", "ended_at", "until_on"),
            models.UniqueConstraint(
                fields=["program", "division_code"], condition=models.Q(until_on__isnull=True),
                name="casework_one_delegation",
            ),
        ]  # fmt: skip

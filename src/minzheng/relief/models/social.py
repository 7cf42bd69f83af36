"""Social help (社会帮扶): what donors, charities and volunteers offer, and the families it reached.

None of it is the office's money: it passes from the giver to the family, and never through a fund of the ledger.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.kernel.fen import format_yuan
from minzheng.relief.enums import Gift, Giver, SocialResult
from minzheng.relief.models.paired import both_or_neither


def gift_words(amount_fen: int, hours: int) -> str:
    """Return how much it is: yuan (of goods their worth), or hours."""
    if hours:
        return gettext("%(n)d小时") % {"n": hours}
    return gettext("%(yuan)s元") % {"yuan": format_yuan(amount_fen)}


class SocialOffer(models.Model):
    """What somebody is ready to give. Goods count at the worth their giver states. Append-only."""

    number = models.CharField(_("帮扶编号"), max_length=40, unique=True)
    division_code = models.CharField(_("登记地"), max_length=12, db_index=True)
    giver_kind = models.CharField(_("帮扶主体"), max_length=12, choices=Giver.choices)
    giver = models.CharField(_("名称或姓名"), max_length=100)
    gift = models.CharField(_("帮扶方式"), max_length=8, choices=Gift.choices)
    what = models.CharField(_("内容"), max_length=200)
    amount_fen = models.PositiveBigIntegerField(_("金额或价值（分）"), default=0)
    hours = models.PositiveIntegerField(_("服务小时"), default=0)
    until_on = models.DateField(_("有效至"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("社会帮扶")
        constraints = [
            models.CheckConstraint(condition=~Q(giver="") & ~Q(what=""), name="relief_offer_says_who_and_what"),
            models.CheckConstraint(condition=Q(giver_kind__in=Giver.values), name="relief_giver_is_known"),
            models.CheckConstraint(
                condition=Q(gift=Gift.HOURS, hours__gt=0, amount_fen=0)
                | Q(gift__in=(Gift.MONEY, Gift.GOODS), hours=0, amount_fen__gt=0),
                name="relief_offer_is_money_goods_or_hours",
            ),
        ]

    @property
    def size(self) -> str:
        """Return how much is offered."""
        return gift_words(self.amount_fen, self.hours)


class SocialMatch(models.Model):
    """A part of an offer meant for one family, with its consent: confirmed, handed over, and what came of it."""

    offer = models.ForeignKey(SocialOffer, models.PROTECT, related_name="matches", verbose_name=_("社会帮扶"))
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+", verbose_name=_("家庭"))
    division_code = models.CharField(_("家庭所在地"), max_length=12, db_index=True)
    need = models.CharField(_("需要什么"), max_length=200)
    amount_fen = models.PositiveBigIntegerField(_("金额或价值（分）"), default=0)
    hours = models.PositiveIntegerField(_("服务小时"), default=0)
    consented_on = models.DateField(_("家庭同意日期"))
    matched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("对接人"))
    matched_at = models.DateTimeField(_("对接时间"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("核对人")
    )
    confirmed_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    received_by = models.CharField(_("签收人"), max_length=64, blank=True)
    receipt = models.CharField(_("收据编号"), max_length=80, blank=True)
    handed_on = models.DateField(_("交付日期"), null=True, blank=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("交付登记人")
    )
    handed_at = models.DateTimeField(_("交付登记时间"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=12, choices=SocialResult.choices, blank=True)
    result_words = models.TextField(_("结果说明"), blank=True)
    result_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("结果登记人")
    )
    result_at = models.DateTimeField(_("结果登记时间"), null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("取消人")
    )
    dropped_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    drop_reason = models.CharField(_("取消理由"), max_length=200, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("帮扶对接")
        constraints = [
            both_or_neither("match_confirmed", "confirmed_by", "confirmed_at"),
            both_or_neither("match_handed", "handed_by", "handed_at", "handed_on"),
            both_or_neither("match_result", "result_by", "result_at"),
            both_or_neither("match_dropped", "dropped_by", "dropped_at"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("matched_by")),
                name="relief_match_needs_two_people",
                violation_error_message=_("核对人与对接人不能是同一人"),
            ),
            models.CheckConstraint(
                condition=Q(handed_by__isnull=True) | Q(hours__gt=0) | Q(confirmed_by__isnull=False),
                name="relief_no_gift_unconfirmed",
            ),
            models.CheckConstraint(
                condition=Q(handed_by__isnull=True) | ~Q(received_by="") & ~Q(receipt=""),
                name="relief_gift_is_signed_for",
            ),
            models.CheckConstraint(
                condition=Q(handed_by__isnull=True) | Q(dropped_by__isnull=True), name="relief_match_ends_one_way"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, hours=0) | Q(amount_fen=0, hours__gt=0), name="relief_match_is_something"
            ),
        ]

    @property
    def size(self) -> str:
        """Return how much it is."""
        return gift_words(self.amount_fen, self.hours)

    @property
    def tone(self) -> str:
        """Return how the stage is shown: over, given up, or under way."""
        if self.dropped_at is not None:
            return "plain"
        return "done" if self.result_at is not None else "now"

    @property
    def stage(self) -> str:
        """Return where it stands, in words."""
        if self.dropped_at is not None:
            return gettext("已取消")
        if self.result_at is not None:
            return gettext("已办结")
        if self.handed_at is not None:
            return gettext("已交付，待登记结果")
        is_ready = self.confirmed_at is not None or self.hours
        return gettext("待交付") if is_ready else gettext("待另一人核对")

"""What was decided, in how many parts it is given, and the vouchers that show that it was."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.relief.enums import Form, InstalmentState, Level, Reason, Source
from minzheng.relief.models.conference import Conference
from minzheng.relief.models.fund import Refill
from minzheng.relief.models.request import Need, Reckoning, Request


class Grant(models.Model):
    """The decision on a request, once. Its amount is the reckoning's, or the conference's; nobody types one."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="grant", verbose_name=_("救助请求"))
    reckoning = models.ForeignKey(Reckoning, models.PROTECT, related_name="+", verbose_name=_("测算"))
    conference = models.OneToOneField(
        Conference, models.PROTECT, related_name="grant", null=True, blank=True, verbose_name=_("个案会商")
    )
    decision = models.OneToOneField(
        "casework.Decision", models.PROTECT, related_name="relief_grant", null=True, blank=True, verbose_name=_("决定")
    )
    form = models.CharField(_("救助方式"), max_length=10, choices=Form.choices)
    level = models.CharField(_("决定机关"), max_length=16, choices=Level.choices)
    source = models.CharField(_("资金来源"), max_length=8, choices=Source.choices, blank=True)
    reason_code = models.CharField(_("金额依据"), max_length=12, choices=Reason.choices)
    amount_fen = models.PositiveBigIntegerField(_("救助金额（分）"))
    good = models.ForeignKey(
        "ledger.Good", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("物资种类")
    )
    quantity = models.PositiveIntegerField(_("件数"), default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"))

    objects = ScopedManager("request__division_code")

    class Meta:
        verbose_name = _("救助决定")
        constraints = [
            models.CheckConstraint(
                condition=Q(form=Form.CASH, amount_fen__gt=0, quantity=0, good__isnull=True)
                | Q(form=Form.GOODS, amount_fen=0, quantity__gt=0, good__isnull=False)
                | Q(form=Form.REFERRAL, amount_fen=0, quantity=0, good__isnull=True),
                name="relief_grant_is_money_goods_or_words",
            ),
            models.CheckConstraint(
                condition=Q(reason_code=Reason.FORMULA, conference__isnull=True)
                | Q(reason_code=Reason.CONFERENCE, conference__isnull=False),
                name="relief_grant_says_why_this_amount",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="relief_grant_level_is_known"),
        ]


class NeedShare(models.Model):
    """What of a grant goes to one need: reckoned by `queries.needs`, never typed. Append-only."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="shares", verbose_name=_("救助决定"))
    need = models.OneToOneField(Need, models.PROTECT, related_name="share", verbose_name=_("需要"))
    left_fen = models.PositiveBigIntegerField(_("决定时还差的金额（分）"), null=True, blank=True)
    amount_fen = models.PositiveBigIntegerField(_("救助金额（分）"))

    objects = ScopedManager("grant__request__division_code")

    class Meta:
        verbose_name = _("需要得到的救助")
        constraints = [
            models.CheckConstraint(
                condition=Q(left_fen__isnull=True) | Q(amount_fen__lte=F("left_fen")),
                name="relief_no_need_gets_more_than_is_left",
            )
        ]


class Instalment(models.Model):
    """One payment of a grant; most have one. Paid once, or cancelled."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="instalments", verbose_name=_("救助决定"))
    place = models.PositiveSmallIntegerField(_("第几次"))
    amount_fen = models.PositiveBigIntegerField(_("金额（分）"))
    opens_on = models.DateField(_("可以发放的第一天"))
    state = models.CharField(_("状态"), max_length=10, choices=InstalmentState.choices, default=InstalmentState.PLANNED)

    objects = ScopedManager("grant__request__division_code")

    class Meta:
        verbose_name = _("分次发放")
        constraints = [
            models.UniqueConstraint(fields=["grant", "place"], name="relief_instalment_once"),
            models.CheckConstraint(condition=Q(place__gt=0), name="relief_instalment_counts_from_one"),
            models.CheckConstraint(condition=Q(state__in=InstalmentState.values), name="relief_instalment_state"),
        ]


class Voucher(models.Model):
    """Money or goods that were handed over: by two people, against a receipt, with a picture. Append-only.

    `refill` is the refill of the reserve fund in which it was counted.
    """

    instalment = models.OneToOneField(Instalment, models.PROTECT, related_name="voucher", verbose_name=_("分次发放"))
    division_code = models.CharField(_("乡镇（街道）"), max_length=12, db_index=True)
    source = models.CharField(_("资金来源"), max_length=8, choices=Source.choices)
    transfer = models.OneToOneField("ledger.Transfer", models.PROTECT, related_name="+", verbose_name=_("流水"))
    amount_fen = models.PositiveBigIntegerField(_("金额（分）"))
    received_by = models.CharField(_("领取人"), max_length=64)
    first_staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人")
    )
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发放人"))
    paid_at = models.DateTimeField(_("发放时间"))
    receipt = models.FileField(_("收据"), max_length=200)
    receipt_sha256 = models.CharField(_("收据指纹"), max_length=64)
    receipt_type = models.CharField(_("收据文件类型"), max_length=40)
    photo = models.FileField(_("现场照片"), max_length=200)
    photo_sha256 = models.CharField(_("照片指纹"), max_length=64)
    photo_type = models.CharField(_("照片文件类型"), max_length=40)
    refill = models.ForeignKey(
        Refill, models.PROTECT, related_name="vouchers", null=True, blank=True, verbose_name=_("补足备用金")
    )

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("发放凭证")
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_staff=F("paid_by")),
                name="relief_voucher_needs_two_people",
                violation_error_message=_("发放人与经办人不能是同一人"),
            ),
            models.CheckConstraint(
                condition=~Q(receipt="") & ~Q(photo="") & ~Q(received_by=""), name="relief_voucher_has_receipt"
            ),
            models.CheckConstraint(
                condition=Q(refill__isnull=True) | Q(source=Source.RESERVE), name="relief_refill_of_reserve_only"
            ),
        ]
        indexes = [models.Index(fields=["division_code", "paid_at"], name="relief_voucher_place")]


class Cancellation(models.Model):
    """The rest of a grant that is not paid, the difficulty being over: after hearing the household. Append-only."""

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="cancellation", verbose_name=_("救助决定"))
    amount_fen = models.PositiveBigIntegerField(_("取消的金额（分）"))
    opinion = models.TextField(_("本人意见"))
    heard_on = models.DateField(_("听取意见日期"))
    reason = models.TextField(_("取消的理由"))
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("取消人")
    )
    cancelled_at = models.DateTimeField(_("取消时间"))

    objects = ScopedManager("grant__request__division_code")

    class Meta:
        verbose_name = _("取消余下的发放")
        constraints = [
            models.CheckConstraint(condition=~Q(opinion="") & ~Q(reason=""), name="relief_cancelled_after_hearing")
        ]

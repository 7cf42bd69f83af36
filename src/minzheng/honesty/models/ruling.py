"""The decision, the plan of paying back, and what came in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.honesty.enums import ReceiptKind, RulingKind, ServiceMethod
from minzheng.honesty.models.paired import both_or_neither


class Ruling(models.Model):
    """What must be paid back and what fine is laid, with the law of both days. Append-only but for its service."""

    file = models.OneToOneField(
        "honesty.HonestyFile", models.PROTECT, related_name="ruling", verbose_name=_("诚信案卷")
    )
    investigation = models.ForeignKey(
        "honesty.Investigation", models.PROTECT, related_name="+", verbose_name=_("调查结果")
    )
    kind = models.CharField(_("种类"), max_length=12, choices=RulingKind.choices)
    document_number = models.CharField(_("文号"), max_length=60, unique=True)
    refund_fen = models.BigIntegerField(_("责令退回（分）"))
    fine_fen = models.BigIntegerField(_("罚款（分）"))
    is_warned = models.BooleanField(_("批评教育或者警告"))
    lawful = models.JSONField(_("罚款幅度"))
    reason = models.TextField(_("理由"))
    data = models.JSONField(_("决定书内容"))
    file_pdf = models.FileField(_("文件"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"))
    decided_on = models.DateField(_("决定日期"))
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    service_method = models.CharField(_("送达方式"), max_length=12, choices=ServiceMethod.choices, blank=True)
    served_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("送达人")
    )
    served_at = models.DateTimeField(_("送达登记时间"), null=True, blank=True)
    pay_by_on = models.DateField(_("缴款期限"), null=True, blank=True)

    objects = ScopedManager("file__case__division_code")

    class Meta:
        verbose_name = _("处理决定")
        constraints = [
            both_or_neither("ruling_served", "served_by", "served_at", "served_on", "pay_by_on"),
            models.CheckConstraint(
                condition=Q(kind=RulingKind.PENALTY.value, fine_fen__gt=0)
                | Q(kind=RulingKind.RECOVERY.value, fine_fen=0),
                name="honesty_a_penalty_has_a_fine",
            ),
            models.CheckConstraint(condition=Q(refund_fen__gte=0), name="honesty_refund_not_negative"),
        ]


class RulingChange(models.Model):
    """A review or a court lowered the sums or took them away; the decision stays as it was made. Append-only."""

    ruling = models.ForeignKey("honesty.Ruling", models.PROTECT, related_name="changes", verbose_name=_("处理决定"))
    order_number = models.CharField(_("复议决定书或裁判文书文号"), max_length=80)
    refund_fen = models.BigIntegerField(_("应退回（分）"))
    fine_fen = models.BigIntegerField(_("应缴罚款（分）"))
    reason = models.TextField(_("变更内容"))
    ordered_on = models.DateField(_("文书日期"))
    pay_by_on = models.DateField(_("缴款期限"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    changed_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("ruling__file__case__division_code")

    class Meta:
        verbose_name = _("处理决定变更")
        constraints = [
            both_or_neither("ruling_changed", "changed_by", "changed_at"),
            models.CheckConstraint(condition=Q(refund_fen__gte=0, fine_fen__gte=0), name="honesty_change_not_negative"),
        ]


class InstalmentPlan(models.Model):
    """Who could not pay at once asked to pay in parts (行政处罚法 第六十六条). A new plan names the one it replaces."""

    ruling = models.ForeignKey("honesty.Ruling", models.PROTECT, related_name="plans", verbose_name=_("处理决定"))
    request = models.TextField(_("当事人的申请"))
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("批准人"))
    agreed_at = models.DateTimeField(_("批准时间"))
    agreed_on = models.DateField(_("批准日期"))
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name=_("代替的计划")
    )

    objects = ScopedManager("ruling__file__case__division_code")

    class Meta:
        verbose_name = _("分期计划")


class Instalment(models.Model):
    """One part of a plan: first what must be given back, then the fine."""

    plan = models.ForeignKey(
        "honesty.InstalmentPlan", models.PROTECT, related_name="instalments", verbose_name=_("分期计划")
    )
    seq = models.PositiveSmallIntegerField(_("期数"))
    due_on = models.DateField(_("应缴日期"))
    refund_fen = models.BigIntegerField(_("退回救助款（分）"))
    fine_fen = models.BigIntegerField(_("罚款（分）"))

    objects = ScopedManager("plan__ruling__file__case__division_code")

    class Meta:
        verbose_name = _("分期")
        constraints = [
            models.UniqueConstraint(fields=["plan", "seq"], name="honesty_instalment_once"),
            models.CheckConstraint(
                condition=Q(refund_fen__gte=0, fine_fen__gte=0) & (Q(refund_fen__gt=0) | Q(fine_fen__gt=0)),
                name="honesty_instalment_asks_something",
            ),
        ]


class Receipt(models.Model):
    """Money that came in against a decision, with the number of the paper that proves it. Append-only.

    A wrong entry is cancelled by a row that names it; a receipt number stands once in the whole county.
    """

    ruling = models.ForeignKey("honesty.Ruling", models.PROTECT, related_name="receipts", verbose_name=_("处理决定"))
    kind = models.CharField(_("款项"), max_length=12, choices=ReceiptKind.choices)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    received_on = models.DateField(_("收款日期"))
    receipt_number = models.CharField(_("票据号"), max_length=60)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    cancels = models.OneToOneField(
        "self", models.PROTECT, related_name="cancelled_by", null=True, blank=True, verbose_name=_("冲销的登记")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("ruling__file__case__division_code")

    class Meta:
        verbose_name = _("收款登记")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="honesty_receipt_is_positive"),
            models.CheckConstraint(condition=Q(kind__in=ReceiptKind.values), name="honesty_receipt_kind_is_known"),
            models.UniqueConstraint(
                fields=["receipt_number", "kind"],
                condition=Q(cancels__isnull=True),
                name="honesty_receipt_number_once",
            ),
        ]

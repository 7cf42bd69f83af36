"""A sample of payments to be checked: drawn with a seed, reproducible; what was found, line by line."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import ScopedManager
from minzheng.payments.enums import FindingKind
from minzheng.payments.models.line import PayLine


class PaymentSample(models.Model):
    """One draw. Append-only: from the books, the seed and these numbers anybody draws the same lines again.

    The population is every payment that the bank reported as paid and that was booked in the period up to `drawn_at`.
    Rates are in basis points.
    """

    number = models.CharField(_("抽样编号"), max_length=24, unique=True)
    period = models.CharField(_("记账期间"), max_length=7)
    program = models.CharField(_("救助项目"), max_length=40, blank=True)
    seed = models.CharField(_("随机种子"), max_length=64)
    confidence = models.PositiveIntegerField(_("置信度（万分之）"))
    margin = models.PositiveIntegerField(_("误差（万分之）"))
    expected = models.PositiveIntegerField(_("预计差错率（万分之）"))
    population_count = models.PositiveIntegerField(_("总体笔数"))
    population_fen = models.BigIntegerField(_("总体金额（分）"))
    population_digest = models.CharField(_("总体摘要"), max_length=64)
    # Township → [how many there are, how many were drawn].
    strata = models.JSONField(_("分层"))
    drawn_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("抽样人"))
    drawn_at = models.DateTimeField(_("抽样时间"))

    class Meta:
        verbose_name = _("发放抽样")
        verbose_name_plural = _("发放抽样")


class SampleLine(models.Model):
    """A payment that was drawn."""

    sample = models.ForeignKey(
        PaymentSample, on_delete=models.PROTECT, related_name="lines", verbose_name=_("发放抽样")
    )
    line = models.ForeignKey(PayLine, on_delete=models.PROTECT, related_name="+", verbose_name=_("发放明细"))
    division_code = models.CharField(_("区划代码"), max_length=12, db_index=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("抽中的明细")
        verbose_name_plural = _("抽中的明细")
        constraints = [models.UniqueConstraint(fields=["sample", "line"], name="a_line_is_drawn_once_a_sample")]


class SampleFinding(models.Model):
    """What somebody found of a drawn payment. Append-only; the latest counts, the earlier ones stay to be read."""

    drawn = models.ForeignKey(
        SampleLine, on_delete=models.PROTECT, related_name="findings", verbose_name=_("抽中的明细")
    )
    kind = models.CharField(_("结论"), max_length=16, choices=FindingKind.choices)
    wrong_fen = models.BigIntegerField(_("差错金额（分）"), default=0)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    found_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("检查人"))
    found_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("drawn__division_code")

    class Meta:
        verbose_name = _("抽样检查结论")
        verbose_name_plural = _("抽样检查结论")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="finding_kind_is_known"),
            models.CheckConstraint(
                condition=Q(wrong_fen__gte=0) & (~Q(kind=FindingKind.RIGHT) | Q(wrong_fen=0)),
                name="finding_wrong_amount_fits",
            ),
            models.CheckConstraint(condition=Q(kind=FindingKind.RIGHT) | ~Q(note=""), name="finding_of_error_says_why"),
        ]

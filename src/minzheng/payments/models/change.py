"""How a list differs from the one before: frozen with it, so that what is learnt later does not rewrite the reasons."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.payments.enums import ChangeKind
from minzheng.payments.models.run import PayRun
from minzheng.registry.models import Household


class RunComparison(models.Model):
    """The totals that lead from the last month's list to this one, and the digest of the changes between them.

    A household that another list of the month pays already is left out of both sides.
    """

    run = models.OneToOneField(PayRun, on_delete=models.PROTECT, related_name="comparison", verbose_name=_("发放批次"))
    against_month = models.CharField(_("对比月份"), max_length=7)
    before_count = models.PositiveIntegerField(_("上次户数"))
    before_fen = models.BigIntegerField(_("上次金额（分）"))
    new_count = models.PositiveIntegerField(_("新增户数"))
    new_fen = models.BigIntegerField(_("新增金额（分）"))
    gone_count = models.PositiveIntegerField(_("减少户数"))
    gone_fen = models.BigIntegerField(_("减少金额（分）"))
    changed_count = models.PositiveIntegerField(_("变化户数"))
    changed_fen = models.BigIntegerField(_("变化净额（分）"))
    now_count = models.PositiveIntegerField(_("本次户数"))
    now_fen = models.BigIntegerField(_("本次金额（分）"))
    changes_digest = models.CharField(_("变化摘要"), max_length=64)

    class Meta:
        verbose_name = _("与上月的对比")
        verbose_name_plural = _("与上月的对比")
        constraints = [
            models.CheckConstraint(
                condition=Q(now_fen=F("before_fen") + F("new_fen") - F("gone_fen") + F("changed_fen")),
                name="comparison_sums_add_up",
            ),
            models.CheckConstraint(
                condition=Q(now_count=F("before_count") + F("new_count") - F("gone_count")),
                name="comparison_counts_add_up",
            ),
        ]


class RunChange(models.Model):
    """One household whose payment is new, gone or other than last time, and why, in words."""

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="changes", verbose_name=_("发放批次"))
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+", verbose_name=_("家庭"))
    household_number = models.CharField(_("户号"), max_length=24)
    payee_name = models.CharField(_("户名"), max_length=64)
    case_number = models.CharField(_("办件编号"), max_length=40)
    kind = models.CharField(_("变化"), max_length=8, choices=ChangeKind.choices)
    before_fen = models.BigIntegerField(_("上次金额（分）"))
    now_fen = models.BigIntegerField(_("本次金额（分）"))
    reason = models.CharField(_("原因"), max_length=500)
    # Nothing on record explains it: whoever checks the list asks.
    is_explained = models.BooleanField(_("有据可查"))
    division_code = models.CharField(_("区划代码"), max_length=12, db_index=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("与上月相比的变化")
        verbose_name_plural = _("与上月相比的变化")
        constraints = [
            models.UniqueConstraint(fields=["run", "household"], name="one_change_per_household_and_run"),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.NEW, before_fen=0, now_fen__gt=0)
                | Q(kind=ChangeKind.GONE, before_fen__gt=0, now_fen=0)
                | Q(kind=ChangeKind.CHANGED, before_fen__gt=0, now_fen__gt=0),
                name="change_is_what_it_says",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="change_has_a_reason"),
        ]
        indexes = [models.Index(fields=["run", "kind"], name="runchange_of_run")]

"""A pay run: the list frozen by one person, checked by another, approved by a third; large ones by a leader too."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.kernel.month import Month
from minzheng.payments.enums import UNSIGNED_STATES, RunState


def both_or_neither(name: str, by: str, at: str) -> models.CheckConstraint:
    """Who and when are both known or both unknown."""
    together = Q(**{f"{by}__isnull": True, f"{at}__isnull": True}) | Q(
        **{f"{by}__isnull": False, f"{at}__isnull": False}
    )
    return models.CheckConstraint(condition=together, name=name)


class PayRun(models.Model):
    """One list for the bank. Carries no person's data; those stand on its lines, which are scoped.

    Everything but the state and the later signatures is guarded by the database from the moment it is prepared.
    """

    number = models.CharField(_("发放批次"), max_length=24, unique=True)
    program = models.CharField(_("救助项目"), max_length=40)
    program_name = models.CharField(_("项目名称"), max_length=40)
    month = models.CharField(_("发放月份"), max_length=7)
    state = models.CharField(_("状态"), max_length=20, choices=RunState.choices, default=RunState.DRAFT)
    line_count = models.PositiveIntegerField(_("笔数"))
    person_count = models.PositiveIntegerField(_("保障人次"))
    total_fen = models.BigIntegerField(_("合计金额（分）"))
    held_count = models.PositiveIntegerField(_("暂缓笔数"))
    list_digest = models.CharField(_("清单摘要"), max_length=64)
    prepared_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("编制人"))
    prepared_at = models.DateTimeField(_("编制时间"))
    # How many people have to sign, the preparer included; two on lists made before there was a check.
    signatures = models.PositiveSmallIntegerField(_("须签人数"))
    checked_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核人")
    )
    checked_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    endorsed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签批领导")
    )
    endorsed_at = models.DateTimeField(_("领导签批时间"), null=True, blank=True)
    approved_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )
    cancelled_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    cancel_reason = models.CharField(_("撤销理由"), max_length=200, blank=True)
    closed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("办结人")
    )
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("发放批次")
        verbose_name_plural = _("发放批次")
        constraints = [
            both_or_neither("payrun_checked_pair", "checked_by", "checked_at"),
            both_or_neither("payrun_endorsed_pair", "endorsed_by", "endorsed_at"),
            both_or_neither("payrun_approved_pair", "approved_by", "approved_at"),
            both_or_neither("payrun_cancelled_pair", "cancelled_by", "cancelled_at"),
            both_or_neither("payrun_closed_pair", "closed_by", "closed_at"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="payrun_needs_two_people",
                violation_error_message=_("审批人与编制人不能是同一人"),
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("prepared_by")),
                name="payrun_checker_did_not_prepare",
                violation_error_message=_("复核人与编制人不能是同一人"),
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | Q(approved_by__isnull=True) | ~Q(approved_by=F("checked_by")),
                name="payrun_approver_did_not_check",
                violation_error_message=_("审批人与复核人不能是同一人"),
            ),
            models.CheckConstraint(
                condition=Q(endorsed_by__isnull=True)
                | (
                    ~Q(endorsed_by=F("prepared_by"))
                    & ~Q(endorsed_by=F("checked_by"))
                    & (Q(approved_by__isnull=True) | ~Q(endorsed_by=F("approved_by")))
                ),
                name="payrun_leader_is_a_fourth",
                violation_error_message=_("签批领导须是编制、复核、审批之外的另一人"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*UNSIGNED_STATES, RunState.CANCELLED]) | Q(approved_by__isnull=False),
                name="payrun_beyond_signing_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RunState.DRAFT, RunState.CANCELLED])
                | Q(signatures=2)
                | Q(checked_by__isnull=False),
                name="payrun_beyond_draft_is_checked",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(signatures__lt=4) | Q(endorsed_by__isnull=False),
                name="payrun_large_is_endorsed",
            ),
            models.CheckConstraint(condition=Q(signatures__in=[2, 3, 4]), name="payrun_signatures_are_two_to_four"),
            models.CheckConstraint(
                condition=Q(state=RunState.CANCELLED) ^ Q(cancelled_by__isnull=True), name="payrun_cancelled_by_someone"
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.CLOSED) ^ Q(closed_by__isnull=True), name="payrun_closed_by_someone"
            ),
            models.CheckConstraint(condition=Q(total_fen__gt=0, line_count__gt=0), name="payrun_pays_something"),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="payrun_state_is_known"),
            models.UniqueConstraint(
                fields=["program"], condition=Q(state__in=UNSIGNED_STATES), name="one_draft_per_program"
            ),
        ]
        indexes = [models.Index(fields=["program", "month"], name="payrun_program_month")]

    @property
    def year(self) -> int:
        """The budget year: the list draws on the funds of its program and this year."""
        return Month.parse(self.month).year

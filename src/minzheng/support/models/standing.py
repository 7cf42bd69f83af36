"""Who speaks for a person, and who cares for them at home by an agreement."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.services.vault.fields import SealedTextField
from minzheng.support.enums import AgreementState, Basis, Capacity
from minzheng.support.models.paired import both_or_neither, who, who_later


class Guardian(models.Model):
    """A guardian on record, with the paper it rests on. One at a time; a change ends the one before and keeps it."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("供养人员"))
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+", verbose_name=_("家庭"))
    division_code = models.CharField(_("区划代码"), max_length=12)
    case_number = models.CharField(_("办件编号"), max_length=40)
    name = models.CharField(_("监护人"), max_length=64)
    id_number: Any = SealedTextField(_("公民身份号码"))
    relation = models.CharField(_("与本人关系"), max_length=40)
    phone: Any = SealedTextField(_("联系电话"))
    basis = models.CharField(_("监护的根据"), max_length=8, choices=Basis.choices)
    capacity = models.CharField(_("本人的行为能力"), max_length=8, choices=Capacity.choices)
    document = models.CharField(_("文书名称、文号"), max_length=120)
    document_on = models.DateField(_("文书日期"))
    from_on = models.DateField(_("起始日"))
    recorded_by = who(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))
    # The last day.
    ended_on = models.DateField(_("终止日（含当日）"), null=True, blank=True)
    ended_by = who_later(_("终止登记人"))
    ended_at = models.DateTimeField(_("终止登记时间"), null=True, blank=True)
    end_reason = models.TextField(_("变更或者终止的原因"), blank=True)

    objects: Any = ScopedManager("division_code")

    class Meta:
        verbose_name = _("监护人")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="support_one_guardian_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values, capacity__in=Capacity.values)
                & ~Q(name="") & ~Q(relation="") & ~Q(document=""),
                name="support_guardian_has_basis",
            ),
            both_or_neither("guardian_ended", "ended_by", "ended_at", "ended_on"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) ^ ~Q(end_reason=""), name="support_guardian_ended_why"
            ),
        ]  # fmt: skip


class CareAgreement(models.Model):
    """Somebody named looks after the person at home: what, how often, for what pay. In force once another confirmed.

    A renewal is an agreement of its own; confirming it ends the one before with the day before it begins.
    """

    number = models.CharField(_("协议编号"), max_length=40, unique=True)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("被照料人"))
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+", verbose_name=_("家庭"))
    division_code = models.CharField(_("区划代码"), max_length=12)
    case_number = models.CharField(_("办件编号"), max_length=40)
    tier = models.CharField(_("自理能力"), max_length=4, blank=True)
    entrusted_by = models.CharField(_("委托方"), max_length=100)
    carer_name = models.CharField(_("照料人"), max_length=64)
    carer_id_number: Any = SealedTextField(_("照料人公民身份号码"))
    carer_relation = models.CharField(_("照料人与本人关系"), max_length=40)
    carer_phone: Any = SealedTextField(_("照料人电话"))
    duties = models.TextField(_("照料内容"))
    times_a_week = models.PositiveSmallIntegerField(_("每周上门次数"))
    monthly_pay_fen = models.PositiveBigIntegerField(_("每月照料报酬（分）"))
    contact = models.CharField(_("紧急联系人"), max_length=64)
    contact_phone: Any = SealedTextField(_("紧急联系电话"))
    signed_by = models.CharField(_("本人一方签字人"), max_length=64)
    from_on = models.DateField(_("起始日"))
    until_on = models.DateField(_("截止日（含当日）"))
    proposed_by = who(_("提出人"))
    proposed_at = models.DateTimeField(_("提出时间"))
    confirmed_by = who_later(_("确认人"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    ended_on = models.DateField(_("终止日（含当日）"), null=True, blank=True)
    ended_by = who_later(_("终止登记人"))
    ended_at = models.DateTimeField(_("终止登记时间"), null=True, blank=True)
    end_reason = models.TextField(_("终止原因"), blank=True)

    objects: Any = ScopedManager("division_code")

    class Meta:
        verbose_name = _("委托照料协议")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(confirmed_at__isnull=False, ended_at__isnull=True),
                name="support_one_running_agreement",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(confirmed_at__isnull=True, ended_at__isnull=True),
                name="support_one_agreement_waits",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on"), times_a_week__gte=1) & ~Q(duties="") & ~Q(carer_name=""),
                name="support_agreement_says_what",
            ),
            # Nobody makes an agreement with themselves (民法典 第一百六十八条).
            models.CheckConstraint(
                condition=~Q(signed_by="") & ~Q(signed_by=F("carer_name")), name="support_agreement_two_parties"
            ),
            both_or_neither("agreement_confirmed", "confirmed_by", "confirmed_at"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="support_agreement_two_people",
            ),
            both_or_neither("agreement_ended", "ended_by", "ended_at", "ended_on"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) ^ ~Q(end_reason=""), name="support_agreement_ended_why"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["until_on"], name="support_agreement_ends", condition=Q(ended_at__isnull=True))]

    @property
    def last_on(self) -> date:
        """Return the last day it holds."""
        return min(self.until_on, self.ended_on or self.until_on)

    def state_on(self, day: date) -> AgreementState:
        """Return how it stands on a day."""
        if self.confirmed_at is None:
            return AgreementState.WAITING if self.ended_at is None else AgreementState.DROPPED
        if day > self.last_on:
            return AgreementState.EXPIRED if self.ended_at is None else AgreementState.ENDED
        return AgreementState.COMING if day < self.from_on else AgreementState.RUNNING

    def is_running(self, day: date) -> bool:
        """Say whether it holds on the day."""
        return self.state_on(day) == AgreementState.RUNNING

"""Agreements that an official keeps the card of a household not their own: filed by one, checked by another."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.kernel import idnumber
from minzheng.relatives.enums import CustodyState
from minzheng.services import vault

CUSTODIAN_CONTEXT = "relatives.CustodyAgreement.id_number"


class CustodyAgreement(models.Model):
    """The household agreed in writing that this official keeps its card, from one day to another.

    Nothing is paid to an official's card without one (common procedures 5.7). It is in force from the second person's
    signature, within its days, until it is ended.
    """

    household = models.ForeignKey(
        "registry.Household", models.PROTECT, related_name="custody_agreements", verbose_name=_("家庭")
    )
    resident = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="custody_agreements", verbose_name=_("委托人")
    )
    signed_for = models.CharField(_("代签的监护人"), max_length=64, blank=True)
    holder_name = models.CharField(_("代管人姓名"), max_length=64)
    id_number_sealed = models.BinaryField(_("公民身份号码（密文）"))
    id_number_index = models.BinaryField(_("公民身份号码索引"), max_length=32, db_index=True)
    id_number_key_version = models.CharField(_("密钥版本"), max_length=8)
    relation = models.CharField(_("代管人与该户的关系"), max_length=100)
    reason = models.TextField(_("代管原因"))
    from_on = models.DateField(_("代管起始日"))
    until_on = models.DateField(_("代管截止日（含当日）"))
    file = models.FileField(_("协议原件"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    size_bytes = models.PositiveIntegerField(_("大小（字节）"))
    media_type = models.CharField(_("文件类型"), max_length=40)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("备案人"))
    filed_at = models.DateTimeField(_("备案时间"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("核实人")
    )
    confirmed_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("终止登记人")
    )
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)
    end_reason = models.TextField(_("终止原因"), blank=True)

    objects: Any = ScopedManager("household__division_code")

    class Meta:
        verbose_name = _("代管协议")
        verbose_name_plural = _("代管协议")
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="relatives_custody_period"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("filed_by")),
                name="relatives_custody_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True, end_reason="")
                | Q(ended_by__isnull=False, ended_at__isnull=False) & ~Q(end_reason=""),
                name="relatives_custody_ended_together",
            ),
        ]

    @property
    def id_number_masked(self) -> str:
        """Return the custodian's ID number, hidden but for its ends; the whole number stands on the filed paper."""
        return idnumber.mask(vault.open_sealed(bytes(self.id_number_sealed), context=CUSTODIAN_CONTEXT))

    def state_on(self, day: dt.date) -> CustodyState:
        """Return how the agreement stands on a day."""
        if self.ended_at is not None:
            return CustodyState.ENDED
        if day > self.until_on:
            return CustodyState.EXPIRED
        if self.confirmed_at is None:
            return CustodyState.WAITING
        return CustodyState.COMING if day < self.from_on else CustodyState.IN_FORCE

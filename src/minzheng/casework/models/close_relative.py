"""The close-relative register (近亲属备案): which household has a close relative among those who decide on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.models.paired import both_or_neither
from minzheng.relatives.enums import Basis, Kin


class CloseRelative(models.Model):
    """One entry: a case, a member of its household, an official (民发〔2021〕57号 第十一条).

    The official's name and post stand as they were; whoever is named only in words has no account and no seat known
    here. An entry is never taken away: the county clears it with a reason.
    """

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="close_relatives", verbose_name=_("案件"))
    member = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("家庭成员")
    )
    kin = models.CharField(_("成员是其何人"), max_length=12, choices=Kin.choices, blank=True)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("工作人员")
    )
    committee_member = models.ForeignKey(
        "relatives.CommitteeMember", models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("村（居）委会成员"),
    )  # fmt: skip
    official_name = models.CharField(_("有关人员姓名"), max_length=64, blank=True)
    official_post = models.CharField(_("有关人员职务"), max_length=100, blank=True)
    basis = models.CharField(_("依据"), max_length=12, choices=Basis.choices)
    # Empty: found by the system.
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("备案时间"))
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("解除人")
    )
    cleared_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    clear_reason = models.TextField(_("解除理由"), blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("近亲属备案")
        verbose_name_plural = _("近亲属备案")
        indexes = [models.Index(fields=["staff", "case"], name="casework_relative_of_staff")]
        constraints = [
            both_or_neither("relative_cleared", "cleared_by", "cleared_at"),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True, clear_reason="")
                | Q(cleared_at__isnull=False) & ~Q(clear_reason=""),
                name="casework_relative_clear_reason",
            ),
            models.CheckConstraint(
                condition=Q(staff__isnull=True) | Q(committee_member__isnull=True),
                name="casework_relative_one_official",
            ),
            models.UniqueConstraint(
                fields=["case", "member", "staff"], condition=Q(staff__isnull=False, member__isnull=False),
                name="casework_relative_once_staff",
            ),
            models.UniqueConstraint(
                fields=["case", "member", "committee_member"],
                condition=Q(committee_member__isnull=False, member__isnull=False),
                name="casework_relative_once_member",
            ),
        ]  # fmt: skip

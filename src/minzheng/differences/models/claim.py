"""What a household was paid too much, claimed back by an officer: principal only, through a file of honesty."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.differences.models.paired import both_or_neither
from minzheng.differences.models.proposal import Proposal


class RecoveryClaim(models.Model):
    """Waits for a file of honesty and then names it: whose fault it was, and how it is paid back, is decided there.

    Nothing is taken from a benefit by this row (民政通用程序 2.11: 非因当事人过错多发的只退本金，不罚款).
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="claim", verbose_name=_("差额建议"))
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="recovery_claims", verbose_name=_("办件"))
    amount_fen = models.BigIntegerField(_("应追回（分）"))
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("确认人"))
    claimed_at = models.DateTimeField(_("确认时间"))
    file = models.ForeignKey(
        "honesty.HonestyFile", models.PROTECT, related_name="recovery_claims", null=True, blank=True,
        verbose_name=_("诚信案卷"),
    )  # fmt: skip
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("并卷人")
    )
    filed_at = models.DateTimeField(_("并卷时间"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("追回款项")
        constraints = [
            both_or_neither("claim_filed", "filed_by", "filed_at", "file"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="differences_claim_is_positive"),
        ]

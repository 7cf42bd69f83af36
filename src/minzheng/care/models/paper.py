"""Referral slips and certificates: frozen as issued, kept as printed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.care.models.course import Enrolment
from minzheng.care.models.referral import Referral


class CarePaper(models.Model):
    """One issued paper, about a referral or a finished course. Append-only."""

    division_code = models.CharField(_("所属区划"), max_length=12)
    form = models.CharField(_("文书种类"), max_length=40)
    referral = models.OneToOneField(
        Referral, models.PROTECT, related_name="slip", null=True, blank=True, verbose_name=_("转介")
    )
    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="certificate", null=True, blank=True, verbose_name=_("培训报名")
    )
    number = models.CharField(_("编号"), max_length=80, unique=True)
    data = models.JSONField(_("文书内容"))
    file = models.FileField(_("文件"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制发人"))
    issued_at = models.DateTimeField(_("制发时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("帮扶文书")
        constraints = [
            models.CheckConstraint(
                condition=Q(referral__isnull=True, enrolment__isnull=False)
                | Q(referral__isnull=False, enrolment__isnull=True),
                name="care_paper_of_one",
            ),
        ]

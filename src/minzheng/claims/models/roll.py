"""Rolls of other offices: who is a key pensioner, an edge member, ill into poverty. Imported by two people."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.claims.models.paired import both_or_neither, person_key, two_people


class RollImport(models.Model):
    """A file of a roll: good rows wait for a second person; nothing is silently dropped."""

    number = models.CharField(_("批次号"), max_length=40, unique=True)
    roll = models.CharField(_("名册"), max_length=40)
    division_code = models.CharField(_("所属区划"), max_length=12)
    file_name = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    source = models.CharField(_("来源文件"), max_length=200)
    problems = models.JSONField(_("有问题的行"), default=list)
    submitted_by = person_key(_("提交人"))
    submitted_at = models.DateTimeField(_("提交时间"))
    confirmed_by = person_key(_("复核人"), empty=True)
    confirmed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("名册导入")
        constraints = [
            both_or_neither("roll_confirmed", "confirmed_by", "confirmed_at"),
            two_people("roll", "submitted_by", "confirmed_by"),
            models.UniqueConstraint(fields=["roll", "sha256"], name="claims_roll_file_once"),
        ]


class RollEntry(models.Model):
    """One person on a roll from one day to another. It counts once its import is confirmed."""

    batch = models.ForeignKey(RollImport, models.PROTECT, related_name="entries", verbose_name=_("名册导入"))
    roll = models.CharField(_("名册"), max_length=40)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("人员"))
    from_day = models.DateField(_("起始日"))
    until_day = models.DateField(_("截止日"), null=True, blank=True)
    category = models.CharField(_("类别"), max_length=60, blank=True)

    objects = ScopedManager("person__division_code")

    class Meta:
        verbose_name = _("名册人员")
        indexes = [models.Index(fields=["roll", "from_day"], name="claims_roll_day")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "person"], name="claims_roll_person_once"),
            models.CheckConstraint(
                condition=Q(until_day__isnull=True) | Q(until_day__gte=F("from_day")), name="claims_roll_days"
            ),
        ]

"""The file of a batch as it was handed in, sealed: to be given back with the problems marked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.integrations.roster.models.batch import ImportBatch

FILE_CONTEXT = "roster.ImportFile.sealed"


class ImportFile(models.Model):
    """The bytes, as text in base 64 under the seal: they hold every ID and account number of the roster."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.PROTECT, related_name="file", verbose_name=_("批次"))
    sealed = models.BinaryField(_("加密的原文件"))

    objects = ScopedManager("batch__division_code")

    class Meta:
        verbose_name = _("提交的原文件")
        verbose_name_plural = _("提交的原文件")

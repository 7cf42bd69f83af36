"""What the check of a submitted file found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.integrations.roster.enums import Severity
from minzheng.integrations.roster.models.batch import ImportBatch


class ImportProblem(models.Model):
    """One finding by sheet, row, column and reason. The text never holds a whole ID or account number."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="problems", verbose_name=_("批次"))
    sheet = models.CharField(_("工作表"), max_length=64, blank=True)
    row = models.PositiveIntegerField(_("行"), null=True)
    column = models.CharField(_("列"), max_length=80, blank=True)
    severity = models.CharField(_("轻重"), max_length=8, choices=Severity.choices)
    code = models.CharField(_("问题代码"), max_length=40)
    reason = models.TextField(_("原因"))

    objects = ScopedManager("batch__division_code")

    class Meta:
        verbose_name = _("导入问题")
        verbose_name_plural = _("导入问题")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(severity__in=Severity.values), name="roster_problem_severity_is_known"
            ),
        ]

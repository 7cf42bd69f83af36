"""What went to the bank and what came back. Both hold account numbers, so the content is sealed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.payments.models.run import PayRun

FILE_CONTEXT = "payments.BankFile.content"
RESULT_CONTEXT = "payments.BankResult.content"


class BankFile(models.Model):
    """One file sent to the bank for a run; a run too large for one has several parts, none splits a line.

    `sha256` is over the bytes as sent. `encoding` turns what is kept into those bytes: the name of a text encoding, or
    base64 for a workbook.
    """

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="bank_files", verbose_name=_("发放批次"))
    part = models.PositiveSmallIntegerField(_("第几份"), default=1)
    name = models.CharField(_("文件名"), max_length=80)
    format_code = models.CharField(_("文件格式"), max_length=40)
    encoding = models.CharField(_("编码"), max_length=16, default="gb18030")
    content_sealed = models.BinaryField(_("文件内容（密文）"))
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    line_count = models.PositiveIntegerField(_("笔数"))
    total_fen = models.BigIntegerField(_("合计金额（分）"))
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("导出人"))
    written_at = models.DateTimeField(_("导出时间"))

    class Meta:
        verbose_name = _("银行文件")
        verbose_name_plural = _("银行文件")
        constraints = [
            models.UniqueConstraint(fields=["run", "part"], name="bankfile_part_once"),
            models.CheckConstraint(condition=Q(part__gte=1), name="bankfile_parts_count_from_one"),
        ]


class FormatChoice(models.Model):
    """Which format a program's files have from a day on; append-only, the latest choice for the latest day counts."""

    program = models.CharField(_("救助项目"), max_length=40)
    effective_date = models.DateField(_("启用日期"))
    format_code = models.CharField(_("文件格式"), max_length=40)
    chosen_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("选定人"))
    chosen_at = models.DateTimeField(_("选定时间"))

    class Meta:
        verbose_name = _("代发格式")
        verbose_name_plural = _("代发格式")
        indexes = [models.Index(fields=["program", "effective_date"], name="formatchoice_of_program")]


class BankResult(models.Model):
    """A result file from the bank; the same bytes are read once, whatever the file is called."""

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="results", verbose_name=_("发放批次"))
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("文件摘要"), max_length=64, unique=True)
    content_sealed = models.BinaryField(_("文件内容（密文）"))
    paid_count = models.PositiveIntegerField(_("成功笔数"))
    paid_fen = models.BigIntegerField(_("成功金额（分）"))
    partly_count = models.PositiveIntegerField(_("部分成功笔数"), default=0)
    returned_count = models.PositiveIntegerField(_("退回笔数"))
    returned_fen = models.BigIntegerField(_("退回金额（分）"))
    read_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("导入人"))
    read_at = models.DateTimeField(_("导入时间"))

    class Meta:
        verbose_name = _("银行回盘")
        verbose_name_plural = _("银行回盘")

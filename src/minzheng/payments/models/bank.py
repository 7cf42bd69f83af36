"""What went to the bank and what came back. Both hold account numbers, so the content is sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.payments.models.run import PayRun

FILE_CONTEXT = "payments.BankFile.content"
RESULT_CONTEXT = "payments.BankResult.content"


class BankFile(models.Model):
    """The one file sent to the bank for a run; `sha256` is over its bytes as sent."""

    run = models.OneToOneField(PayRun, on_delete=models.PROTECT, related_name="bank_file", verbose_name=_("发放批次"))
    name = models.CharField(_("文件名"), max_length=80)
    format_code = models.CharField(_("文件格式"), max_length=40)
    content_sealed = models.BinaryField(_("文件内容（密文）"))
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    line_count = models.PositiveIntegerField(_("笔数"))
    total_fen = models.BigIntegerField(_("合计金额（分）"))
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("导出人"))
    written_at = models.DateTimeField(_("导出时间"))

    class Meta:
        verbose_name = _("银行文件")
        verbose_name_plural = _("银行文件")


class BankResult(models.Model):
    """A result file from the bank; the same bytes are read once, whatever the file is called."""

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="results", verbose_name=_("发放批次"))
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("文件摘要"), max_length=64, unique=True)
    content_sealed = models.BinaryField(_("文件内容（密文）"))
    paid_count = models.PositiveIntegerField(_("成功笔数"))
    paid_fen = models.BigIntegerField(_("成功金额（分）"))
    returned_count = models.PositiveIntegerField(_("退回笔数"))
    returned_fen = models.BigIntegerField(_("退回金额（分）"))
    read_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("导入人"))
    read_at = models.DateTimeField(_("导入时间"))

    class Meta:
        verbose_name = _("银行回盘")
        verbose_name_plural = _("银行回盘")

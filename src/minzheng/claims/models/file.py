"""Settlement files as hospitals hand them in, and the lines that went back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.claims.enums import FileState
from minzheng.claims.models.hospital import Hospital
from minzheng.claims.models.paired import both_or_neither, person_key, two_people


class SettlementFile(models.Model):
    """One file: its bytes sealed as received, how far it is reckoned, who confirmed. The same bytes come once only."""

    number = models.CharField(_("批次号"), max_length=40, unique=True)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="files", verbose_name=_("医疗机构"))
    month = models.CharField(_("结算月份"), max_length=7)
    file_name = models.CharField(_("文件名"), max_length=120)
    format = models.CharField(_("文件格式"), max_length=40)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    content_sealed = models.BinaryField(_("文件内容（密文）"))
    line_count = models.PositiveIntegerField(_("行数"))
    done_count = models.PositiveIntegerField(_("已结算行数"), default=0)
    state = models.CharField(_("状态"), max_length=12, choices=FileState.choices, default=FileState.RECEIVED)
    received_by = person_key(_("接收人"))
    received_at = models.DateTimeField(_("接收时间"))
    confirmed_by = person_key(_("复核人"), empty=True)
    confirmed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    confirm_note = models.CharField(_("对疑点的核实"), max_length=400, blank=True)
    withdrawn_by = person_key(_("退回人"), empty=True)
    withdrawn_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    withdraw_reason = models.CharField(_("退回原因"), max_length=200, blank=True)

    objects = ScopedManager("hospital__division_code")

    class Meta:
        verbose_name = _("结算文件")
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=models.Q(withdrawn_at__isnull=True), name="claims_file_once"
            ),
            both_or_neither("file_confirmed", "confirmed_by", "confirmed_at"),
            both_or_neither("file_withdrawn", "withdrawn_by", "withdrawn_at"),
            two_people("file", "received_by", "confirmed_by"),
            models.CheckConstraint(
                condition=models.Q(done_count__lte=models.F("line_count")), name="claims_file_not_more_than_all"
            ),
        ]


class ReturnedLine(models.Model):
    """A line that cannot be settled, with the reasons in words the hospital can act on. No diagnosis stands here."""

    file = models.ForeignKey(SettlementFile, models.PROTECT, related_name="returned", verbose_name=_("结算文件"))
    line = models.PositiveIntegerField(_("行号"))
    bill_number = models.CharField(_("结算单号"), max_length=64, blank=True)
    name = models.CharField(_("姓名"), max_length=64, blank=True)
    problems = models.JSONField(_("问题"))

    objects = ScopedManager("file__hospital__division_code")

    class Meta:
        verbose_name = _("退回的结算行")
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="claims_returned_line_once")]

"""Designated institutions: hospitals with the days of their agreements, and where money goes to them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.claims.models.paired import both_or_neither, person_key, two_people


class Hospital(models.Model):
    """An institution whose bills count, or the insurance agency that takes premiums. Its account is an institution's.

    Every officer names it in a claim, so it is not scoped by area; no person hangs on it.
    """

    code = models.CharField(_("机构代码"), max_length=24, unique=True)
    name = models.CharField(_("机构名称"), max_length=80)
    division_code = models.CharField(_("所在区划"), max_length=12, db_index=True)
    is_insurer = models.BooleanField(_("医保经办机构"), default=False)
    file_format = models.CharField(_("结算文件格式"), max_length=40, blank=True)
    bank_name = models.CharField(_("开户银行"), max_length=80)
    account_name = models.CharField(_("账户名称"), max_length=80)
    account_number = models.CharField(_("单位账号"), max_length=40)
    registered_by = person_key(_("登记人"))
    registered_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("定点机构")


class Designation(models.Model):
    """An agreement: from one day to another the hospital is designated. It counts once a second person confirmed it."""

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="designations", verbose_name=_("定点机构"))
    agreement_number = models.CharField(_("协议编号"), max_length=80)
    from_day = models.DateField(_("定点起始日"))
    until_day = models.DateField(_("定点截止日"), null=True, blank=True)
    end_reason = models.CharField(_("终止原因"), max_length=200, blank=True)
    proposed_by = person_key(_("登记人"))
    proposed_at = models.DateTimeField(_("登记时间"))
    confirmed_by = person_key(_("复核人"), empty=True)
    confirmed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("定点协议")
        constraints = [
            both_or_neither("designation_confirmed", "confirmed_by", "confirmed_at"),
            two_people("designation", "proposed_by", "confirmed_by"),
            models.CheckConstraint(
                condition=Q(until_day__isnull=True) | Q(until_day__gte=F("from_day")), name="claims_designation_days"
            ),
        ]

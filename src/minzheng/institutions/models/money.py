"""Money in a home: a pot for each resident and for each purpose of the home. The balances are the ledger's."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.institutions.enums import Direction, Matter, Purpose
from minzheng.institutions.models.paired import both_or_neither, who, who_later
from minzheng.institutions.models.place import Institution
from minzheng.institutions.models.stay import Residence


class Pot(models.Model):
    """Whose money, or for what. `fund_code` names its accounts in the ledger; nothing moves between two pots."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="pots", verbose_name=_("机构"))
    residence = models.OneToOneField(
        Residence, models.PROTECT, related_name="pot", null=True, blank=True, verbose_name=_("在住人员")
    )
    purpose = models.CharField(_("用途"), max_length=8, choices=Purpose.choices)
    fund_code = models.CharField(_("账户代码"), max_length=64, unique=True)

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("账户")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose=Purpose.TRUST.value, residence__isnull=False)
                | (~Q(purpose=Purpose.TRUST.value) & Q(residence__isnull=True)),
                name="home_trust_is_a_residents",
            ),
            models.UniqueConstraint(
                fields=["institution", "purpose"], condition=Q(residence__isnull=True), name="home_one_pot_a_purpose"
            ),
        ]


class Voucher(models.Model):
    """Money in or out, drawn up by one, confirmed by another: only then it moves, once. Wrong ones are cancelled."""

    number = models.CharField(_("凭证号"), max_length=40, unique=True)
    pot = models.ForeignKey(Pot, models.PROTECT, related_name="vouchers", verbose_name=_("账户"))
    direction = models.CharField(_("收支"), max_length=4, choices=Direction.choices)
    matter = models.CharField(_("事项"), max_length=12, choices=Matter.choices)
    amount_fen = models.PositiveBigIntegerField(_("金额（分）"))
    words = models.CharField(_("说明"), max_length=200, blank=True)
    receipt = models.CharField(_("收据、发票号"), max_length=60)
    signed_by = models.CharField(_("领款人（交款人）签字"), max_length=64)
    month = models.CharField(_("所属月份"), max_length=7)
    drawn_by = who(_("制单人"))
    drawn_at = models.DateTimeField(_("制单时间"))
    confirmed_by = who_later(_("复核人"))
    confirmed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    cancelled_by = who_later(_("作废人"))
    cancelled_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    cancel_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    objects = ScopedManager("pot__institution__division_code")

    class Meta:
        verbose_name = _("收支凭证")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="home_voucher_amount"),
            models.CheckConstraint(condition=~Q(receipt="") & ~Q(signed_by=""), name="home_voucher_signed"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("drawn_by")), name="home_two_signatures"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(cancelled_by__isnull=True), name="home_not_both"
            ),
            both_or_neither("voucher_confirmed", "confirmed_by", "confirmed_at"),
            both_or_neither("voucher_cancelled", "cancelled_by", "cancelled_at"),
            models.UniqueConstraint(
                fields=["pot", "month"],
                condition=Q(matter=Matter.POCKET.value, cancelled_at__isnull=True),
                name="home_pocket_money_once",
            ),
        ]
        indexes = [models.Index(fields=["pot", "drawn_at"], name="home_voucher_drawn")]


class Works(models.Model):
    """A home is made better: the need, the money, the contract, how far it is, and who took it over."""

    number = models.CharField(_("编号"), max_length=40, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="works", verbose_name=_("机构"))
    need = models.CharField(_("建设改造内容"), max_length=200)
    budget_fen = models.PositiveBigIntegerField(_("预算（分）"))
    funder = models.CharField(_("资金来源"), max_length=100)
    contractor = models.CharField(_("施工单位、合同号"), max_length=100)
    due_on = models.DateField(_("计划完工日期"))
    percent = models.PositiveSmallIntegerField(_("进度（%）"), default=0)
    entered_by = who(_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))
    accepted_by = who_later(_("验收人"))
    accepted_at = models.DateTimeField(_("验收时间"), null=True, blank=True)
    accepted_words = models.CharField(_("验收意见"), max_length=200, blank=True)
    cost_fen = models.PositiveBigIntegerField(_("决算（分）"), null=True, blank=True)

    objects = ScopedManager("institution__division_code")

    class Meta:
        verbose_name = _("提档升级工程")
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="home_works_percent"),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | (Q(percent=100) & ~Q(accepted_by=F("entered_by"))),
                name="home_works_accepted_by_another",
            ),
            both_or_neither("works_accepted", "accepted_by", "accepted_at", "cost_fen"),
        ]


class WorksStep(models.Model):
    """How far the works were on a day, with what was seen."""

    works = models.ForeignKey(Works, models.PROTECT, related_name="steps", verbose_name=_("工程"))
    on = models.DateField(_("日期"))
    percent = models.PositiveSmallIntegerField(_("进度（%）"))
    words = models.CharField(_("现场情况"), max_length=200)
    recorded_by = who(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("works__institution__division_code")

    class Meta:
        verbose_name = _("工程进度")
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="home_step_percent")]

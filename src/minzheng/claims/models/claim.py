"""A claim, what it was reckoned to, and the lock of a person's year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.claims.enums import BILLS, ChangeKind, Kind, Mode, Outcome
from minzheng.claims.models.file import SettlementFile
from minzheng.claims.models.hospital import Hospital
from minzheng.claims.models.paired import both_or_neither, person_key, two_people

OUTGO = (
    "out_of_catalogue_fen", "not_allowed_fen", "basic_insurance_fen", "serious_illness_insurance_fen",
    "supplementary_fen", "commercial_fen",
)  # fmt: skip
"""What stands in the order of payers between the whole bill and assistance."""


class Claim(models.Model):
    """One settlement slip, fixed sum or premium of a person, as it was handed in; money in fen.

    Append-only. The number of a slip is unique over all hospitals: a correction is a new row that names the one it
    replaces, so there is one living version at most. Diagnosis, ward and drugs are sealed and read for a stated
    purpose only; no other program may use them (个人信息保护法 第二十八条).
    """

    number = models.CharField(_("结算单号"), max_length=64)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    mode = models.CharField(_("方式"), max_length=8, choices=Mode.choices)
    hospital = models.ForeignKey(
        Hospital, models.PROTECT, related_name="claims", null=True, blank=True, verbose_name=_("医疗机构")
    )
    file = models.ForeignKey(
        SettlementFile, models.PROTECT, related_name="claims", null=True, blank=True, verbose_name=_("结算文件")
    )
    line = models.PositiveIntegerField(_("行号"), null=True, blank=True)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("救助对象"))
    division_code = models.CharField(_("所属区划"), max_length=12, db_index=True)
    admitted_on = models.DateField(_("入院（就诊）日期"))
    discharged_on = models.DateField(_("出院日期"))
    settled_on = models.DateField(_("结算日期"))
    bill_fen = models.BigIntegerField(_("医疗总费用（分）"), default=0)
    out_of_catalogue_fen = models.BigIntegerField(_("目录外费用（分）"), default=0)
    not_allowed_fen = models.BigIntegerField(_("其他不符合规定的费用（分）"), default=0)
    basic_insurance_fen = models.BigIntegerField(_("基本医保支付（分）"), default=0)
    serious_illness_insurance_fen = models.BigIntegerField(_("大病保险支付（分）"), default=0)
    supplementary_fen = models.BigIntegerField(_("补充保险支付（分）"), default=0)
    commercial_fen = models.BigIntegerField(_("商业保险赔付（分）"), default=0)
    laid_out_fen = models.BigIntegerField(_("医院已垫付的救助（分）"), null=True, blank=True)
    # The facts of this claim as they were frozen, without those that remember the year.
    facts = models.JSONField(_("事实"))
    sources = models.JSONField(_("身份的来源"), default=list)
    medical_sealed = models.BinaryField(_("诊断、病区和用药（密文）"), null=True, blank=True)
    is_reversal = models.BooleanField(_("已冲销"), default=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name=_("代替的记录")
    )
    reason = models.CharField(_("更正或冲销原因"), max_length=200, blank=True)
    entered_by = person_key(_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("救助结算单")
        indexes = [models.Index(fields=["person", "settled_on"], name="claims_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=Q(replaces__isnull=True), name="claims_bill_once"),
            models.UniqueConstraint(
                fields=["file", "line"], condition=Q(is_reversal=False, replaces__isnull=True), name="claims_line_once"
            ),
            models.CheckConstraint(
                condition=Q(admitted_on__lte=F("discharged_on"), discharged_on__lte=F("settled_on"))
                | ~Q(kind__in=[kind.value for kind in BILLS]),
                name="claims_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(bill_fen__gte=sum((F(name) for name in OUTGO[1:]), F(OUTGO[0]))),
                name="claims_payers_within_bill",
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 0 for name in ("bill_fen", *OUTGO)}), name="claims_no_negative_payer"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, reason="") | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="claims_change_has_reason",
            ),
        ]


class YearAccount(models.Model):
    """A person's year: the row that is locked while the year is reckoned. What is left stands in reckonings."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("救助对象"))
    year = models.PositiveSmallIntegerField(_("年度"))

    objects = ScopedManager("person__division_code")

    class Meta:
        verbose_name = _("个人年度账")
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="claims_one_account_a_year")]


class Reckoning(models.Model):
    """What a claim came to, when, on what the year had used up; the whole calculation is kept packed.

    Append-only: reckoned again (another bill became known, one was corrected), the difference is `delta_fen` of a new
    row. What a claim gets is the sum of its deltas, and every delta is paid or kept back exactly once.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="reckonings", verbose_name=_("救助结算单"))
    year = models.PositiveSmallIntegerField(_("年度"))
    amount_fen = models.BigIntegerField(_("救助金额（分）"))
    delta_fen = models.BigIntegerField(_("与此前之差（分）"))
    outcome = models.CharField(_("结论"), max_length=12, choices=Outcome.choices)
    layer = models.CharField(_("救助类别"), max_length=24, blank=True)
    before = models.JSONField(_("此前的累计"))
    after = models.JSONField(_("此后的累计"))
    evaluation_packed = models.BinaryField(_("计算过程（压缩）"))
    rule_version = models.CharField(_("规则版本"), max_length=80)
    file = models.ForeignKey(
        SettlementFile, models.PROTECT, related_name="reckonings", null=True, blank=True, verbose_name=_("结算批次")
    )
    statement = models.ForeignKey(
        "claims.Statement", models.PROTECT, related_name="reckonings", null=True, blank=True, verbose_name=_("付款单")
    )
    due_id = models.BigIntegerField(_("应发待遇"), null=True, blank=True)
    reckoned_by = person_key(_("结算人"))
    reckoned_at = models.DateTimeField(_("结算时间"))

    objects = ScopedManager("claim__division_code")

    class Meta:
        verbose_name = _("结算结果")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="claims_aid_not_negative"),
            models.CheckConstraint(
                condition=Q(statement__isnull=True) | Q(due_id__isnull=True), name="claims_paid_one_way"
            ),
        ]


class Change(models.Model):
    """A correction or reversal: said by one, confirmed by another; only then a new version of the bill stands."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="changes", verbose_name=_("救助结算单"))
    kind = models.CharField(_("类别"), max_length=8, choices=ChangeKind.choices)
    values = models.JSONField(_("更正后的数据"), default=dict)
    reason = models.CharField(_("原因"), max_length=200)
    proposed_by = person_key(_("提出人"))
    proposed_at = models.DateTimeField(_("提出时间"))
    confirmed_by = person_key(_("复核人"), empty=True)
    confirmed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    objects = ScopedManager("claim__division_code")

    class Meta:
        verbose_name = _("结算单更正")
        constraints = [
            both_or_neither("change_confirmed", "confirmed_by", "confirmed_at"),
            two_people("change", "proposed_by", "confirmed_by"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(confirmed_at__isnull=True), name="claims_one_open_change"
            ),
        ]

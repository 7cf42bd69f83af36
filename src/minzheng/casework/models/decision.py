"""What the county decided, the letter that says why, and the list on the board."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import UNPAID_KINDS, Cadence, DecisionGround, DecisionKind, Level
from minzheng.casework.models.paired import both_or_neither


class Decision(models.Model):
    """Append-only; everything payments needs is frozen here. A change is a new decision that names the one it replaces.

    `amount_fen` is per household and payment (`cadence`) from `from_month` on; a suspension and a termination have
    amount 0 from their `from_month` on. A gradual exit has its own `schedule`, month by month, and ends
    with `until_month`.
    `year_rest_fen` is what the calendar year's last payment carries beyond the others (docs/adr/0143).
    `share_cut_fen` is what of the rules' amount one person's share has lost. Arrears are owed from `arrears_from` only.
    """

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="decisions", verbose_name=_("案件"))
    kind = models.CharField(_("种类"), max_length=16, choices=DecisionKind.choices)
    document_number = models.CharField(_("文号"), max_length=60, unique=True)
    ground = models.CharField(
        _("变更原因"), max_length=12, choices=DecisionGround.choices, default=DecisionGround.RULES
    )
    amount_fen = models.BigIntegerField(_("每次救助金（分）"))
    year_rest_fen = models.BigIntegerField(_("每年最后一次的余数（分）"), default=0)
    cadence = models.CharField(_("发放周期"), max_length=8, choices=Cadence.choices, default=Cadence.MONTH)
    from_month = models.CharField(_("起始月份"), max_length=7)
    until_month = models.CharField(_("截止月份"), max_length=7, null=True, blank=True)
    arrears_from = models.CharField(_("补发起始月份"), max_length=7, null=True, blank=True)
    schedule = models.JSONField(_("渐退逐月金额"), null=True, blank=True)
    share_cut_fen = models.BigIntegerField(_("减发的本人份额（分）"), default=0)
    share_cut_person = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("减发份额的成员")
    )
    covered_person_ids = models.JSONField(_("保障成员"), default=list)
    payee = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("领款人")
    )
    determination = models.ForeignKey(
        "casework.Determination",
        models.PROTECT,
        related_name="decisions",
        null=True,
        blank=True,
        verbose_name=_("审核意见"),
    )
    level = models.CharField(_("决定机关"), max_length=8, choices=Level.choices, default=Level.COUNTY)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"))
    decided_on = models.DateField(_("决定日期"))
    reason = models.TextField(_("理由"), blank=True)
    source = models.CharField(_("来源"), max_length=120, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name=_("代替的决定")
    )

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("决定")
        indexes = [models.Index(fields=["case", "from_month"], name="casework_decision_from")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in UNPAID_KINDS], amount_fen=0)
                | Q(
                    kind__in=[kind.value for kind in DecisionKind if kind not in UNPAID_KINDS],
                    amount_fen__gt=0,
                    payee__isnull=False,
                )
                # What is given once may be goods or a service, and no money.
                | Q(kind=DecisionKind.CONFIRM.value, cadence=Cadence.ONCE.value, amount_fen=0, payee__isnull=False),
                name="casework_decision_amount",
            ),
            models.CheckConstraint(
                condition=Q(arrears_from__isnull=True) | Q(arrears_from__lt=models.F("from_month")),
                name="casework_decision_arrears",
            ),
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.GRADUAL_EXIT.value, schedule__isnull=False, until_month__isnull=False)
                | (~Q(kind=DecisionKind.GRADUAL_EXIT.value) & Q(schedule__isnull=True)),
                name="casework_decision_schedule",
            ),
            models.CheckConstraint(
                condition=Q(share_cut_person__isnull=True, share_cut_fen=0)
                | Q(share_cut_person__isnull=False, share_cut_fen__gt=0),
                name="casework_decision_share_cut",
            ),
            models.CheckConstraint(
                condition=Q(until_month__isnull=True) | Q(until_month__gte=models.F("from_month")),
                name="casework_decision_months",
            ),
        ]


class Letter(models.Model):
    """The notice of a decision, frozen as issued; only its service is written later."""

    decision = models.OneToOneField("casework.Decision", models.PROTECT, related_name="letter", verbose_name=_("决定"))
    kind = models.CharField(_("告知书种类"), max_length=20)
    data = models.JSONField(_("告知书内容"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制发人"))
    issued_at = models.DateTimeField(_("制发时间"))
    served_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("送达人")
    )
    served_at = models.DateTimeField(_("送达登记时间"), null=True, blank=True)
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    service_method = models.CharField(_("送达方式"), max_length=20, blank=True)

    objects = ScopedManager("decision__case__division_code")

    class Meta:
        verbose_name = _("告知书")
        constraints = [both_or_neither("letter_served", "served_by", "served_at", "served_on")]


class LetterPrint(models.Model):
    """The PDF of a letter as it was first printed. Later forms of the template never change what a household holds."""

    letter = models.OneToOneField("casework.Letter", models.PROTECT, related_name="printed", verbose_name=_("告知书"))
    file = models.FileField(_("文件"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    template_digest = models.CharField(_("模板指纹"), max_length=64)
    printed_at = models.DateTimeField(_("生成时间"))

    objects = ScopedManager("letter__decision__case__division_code")

    class Meta:
        verbose_name = _("告知书存档文件")


class Publication(models.Model):
    """After the decision: name, number of members, amount, and nothing else (民发〔2021〕57号 第二十四条)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="publications", verbose_name=_("案件"))
    decision = models.OneToOneField(
        "casework.Decision", models.PROTECT, related_name="publication", verbose_name=_("决定")
    )
    place = models.CharField(_("公布地点"), max_length=100)
    content = models.JSONField(_("公布内容"))
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("公布人"))
    posted_at = models.DateTimeField(_("公布时间"))
    posted_on = models.DateField(_("公布日期"))
    stands_until_on = models.DateField(_("至少公布到"), null=True, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("公布")

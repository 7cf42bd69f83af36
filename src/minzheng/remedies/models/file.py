"""One file per question put to the bureau: who asks, about what, and every step with its day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.remedies.enums import AGAINST_A_DECISION, Channel, Kind, Outcome, State, StepKind
from minzheng.services.vault.fields import SealedTextField


class RemedyFile(models.Model):
    """What is questioned. `due_on` is the next last day of the bureau or the deciding body; see `queries.clocks`.

    A review and a lawsuit name the decision they are aimed at, by key or, for papers of other rooms, by its number.
    An anonymous complaint has no name: it is looked into, but nobody can be answered.
    """

    number = models.CharField(_("编号"), max_length=40, unique=True)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    state = models.CharField(_("状态"), max_length=14, choices=State.choices, default=State.RECEIVED)
    division_code = models.CharField(_("所属区划"), max_length=12, db_index=True)
    case = models.ForeignKey(
        "casework.Case", models.PROTECT, related_name="remedies", null=True, blank=True, verbose_name=_("涉及的案件")
    )
    decision = models.ForeignKey(
        "casework.Decision",
        models.PROTECT,
        related_name="remedies",
        null=True,
        blank=True,
        verbose_name=_("针对的决定"),
    )
    document_number = models.CharField(_("针对的文号"), max_length=60, blank=True)
    person_name = models.CharField(_("申请人（匿名留空）"), max_length=64, blank=True)
    contact = SealedTextField(_("联系方式（密文）"), null=True, blank=True)
    channel = models.CharField(_("来源"), max_length=12, choices=Channel.choices)
    body = models.CharField(_("办理机关"), max_length=100)
    request = models.TextField(_("请求和理由"))
    filed_on = models.DateField(_("提出日期"))
    received_on = models.DateField(_("收到日期"))
    known_on = models.DateField(_("知道决定之日"), null=True, blank=True)
    was_told_of_remedy = models.BooleanField(_("决定告知了救济途径"), default=True)
    remedy_known_on = models.DateField(_("知道救济途径之日"), null=True, blank=True)
    last_day_on = models.DateField(_("提出期限"), null=True, blank=True)
    last_day_counted = models.TextField(_("提出期限怎样算出"), blank=True)
    after_review = models.ForeignKey(
        "self", models.PROTECT, related_name="lawsuits", null=True, blank=True, verbose_name=_("此前的复议")
    )
    due_on = models.DateField(_("下一期限"), null=True, blank=True)
    is_due_provisional = models.BooleanField(_("期限待节假日公布后核定"), default=False)
    due_counted = models.TextField(_("期限怎样算出"), blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    opened_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("救济与投诉")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="remedies_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="remedies_state_is_known"),
            models.CheckConstraint(
                condition=~Q(person_name="") | Q(kind=Kind.COMPLAINT.value),
                name="remedies_only_complaints_are_anonymous",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[str(kind) for kind in AGAINST_A_DECISION])
                | (Q(known_on__isnull=False) & ~Q(document_number="")),
                name="remedies_a_review_names_its_decision",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="remedies_state_due")]


class RemedyStep(models.Model):
    """One thing that happened, with its day and its paper. Append-only; states and clocks are read from these rows."""

    file = models.ForeignKey("remedies.RemedyFile", models.PROTECT, related_name="steps", verbose_name=_("案卷"))
    kind = models.CharField(_("事项"), max_length=16, choices=StepKind.choices)
    on = models.DateField(_("日期"))
    text = models.TextField(_("内容"), blank=True)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    outcome = models.CharField(_("结论"), max_length=20, choices=Outcome.choices, blank=True)
    is_simplified = models.BooleanField(_("适用简易程序"), default=False)
    extended_days = models.PositiveSmallIntegerField(_("延长天数"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("file__division_code")

    class Meta:
        verbose_name = _("办理记录")
        indexes = [models.Index(fields=["file", "kind"], name="remedies_step_of_file")]


class SuspensionOrder(models.Model):
    """The body ordered to stop the decision meanwhile; without an order it is carried out (行政复议法 第四十二条)."""

    file = models.ForeignKey("remedies.RemedyFile", models.PROTECT, related_name="suspensions", verbose_name=_("案卷"))
    document_number = models.CharField(_("停止执行文号"), max_length=80)
    reason = models.TextField(_("停止执行的理由"))
    ordered_on = models.DateField(_("停止执行日期"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))
    lifted_on = models.DateField(_("恢复执行日期"), null=True, blank=True)
    lift_reason = models.TextField(_("恢复执行的依据"), blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("恢复登记人")
    )
    lifted_at = models.DateTimeField(_("恢复登记时间"), null=True, blank=True)

    objects = ScopedManager("file__division_code")

    class Meta:
        verbose_name = _("停止执行")
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True, lifted_on__isnull=True)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False, lifted_on__isnull=False),
                name="remedies_suspension_lifted_together",
            ),
            models.UniqueConstraint(
                fields=["file"], condition=Q(lifted_on__isnull=True), name="remedies_one_suspension_at_a_time"
            ),
        ]

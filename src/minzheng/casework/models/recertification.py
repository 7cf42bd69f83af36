"""What is proposed for a benefit that runs, and what the household said before anything was cut."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import (
    Cadence,
    CaseScope,
    EndWish,
    HearingOutcome,
    ProposalGround,
    ProposalKind,
    ProposalState,
)
from minzheng.casework.models.paired import both_or_neither


class ReviewProposal(models.Model):
    """A change somebody proposes: a difference the rules found, a suspension, an end. It pays nothing by itself.

    `period_until`: the amount was fixed until that day and is changed only if the household's state clearly changed;
    `clear_changes` names what has changed in what is known of it (民发〔2021〕57号 第三十一条).
    """

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="proposals", verbose_name=_("案件"))
    number = models.CharField(_("编号"), max_length=40, unique=True)
    month = models.CharField(_("复核月份"), max_length=7)
    kind = models.CharField(_("种类"), max_length=16, choices=ProposalKind.choices)
    ground = models.CharField(
        _("提出原因"), max_length=12, choices=ProposalGround.choices, default=ProposalGround.MONTH_RUN
    )
    state = models.CharField(_("状态"), max_length=12, choices=ProposalState.choices, default=ProposalState.OPEN)
    determination = models.OneToOneField(
        "casework.Determination",
        models.PROTECT,
        related_name="proposal",
        null=True,
        blank=True,
        verbose_name=_("复核意见"),
    )
    current_amount_fen = models.BigIntegerField(_("现每次救助金（分）"))
    proposed_amount_fen = models.BigIntegerField(_("拟每次救助金（分）"), null=True, blank=True)
    cadence = models.CharField(_("发放周期"), max_length=8, choices=Cadence.choices, default=Cadence.MONTH)
    share_cut_fen = models.BigIntegerField(_("减发的本人份额（分）"), default=0)
    share_cut_person = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("减发份额的成员")
    )
    arrears_from = models.CharField(_("补发起始月份"), max_length=7, null=True, blank=True)
    scope = models.CharField(_("改为整户或单人户"), max_length=10, choices=CaseScope.choices, blank=True)
    single_person = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("单人户成员")
    )
    period_until = models.DateField(_("复核周期至"), null=True, blank=True)
    clear_changes = models.JSONField(_("情况的明显变化"), default=list)
    reasons = models.JSONField(_("理由"), default=list)
    is_after_death = models.BooleanField(_("因成员死亡提出"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    made_at = models.DateTimeField(_("提出时间"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("处理人")
    )
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    settle_reason = models.TextField(_("处理理由"), blank=True)
    decision = models.OneToOneField(
        "casework.Decision", models.PROTECT, related_name="proposal", null=True, blank=True, verbose_name=_("决定")
    )

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("复核建议")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "month"],
                condition=~models.Q(state=ProposalState.SUPERSEDED.value)
                & models.Q(is_after_death=False, ground=ProposalGround.MONTH_RUN.value),
                name="casework_one_review_a_month",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state=ProposalState.OPEN.value), name="casework_one_open_proposal"
            ),
            both_or_neither("proposal_settled", "settled_by", "settled_at"),
            models.CheckConstraint(
                condition=models.Q(scope=CaseScope.SINGLE.value, single_person__isnull=False)
                | (~models.Q(scope=CaseScope.SINGLE.value) & models.Q(single_person__isnull=True)),
                name="casework_proposal_scope",
            ),
        ]


class HearingNotice(models.Model):
    """The household was told what is proposed, why, and until when it may answer. Append-only."""

    proposal = models.OneToOneField(
        "casework.ReviewProposal", models.PROTECT, related_name="notice", verbose_name=_("复核建议")
    )
    text = models.TextField(_("告知内容"))
    method = models.CharField(_("告知方式"), max_length=20)
    sent_on = models.DateField(_("告知日期"))
    answer_until = models.DateField(_("答复截止日"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("告知人"))
    sent_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("proposal__case__division_code")

    class Meta:
        verbose_name = _("听取意见告知")


class OpinionHearing(models.Model):
    """The household heard before a cut (社会救助法 第四十八条). Append-only.

    Who refuses to speak, or cannot be reached, was given notice and time; `evidence` says how that is known.
    """

    proposal = models.OneToOneField(
        "casework.ReviewProposal", models.PROTECT, related_name="hearing", verbose_name=_("复核建议")
    )
    outcome = models.CharField(
        _("听取结果"), max_length=12, choices=HearingOutcome.choices, default=HearingOutcome.HEARD
    )
    opinion = models.TextField(_("当事人意见"), blank=True)
    evidence = models.TextField(_("佐证"), blank=True)
    heard_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("听取人"))
    heard_at = models.DateTimeField(_("听取时间"))

    objects = ScopedManager("proposal__case__division_code")

    class Meta:
        verbose_name = _("听取意见记录")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome=HearingOutcome.HEARD.value) & ~models.Q(opinion="")
                | ~models.Q(outcome=HearingOutcome.HEARD.value) & ~models.Q(evidence=""),
                name="casework_hearing_says_something",
            )
        ]


class EndRequest(models.Model):
    """The household's own wish to end its benefit, signed by an adult member. Append-only."""

    proposal = models.OneToOneField(
        "casework.ReviewProposal", models.PROTECT, related_name="end_request", verbose_name=_("终止建议")
    )
    wish = models.CharField(_("终止原因"), max_length=12, choices=EndWish.choices)
    asked_by = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("申请人"))
    words = models.TextField(_("本人陈述"))
    moved_to = models.CharField(_("迁入地"), max_length=100, blank=True)
    signed_on = models.DateField(_("签字日期"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    recorded_at = models.DateTimeField(_("录入时间"))

    objects = ScopedManager("proposal__case__division_code")

    class Meta:
        verbose_name = _("终止申请")

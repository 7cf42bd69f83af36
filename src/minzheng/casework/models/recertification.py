"""What the monthly review found, and what the household said before anything was cut."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.casework.enums import ProposalKind, ProposalState
from minzheng.casework.models.paired import both_or_neither


class ReviewProposal(models.Model):
    """A difference between what is paid and what the rules now say. It pays nothing by itself."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="proposals", verbose_name=_("案件"))
    number = models.CharField(_("编号"), max_length=40, unique=True)
    month = models.CharField(_("复核月份"), max_length=7)
    kind = models.CharField(_("种类"), max_length=16, choices=ProposalKind.choices)
    state = models.CharField(_("状态"), max_length=12, choices=ProposalState.choices, default=ProposalState.OPEN)
    determination = models.OneToOneField(
        "casework.Determination",
        models.PROTECT,
        related_name="proposal",
        null=True,
        blank=True,
        verbose_name=_("复核意见"),
    )
    current_amount_fen = models.BigIntegerField(_("现月救助金（分）"))
    proposed_amount_fen = models.BigIntegerField(_("拟月救助金（分）"), null=True, blank=True)
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
                condition=~models.Q(state=ProposalState.SUPERSEDED.value) & models.Q(is_after_death=False),
                name="casework_one_review_a_month",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state=ProposalState.OPEN.value), name="casework_one_open_proposal"
            ),
            both_or_neither("proposal_settled", "settled_by", "settled_at"),
        ]


class OpinionHearing(models.Model):
    """The household heard before a cut (社会救助法 第四十八条). Append-only."""

    proposal = models.OneToOneField(
        "casework.ReviewProposal", models.PROTECT, related_name="hearing", verbose_name=_("复核建议")
    )
    opinion = models.TextField(_("当事人意见"))
    heard_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("听取人"))
    heard_at = models.DateTimeField(_("听取时间"))

    objects = ScopedManager("proposal__case__division_code")

    class Meta:
        verbose_name = _("听取意见记录")

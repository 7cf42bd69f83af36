"""What a computation proposes for one household, and its months with every fen explained."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.differences.enums import ProposalKind, ProposalState
from minzheng.differences.models.computation import Computation
from minzheng.differences.models.paired import both_or_neither


class Proposal(models.Model):
    """Frozen with its months. `needs_look`: a part of the difference is older than what was learnt; see the months.

    Arrears and a recovery of one household are two proposals: they are never set off against each other.
    """

    computation = models.ForeignKey(Computation, models.PROTECT, related_name="proposals", verbose_name=_("差额核算"))
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="differences", verbose_name=_("办件"))
    kind = models.CharField(_("种类"), max_length=12, choices=ProposalKind.choices)
    total_fen = models.BigIntegerField(_("合计（分）"))
    month_count = models.PositiveSmallIntegerField(_("涉及月数"))
    needs_look = models.BooleanField(_("须逐户查看"))
    state = models.CharField(_("状态"), max_length=12, choices=ProposalState.choices, default=ProposalState.OPEN)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    made_at = models.DateTimeField(_("提出时间"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("办结人")
    )
    settled_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    settle_reason = models.CharField(_("办结说明"), max_length=300, blank=True)

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("差额建议")
        constraints = [
            both_or_neither("proposal_settled", "settled_by", "settled_at"),
            models.CheckConstraint(condition=Q(total_fen__gt=0), name="differences_total_is_positive"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN.value, settled_at__isnull=True)
                | (~Q(state=ProposalState.OPEN.value) & Q(settled_at__isnull=False)),
                name="differences_settled_has_its_moment",
            ),
            # A new computation replaces what it changes, whoever runs it; confirming takes another person.
            models.CheckConstraint(
                condition=~Q(state=ProposalState.CONFIRMED.value) | ~Q(settled_by=F("made_by")),
                name="differences_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state=ProposalState.OPEN.value),
                name="differences_one_open_proposal",
            ),
        ]
        indexes = [models.Index(fields=["state", "kind"], name="differences_proposal_state")]


class DifferenceMonth(models.Model):
    """One month: what was made due, what should have been, and of what the difference is made, to the fen.

    `figures_fen`: other figures than those decided on; `facts_fen`: other facts; `decision_fen`: what was made due was
    not what the decision's own ground comes to. `due_id` is the due that a confirmed arrears became.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="months", verbose_name=_("差额建议"))
    month = models.CharField(_("月份"), max_length=7)
    was_fen = models.BigIntegerField(_("已生成应发（分）"))
    # Of that, what the office's own list paid before the case was taken over: there is no due for it here.
    own_list_fen = models.BigIntegerField(_("原系统已发（分）"), default=0)
    paid_fen = models.BigIntegerField(_("已发到（分）"))
    should_fen = models.BigIntegerField(_("应发（分）"))
    difference_fen = models.BigIntegerField(_("差额（分）"))
    figures_fen = models.BigIntegerField(_("因标准（分）"))
    facts_fen = models.BigIntegerField(_("因事实（分）"))
    decision_fen = models.BigIntegerField(_("因决定（分）"))
    outcome = models.CharField(_("按现在所知的结论"), max_length=12)
    person_ids = models.JSONField(_("保障成员"), default=list)
    decision = models.ForeignKey("casework.Decision", models.PROTECT, related_name="+", verbose_name=_("当月的决定"))
    dues = models.JSONField(_("当月已生成的应发"), default=list)
    reasons = models.JSONField(_("原因"), default=list)
    due_id = models.BigIntegerField(_("生成的补发"), null=True, blank=True)

    objects = ScopedManager("proposal__case__division_code")

    class Meta:
        verbose_name = _("差额月份")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "month"], name="differences_month_once"),
            models.CheckConstraint(
                condition=Q(difference_fen=F("should_fen") - F("was_fen")), name="differences_is_a_difference"
            ),
            models.CheckConstraint(
                condition=Q(difference_fen=F("figures_fen") + F("facts_fen") + F("decision_fen")),
                name="differences_every_fen_explained",
            ),
            models.CheckConstraint(condition=Q(should_fen__gte=0), name="differences_should_not_negative"),
        ]

"""One question put to a snapshot, and what it found, household by household."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.screening.enums import FindingKind, ScreenKind, ScreenState


class Screen(models.Model):
    """What is asked is frozen; `cursor` is how many rows of the snapshot are done, so that it goes on there.

    `parameters` of a what-if: figures, place, day; `summary`: what it came to in numbers.
    """

    number = models.CharField(_("筛查编号"), max_length=40, unique=True)
    kind = models.CharField(_("种类"), max_length=10, choices=ScreenKind.choices)
    snapshot = models.ForeignKey(
        "screening.Snapshot", models.PROTECT, related_name="screens", verbose_name=_("人口快照")
    )
    division_code = models.CharField(_("区划代码"), max_length=12)
    program = models.CharField(_("救助项目"), max_length=40, blank=True)
    title = models.CharField(_("名称"), max_length=100)
    parameters = models.JSONField(_("参数"), default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=ScreenState.choices, default=ScreenState.WAITING)
    cursor = models.PositiveIntegerField(_("已筛查"), default=0)
    total = models.PositiveIntegerField(_("应筛查"), default=0)
    summary = models.JSONField(_("结果"), default=dict)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("交办人"))
    started_at = models.DateTimeField(_("交办时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("筛查")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ScreenState.DONE.value) ^ Q(finished_at__isnull=True), name="screening_done_when"
            ),
            models.CheckConstraint(condition=Q(kind__in=ScreenKind.values), name="screening_kind_is_known"),
        ]
        indexes = [models.Index(fields=["kind", "-started_at"], name="screening_of_kind")]

    @property
    def is_straight(self) -> bool:
        """Whether it reads the registry itself, without a snapshot's file."""
        return "programs" in self.parameters


class Finding(models.Model):
    """What one screen found of one household: kind, amounts of a payment, words. Append-only but for its proposal.

    `rank` orders a list, the first is looked at first.
    """

    screen = models.ForeignKey(Screen, models.PROTECT, related_name="findings", verbose_name=_("筛查"))
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+", verbose_name=_("家庭"))
    case = models.ForeignKey(
        "casework.Case", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("办件")
    )
    division_code = models.CharField(_("区划代码"), max_length=12)
    program = models.CharField(_("救助项目"), max_length=40)
    kind = models.CharField(_("种类"), max_length=16, choices=FindingKind.choices)
    people = models.PositiveSmallIntegerField(_("人数"), default=0)
    was_fen = models.BigIntegerField(_("现每次救助金（分）"), default=0)
    should_fen = models.BigIntegerField(_("应每次救助金（分）"), default=0)
    rank = models.BigIntegerField(_("先后"), default=0)
    reasons = models.JSONField(_("理由"), default=list)
    proposal = models.ForeignKey(
        "casework.ReviewProposal", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("复核建议")
    )

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("筛查结果")
        constraints = [
            models.UniqueConstraint(fields=["screen", "household", "program"], name="screening_found_once"),
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="screening_finding_is_known"),
        ]
        indexes = [models.Index(fields=["screen", "kind", "-rank"], name="screening_list")]

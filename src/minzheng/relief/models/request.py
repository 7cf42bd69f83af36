"""A request for help after an event, and how it was reckoned."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.kernel import idnumber
from minzheng.relief.enums import NeedKind, RequestState, Route
from minzheng.relief.models.event import ReliefEvent
from minzheng.relief.models.paired import both_or_neither
from minzheng.services.vault.fields import SealedTextField


class Request(models.Model):
    """One family or person asking, at the place where it happened; registered here or not, with papers or without.

    `facts` are the answers as they stand; each reckoning freezes those it read.
    """

    number = models.CharField(_("救助编号"), max_length=40, unique=True)
    event = models.ForeignKey(ReliefEvent, models.PROTECT, related_name="requests", verbose_name=_("困难事件"))
    program = models.CharField(_("救助项目"), max_length=40)
    division_code = models.CharField(_("办理地"), max_length=12, db_index=True)
    route = models.CharField(_("办理程序"), max_length=12, choices=Route.choices)
    state = models.CharField(_("状态"), max_length=16, choices=RequestState.choices, default=RequestState.REPORTED)
    name = models.CharField(_("求助人"), max_length=64)
    id_number = SealedTextField(_("公民身份号码（密文）"), null=True, blank=True)
    id_number_index = models.BinaryField(_("公民身份号码索引"), max_length=32, null=True, blank=True, db_index=True)
    phone = SealedTextField(_("电话（密文）"), null=True, blank=True)
    person = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("已登记人员")
    )
    household = models.ForeignKey(
        "registry.Household", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("已登记家庭")
    )
    case = models.OneToOneField(
        "casework.Case", models.PROTECT, related_name="relief_request", null=True, blank=True, verbose_name=_("办件")
    )
    people_affected = models.PositiveSmallIntegerField(_("本户受困人数"))
    facts = models.JSONField(_("事实"), default=dict)
    repeat_reason = models.TextField(_("同一件事再次求助的理由"), blank=True)
    is_other_help_asked = models.BooleanField(_("已问清其他来源的帮助"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("办结人")
    )
    ended_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    end_reason = models.TextField(_("办结说明"), blank=True)

    objects = ScopedManager("division_code")

    class Meta:
        verbose_name = _("救助请求")
        constraints = [
            both_or_neither("request_ended", "ended_by", "ended_at"),
            models.CheckConstraint(condition=~Q(name=""), name="relief_request_names_somebody"),
            models.CheckConstraint(condition=Q(people_affected__gt=0), name="relief_request_for_somebody"),
            models.CheckConstraint(condition=Q(route__in=Route.values), name="relief_route_is_known"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="relief_state_is_known"),
            models.CheckConstraint(
                condition=Q(id_number__isnull=True, id_number_index__isnull=True)
                | Q(id_number__isnull=False, id_number_index__isnull=False),
                name="relief_id_number_whole_or_none",
            ),
        ]
        indexes = [models.Index(fields=["state", "division_code"], name="relief_request_state")]

    @property
    def id_number_masked(self) -> str:
        """Return the ID number with its birth date and order hidden."""
        return idnumber.mask(str(self.id_number)) if self.id_number else gettext("暂无证件，事后补")


class Need(models.Model):
    """One thing that is lacking; what it costs, and what shows that, is filled in when known, before the decision."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="needs", verbose_name=_("救助请求"))
    kind = models.CharField(_("缺什么"), max_length=12, choices=NeedKind.choices)
    amount_fen = models.PositiveBigIntegerField(_("约需金额（分）"), null=True, blank=True)
    proof = models.CharField(_("凭据"), max_length=100, blank=True)

    objects = ScopedManager("request__division_code")

    class Meta:
        verbose_name = _("需要")
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="relief_need_once"),
            models.CheckConstraint(condition=Q(kind__in=NeedKind.values), name="relief_need_is_known"),
        ]


class Reckoning(models.Model):
    """What the rules said of the request on a day: facts, figures and every line, frozen. Append-only."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="reckonings", verbose_name=_("救助请求"))
    evaluated_on = models.DateField(_("按哪天的规定"))
    facts = models.JSONField(_("事实"))
    evaluation = models.JSONField(_("测算过程"))
    outcome = models.CharField(_("结论"), max_length=12)
    decider = models.CharField(_("由谁决定"), max_length=16, blank=True)
    aid_fen = models.BigIntegerField(_("测算的救助额（分）"), null=True, blank=True)
    amount_fen = models.BigIntegerField(_("救助金额（分）"))
    rule_version = models.CharField(_("规则版本"), max_length=80)
    reckoned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("测算人")
    )
    reckoned_at = models.DateTimeField(_("测算时间"))

    objects = ScopedManager("request__division_code")

    class Meta:
        verbose_name = _("测算")

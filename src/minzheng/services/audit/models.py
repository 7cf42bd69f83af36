"""The audit chains. Rows have no foreign keys, so they outlive what they describe; the database refuses changes."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One act: who, when, what, from what to what, why; chained by hash to the act before it in the same chain."""

    chain = models.CharField(_("链"), max_length=120)
    seq = models.PositiveBigIntegerField(_("序号"))
    at = models.DateTimeField(_("时间"))
    actor = models.CharField(_("用户名"), max_length=64, blank=True)
    actor_name = models.CharField(_("办理人"), max_length=64, blank=True)
    action = models.CharField(_("动作"), max_length=80)
    object_kind = models.CharField(_("对象类别"), max_length=80)
    object_id = models.CharField(_("对象编号"), max_length=64)
    division_code = models.CharField(_("区划代码"), max_length=12, blank=True)
    before = models.JSONField(_("变更前"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("变更后"), null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("理由"), blank=True)
    previous_hash = models.CharField(_("上一条的摘要"), max_length=64)
    hash = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_event_once_per_place"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="audit_event_seq_from_one"),
        ]
        indexes = [
            models.Index(fields=["object_kind", "object_id", "at"], name="audit_event_of_object"),
            models.Index(fields=["actor", "at"], name="audit_event_of_actor"),
            models.Index(fields=["division_code", "at"], name="audit_event_of_division"),
        ]


class ChainSeal(models.Model):
    """A keyed digest over the heads of all chains that grew since the seal before: it shows tails cut off."""

    number = models.PositiveBigIntegerField(_("序号"), unique=True)
    at = models.DateTimeField(_("时间"))
    last_event_id = models.PositiveBigIntegerField(_("截至审计记录"))
    heads = models.JSONField(_("链头"))
    key_version = models.CharField(_("密钥版本"), max_length=16)
    previous_digest = models.CharField(_("上一次封存的摘要"), max_length=64)
    digest = models.CharField(_("带密钥的摘要"), max_length=64)

    class Meta:
        verbose_name = _("审计封存")
        verbose_name_plural = _("审计封存")

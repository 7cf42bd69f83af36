"""Members of villagers' and residents' committees, and the close relatives that they and the staff declare."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.kernel import idnumber
from minzheng.relatives.enums import DECLARABLE, Post
from minzheng.services import vault

MEMBER_CONTEXT = "relatives.CommitteeMember.id_number"
RELATIVE_CONTEXT = "relatives.DeclaredRelative.id_number"
_CODE = RegexValidator(r"^[0-9]{12}\Z", _("区划代码应为 12 位数字"))


class CommitteeMember(models.Model):
    """One term of one person on the committee of one village or community."""

    division_code = models.CharField(_("村（社区）"), max_length=12, validators=[_CODE], db_index=True)
    name = models.CharField(_("姓名"), max_length=64)
    post = models.CharField(_("职务"), max_length=12, choices=Post.choices)
    id_number_sealed = models.BinaryField(_("公民身份号码（密文）"))
    id_number_index = models.BinaryField(_("公民身份号码索引"), max_length=32, db_index=True)
    id_number_key_version = models.CharField(_("密钥版本"), max_length=8)
    from_on = models.DateField(_("任职起始日"))
    until_on = models.DateField(_("任职截止日（含当日）"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("离任登记人")
    )
    ended_at = models.DateTimeField(_("离任登记时间"), null=True, blank=True)

    objects: Any = ScopedManager("division_code")

    class Meta:
        verbose_name = _("村（居）委会成员")
        verbose_name_plural = _("村（居）委会成员")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True, until_on__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False, until_on__isnull=False),
                name="relatives_member_ended_together",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="relatives_member_period",
            ),
            models.CheckConstraint(condition=Q(post__in=Post.values), name="relatives_member_post"),
        ]

    @property
    def id_number_masked(self) -> str:
        """Return the ID number with its birth date and order hidden. The whole number: `domain.roll.reveal`."""
        return idnumber.mask(vault.open_sealed(bytes(self.id_number_sealed), context=MEMBER_CONTEXT))


class DeclaredRelative(models.Model):
    """A close relative, as an official declared it: of a member of staff or of a committee.

    `division_code` is the village of the committee, or the smallest division that holds the whole area of the staff.
    """

    division_code = models.CharField(_("区划代码"), max_length=12, validators=[_CODE], db_index=True)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="declared_relatives", null=True, blank=True,
        verbose_name=_("工作人员"),
    )  # fmt: skip
    committee_member = models.ForeignKey(
        CommitteeMember, models.PROTECT, related_name="declared_relatives", null=True, blank=True,
        verbose_name=_("村（居）委会成员"),
    )  # fmt: skip
    relation = models.CharField(
        _("亲属是其何人"), max_length=12, choices=[(kin.value, kin.label) for kin in DECLARABLE]
    )
    name = models.CharField(_("亲属姓名"), max_length=64)
    id_number_sealed = models.BinaryField(_("公民身份号码（密文）"))
    id_number_index = models.BinaryField(_("公民身份号码索引"), max_length=32, db_index=True)
    id_number_key_version = models.CharField(_("密钥版本"), max_length=8)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申报登记人")
    )
    declared_at = models.DateTimeField(_("申报时间"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("终止登记人")
    )
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)
    end_reason = models.TextField(_("终止原因"), blank=True)

    objects: Any = ScopedManager("division_code")

    class Meta:
        verbose_name = _("近亲属申报")
        verbose_name_plural = _("近亲属申报")
        constraints = [
            models.CheckConstraint(
                condition=Q(staff__isnull=True, committee_member__isnull=False)
                | Q(staff__isnull=False, committee_member__isnull=True),
                name="relatives_declared_by_one_official",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True, end_reason="")
                | Q(ended_by__isnull=False, ended_at__isnull=False) & ~Q(end_reason=""),
                name="relatives_declared_ended_together",
            ),
            models.CheckConstraint(
                condition=Q(relation__in=[kin.value for kin in DECLARABLE]), name="relatives_declared_relation"
            ),
            models.UniqueConstraint(
                fields=["staff", "id_number_index"], condition=Q(ended_at__isnull=True, staff__isnull=False),
                name="relatives_declared_once_by_staff",
            ),
            models.UniqueConstraint(
                fields=["committee_member", "id_number_index"],
                condition=Q(ended_at__isnull=True, committee_member__isnull=False),
                name="relatives_declared_once_by_member",
            ),
        ]  # fmt: skip

    @property
    def id_number_masked(self) -> str:
        """Return the ID number, hidden but for its ends. The whole number: `domain.declaration.reveal`."""
        return idnumber.mask(vault.open_sealed(bytes(self.id_number_sealed), context=RELATIVE_CONTEXT))

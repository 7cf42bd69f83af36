"""Who works here: accounts and the divisions each may see."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import READ_ONLY_ROLES, Role
from minzheng.kernel import idnumber
from minzheng.kernel.division import Area
from minzheng.kernel.language import LANGUAGES
from minzheng.services import vault

IDENTITY_CONTEXT = "accounts.StaffIdentity.id_number"


class StaffManager(BaseUserManager["Staff"]):
    """Accounts by user name; accounts are opened by `domain.staff.create`, which audits them."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Staff":
        """Open an account without an audit row (tests and the sample county)."""
        staff = self.model(username=username, **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """A person who signs in. Django's groups, permissions and superusers are left out: the role and the area decide."""

    username = models.CharField(
        _("用户名"),
        max_length=64,
        unique=True,
        validators=[ASCIIUsernameValidator()],
        error_messages={"unique": _("这个用户名已有人使用，请换一个")},
    )
    name = models.CharField(_("姓名"), max_length=64)
    role = models.CharField(_("角色"), max_length=24, choices=Role.choices)
    language = models.CharField(_("界面语言"), max_length=8, blank=True)
    phone = models.CharField(_("办公电话"), max_length=32, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    password = models.CharField(_("密码"), max_length=128)
    last_login = models.DateTimeField(_("最近登录时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("开通时间"), null=True, blank=True)

    objects = StaffManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        verbose_name = _("工作人员")
        verbose_name_plural = _("工作人员")
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="staff_role_is_known"),
            models.CheckConstraint(condition=models.Q(language__in=("", *LANGUAGES)), name="staff_language_is_known"),
        ]

    @cached_property
    def area(self) -> Area:
        """Return the divisions this person may see, read once per object. No row sees nothing, never everything."""
        return Area.of(*self.areas.order_by("division_code").values_list("division_code", flat=True))

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet["Staff"] | None = None,
    ) -> None:
        """Reload, the area included."""
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        self.__dict__.pop("area", None)

    @property
    def is_read_only(self) -> bool:
        """Whether this person looks and never writes business records (leaders, auditors)."""
        return self.role in READ_ONLY_ROLES

    def get_full_name(self) -> str:
        """Return the Chinese name, as Django's own code asks for it."""
        return self.name

    def get_short_name(self) -> str:
        """Return the Chinese name."""
        return self.name


class StaffArea(models.Model):
    """One division, with all below it, that a person may see."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="areas", verbose_name=_("工作人员"))
    division_code = models.CharField(
        _("区划代码"),
        max_length=12,
        validators=[RegexValidator(r"^[0-9]{12}\Z", _("区划代码应为 12 位数字"))],
    )

    class Meta:
        verbose_name = _("管辖区域")
        verbose_name_plural = _("管辖区域")
        constraints = [
            models.UniqueConstraint(fields=["staff", "division_code"], name="staff_area_once"),
        ]


class StaffIdentity(models.Model):
    """The ID number of a person who works here: sealed, found by its index, so that relatives are matched by number.

    Two accounts of one person have the same number, so the index is not unique.
    """

    staff = models.OneToOneField(Staff, on_delete=models.PROTECT, related_name="identity", verbose_name=_("工作人员"))
    id_number_sealed = models.BinaryField(_("公民身份号码（密文）"))
    id_number_index = models.BinaryField(_("公民身份号码索引"), max_length=32, db_index=True)
    id_number_key_version = models.CharField(_("密钥版本"), max_length=8)
    recorded_at = models.DateTimeField(_("登记时间"))
    # Empty: the operator at the command line.
    recorder = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("登记人")
    )

    class Meta:
        verbose_name = _("工作人员身份号码")
        verbose_name_plural = _("工作人员身份号码")

    @property
    def id_number_masked(self) -> str:
        """Return the ID number with its birth date and order hidden. The whole number: `domain.identity.reveal`."""
        return idnumber.mask(vault.open_sealed(bytes(self.id_number_sealed), context=IDENTITY_CONTEXT))

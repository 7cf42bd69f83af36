"""People. ID and phone numbers are sealed, and found through a keyed index of their whole value."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.kernel import idnumber
from minzheng.registry.enums import Sex
from minzheng.services import vault

ID_NUMBER_CONTEXT = "registry.Person.id_number"
PHONE_CONTEXT = "registry.Person.phone"


class Person(models.Model):
    """One human being, once: the index of the ID number is unique over all divisions.

    A newborn may have no number yet; the certificate of birth (`Birth`) tells that child apart until it has.
    """

    name = models.CharField(_("姓名"), max_length=64)
    name_pinyin = models.CharField(_("姓名拼音"), max_length=200)
    name_initials = models.CharField(_("姓名首字母"), max_length=64)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices)
    birth_date = models.DateField(_("出生日期"))
    id_number_sealed = models.BinaryField(_("公民身份号码（密文）"), null=True, blank=True)
    id_number_index = models.BinaryField(_("公民身份号码索引"), max_length=32, unique=True, null=True, blank=True)
    id_number_key_version = models.CharField(_("密钥版本"), max_length=8, blank=True)
    phone_sealed = models.BinaryField(_("电话（密文）"), null=True, blank=True)
    phone_index = models.BinaryField(_("电话索引"), max_length=32, null=True, blank=True, db_index=True)
    division_code = models.CharField(_("所在村（社区）"), max_length=12)
    ethnic_code = models.CharField(_("民族代码"), max_length=2, blank=True)
    created_at = models.DateTimeField(_("登记时间"))

    objects: Any = ScopedManager("division_code")

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        indexes = [
            models.Index(fields=["division_code", "name_pinyin"], name="person_by_division"),
            models.Index(fields=["name", "division_code"], name="person_by_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_name"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="person_sex_is_known"),
            models.CheckConstraint(
                condition=Q(id_number_sealed__isnull=True, id_number_index__isnull=True, id_number_key_version="")
                | (Q(id_number_sealed__isnull=False, id_number_index__isnull=False) & ~Q(id_number_key_version="")),
                name="person_id_number_whole_or_none",
            ),
        ]

    @property
    def has_id_number(self) -> bool:
        """Whether an ID number is known; a newborn may have none yet."""
        return self.id_number_sealed is not None

    @property
    def id_number_masked(self) -> str:
        """Return the ID number with its birth date and order hidden. The whole number: `domain.person.reveal`."""
        if self.id_number_sealed is None:
            return gettext("尚无身份证号")
        return idnumber.mask(vault.open_sealed(bytes(self.id_number_sealed), context=ID_NUMBER_CONTEXT))


class NameToken(models.Model):
    """A piece of a name to search by: characters, pairs of characters, pinyin, initials.

    The division stands here once more, so that one index answers "this piece, in my area" without touching people.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens", verbose_name=_("人员"))
    token = models.CharField(_("检索词"), max_length=200)
    division_code = models.CharField(_("所在村（社区）"), max_length=12)

    objects: Any = ScopedManager("division_code")

    class Meta:
        verbose_name = _("姓名检索词")
        verbose_name_plural = _("姓名检索词")
        indexes = [models.Index(fields=["token", "division_code", "person"], name="name_token_by_area")]
        constraints = [models.UniqueConstraint(fields=["person", "token"], name="name_token_once")]

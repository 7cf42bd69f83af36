"""What a case alone knows: facts that a program asks for one request and that are not the household's."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager


class CaseFact(models.Model):
    """One answer to one question of a program: of the household, a person, or a supporter. Append-only: last counts.

    Kept for questions that a program adds to the shared ones of the registry: who applies, what each can do by himself,
    what happened, how bad, how long.
    """

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="own_facts", verbose_name=_("案件"))
    person = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("为哪一位成员")
    )
    supporter = models.ForeignKey(
        "registry.Supporter", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("为哪一位义务人")
    )
    code = models.CharField(_("事实"), max_length=60)
    value = models.BigIntegerField(_("内容"))
    is_yes_no = models.BooleanField(_("是非题"))
    source = models.CharField(_("来源"), max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("本案事实")
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(source=""), name="casework_fact_says_whence"),
            models.CheckConstraint(condition=Q(is_yes_no=False) | Q(value__in=[0, 1]), name="casework_fact_yes_is_one"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(supporter__isnull=True), name="casework_fact_of_one"
            ),
        ]
        indexes = [models.Index(fields=["case", "code"], name="casework_fact_of_case")]

    @property
    def about_supporter(self) -> tuple[int, str] | None:
        """The supporter as the registry knows one through all versions: whom they support, and their name."""
        return None if self.supporter is None else (self.supporter.person_id, self.supporter.name)

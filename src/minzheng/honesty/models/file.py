"""The file: one household's suspected breach, from opening to the last fen paid back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.scope import ScopedManager
from minzheng.honesty.enums import ALLEGED, UNDECIDED_STATES, FileState, Wrong


class HonestyFile(models.Model):
    """What is alleged of whom, when it was found, and what had been promised. Only `domain.road` changes `state`.

    `matter` chooses the law of liability, frozen from the program when the file is opened. `due_on` is the last day of
    the decision, counted from the opening (行政处罚法 第六十条); older law set none.
    """

    number = models.CharField(_("案卷编号"), max_length=40, unique=True)
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="honesty_files", verbose_name=_("案件"))
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("当事人"))
    wrong = models.CharField(_("事由"), max_length=16, choices=Wrong.choices)
    state = models.CharField(_("状态"), max_length=16, choices=FileState.choices, default=FileState.OPENED)
    matter = models.CharField(_("救助种类"), max_length=24)
    facts = models.TextField(_("反映的问题"))
    source = models.CharField(_("发现途径"), max_length=120)
    discovered_on = models.DateField(_("发现日期"))
    promised = models.JSONField(_("当事人作过的承诺"), default=list)
    proposes_stop = models.BooleanField(_("建议停止救助"))
    opened_on = models.DateField(_("立案日期"))
    due_on = models.DateField(_("决定期限"), null=True, blank=True)
    is_due_provisional = models.BooleanField(_("期限待节假日公布后核定"), default=False)
    due_counted = models.TextField(_("期限怎样算出"), blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("立案人"))
    opened_at = models.DateTimeField(_("立案时间"))

    objects = ScopedManager("case__division_code")

    class Meta:
        verbose_name = _("诚信案卷")
        constraints = [
            models.CheckConstraint(
                condition=Q(wrong__in=[str(wrong) for wrong in ALLEGED]), name="honesty_file_wrong_is_known"
            ),
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="honesty_file_state_is_known"),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(state__in=[str(state) for state in UNDECIDED_STATES]),
                name="honesty_one_undecided_file",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="honesty_file_state")]
